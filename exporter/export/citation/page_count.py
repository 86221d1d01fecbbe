"""The number of pages in the words of an extent."""

from __future__ import annotations

import re

_PAGES = re.compile(
    r"([\divxlc, \[\]]+?) ?(?:p\.?|pp\.?|pages|S\.?|Seiten|páginas|pagine|pagina’s|с\.|頁|页|ページ|쪽)"
)


def page_count(extent: str) -> str:
    """Return the number of pages in an extent: `lvii, 931` of `lvii, 931 pages`; empty for anything else."""
    match = _PAGES.fullmatch(extent)
    return match[1] if match else ""
