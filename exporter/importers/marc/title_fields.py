"""Titles in MARC: fields 245 to 247 and 740."""

from __future__ import annotations

from typing import Any

from exporter.importers.marc.coded import language_of
from exporter.importers.marc.field import SourceField
from exporter.importers.marc.reader import TABLE, FieldReader
from exporter.importers.text import edtf, line

_PARTS = (
    ("a", "title"),
    ("b", "subtitle"),
    ("n", "part_number"),
    ("p", "part_name"),
    ("c", "statement_of_responsibility"),
)
"""The subfields of a title (MARC 21, 245)."""


_SHORT_TITLE = "Short title"
"""The label ($i) of a title that our records have in a field of its own."""


class TitleFields(FieldReader):
    """Reads the titles of a work."""

    def _field_245(self, field: SourceField) -> None:
        data = self.builder.data
        if "title" in data:
            self._field_246(field)  # a second title, which MARC 21 does not have
            return
        for codes, name in _PARTS:
            value = self._transcribed(field, codes)
            if value:
                data[name] = value
        written = line(field.peek("f")).strip(" .,:;[]")
        if edtf(written) and edtf(written) == edtf(self.coded.date):
            field.take("f")  # the date in 008, in words
        more = self._text(field, "fgkhs")
        if more:
            text = " = ".join(more.values()) if isinstance(more, dict) else more
            self.builder.note("general", text)
        if "title" not in data:
            subtitle = data.pop("subtitle", "")
            if subtitle:
                data["title"] = subtitle
        elif "subtitle" in data:
            self._part_parallel_title(field)

    def _part_parallel_title(self, field: SourceField) -> None:
        """Take the title in another language, behind an equals sign, off the rest of the title.

        In which language it is, the record does not say. Source: MARC 21, 245 $b; ISBD 1.3.
        """
        data = self.builder.data
        is_whole = field.peek("a").rstrip().endswith("=")
        written = data["subtitle"]
        texts = written if isinstance(written, dict) else {"": written}
        parted = {
            tag: ("", "=", text) if is_whole else f" {text}".partition(" = ")
            for tag, text in texts.items()
        }
        if not all(equals for _, equals, _ in parted.values()):
            return
        title = next(iter(parted.values()))[2].strip()
        data["parallel_title"] = {"und": title}
        subtitles = {tag: before.strip() for tag, (before, _, _) in parted.items()}
        if not all(subtitles.values()):
            del data["subtitle"]
        else:
            data["subtitle"] = subtitles if isinstance(written, dict) else subtitles[""]

    def _field_242(self, field: SourceField) -> None:
        """Read a title that the cataloguer translated; $y says into which language."""
        title = self._joined(field.take("abcnp"))
        field.take("h")
        tag = language_of(field.first("y"))
        if title:
            named = {tag: title} if tag else title
            self.builder.add_variant_title({"title": named, "type": "translated"})

    def _field_246(self, field: SourceField) -> None:
        title = self._transcribed(field, "abnp")
        if not title:
            return
        label = self._joined(field.take("ig")).rstrip(" :")
        if label == _SHORT_TITLE and "short_title" not in self.builder.data:
            self.builder.data["short_title"] = title
            return
        variant: dict[str, Any] = {"title": title}
        kind = TABLE.word("variant", field.indicators[1]) if field.tag == "246" else ""
        known = self.builder.data.get("parallel_title")
        if field.indicators[1] == "1" and isinstance(title, str):
            # in which language it is, a record of MARC 21 does not say; one of UNIMARC can
            tag = language_of(field.first("y")) if field.names else ""
            parallel = {tag or "und": title}
            self.builder.data.setdefault("parallel_title", parallel)
            if known in (None, parallel):
                return
        if kind:
            variant["type"] = kind
        if label:
            variant["note"] = label
        self.builder.add_variant_title(variant)

    def _field_247(self, field: SourceField) -> None:
        title = self._transcribed(field, "abnp")
        if title:
            variant = {"title": title, "type": "former"}
            note = " ".join(line(each) for each in field.take("fg"))
            self.builder.add_variant_title(variant | ({"note": note} if note else {}))

    _field_740 = _field_246
