"""Folded text: what counts as the same letters, in Python and in the search of the site."""

from __future__ import annotations

import json
import re

import pytest

from exporter.model.folding import folded
from tests.conftest import ROOT, program, run

CASES = {
    "Sōseki’s CATS!": "sosekiscats",
    "Straße": "strasse",
    "ﬁne ①": "fine1",
    "ネコ ﾈｺ が": "ねこねこが",
    "葛\U000e0100": "葛",
    "한국어": "한국어",
    "कमल": "कमल",
    "कमला": "कमला",
    "फ़िल्म": "फिल्म",
    "ประวัติศาสตร์": "ประวัติศาสตร์",
    "บาน บ้าน": "บานบ้าน",
    "བོད་": "བོད",
    "မြန်မာ": "မြန်မာ",
    "שָׁלוֹם": "שלום",
    "كِتَاب": "كتاب",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_marks_that_are_vowels_stay_and_accents_go(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_the_search_of_the_site_folds_in_the_same_way() -> None:
    script = (ROOT / "exporter/site/templates/site.js").read_text("utf-8")
    function = re.search(r"^function folded.*?^}$", script, re.DOTALL | re.MULTILINE)
    assert function
    call = f"console.log(JSON.stringify({json.dumps(list(CASES))}.map(folded)))"
    ran = run(program("node", "nodejs"), "-e", f"{function[0]}; {call}")
    assert json.loads(ran.out) == [folded(text) for text in CASES]
