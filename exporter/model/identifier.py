"""The number behind an identifier: what is wrong with it, and the one form in which two writings of it are the same."""

from __future__ import annotations

import re
from functools import lru_cache

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
    """Judge a number of the scheme `isbn`, `issn`, `isni`, `orcid` or `doi`.

    What is not even written with its digits and hyphens is left to the schema's pattern.
    Source: ISO 2108 (ISBN), ISO 3297 (ISSN), ISO 27729 (ISNI, of which ORCID iDs are a part), ISO 26324 (DOI).
    """
    if scheme == "doi":
        return _fault_of_doi(written)
    name = {"orcid": "ORCID iD"}.get(scheme, scheme.upper())
    odd = next((each for each in written if each.isdigit() and not each.isascii()), "")
    if odd:
        return Fault(
            f"“{odd}” (U+{ord(odd):04X}) in this {name} only looks like a digit",
            "write the digits 0 to 9",
        )
    if not _WRITING.fullmatch(written):
        return None
    number, sizes = _compact(written), _SIZES[scheme]
    if len(number) not in sizes:
        old = scheme == "isbn" and len(number) == 9 and not fault("isbn", f"0{number}")
        hint = (
            f"it is an SBN from before 1970: write 0{number}"
            if old
            else "compare it with the source"
        )
        return Fault(
            f"this {name} has {_count(len(number))}, not {' or '.join(map(str, sizes))}", hint
        )
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
            "delete it here, and write it in a note",
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


def plain(scheme: str, written: str) -> str:
    """Give a number in the one form by which it is compared; empty for a mistyped one.

    ISBNs have 13 digits then, DOIs small letters (they do not tell them apart).
    """
    if scheme not in {*_SIZES, "doi"}:
        return written
    if fault(scheme, written):
        return ""
    if scheme == "doi":
        return written.lower() if _DOI.fullmatch(written) else ""
    number = _compact(written) if _WRITING.fullmatch(written) else ""
    if scheme == "isbn" and len(number) == 10:
        from stdnum import isbn

        return isbn.to_isbn13(number)
    return number


def _compact(written: str) -> str:
    return written.replace("-", "").replace(" ", "").upper()


def _count(digits: int) -> str:
    return f"{digits} digit{'' if digits == 1 else 's'}"


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
