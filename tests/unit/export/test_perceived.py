"""A speech, an interview or a broadcast, of which the record tells whether it was seen or heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import exporter
from tests.support.coverage import exported, parsed

HEARD = "{kind: recording, type: %s, language: en, title: Tea, issued: 2021, identifiers: {doi: 10.1000/1}}"
SEEN = HEARD.replace("recording", "film")
READ = HEARD.replace("recording", "source").replace("title", "carrier_type: [volume], title")
UNTOLD = HEARD.replace("recording", "source")


@pytest.mark.parametrize(
    ("format", "words"),
    [
        ("dc", (">Sound<", ">MovingImage<", ">Text<", ">Text<")),
        ("dcterms", (">Sound<", ">MovingImage<", ">Text<", ">Text<")),
        ("turtle", ("dcmitype:Sound", "dcmitype:MovingImage", "dcmitype:Text", "dcmitype:Text")),
        ("datacite", ('"Sound"', '"Audiovisual"', '"Text"', '"Text"')),
        (
            "mods",
            (
                ">sound recording-nonmusical</typeOfResource>",
                ">moving image</typeOfResource>",
                ">text</typeOfResource>",
                "<genre",
            ),
        ),
    ],
)
def test_an_interview_is_what_the_record_says(format: str, words: tuple[str, ...]) -> None:
    """Source: DCMI Type Vocabulary; DataCite 4.6, 10.a; MODS 3.8, typeOfResource."""
    printed = [
        exported(format, parsed(record % "interview")) for record in (HEARD, SEEN, READ, UNTOLD)
    ]
    assert [word in text for word, text in zip(words, printed, strict=True)] == [True] * 4


@pytest.mark.parametrize("format", ["dc", "mods", "datacite"])
@pytest.mark.parametrize("type", ["interview", "broadcast"])
@pytest.mark.parametrize(("record", "kind"), [(HEARD, "recording"), (SEEN, "film")])
def test_it_comes_back_as_what_it_was(
    format: str, type: str, record: str, kind: str, tmp_path: Path
) -> None:
    delivered = tmp_path / "delivered.xml"
    delivered.write_text(exported(format, parsed(record % type)), "utf-8")
    ran = exporter("import", "-o", tmp_path / "back", delivered)
    assert ran.code == 0, ran.err
    (back,) = (tmp_path / "back" / "records").rglob("*.yaml")
    lines = back.read_text("utf-8").splitlines()
    assert (f"kind: {kind}" in lines, f"type: {type}" in lines) == (True, True)
