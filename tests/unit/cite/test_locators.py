"""Locators as people write them in a citation."""

from __future__ import annotations

import pytest

from exporter.cite.locators import LABELS, Locator, parse_locator
from exporter.cite.style import load_style


@pytest.mark.parametrize(
    ("locale", "written", "locator"),
    [
        ("en-US", "12", Locator("12", "page", "")),
        ("en-US", ", pp. 12-15, my emphasis", Locator("12-15", "page", ", my emphasis")),
        ("en-US", "chap. 3 and more", Locator("3", "chapter", " and more")),
        ("en-US", "sub-verbo 3", Locator("3", "sub-verbo", "")),
        ("de-DE", "S. 12", Locator("12", "page", "")),
        ("de-DE", "pp. 12", Locator("12", "page", "")),
        ("ja-JP", "p. 12", Locator("12", "page", "")),
        ("ja-JP", "12頁", Locator("12", "page", "")),
        ("ja-JP", "第12頁", Locator("12", "page", "")),
        ("ja-JP", "12–15ページ, 傍点筆者", Locator("12–15", "page", ", 傍点筆者")),
        ("ja-JP", "12頁-15頁", Locator("12-15", "page", "")),
        ("en-US", "3巻", Locator("3", "volume", "")),
        ("zh-CN", "第12页", Locator("12", "page", "")),
        ("ko-KR", "12쪽", Locator("12", "page", "")),
        ("ko-KR", "제3권", None),
        ("ja-JP", "第3章", None),
        ("ja-JP", "第三章", None),
        ("en-US", "passim", None),
    ],
)
def test_a_locator_is_read(locale: str, written: str, locator: Locator | None) -> None:
    assert parse_locator(written, load_style("apa", locale).locale) == locator


@pytest.mark.parametrize("label", LABELS)
def test_each_label_of_csl_is_known(label: str) -> None:
    read = parse_locator(f"{label.removesuffix('-locator')} 4", load_style("apa").locale)
    assert read == Locator("4", label, "")
