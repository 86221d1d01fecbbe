"""What the readers of all fields of a MARC record need: its content, its scripts and the work to fill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.field_table import field_table
from exporter.importers.marc.coded import Coded
from exporter.importers.marc.field import (
    SourceField,
    SourceRecord,
    pair_scripts,
    script_code,
    words_script,
)
from exporter.importers.marc.punctuation import without_punctuation
from exporter.importers.registry import ImportContext
from exporter.importers.text import line
from exporter.model.node import NO_LANGUAGE
from exporter.model.vocabularies.languages import script
from exporter.validate.script_letters import is_romanised

TABLE = field_table(Path(__file__).with_name("marc.tsv"))
_OLD_MARK = "[from old catalog]"


class FieldReader:
    """Reads fields of one record into a work. A method `_field_245` reads the fields 245."""

    def __init__(self, record: SourceRecord, context: ImportContext) -> None:
        pair_scripts(record, several=True)
        self.record = record
        self.coded = Coded(record)
        self.builder = EntryBuilder(context.schemas, record.line, line(record.control("001")))
        language = self.coded.language
        self.language = language if language and language not in NO_LANGUAGE else "und"
        for each in record.fields:
            self._take_old_mark(each)
            whole = [pair for one in (each, *each.other_scripts) for pair in one.subfields]
            self.builder.seen += sum(code != "6" and bool(value.strip()) for code, value in whole)

    def _take_old_mark(self, field: SourceField) -> None:
        """Take off what the Library of Congress put behind headings that it had not checked."""
        for place, (code, value) in enumerate(field.subfields):
            if _OLD_MARK in value:
                rest = value.replace(_OLD_MARK, "").rstrip()
                field.subfields[place] = (code, rest)
                if rest:
                    self.builder.seen += 1
                frame = TABLE.terms("frame")[_OLD_MARK]
                self.builder.leave_by(frame, f"{field.tag} ${code}", _OLD_MARK, field.line)

    def _clean(self, text: str) -> str:
        return without_punctuation(line(text), self.record.leader[18:19])

    def _joined(self, values: list[str]) -> str:
        return self._clean(" ".join(line(each) for each in values))

    def _tags(self, field: SourceField) -> tuple[str, str]:
        """Return the tags of a field and of its other script, such as `ja-Latn` and `ja`.

        Either can be the one in Latin letters (MARC 21, 880).
        """
        own, other = words_script(field), words_script(field.other_script)
        if other == "Latn" and own not in {"", "Latn"}:
            latin, vernacular = self._tags_of(own)
            return vernacular, latin
        if field.other_script and "Latn" not in {own, other, ""}:
            base = self.language.split("-")[0]
            return base, f"{base}-{script_code(field.other_script) or other}"
        return self._tags_of(other)

    def _tags_of(self, found: str) -> tuple[str, str]:
        """Return the tag of Latin letters, and that of another script that was found."""
        base = self.language.split("-")[0]
        expected = script(base)[0] if base != "und" else ""
        alike = found == expected or (found == "Hani" and expected in {"Jpan", "Hans", "Hant"})
        own = f"{base}-Latn" if expected != "Latn" else base
        if alike or (found in {"Hani", "Kore", "Jpan"} and base in {"ja", "zh", "ko"}):
            return own, base
        return own, f"{base}-{found}" if found and found != "Latn" else f"{base}-x-880"

    def _text(self, field: SourceField, codes: str) -> Any:
        """Return the subfields as a text, with a form for each script if there are two."""
        own = self._joined(field.take(codes))
        other = self._joined(field.other_script.take(codes)) if field.other_script else ""
        if not other or not own:
            return own or other
        first, second = self._tags(field)
        forms = {first: own, second: other}
        for tag, each in self._more_scripts(field):
            forms.setdefault(tag, self._joined(each.take(codes)))
        return {tag: form for tag, form in forms.items() if form}

    def _transcribed(self, field: SourceField, codes: str) -> Any:
        """Return what is copied from the work."""
        return self._with_script(self._text(field, codes))

    def _with_script(self, text: Any) -> Any:
        """Return a text that stands alone and is romanised with a tag that says so."""
        base = self.language.split("-")[0]
        if isinstance(text, str) and is_romanised(text, base):
            return {f"{base}-Latn": text}
        return text

    def _more_scripts(self, field: SourceField) -> Iterator[tuple[str, SourceField]]:
        """Yield what says the same as a field in a third script and in others, each with its tag."""
        for each in field.more_scripts:
            base = self.language.split("-")[0]
            yield f"{base}-{script_code(each) or words_script(each)}", each
