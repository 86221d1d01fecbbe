"""What YAML 1.1 reads as something else than YAML 1.2 does: https://yaml.org/type/.

It stands apart from the reader of YAML, since every run imports the check that explains it, and not
every run reads YAML.
"""

from __future__ import annotations

import re

_WORDS = {
    "as false": "n N no No NO off Off OFF",
    "as true": "y Y yes Yes YES on On ON",
    "as a special character": "= <<",
}
WORDS = {word: read for read, words in _WORDS.items() for word in words.split()}
"""How a word is read."""
_NUMBERS = {
    "as a number to the base 60": r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?",
    "as a number to the base 8": "[-+]?0[0-7_]+",
    "as a number": r"[-+]?(?:0b[01_]+|[0-9]+_[0-9_.]*|[0-9]+\.[0-9]*_[0-9_]*)"
    r"|[-+]0x[0-9a-fA-F_]+|0x[0-9a-fA-F]+_\w*",
    "as text": "0o[0-7]+",
}
NUMBER = re.compile("|".join(_NUMBERS.values()), re.ASCII)
DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}\S*",
    re.ASCII,
)


def read_as(written: str) -> str:
    """Return as what YAML 1.1 reads a plain scalar; empty if both versions agree, as on 07."""
    if written in WORDS:
        return WORDS[written]
    for read, writing in _NUMBERS.items():
        if re.fullmatch(writing, written, re.ASCII):
            agrees = read.endswith("base 8") and re.fullmatch("[-+]?0+[0-7]?", written)
            return "" if agrees else read
    return ""
