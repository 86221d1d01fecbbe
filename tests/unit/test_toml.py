"""TOML: an error has a place, also at the end of a text."""

from __future__ import annotations

import pytest

from exporter.errors import cannot_read
from exporter.toml import parse_toml


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[checks]\noff = ["a",\n', "2:12"),
        ('[checks]\r\noff = ["a",\r\n\r\n', "2:12"),
        ("x", "1:2"),
        ('a = """x\ny\n', "2:2"),
        ("a = 1\nb c\n", "2:3"),
    ],
)
def test_an_error_has_a_place(text: str, place: str) -> None:
    with pytest.raises(ValueError, match="at line") as caught:
        parse_toml(text)
    assert cannot_read("exporter.toml", caught.value).startswith(f"exporter.toml:{place} cannot")
