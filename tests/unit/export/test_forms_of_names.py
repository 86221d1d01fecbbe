"""Every form of the names of records that a work names is written, or listed among the losses."""

from __future__ import annotations

from html import unescape

import pytest

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk, format_named, names
from exporter.export.render import render
from exporter.model.linker import link
from exporter.model.records import Records
from tests.support.every_field import documents, schemas

RECORDS = {
    "lev": {"kind": "person", "name": {"ru": "Толстой", "en": "Tolstoy", "de": "Tolstoi"}},
    "board": {
        "kind": "organization",
        "name": {"de": "Teeamt", "en": "Tea Board", "ja": "茶研究所"},
    },
    "tea": {"kind": "concept", "name": {"de": "Teekultur", "en": "Tea culture", "ja": "茶文化"}},
    "cologne": {"kind": "place", "name": {"de": "Koeln", "en": "Cologne", "ja": "ケルン"}},
    "novel": {"kind": "concept", "type": "genre", "name": {"de": "Romanform", "en": "Fiction"}},
    "vienna": {"kind": "place", "name": {"de": "Wienstadt", "en": "Vienna City"}},
    "mine": {
        "kind": "book",
        "language": "de",
        "title": "Ein Buch",
        "contributors": [{"agent": "lev", "role": "author"}, {"agent": "board", "role": "editor"}],
        "publisher": "board",
        "issued": "1999",
        "subjects": [{"record": "tea"}, {"record": "cologne"}],
        "genre_terms": [{"record": "novel"}],
        "place_records": ["vienna"],
        "identifiers": {"doi": "10.1234/x"},
    },
}
FORMS = {
    (id, tag): form
    for id, data in RECORDS.items()
    if isinstance(data.get("name"), dict)
    for tag, form in dict(data["name"]).items()  # type: ignore[call-overload]
}


@pytest.mark.parametrize("format_name", [name for name in names() if name != "crossref"])
def test_each_form_is_written_or_listed(format_name: str) -> None:
    """Crossref has no place for subjects and genres, whose ids it lists."""
    records = {id: {"id": id, **data} for id, data in RECORDS.items()}
    context = ExportContext(link(Records(documents(records)), schemas())[0], crosswalk(format_name))
    document = b"".join(render(format_named(format_name), ["mine"], context)).decode()
    if format_name.endswith("json"):
        document = document.encode().decode("unicode_escape") if "\\u" in document else document
    written = unescape(document).replace("{", "").replace("}", "")
    listed = {
        (loss.record, loss.pointer[-1]) for loss in context.losses if loss.pointer[0] == "name"
    }
    missing = [place for place, form in FORMS.items() if form not in written]
    assert set(missing) <= listed
    if format_name == "marcxml":
        assert listed == {
            ("lev", "de"),
            *(("board", tag) for tag in ("en", "ja")),
            *(("tea", tag) for tag in ("de", "ja")),
            *(("cologne", tag) for tag in ("de", "ja")),
            ("novel", "de"),
            ("vienna", "de"),
        }
