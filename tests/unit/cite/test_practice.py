"""What the specification leaves open, or styles of the CSL project use otherwise, as citeproc-js.

Each value is what citeproc-js 2.4.63 prints.
"""

from __future__ import annotations

from typing import Any

import pytest

from exporter.cite.output.text import TextWriter
from exporter.cite.processor import Processor
from exporter.cite.style import parse_style

HEAD = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"{attributes}>'
    "<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>"
)


def entry(layout: str, item: dict[str, Any], attributes: str = "", before: str = "") -> str:
    """Return the entry of an item in a bibliography with the content of a layout.

    `attributes` are those of the style, `before` are elements before its macros.
    """
    style = parse_style(
        HEAD.format(attributes=attributes)
        + before
        + '<macro name="title"><text variable="title" font-style="italic"/></macro>'
        '<macro name="date"><date variable="accessed" form="text"/></macro>'
        "<citation><layout><text variable='title'/></layout></citation>"
        f'<bibliography><layout suffix=".">{layout}</layout></bibliography></style>'
    )
    item = {"id": "a", "type": "book", "title": "Why?", "volume": "44", "page": "7", **item}
    (made,) = Processor(style, [item]).bibliography()
    return TextWriter(style.quotes).line(made.text)


VOLUME = '<text variable="volume" suffix=":"/>'
ITALIC = '<text variable="title" font-style="italic"'


@pytest.mark.parametrize(
    ("layout", "printed"),
    [
        (VOLUME, "44:."),
        (f'<group delimiter=". ">{VOLUME}<text value="x"/></group>', "44:. x."),
        (f'{VOLUME}<text variable="page" prefix=":"/>', "44:7."),
        (f'{VOLUME}<text variable="page" prefix=". "/>', "44: 7."),
        ('<group suffix=":"><number variable="volume" prefix="(" suffix=")"/></group>', "(44):."),
        ('<text variable="title" suffix=":"/>', "Why?"),
    ],
)
def test_a_colon_behind_a_number_stays(layout: str, printed: str) -> None:
    assert entry(layout, {}) == printed


@pytest.mark.parametrize(
    ("layout", "printed"),
    [
        (f'{ITALIC} suffix=". "/><text variable="page"/>', "Why?. 7."),
        (f'<group delimiter=". ">{ITALIC}/><text variable="page"/></group>', "Why?. 7."),
        (f'{ITALIC}/><text variable="page" prefix=". "/>', "Why?. 7."),
        (f'<group suffix=". ">{ITALIC}/></group><text variable="page"/>', "Why? 7."),
        ('<group delimiter=". "><text macro="title"/><text variable="page"/></group>', "Why? 7."),
        ('<text variable="title" suffix=". "/><text variable="page"/>', "Why? 7."),
        (f"{ITALIC}/>", "Why?"),
    ],
)
def test_punctuation_next_to_a_formatted_text_stays(layout: str, printed: str) -> None:
    """It is merged with that of the group or macro around the text."""
    assert entry(layout, {}) == printed


def test_the_same_sign_is_not_doubled_next_to_a_formatted_text() -> None:
    assert entry(f'{ITALIC} suffix=". "/><text variable="page"/>', {"title": "Vol."}) == "Vol. 7."


@pytest.mark.parametrize(
    ("layout", "printed"),
    [
        ('<group prefix=";"><text variable="page" prefix=":"/></group>', ";:7."),
        (
            '<group delimiter=";"><text variable="volume"/><group>'
            '<text variable="page" prefix=":"/></group></group>',
            "44;:7.",
        ),
    ],
)
def test_a_prefix_stays_before_another_prefix(layout: str, printed: str) -> None:
    assert entry(layout, {}) == printed


@pytest.mark.parametrize(
    ("item", "printed"),
    [({}, "p. 7."), ({"page": "7-9"}, "p. 7–9.")],
)
def test_the_label_of_a_locator_goes_with_the_pages(item: dict[str, Any], printed: str) -> None:
    layout = (
        '<group delimiter=" "><label variable="locator" form="short"/>'
        '<text variable="page"/></group>'
    )
    assert entry(layout, item) == printed


def test_the_label_of_a_locator_is_left_out_with_the_pages() -> None:
    layout = (
        '<text variable="title"/><group prefix=" "><label variable="locator" form="short"/>'
        '<text variable="edition"/></group>'
    )
    assert entry(layout, {}) == "Why?"


def test_the_label_of_a_page_goes_with_the_number_of_pages() -> None:
    layout = (
        '<text variable="title" suffix=", "/><group delimiter=" ">'
        '<text variable="number-of-pages"/><label variable="page" form="short"/></group>'
    )
    works: list[dict[str, Any]] = [{"page": None, "number-of-pages": "328"}, {"page": None}]
    assert [entry(layout, work) for work in works] == ["Why?, 328 p.", "Why?, ."]


def test_a_macro_without_periods_has_none_in_its_dates() -> None:
    accessed = {"accessed": {"date-parts": [[2021, 4, 14]]}}
    layout = '<text macro="date" strip-periods="true"/>'
    assert entry(layout, accessed, ' default-locale="da-DK"') == "14 april 2021."


@pytest.mark.parametrize(
    ("layout", "printed"),
    [
        (
            '<text variable="page" display="left-margin"/>'
            '<text variable="volume" prefix=", " display="right-inline"/>',
            "7, 44.",
        ),
        (
            '<text variable="page" display="block"/>'
            '<text variable="volume" prefix=", " display="block"/>',
            "7, 44.",
        ),
    ],
)
def test_punctuation_between_two_blocks_ends_the_first(layout: str, printed: str) -> None:
    assert entry(layout, {}) == printed


DOE = {"family": "Doe", "given": "Jo"}
ROE = {"family": "Roe", "given": "Al"}


@pytest.mark.parametrize(
    ("layout", "printed"),
    [
        ('<group><names variable="author"><substitute><text term="anonymous"/></substitute>', ""),
        (
            '<group><names variable="author"><substitute><group><text term="anonymous"/></group>'
            "</substitute>",
            "Anonymous, ",
        ),
        (
            '<group><names variable="author"><substitute><text variable="title"/></substitute>',
            "Why?, ",
        ),
    ],
)
def test_a_term_alone_does_not_stand_in_for_names_in_a_group(layout: str, printed: str) -> None:
    """Source: CSL 1.0.2, Group: it is empty if all variables that it calls are."""
    group = layout.replace("<group>", '<group suffix=", ">', 1) + "</names></group>"
    assert entry(f'{group}<text variable="page"/>', {}) == f"{printed}7."


def test_a_macro_without_periods_has_none_in_et_al() -> None:
    layout = (
        '<names variable="author"><name et-al-min="2" et-al-use-first="1" form="short"/></names>'
    )
    macro = f'<macro name="names">{layout}</macro>'
    authors = {"author": [DOE, ROE]}
    call = '<text macro="names" {}suffix=":"/>'
    assert entry(call.format(""), authors, before=macro) == "Doe et al.:"
    stripped = call.format('strip-periods="true" ')
    assert entry(stripped, authors, before=macro) == "Doe et al:"


def test_a_dash_for_and_has_no_spaces() -> None:
    layout = '<names variable="author"><name and="text" form="short"/></names>'
    terms = '<locale><terms><term name="and">–</term></terms></locale>'
    assert entry(layout, {"author": [DOE, ROE]}, before=terms) == "Doe–Roe."


@pytest.mark.parametrize(
    ("item", "printed"), [({}, "no Doe."), ({"citation-label": "D1"}, "yes D1.")]
)
def test_a_condition_asks_for_a_label_of_the_item(item: dict[str, Any], printed: str) -> None:
    layout = (
        '<choose><if variable="citation-label"><text value="yes "/>'
        '<text variable="citation-label"/></if><else><text value="no "/>'
        '<names variable="author"><name form="short"/></names></else></choose>'
    )
    assert entry(layout, {"author": [DOE], **item}) == printed
