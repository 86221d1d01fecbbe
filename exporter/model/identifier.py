"""The number of an identifier: what is wrong with it, and its normal form for comparison."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from exporter.plural import counted
from exporter.records.finding import Fault

_BY_MISTAKE = "compare it with the source: one digit is wrong, or two are swapped"
_WRITING = re.compile(r"[0-9Xx -]+", re.ASCII)
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+", re.ASCII)
DOI_ADDRESS = re.compile(
    r"\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(10\.\S+)\s*", re.ASCII | re.IGNORECASE
)
_SIZES = {"isbn": (10, 13), "issn": (8,), "isni": (16,), "orcid": (16,)}


@lru_cache(maxsize=10_000)
def fault(scheme: str, written: str) -> Fault | None:
    """Return what is wrong with a number of a scheme that has check digits or a form of its own.

    The result is None if nothing is. The schemes are `isbn`, `issn`, `ismn`, `isni`, `orcid`,
    `doi`, `gtin`, `iswc`, `isan` and `ror`. What is not even written with its digits and hyphens is
    left to the pattern in the schema. Source: ISO 2108 (ISBN), ISO 3297 (ISSN), ISO 10957 (ISMN),
    ISO 27729 (ISNI, of which ORCID iDs are a part), ISO 26324 (DOI), GS1 General Specifications 7.9
    (GTIN), ISO 15707 (ISWC), ISO 15706 (ISAN), ROR (ISO/IEC 7064).
    """
    if scheme == "doi":
        return _fault_of_doi(written)
    if scheme in _LAST_DIGITS:
        return _fault_by_last_digits(scheme, written)
    return _fault_by_digits(scheme, written)


def _fault_by_digits(scheme: str, written: str) -> Fault | None:
    """Return what is wrong with an ISBN, an ISSN, an ISNI or an ORCID iD."""
    name = {"orcid": "ORCID iD"}.get(scheme, scheme.upper())
    odd = next((each for each in written if each.isdigit() and not each.isascii()), "")
    if odd:
        return Fault(
            f"“{odd}” (U+{ord(odd):04X}) in this {name} only looks like a digit",
            "write the digits 0 to 9",
        )
    if not _WRITING.fullmatch(written):
        return None
    number = _compact(written)
    if len(number) not in _SIZES[scheme]:
        return _fault_of_length(scheme, name, number)
    if "X" in number[:-1] or (number.endswith("X") and len(number) == 13):
        return Fault(f"this {name} has an X where no X can be", "compare it with the source")
    if not number[:-1].strip("0") or set(number) == {"9"}:
        return Fault(
            f"this is a placeholder, not a real {name}",
            "delete it until you have the number",
        )
    if scheme == "isbn" and number.startswith("9790"):
        return Fault(
            "this is an ISMN, the number of printed music, not an ISBN",
            "write it under ismn",
        )
    if len(number) == 13 and number[:3] not in {"978", "979"}:
        return Fault("an ISBN of 13 digits begins with 978 or 979", "compare it with the source")
    last = _check_digit(scheme, number[:-1])
    if last != number[-1]:
        return Fault(
            f"this {name} is not valid: its last digit should be {last}, not {number[-1]}",
            _BY_MISTAKE,
        )
    return None


def _fault_of_length(scheme: str, name: str, number: str) -> Fault:
    is_old = scheme == "isbn" and len(number) == 9 and not fault("isbn", f"0{number}")
    hint = "compare it with the source"
    if is_old:
        hint = f"it is an SBN from before 1970: write 0{number}"
    sizes = " or ".join(map(str, _SIZES[scheme]))
    return Fault(f"this {name} has {counted(len(number), 'digit')}, not {sizes}", hint)


def plain(scheme: str, written: str) -> str:
    """Return a number in the one form by which it is compared; empty for a mistyped one.

    ISBNs have 13 digits then, ISMNs begin with 9790, and DOIs have small letters (case makes no
    difference).
    """
    if scheme not in {*_SIZES, *_LAST_DIGITS, "doi"}:
        return written
    if fault(scheme, written):
        return ""
    if scheme == "doi":
        return written.lower() if _DOI.fullmatch(written) else ""
    if scheme in _LAST_DIGITS:
        number = re.sub("[^0-9A-Z]", "", written.upper())
        return f"9790{number[1:]}" if scheme == "ismn" and number[:1] == "M" else number
    number = _compact(written) if _WRITING.fullmatch(written) else ""
    if scheme == "isbn" and len(number) == 10:
        from stdnum import isbn

        return isbn.to_isbn13(number)
    return number


def _compact(written: str) -> str:
    return written.replace("-", "").replace(" ", "").upper()


def _check_digit(scheme: str, digits: str) -> str:
    if len(digits) == 9:  # ISBN-10: ISO 2108:1992, 4.6
        remainder = sum(place * int(digit) for place, digit in enumerate(digits, start=1)) % 11
        return "X" if remainder == 10 else str(remainder)
    if scheme == "isbn":
        from stdnum import ean

        return str(ean.calc_check_digit(digits))
    if scheme == "issn":
        from stdnum import issn

        return str(issn.calc_check_digit(digits))
    from stdnum.iso7064 import mod_11_2

    return str(mod_11_2.calc_check_digit(digits))


def _fault_of_doi(written: str) -> Fault | None:
    if address := DOI_ADDRESS.fullmatch(written):
        doi = address[1]
        said = "this is the address of a DOI, not the DOI itself"
        return Fault(said, f"write {doi}", doi, certain=True)
    if re.match(r"10\.[0-9]{4,9}%2f", written, re.ASCII | re.IGNORECASE):
        meant = re.sub("%2[Ff]", "/", written, count=1)
        return Fault("the slash of this DOI is written as in an address", f"write {meant}", meant)
    odd = next((each for each in written if not each.isprintable()), "")
    if odd and _DOI.fullmatch(written):
        said = f"there is an invisible character in this DOI (U+{ord(odd):04X})"
        return Fault(said, "delete it, or type the DOI again")
    return None


def _fault_by_last_digits(scheme: str, written: str) -> Fault | None:
    """Compare the last digits of a number with those that follow from the others."""
    number = re.sub("[^0-9A-Za-z]", "", written).upper()
    expected = _LAST_DIGITS[scheme](number)
    if not expected or number.endswith(expected.upper()):
        return None
    what = "digit" if len(expected) == 1 else "digits"
    found = number[-len(expected) :]
    message = (
        f"this {_NAMES[scheme]} is not valid: its last {what} should be {expected}, not {found}"
    )
    return Fault(message, _BY_MISTAKE)


def _last_of_ismn(number: str) -> str:
    """ISO 10957: 979-0 and nine digits with an EAN check digit; until 2008 M stood for 979-0."""
    digits = f"9790{number[1:]}" if number.startswith("M") else number
    return _ean_digit(digits) if len(digits) == 13 else ""


def _last_of_gtin(number: str) -> str:
    return _ean_digit(number) if len(number) in {8, 12, 13, 14} else ""


def _ean_digit(digits: str) -> str:
    """GS1: from the right, the digits before the last count three times and once in turn."""
    if not digits.isdigit():
        return ""
    total = 0
    for place, digit in enumerate(reversed(digits[:-1])):
        total += int(digit) * (1 if place % 2 else 3)
    return str(-total % 10)


def _last_of_iswc(number: str) -> str:
    """ISO 15707: 1 and each of the nine digits times its place, up to the next multiple of ten."""
    digits = number.removeprefix("T")
    if len(digits) != 10 or not digits.isdigit():
        return ""
    total = 1
    for place, digit in enumerate(digits[:9], start=1):
        total += place * int(digit)
    return str(-total % 10)


def _last_of_isan(number: str) -> str:
    """ISO 15706: a check character after 16 digits, and a second one after the version."""
    from stdnum import isan

    core = number[:16] + number[17:25]
    if len(number) not in {17, 26} or not re.fullmatch("[0-9A-F]+", core):
        return ""
    checked: str = isan.format(core, separator="", add_check_digits=True)
    return checked[16:]


def _last_of_ror(number: str) -> str:
    """ROR: ISO/IEC 7064 MOD 97-10 over the six characters after the 0 (Crockford's base 32)."""
    letters = number[1:7].lower()
    if len(number) != 9 or not set(letters) <= set(_BASE_32):
        return ""
    value = 0
    for character in letters:
        value = value * 32 + _BASE_32.index(character)
    return f"{98 - value * 100 % 97:02d}"


_BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"
_NAMES = {"ismn": "ISMN", "gtin": "GTIN", "iswc": "ISWC", "isan": "ISAN", "ror": "ROR ID"}
_LAST_DIGITS: Mapping[str, Callable[[str], str]] = {
    "ismn": _last_of_ismn,
    "gtin": _last_of_gtin,
    "iswc": _last_of_iswc,
    "isan": _last_of_isan,
    "ror": _last_of_ror,
}
"""By scheme, what returns the check digits that a number should have.

Empty if it has another length.
"""
