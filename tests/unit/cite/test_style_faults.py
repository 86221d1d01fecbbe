"""Faults of styles that are written by hand: each is said in words, with its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.cite.style import read_style
from exporter.errors import UsageError

STYLE = """\
<?xml version="1.0" encoding="utf-8"?>
<!-- a style with comments, which move no place -->
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info>
    <title>Mine: Änderungen</title>
    <id>http://example.org/mine</id>
    <updated>2024-01-01T00:00:00+00:00</updated>
  </info>
  <macro name="author">
    <names variable="author">
      <name initialize-with=". "/>
      <substitute>
        <text variable="title"/>
      </substitute>
    </names>
  </macro>
  <citation et-al-min="3" et-al-use-first="1" collapse="year">
    <layout prefix="‹" suffix="›" delimiter="; ">
      <text macro="author"/>
      <date variable="issued">
        <date-part name="year"/>
      </date>
    </layout>
  </citation>
  <bibliography>
    <layout suffix=".">
      <group delimiter=", ">
        <choose>
          <if type="book">
            <text variable="title" prefix="“" font-style="italic"/>
          </if>
          <else>
            <text value="no book"/>
          </else>
        </choose>
        <number variable="volume" form="ordinal"/>
        <text variable="page"/>
      </group>
    </layout>
  </bibliography>
</style>
"""
PAGE = '<text variable="page"/>'


@pytest.mark.parametrize(
    ("written", "wrong", "said", "hint"),
    [
        (PAGE, '<text variable="pge"/>', "37:15: “pge” is not a value of variable in “text”", "did you mean “page”?"),
        (PAGE, '<text variable="author"/>', "37:15: “author” is not a value of variable", "“author” goes with names"),
        (PAGE, '<text variable="issued"/>', "37:15: “issued” is not a value of variable", "“issued” goes with date"),
        ('font-style="italic"', 'fontstyle="italic"', "30:47: “text” has no attribute “fontstyle”", "“font-style”?"),
        ('font-style="italic"', 'font-style="italics"', "30:47: “italics” is not a value of font-style", "“italic”?"),
        ('type="book"', 'type="map books"', "29:15: “books” is not a value of type in “if”", "did you mean “book”?"),
        (PAGE, "<volume/>", "37:9: there is no element “volume” in CSL", "“group” may hold names, date, label"),
        (PAGE, '<date-part name="year"/>', "37:9: “date-part” cannot stand in “group”", "“group” may hold names"),
        ("</else>", '</else><else-if type="map"/>', "34:18: “else-if” cannot stand at this place in", "nothing may"),
        (PAGE, "<text/>", "37:9: “text” needs an attribute", "add macro, term, value or variable"),
        (PAGE, '<text variable="page" macro="author"/>', "37:31: “macro” of “text” does not go", "change variable"),
        (PAGE, '<text macro="autor"/>', "37:15: there is no macro “autor” in this style", "did you mean “author”?"),
        (PAGE, '<text term="no-date"/>', "37:15: “no-date” is not a value of term", "did you mean “no date”?"),
        (PAGE, "page", "27:7: there is text in “group”", '<text value="…"/>'),
        (PAGE, "<group/>", "37:9: “group” is not complete", "add names, date, label, text, number, choose or group"),
        ('class="in-text"', 'class="intext"', "3:62: “intext” is not a value of class", "did you mean “in-text”?"),
        ('"3"', '"three"', "17:13: “three” is not a value of et-al-min in “citation”", "write a whole number"),
        ("<title>Mine: Änderungen</title>", "", "4:3: “info” is not complete", "add title"),
        ("T00:00:00+00:00", "", "7:5: “updated” has another content", "write a date with a time, such as 2024-"),
        (' version="1.0" class', " class", "3:1: “style” needs an attribute", "add version"),
        ("  <citation", '  <macro name="author"><text value="x"/></macro>\n  <citation', "17:10: two macros", "rename"),
        (' xmlns="http://purl.org/net/xbiblio/csl"', "", "3:1: this is not a style of CSL", "<style xmlns="),
        (PAGE, '<text value="A & B"/>', ": this is not XML", "write & as &amp;"),
        (PAGE, '<text value="A&nbsp;B"/>', "this is not XML: Entity 'nbsp' not defined", "write the character itself"),
    ],
)  # fmt: skip
def test_a_fault_of_a_style(written: str, wrong: str, said: str, hint: str, tmp_path: Path) -> None:
    assert STYLE.count(written) >= 1
    path = tmp_path / "mine.csl"
    path.write_text(STYLE.replace(written, wrong, 1), "utf-8")
    with pytest.raises(UsageError) as raised:
        read_style(path)
    assert said in raised.value.message.removeprefix(f"{path}:")
    assert hint in raised.value.hint


def test_the_style_of_these_tests_has_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "mine.csl"
    path.write_text(STYLE, "utf-8")
    read_style(path)


def test_the_place_in_another_encoding_is_that_of_the_element(tmp_path: Path) -> None:
    path = tmp_path / "mine.csl"
    wrong = STYLE.replace("utf-8", "utf-16").replace('font-style="italic"', 'fontstyle="italic"')
    path.write_text(wrong, "utf-16")
    with pytest.raises(UsageError, match=r":30:\d+: “text” has no attribute “fontstyle”"):
        read_style(path)
