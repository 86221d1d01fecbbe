"""Where, when and by whom a work was published or made, in MODS (originInfo)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.export.date_words import in_words
from exporter.export.field_words import record_text
from exporter.export.mods.elements import ModsDraft, language, mods, some
from exporter.export.mods.names import PUBLISHER, ModsNames
from exporter.export.reference import Host, main_date
from exporter.export.xml import Element
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.date import Date, Point, parse_date
from exporter.model.node import Node
from exporter.model.text import Text, ordered
from exporter.model.vocabularies.countries import country_code
from exporter.model.work import Work

PUBLICATION, PRODUCTION = "publication", "production"
DATES = (
    *(("issued", "dateIssued", ""), ("created", "dateCreated", "")),
    *(("copyright_date", "copyrightDate", ""), ("valid", "dateValid", "")),
    *(("updated", "dateModified", ""), ("collected", "dateCaptured", "")),
    *(("printed", "dateOther", "printing"), ("original_date", "dateOther", "original")),
    *(("submitted", "dateOther", "submitted"), ("accepted", "dateOther", "accepted")),
    *(("available", "dateOther", "available"), ("withdrawn", "dateOther", "withdrawn")),
)
"""The fields with dates, their element and its type."""


class Origin:
    """The statements on the origin of one work."""

    def __init__(self, work: Work, draft: ModsDraft, names: ModsNames) -> None:
        self.work = work
        self.draft = draft
        self.names = names
        self.context: ExportContext = draft.context
        _, self.unpublished = main_date(work)

    def put(self, issuance: str, host: Host | None) -> None:
        """Add what is known of the publication and the making of the work.

        What a part says of its publisher and its place is said of its host, unless that has others.
        """
        event = PRODUCTION if self.unpublished else PUBLICATION
        places, publishers = self.work.texts("place"), self.work.publishers
        if host and (not host.places or _forms(host.places) == _forms(places)):
            places = ()
        if host and (not host.publishers or _ids(host.publishers) == _ids(publishers)):
            publishers = ()
        own = self.publication(places, publishers, country=host is None)
        if host is None or host.publishers:
            own += self._disputed()
        own += self._dates("issued", "yes")
        own += [
            each for text in self.work.texts("edition") for each in self._texts("edition", text)
        ]
        for text in self.work.texts("frequency"):
            own += self._texts("frequency", text)
        if own:
            origin = self.draft.shared("originInfo", eventType=event)
            origin.extend(own)
            if issuance:
                origin.append(mods("issuance", issuance))
        self._put_other_dates()
        for node in self.work.node.all("imprints"):
            self._put_imprint(node)

    def _texts(self, tag: str, text: Text) -> list[Element]:
        return [mods(tag, form, **language(form_tag)) for form_tag, form in text]

    def _put_other_dates(self) -> None:
        key = "" if self.work.issued else "yes"
        for field, tag, _ in DATES[1:]:
            dates = self._dates(field, key if tag == "dateCreated" else "")
            if dates:
                event = PRODUCTION if tag in {"dateCreated", "dateCaptured"} else ""
                self.draft.shared("originInfo", eventType=event or PUBLICATION).extend(dates)
        location = self.work.text("location")
        place = self.place(location) if location else None
        if place is not None:
            self.draft.shared("originInfo", eventType=PRODUCTION).append(place)

    def publication(
        self, places: Sequence[Text], publishers: Sequence[Agent], *, country: bool = True
    ) -> list[Element]:
        """Return places and publishers, and the country and the place records of the work."""
        found = [each for each in (self.place(text) for text in places) if each is not None]
        if country:
            found += self._recorded_places()
        for agent in publishers:
            name = self.context.name(agent, self.work)
            found.append(mods("publisher", name.complete, **language(name.tag)))
        for agent in publishers:
            forms = [form for _, form in agent.names]
            if agent.id or len(forms) > 1 or not forms[0].literal:  # else it says only the name
                found += self.names.of_agent("agent", agent, (PUBLISHER,))
        return found

    def _recorded_places(self) -> list[Element]:
        code = self._country()
        found = [] if code is None else [code]
        for node in self.work.node.all("place_records"):
            record = self.context.catalogue.record(str(node.value))
            if isinstance(record, Authority):
                found.append(self._place_record(record))
        return found

    def _place_record(self, record: Authority) -> Element:
        text = record_text(record)
        uri = next((each.uri for each in record.identifiers if each.uri), "")
        terms = [
            mods("placeTerm", form, type="text", valueURI=uri, **language(tag))
            for tag, form in text
        ]
        return mods("place", *terms)

    def _country(self) -> Element | None:
        code = self.work.plain("country")
        if not code:
            return None
        marc = country_code(code)
        terms = [mods("placeTerm", marc, type="code", authority="marccountry")] if marc else []
        terms.append(mods("placeTerm", code, type="code", authority="iso3166"))
        return mods("place", *terms)

    def _disputed(self) -> list[Element]:
        """Return the publisher of a work on which sources disagree: none, for that is said in a note."""
        if len(self.work.disputed) != 1:
            return []
        value = self.work.disputed[0].value
        tag = self.context.tag(value)
        return [mods("publisher", value[tag], **language(tag))]

    def place(self, text: Text | None) -> Element | None:
        """Return a place in all its forms."""
        forms = ordered(text, self.context.tag(text)) if text else ()
        terms = (mods("placeTerm", form, type="text", **language(tag)) for tag, form in forms)
        return some("place", *terms)

    def _put_imprint(self, node: Node) -> None:
        agents = self.work.agents_at(node.all("publisher"))
        found: list[Element] = []
        for text in node.texts("place"):
            place = self.place(text)
            if place is not None:
                found.append(place)
        for agent in agents:
            found.append(self.names.plain("publisher", agent))
        date = node.date("date")
        if date:
            found += date_elements("dateIssued", date)
        shown = "Current" if node.get("current") else ""
        event = node.line("function") or PUBLICATION
        origin = mods("originInfo", *found, eventType=event, displayLabel=shown)
        self.draft.put(origin)

    def _dates(self, field: str, key: str) -> list[Element]:
        date = self.work.date(field)
        if date is None:
            return []
        tag, sort = next((tag, sort) for name, tag, sort in DATES if name == field)
        if field == "issued" and self.unpublished:
            tag = "dateCreated"
        inferred = "inferred" if field in self.work.data.get("inferred", {}) else ""
        return date_elements(tag, date, key, inferred, sort)

    def of_host(self, host: Host, *, with_part: bool) -> list[Element]:
        """Return publisher, place, edition and date of a host.

        A part that appeared with it (`with_part`), such as an article, has its own there.
        """
        if host.work or not with_part:
            found = self.publication(host.places, host.publishers, country=False)
        else:
            places = host.places or self.work.texts("place")
            found = self.publication(places, host.publishers or self.work.publishers)
            found += self._disputed() if not host.publishers else []
        if host.edition:
            found += self._texts("edition", host.edition)
        date = (self.work.issued if with_part else None) or host.issued
        if date:
            found += date_elements("dateIssued", date)
        return found


def _forms(texts: Sequence[Text]) -> list[dict[str, str]]:
    return [dict(text) for text in texts]


def _ids(agents: Sequence[Agent]) -> list[tuple[str, list[str]]]:
    return [(agent.id, [str(name) for _, name in agent.names]) for agent in agents]


def date_elements(
    tag: str, date: Date, key: str = "", inferred: str = "", sort: str = ""
) -> list[Element]:
    """Return a date in W3CDTF with its ends and doubts, in EDTF what that does not say, and in words for readers.

    `key` is the value of keyDate, `inferred` the qualifier of a date without doubts that no source
    prints, `sort` the type of a dateOther. The words of a date that is not the one of the event are
    in an element of its own, since displayDate is when it was published or made. Source: MODS 3.8,
    dateDefinition, displayDate.
    """
    qualifier = _qualifier(date) or inferred
    made = []
    for point, end, doubt in _points(date):
        if point and point.w3c():
            doubt = doubt or inferred
            made.append(
                mods(tag, point.w3c(), encoding="w3cdtf", point=end, qualifier=doubt, type=sort)
            )
    if not date.exact or not made:
        made.append(mods(tag, str(date), encoding="edtf", qualifier=qualifier, type=sort))
    if key:
        made[0].set("keyDate", key)
    shown = [form for _, form in date.printed or ()]
    if not shown and made[0].get("encoding") != "w3cdtf":
        shown = [in_words(date)]
    calendar = date.calendar if date.printed else ""  # that of the words, not of the code
    if date.calendar and not calendar:
        made[-1].set("calendar", date.calendar)
    is_of_event = tag in {"dateIssued", "dateCreated"}
    if is_of_event:
        made += [mods("displayDate", form) for form in shown]
    if calendar or not is_of_event:
        made += [mods(tag, form, type=sort, calendar=calendar) for form in shown]
    return made


def _qualifier(date: Date) -> str:
    if date.uncertain:
        return "questionable"
    return "approximate" if date.approximate else ""


def _points(date: Date) -> Iterator[tuple[Point | None, str, str]]:
    """Yield a date, or each end of an interval, with its name and its own doubt."""
    if date.members:
        return
    if not date.interval:
        yield date.start, "", _qualifier(date)
        return
    names = ("start", "end")
    ends = (date.start, date.end)
    for name, point, written in zip(names, ends, date.written.split("/"), strict=True):
        yield point, name, _qualifier(parse_date(written)) if point else ""
