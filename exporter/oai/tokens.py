"""Resumption tokens: where a list goes on. They hold everything, and the server remembers nothing.

A token names the last item that was sent, not its number: what is added, changed or deleted
meanwhile shifts nothing. A restarted server and another one with the same catalogue go on with it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import NamedTuple

from exporter.oai.arguments import OaiError

_LONGEST = 2_000
_ARGUMENTS = ("metadataPrefix", "set", "from", "until")
_VERSION = 1
_MOST = 2**53
"""Above this, numbers in JSON are not exact."""


class Token(NamedTuple):
    """Where a list goes on.

    `arguments` are those of the first request, `datestamp` and `id` are of the last item that was
    sent, and `sent` is the number of items until then.
    """

    verb: str
    arguments: Mapping[str, str]
    datestamp: int
    id: str
    sent: int

    def __str__(self) -> str:
        values = [self.arguments.get(name) for name in _ARGUMENTS]
        data = [_VERSION, self.verb, *values, self.datestamp, self.id, self.sent]
        text = json.dumps(data, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_token(text: str, verb: str) -> Token:
    """Return the token in a request. Raises OaiError for what is none of this verb."""
    wrong = OaiError("badResumptionToken", "this is not a resumption token of this repository")
    if len(text) > _LONGEST or not text.isascii():
        raise wrong
    try:
        padded = text + "=" * (-len(text) % 4)
        data = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        version, own_verb, *values, datestamp, id, sent = data
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise wrong from None
    if version != _VERSION or own_verb != verb or len(values) != len(_ARGUMENTS):
        raise wrong
    if not _is_count(datestamp) or not _is_count(sent) or not isinstance(id, str):
        raise wrong
    arguments = {}
    for name, value in zip(_ARGUMENTS, values, strict=True):
        if isinstance(value, str):
            arguments[name] = value
        elif value is not None or name == "metadataPrefix":
            raise wrong
    return Token(verb, arguments, datestamp, id, sent)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST
