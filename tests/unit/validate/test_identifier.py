"""Numbers: which cannot be right, and which two writings are one number."""

from __future__ import annotations

import pytest

from exporter.model.identifier import fault, plain
from exporter.records.finding import Fault
from exporter.validate.checks.mistyped_url import on_value as url

RIGHT = {
    "isbn": [
        "978-3-16-148410-0",
        "9783161484100",
        "978 3 16 148410 0",
        "3-16-148410-X",
        "316148410x",
        "979-10-90636-07-1",
        "4-575-30000-4",
    ],
    "issn": ["0378-5955", "03785955", "2049-3630", "2434-561X"],
    "isni": ["0000 0001 2281 955X", "000000012281955x", "0000-0001-2103-2683"],
    "orcid": ["0000-0002-1825-0097", "0000-0002-1694-233X"],
    "doi": [
        "10.1000/182",
        "10.1000/a_b%c",
        "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
        "10.1000/本",
    ],
}
RIGHT |= {
    "ismn": ["979-0-2306-7118-7", "9790230671187", "M-2306-7118-7", "M230671187"],
    "gtin": ["012345678905", "4006381333931", "96385074", "10012345678902"],
    "iswc": ["T-034.524.680-1", "T0345246801"],
    "isan": ["0000-0000-3A8D-0000-Z-0000-0000-6"],
    "ror": ["03vek6s52", "05dxps055", "00f54p054", "02mhbdp94"],
}
WRONG = {
    "ismn": ["979-0-2306-7118-8", "979-0-2306-1718-7", "M-2306-7118-1"],
    "gtin": ["012345678904", "4006381333913"],
    "iswc": ["T-034.524.680-2", "T-034.254.680-1"],
    "isan": ["0000-0000-3A8D-0000-Z-0000-0000-7", "0000-0000-3A8D-0000-A-0000-0000-6"],
    "ror": ["03vek6s53", "03evk6s52"],
    "isbn": [
        "978-3-16-148410-1",  # the check digit
        "978-3-16-148401-0",  # two digits have changed places
        "3-16-148410-0",
        "9783161484",  # the beginning of one
        "978316148410",
        "97831614841000",
        "316148410",  # 9 digits, and no SBN
        "31614841X0",
        "978316148410X",
        "1234567890128",  # an EAN that is none
        "9790060115615",  # an ISMN
        "979-0-060-11561-5",
        "0000000000",
        "0-00-000000-0",
        "0000000000000",
        "９７８３１６１４８４１００",
        "٩٧٨٣١٦١٤٨٤١٠٠",
        "---",
    ],
    "issn": [
        "0378-5956",
        "0378-595",
        "0378-59550",
        "0000-0000",
        "0378-59X5",
        "０３７８５９５５",
        "٠٣٧٨٥٩٥٥",
    ],
    "isni": [
        "0000 0001 2281 9559",
        "0000000000000000",
        "0000 0000 0000 0001",
        "0000 0001 2281 955",
        "０００００００１２２８１９５５X",
    ],
    "orcid": [
        "0000-0002-1825-0079",
        "0000-0002-1825-009",
        "0000-0002-1825-00977",
        "0000-0000-0000-0001",
    ],
    "doi": [
        "https://doi.org/10.1000/182",
        "http://dx.doi.org/10.1000/182",
        "doi:10.1000/182",
        "DOI: 10.1000/182",
        "10.1000%2F182",
        "10.1000%2f182",
        "10.1000/1\u200b82",
    ],
}


@pytest.mark.parametrize(
    ("scheme", "written"), [(scheme, each) for scheme, all in RIGHT.items() for each in all]
)
def test_right_number(scheme: str, written: str) -> None:
    assert fault(scheme, written) is None
    assert plain(scheme, written)


@pytest.mark.parametrize(
    ("scheme", "written"), [(scheme, each) for scheme, all in WRONG.items() for each in all]
)
def test_wrong_number(scheme: str, written: str) -> None:
    found = fault(scheme, written)
    assert found
    assert found.hint
    assert plain(scheme, written) == ""


@pytest.mark.parametrize(
    ("scheme", "one", "other"),
    [
        ("isbn", "3-16-148410-X", "978-3-16-148410-0"),
        ("isbn", "316148410x", "9783161484100"),
        ("issn", "2434-561x", "2434561X"),
        ("isni", "0000 0001 2281 955X", "000000012281955x"),
        ("doi", "10.1000/ABC", "10.1000/abc"),
        ("viaf", "102333412", "102333412"),
    ],
)
def test_one_number_in_two_writings(scheme: str, one: str, other: str) -> None:
    assert plain(scheme, one) == plain(scheme, other) != ""


def test_what_a_wrong_number_is_to_be_instead() -> None:
    assert "its last digit should be 0, not 1" in fault("isbn", "978-3-16-148410-1").message  # type: ignore[union-attr]
    assert fault("isbn", "306406152").hint == "it is an SBN from before 1970: write 0306406152"  # type: ignore[union-attr]
    assert fault("doi", "doi:10.1000/182").hint == "write 10.1000/182"  # type: ignore[union-attr]


@pytest.mark.parametrize("scheme", ["isbn", "issn", "isni", "orcid", "doi"])
@pytest.mark.parametrize(
    "written", ["", "reuters", "978-3-16-148410-0 (hbk)", "ISBN 978", "10.1/x"]
)
def test_what_is_no_number_at_all_is_left_to_the_schema(scheme: str, written: str) -> None:
    assert fault(scheme, written) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "http://example.org",
        "https://example.org.",
        "https://example.org:8080/a?b=c&d#e",
        "https://sub-domain.example.co.jp/a_b?c=d&e=f%20g",
        "https://a--b.example/",
        "https://ex_ample.org/",
        "https://xn--wgv71a.jp/",
        "https://日本.jp/本",
        "https://127.0.0.1/",
        "https://[2001:db8::1]:80/",
        "https://example.org/https://example.com/",
        "https://web.archive.org/web/2021/https://example.com/",
        "https://example.org/%E6%9C%AC",
        "https://user@example.org/",
        "https://http.example.org/",
        "https://https.example.org//a",
    ],
)
def test_right_address(address: str) -> None:
    assert url(address) is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://https://example.org/", "https:// occurs twice in the address"),
        ("http://http//example.org/", "http:// occurs twice in the address"),
        ("https:///example", "the address names no server"),
        ("https://example", "“example” is not the full name of a server"),
        ("https://localhost/", "“localhost” is not the full name of a server"),
        ("https://example..org/", "the name of the server has one dot too many"),
        ("https://.example.org/", "the name of the server has one dot too many"),
        ("https://-a.example.org/", "“-a” cannot be part of the name of a server"),
        ("https://a-.example.org/", "“a-” cannot be part of the name of a server"),
        ("https://256.1.1.1/", "“256.1.1.1” is not the address of a server"),
        ("https://1.2.3/", "“1.2.3” is not the address of a server"),
        ("https://[::1", "the address has no valid server"),
        ("https://[example]/", "the address has no valid server"),
        ("https://example.org:99999/", "the address has no valid server"),
        ("https://example.org:a/", "the address has no valid server"),
        (
            "https://example.org/%",
            "“%” in the address: % must be followed by two hexadecimal digits",
        ),
        (
            "https://example.org/%zz",
            "“%zz” in the address: % must be followed by two hexadecimal digits",
        ),
        ("https://ｅｘａｍｐｌｅ.org/", "“ｅｘａｍｐｌｅ.org” is written in full-width letters"),
        ("https://example。org/", "“example。org” cannot be part of the name of a server"),
        ("https://exam\u200bple.org/", "the address contains an invisible character (U+200B)"),
        ("https://example.org/\u00ad", "the address contains an invisible character (U+00AD)"),
        ("https://.", "the name of the server has one dot too many"),
        (f"https://{'a' * 64}.org/", "cannot be part of the name of a server"),
    ],
)
def test_wrong_address(address: str, said: str) -> None:
    assert said in (url(address) or Fault("")).message


@pytest.mark.parametrize(
    "written", ["", "reuters", "ftp://example.org/", "www.example.org", "https://a b.org/"]
)
def test_what_is_no_address_at_all_is_left_to_the_schema(written: str) -> None:
    assert url(written) is None
