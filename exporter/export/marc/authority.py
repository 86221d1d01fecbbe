"""The authority record of a person or organisation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.marc import heading
from exporter.export.marc.coded import authority_008, is_plain, leader
from exporter.export.marc.fields import Fields
from exporter.export.marc.iso2709 import Field, Record, subfields
from exporter.export.marc.numbers import put_number
from exporter.export.marc.source_notes import mention, others
from exporter.model.agent import Agent, Name
from exporter.model.date import parse_date
from exporter.model.text import Parallel, Text, by_language, text_of
from exporter.model.vocabularies.languages import code


def authority(agent: Agent, context: ExportContext) -> Record:
    """Give the authority record of an agent; its 001 is the id, which is $0 of its headings in other records."""
    made = _Authority(agent, context)
    traced = any(field.tag[0] in "45" for field in made.fields)
    control = (
        Field("001", agent.id),
        Field("008", authority_008(person=agent.is_person, traced=traced)),
    )
    return Record(leader("z ", "n"), (*control, *made.fields))


class _Authority:
    """An authority record as it is made. `fields` are its data fields."""

    def __init__(self, agent: Agent, context: ExportContext) -> None:
        self.agent, self.context = agent, context
        self._fields = Fields(context)
        self._numbers()
        self._names()
        self._attributes()
        self._evidence()
        self._positions()
        self._life()
        reasons = {
            name: text_of(reason, agent.language)
            for name, reason in agent.data.get("inferred", {}).items()
        }
        self.fields = self._fields.finished(reasons)

    def _numbers(self) -> None:
        put, data = self._fields.put, self.agent.data
        for scheme, value in data.get("identifiers", {}).items():
            put_number(
                self._fields,
                self.context.crosswalk.target("scheme", scheme),
                scheme,
                value,
                of_agent=True,
            )
        put("040", "  ", "b", "eng", "e", "rda")
        for fields, codes in ((("born", "died"), "fg"), (("founded", "dissolved"), "qr")):
            first, last = (_date(data.get(field, "")) for field in fields)
            source = "edtf" if first or last else ""
            put("046", "  ", codes[0], first, codes[1], last, "2", source, about=fields)

    def _names(self) -> None:
        agent, data, put = self.agent, self.agent.data, self._fields.put_versions
        block, name = heading.block(agent), heading.established(agent, self.context)
        put(
            f"1{block}",
            self._indicators(name),
            [("", heading.parts(agent, name))],
            about=(f"name.{name.tag}",),
        )
        for tag, form in agent.names:
            if heading.parts(agent, form) != heading.parts(
                agent, name
            ):  # else it would refer from itself
                self._see(form, f"name.{tag}")
        for place, other in enumerate(agent.other_names, 1):
            for _, form in other.names:
                self._see(form, f"other_names.{place}")
        for tag, text in self._text("short_name") or ():
            self._see(Name(tag, literal=text), "short_name", "w", "r", "i", "Short name:")
        if superior := self.context.catalogue.agents.get(data.get("part_of", "")):
            name = heading.established(superior, self.context)
            inner = (
                *subfields("w", "r", "i", "Hierarchical superior:"),
                *heading.parts(superior, name),
            )
            indicators = f"{heading.indicator(superior, name)} "
            put(
                f"5{heading.block(superior)}",
                indicators,
                [("", (*inner, *subfields("0", superior.id)))],
                ("part_of",),
            )

    def _see(self, name: Name, about: str, *before: str) -> None:
        inner = (*subfields(*before), *heading.parts(self.agent, name))
        self._fields.put_versions(
            f"4{heading.block(self.agent)}", self._indicators(name), [("", inner)], (about,)
        )

    def _indicators(self, name: Name) -> str:
        return f"{heading.indicator(self.agent, name)} "

    def _attributes(self) -> None:
        fields, tag = self._fields, self.agent.language
        for degree in self._listed("degrees"):
            fields.put_text("368", "  ", "d", degree, about=("degrees",))
        for path, letter in ((("born", "place"), "a"), (("died", "place"), "b"), (("place",), "e")):
            if place := self._text(*path):
                fields.put_name(
                    "370", "  ", place, partial(subfields, letter), about=(".".join(path),)
                )
        fields.put("377", "  ", "a", code(tag), about=("language",))
        if not is_plain(tag):
            fields.put("377", " 7", "a", tag, "2", "rfc5646", about=("language",))
        fields.put("856", "4 ", "u", self.agent.data.get("url", ""), about=("url",))

    def _positions(self) -> None:
        """Give each position by itself (374), its organisation (373), and both in words (678)."""
        for place, written in enumerate(self.agent.data.get("positions", ()), 1):
            about = (f"positions.{place}",)
            dates = subfields(
                "s", _date(written.get("since", "")), "t", _date(written.get("until", ""))
            )
            position = text_of(written["position"], self.agent.language)
            organization = self.context.catalogue.agents.get(written.get("organization", ""))
            if organization:
                name = heading.in_text(organization, self.context)
                inner = (*subfields("a", name), *dates, *subfields("0", organization.id))
                self._fields.put_versions("373", "  ", [("", inner)], about)
            for forms in by_language(position, self.context.tag(position)):
                versions = [(tag, (*subfields("a", form), *dates)) for tag, form in forms]
                self._fields.put_versions("374", "  ", versions, about)
            self._fields.put_text(
                "678", self._sketch, "a", self._in_words(written, position, organization), "", about
            )

    def _in_words(
        self, written: Mapping[str, Any], position: Text, organization: Agent | None
    ) -> Text:
        """Say a position in words, in each language of its name or note: `formerly Director, Tea Board, 2001-2006`."""
        note = text_of(written["note"], self.agent.language) if "note" in written else None
        since, until = (_date(written.get(end, "")) for end in ("since", "until"))
        span = f"{since}-{until}" if since or until else ""

        def said(tag: str) -> str:
            name = organization.names if organization else None
            parts = (
                position.forms.get(tag) or self.context.text(position),
                str(name.forms.get(tag) or name[name.preferred_tag(self.context.languages)])
                if name
                else "",
                span,
                (note.forms.get(tag) or self.context.text(note)) if note else "",
            )
            return ("formerly " if written.get("former") else "") + ", ".join(filter(None, parts))

        tags = dict.fromkeys((*position.forms, *(note.forms if note else ())))
        return Parallel(self.agent.language, {tag: said(tag) for tag in tags})

    @property
    def _sketch(self) -> str:
        """The indicators of 678: a biographical sketch, or the history of an organisation."""
        return "0 " if self.agent.is_person else "1 "

    def _evidence(self) -> None:
        fields, data = self._fields, self.agent.data
        for other in others(data.get("distinct_from", ()), self.context):
            fields.put("667", "  ", "a", f"Not the same as: {other}", about=("distinct_from",))
        for place, found in enumerate(data.get("found", ()), 1):
            source, information = mention(found, self.agent.language, self.context)
            fields.put(
                "670",
                "  ",
                "a",
                source,
                "b",
                information,
                "w",
                found["in"],
                about=(f"found.{place}",),
            )

    def _life(self) -> None:
        fields = self._fields
        for place, event in enumerate(self.agent.data.get("events", ()), 1):
            date = f"{_date(event['date'])}: " if "date" in event else ""
            text = text_of(event["text"], self.agent.language)
            about = (f"events.{place}.text", f"events.{place}.date")
            fields.put_text("678", self._sketch, "a", text, date, about=about)
        for place, note in enumerate(self._listed("notes"), 1):
            fields.put_text("680", "  ", "i", note, about=(f"notes.{place}",))

    def _text(self, *path: str) -> Text | None:
        value: Any = self.agent.data
        for step in path:
            value = value.get(step, {})
        return text_of(value, self.agent.language) if value else None

    def _listed(self, field: str) -> list[Text]:
        return [text_of(written, self.agent.language) for written in self.agent.data.get(field, ())]


def _date(written: Any) -> str:
    """Give a date as EDTF; empty where there is none. `written` is a date, or a group that has one."""
    value = written.get("date", "") if isinstance(written, Mapping) else written
    return "" if value == "" else str(parse_date(value))
