"""HTML, a page to read, to print and to save from: works with all their names, titles, notes and citations.

One file without scripts and without anything from elsewhere (HTML Living Standard). A document of one work, and so each
file that `--split` writes, is the page of that work; several works stand on one page, below a list of their titles.

- In the order of their titles: without the initial article, in the order of the catalogue's language, each by the form
  in its script or by its reading (`ja-Latn` in an English catalogue, `ja-Hira` in a Japanese one, `zh-Latn-pinyin`).
- For readers. Every text says its language; one whose language is not known says so (`lang=""`). A text or name in
  several languages and scripts is shown in all of them, the one to be preferred first. Works that are on the page are
  linked; so are web addresses, if they are such (`http`, `https`).
- For programs. Each work has a COinS, an OpenURL context object in the title of an empty element (ANSI/NISO
  Z39.88-2004; OpenURL COinS, A Convention to Embed Bibliographic Metadata in HTML), which Zotero and link resolvers
  read. The page of one work also has the tags of Highwire Press, which Google Scholar reads, and those of Dublin Core;
  they describe the page, and cannot tell several works apart. Which keys and tags a type of work has is in the table
  (rows `coins`, `highwire`, `dc`).
- Text stays text: the five characters that HTML knows are written as references.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from exporter.export.context import ExportContext
from exporter.export.date_words import in_words as date_in_words
from exporter.export.field_words import capital, field_texts, path_label, record_text, with_words
from exporter.export.field_words import label as field_label
from exporter.export.reference import own_contributions
from exporter.export.relation_words import group_details, series_text, shown_relations
from exporter.export.titles import full_title, loose_parts
from exporter.export.unshown import report_unshown
from exporter.model.agent import Agent, Name
from exporter.model.catalogue import LazySequence
from exporter.model.collation import collator
from exporter.model.date import Date
from exporter.model.filing import filed_title
from exporter.model.markup import spans, strip
from exporter.model.text import Text, text_of
from exporter.model.vocabularies import languages, vocabulary
from exporter.model.work import Citation, ContentsEntry, Relation, Subject, Work

SUFFIX = ".html"
MEDIA_TYPE = "text/html"

STYLE = """\
:root { color-scheme: light dark }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 serif; overflow-wrap: anywhere }
h1, h2 { line-height: 1.3; margin: 0 0 .25rem; text-wrap: balance }
h1 { font-size: 1.6rem }
h2 { font-size: 1.25rem }
nav ol, dd ul, dd ol { margin: 0; padding-left: 1.5rem }
article { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid; break-inside: avoid-page }
article:only-of-type { margin-top: 0; padding-top: 0; border: 0 }
article:target h2 { text-decoration: underline }
.type { margin: 0 0 .75rem }
dl { margin: 0 }
dl > div { display: grid; grid-template-columns: 10rem 1fr; column-gap: 1rem; margin-bottom: .25rem }
dt { grid-column: 1; grid-row: 1 / span 99; opacity: .75 }
dd { grid-column: 2; margin: 0 }
dd p { margin: 0 }
dd + dd { margin-top: .25rem }
dd + dd > p:first-child { margin-top: .75rem }
@media (max-width: 36rem) { dl > div { display: block } dd { margin-left: 1rem } }
@media print { nav { display: none } body { max-width: none; margin: 0 } a { color: inherit; text-decoration: none } }
"""

LINK = re.compile(r'<a href="#([a-z][a-z0-9-]*)">(.*?)</a>', re.DOTALL)
"""A link to a work, as `_related` writes it. No text can look like one, since `<` is escaped in it."""

_OF_VERSIONS = frozenset({"work", "title", "language", "issued", "public"})
_WRITTEN = frozenset(
    {
        *("id", "kind", "type", "language", "title", "subtitle", "part_number", "part_name"),
        *(
            "devised_title",
            "short_title",
            "contributors",
            "publisher",
            "place",
            "issued",
            "created",
        ),
        *("location", "edition", "container_title", "volume", "issue", "pages", "series", "status"),
        *("series_number", "identifiers", "url", "accessed", "abstract", "caption", "contents"),
        *("about", "subjects", "keywords", "notes", "credit", "rights", "citations", "found"),
        *("inferred", "distinct_from", "genre", "nonfiling"),
        *vocabulary("relations"),
    }
)
"""The fields that have rows of their own."""

PAGES = re.compile(r"(\w+)[-–](\w+)")


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as an `article` with its COinS."""
    return str(_Article(work, context))


def document_works(works: Sequence[Work], context: ExportContext) -> Sequence[Work]:
    """Return the works in the order in which readers look for them: by title, else by id.

    A title is filed by its reading (`exporter.model.filing`), in the order of the catalogue's
    language.
    """
    if len(works) < 2:
        return works
    language = context.catalogue.settings.language
    collate = collator(language)
    order = []
    for work in works:
        title = filed_title(work, context.tag(work.title), language)
        order.append((collate(title), work.id))
    order.sort()
    return LazySequence(context.catalogue.works, [id for _, id in order])


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the page. Links to works that are not on it become text."""
    there = {work.id for work in works}
    linked = (
        LINK.sub(lambda link: link[0] if link[1] in there else link[2], each) for each in entries
    )
    if len(works) == 1:
        yield _head(strip(context.text(works[0].title)), _metadata(works[0], context))
        # its title is that of the page
        yield from (each.replace("<h2", "<h1", 1).replace("</h2>", "</h1>", 1) for each in linked)
    else:
        title = context.catalogue.settings.title
        heading = title or f"{len(works)} works"
        yield _head(heading)
        yield f'<h1>{heading}</h1>\n<nav aria-label="Works">\n<ol>\n'
        yield from (f"<li>{_related(work.id, context)}</li>\n" for work in works)
        yield "</ol>\n</nav>\n"
        yield from linked
    yield "</main>\n</body>\n</html>\n"


def _head(title: str, metadata: Iterable[str] = ()) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n{''.join(metadata)}<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )


class _Article:
    """One work as it is made: the lines of its `article`."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        self.work = work
        self.context = context
        self.rows: list[str] = []
        report_unshown(work, context)
        self._titles()
        self._contributors()
        self._publication()
        self._container()
        self._numbers()
        self._languages()
        self._content()
        self._plain_fields()
        self._citations()
        self._evidence()

    def __str__(self) -> str:
        """Print the article."""
        full = full_title(self.work, plain=False)
        title, tag = self.context.text(full), self.context.tag(full)
        known = vocabulary("types").get(self.work.type)
        kind = escape(known["label"] if known else self.work.type.replace("_", " "))
        genre = "".join(f", {_forms(text, self.context)}" for text in self._texts("genre"))
        devised = ". Title devised by the cataloguer" if self.work.devised else ""
        status = self.work.plain("status")
        forthcoming = f". {self.context.crosswalk.target('status', status)}" if status else ""
        return (
            f'<article id="{self.work.id}">\n<h2{_language(title, tag)}>{marked(title)}</h2>\n'
            f'<p class="type">{kind}{genre}{devised}{escape(forthcoming)}</p>\n'
            f"<dl>\n{''.join(self.rows)}</dl>\n"
            f'<span class="Z3988" title="{escape(coins(self.work, self.context))}"></span>\n</article>\n'
        )

    def add(self, label: str, *cells: str) -> None:
        """Add a row of the list, with the cells that there are; without any there is none."""
        if any(cells):
            self.rows.append(f"<div><dt>{escape(label)}</dt>{''.join(filter(None, cells))}</div>\n")

    def say(self, term: str) -> None:
        """Add a row with all forms of a field that holds one text or several."""
        self.add(self.label(term), *(_cell(text, self.context) for text in self._texts(term)))

    def label(self, term: str) -> str:
        """Return the name of a field, as the table has it."""
        return self.context.crosswalk.target("work", term)

    def _texts(self, term: str) -> tuple[Text, ...]:
        if isinstance(self.work.data.get(term), list):
            return self.work.texts(term)
        text = self.work.text(term)
        return (text,) if text else ()

    def _titles(self) -> None:
        printed = self.context.tag(self.work.title)
        others = [(tag, form) for tag, form in full_title(self.work, plain=False) if tag != printed]
        others += [(tag, form) for _, tag, form in loose_parts(self.work)]
        self.add(
            self.label("title"),
            *(f"<dd{_language(form, tag)}>{marked(form)}</dd>" for tag, form in others),
        )
        devised = self.work.text("devised_title")
        if devised and not self.work.devised:
            self.say("devised_title")
        self.say("short_title")

    def _names(self, agents: Iterable[Agent]) -> Iterator[str]:
        """Yield each agent with all forms of its name, the one that fits the work first."""
        for agent in agents:
            fitting = self.context.name(agent, self.work).tag
            tags = sorted((tag for tag, _ in agent.names), key=lambda tag: tag != fitting)
            yield f"<dd>{' = '.join(_said(agent.names[tag].complete, tag) for tag in tags)}</dd>"

    def _contributors(self) -> None:
        own = own_contributions(self.work)
        for role in dict.fromkeys(role for each in own for role in each.roles):
            agents = [each.agent for each in own if role in each.roles]
            self.add(capital(role), *self._names(agents))

    def _publication(self) -> None:
        self.add(self.label("publisher"), *self._names(self.work.publishers))
        disputed = (
            next(self._names([each.agent])) if each.agent else _cell(each.value, self.context)
            for each in self.work.disputed
        )
        several = len(self.work.disputed) > 1
        self.add(
            self.label("publisher") + (" (the sources disagree)" if several else ""), *disputed
        )
        self.say("place")
        for term, date in (("issued", self.work.issued), ("created", self.work.date("created"))):
            self.add(self.label(term), f"<dd>{_dated(date)}</dd>" if date else "")
        self.say("location")
        self.say("edition")

    def _container(self) -> None:
        """Add what the work appeared in, and its place there."""
        self.say("container_title")
        for term in ("volume", "issue", "pages"):
            self.add(self.label(term), _plain(self.work.plain(term)))
        own = own_contributions(self.work)
        for each in self.work.contributions:
            if each not in own:
                label = f"{capital(each.roles[0])} of the host"
                self.add(label, *self._names([each.agent]))
        is_plain = isinstance(self.work.data.get("series"), str | dict)
        for series in self.work.series:
            text = series.title if is_plain else series_text(series, self.context)
            self.add(self.label("series"), _cell(text, self.context) if text else "")
        self.add(self.label("series_number"), _plain(self.work.plain("series_number")))

    def _languages(self) -> None:
        known = [tag for tag in self.work.languages if tag != "und"]
        self.add(self.label("language"), *(f"<dd>{_tongue(tag)}</dd>" for tag in known))
        shown = [each for each in shown_relations(self.work) if each.type != "illustrations"]
        for sort in dict.fromkeys(each.type for each in shown):
            cells = [self._version(each) for each in shown if each.type == sort]
            self.add(self.label(sort), *cells)

    def _numbers(self) -> None:
        for each in self.work.numbers:
            words = linked(each.uri, each.number)
            after = "; ".join(filter(None, (each.qualifier, "invalid" if each.invalid else "")))
            self.add(each.label, f"<dd>{words}{f' ({escape(after)})' if after else ''}</dd>")
        for node in self.work.node.all("url"):
            url = node.line("url") if isinstance(node.value, dict) else str(node.value)
            words = (
                " = ".join(form for _, form in node.text("label") or ())
                if isinstance(node.value, dict)
                else ""
            )
            self.add(self.label("url"), f"<dd>{linked(url, words or url)}</dd>")
        if accessed := self.work.date("accessed"):
            self.add(self.label("accessed"), f"<dd>{_dated(accessed)}</dd>")

    def _content(self) -> None:
        self.say("abstract")
        self.say("caption")
        headings = "".join(f"<li>{self._heading(entry)}</li>" for entry in self.work.contents)
        self.add(self.label("contents"), f"<dd><ol>{headings}</ol></dd>" if headings else "")
        self.add(self.label("about"), *self._names(self.work.about))
        others = [each for each in self.work.subjects if not isinstance(each.record, Agent)]
        others += [each for each in self.work.subjects if each.text and each not in others]
        self.add(self.label("subjects"), *map(self._subject, others))
        self.say("keywords")
        for note in self.work.notes:
            if note.public:
                self.add(self._label_of_note(note.type), _cell(note.text, self.context))
        for term in ("credit", "rights"):
            self.say(term)

    def _label_of_note(self, sort: str) -> str:
        known = vocabulary("note_types").get(sort)
        if sort == "general" or known is None:
            return self.label("notes")
        return known["title"]

    def _heading(self, entry: ContentsEntry) -> str:
        """Return a heading of the table of contents with its number, its makers and its pages."""
        words = [
            f"{escape(entry.number)} " if entry.number else "",
            _forms(entry.title, self.context),
        ]
        if entry.responsibility:
            words.append(f" / {_forms(entry.responsibility, self.context)}")
        words.append(f" ({escape(entry.pages)})" if entry.pages else "")
        return "".join(words)

    def _subject(self, subject: Subject) -> str:
        """Return a heading with its subdivisions, or another record."""
        if subject.text is None and isinstance(subject.record, Work):
            return self._other(subject.record.id)
        text = subject.text or (record_text(subject.record) if subject.record else None)
        parts = [" = ".join(form for _, form in each) for _, each in subject.subdivisions]
        after = "".join(f" – {part}" for part in parts)
        return _cell(with_words(text, after=after), self.context) if text else ""

    def _plain_fields(self) -> None:
        """Add a row for each field that has none yet, with the name that the table or the schema gives it."""
        for name in self.work.data:
            row = self.context.crosswalk.field("work", (name,), self.work.node.field)
            node = self.work.node.get(name)
            if node is None or name in _WRITTEN or row.match == "none":
                continue
            label = row.target.replace("{label}", field_label(node))
            self.add(
                label, *(_cell(text, self.context) for text in field_texts(node, self.context))
            )

    def _citations(self) -> None:
        pictures = [each for each in self.work.related("illustrations") if each.public]
        self.add(self.label("illustrations"), *map(self._version, pictures))
        self.add(self.label("citations"), *map(self._citation, self.work.citations))

    def _other(self, id: str) -> str:
        return f"<dd>{_related(id, self.context)}</dd>"

    def _version(self, version: Relation) -> str:
        """Return an original or an edition by its titles, its language and its date."""
        own = _related(version.work, self.context) if version.work else ""
        known = [own] if own else []
        if version.title and not (
            version.target and list(version.title) == list(version.target.title)
        ):
            known.insert(0, _forms(version.title, self.context))
        known += [_tongue(tag) for tag in version.languages]
        known += [_dated(version.issued)] if version.issued else []
        if version.node and version.is_group:
            words = group_details(version.node, _OF_VERSIONS, self.context)
            known += [escape(words)] if words else []
        return f"<dd>{', '.join(known)}</dd>"

    def _citation(self, citation: Citation) -> str:
        """Return what is cited, in what sense and where, and the claims for which it is cited."""
        through = (
            f", through {_related(citation.through, self.context)}" if citation.through else ""
        )
        where = f", at “{_said(citation.at, self.work.language)}”" if citation.at else ""
        source = f"<p>{capital(citation.intent)}: {_related(citation.source, self.context)}{through}{where}</p>"
        claims = "".join(f"<li>{_forms(claim, self.context)}</li>" for claim in citation.claims)
        note = f"<p>{_forms(citation.note, self.context)}</p>" if citation.note else ""
        return f"<dd>{source}{f'<ul>{claims}</ul>' if claims else ''}{note}</dd>"

    def _evidence(self) -> None:
        data = self.work.data
        self.add(self.label("found"), *map(self._mention, data.get("found", ())))
        reasons = data.get("inferred", {}).items()
        self.add(
            self.label("inferred"),
            *(
                f"<dd>{escape(path_label(self.work.node, name))}: {self._any(said)}</dd>"
                for name, said in reasons
            ),
        )
        others = (self._not_this(id) for id in data.get("distinct_from", ()))
        self.add(self.label("distinct_from"), *others)

    def _not_this(self, id: str) -> str:
        record = self.context.catalogue.record(id)
        if isinstance(record, Work):
            return self._other(id)
        if isinstance(record, Agent):
            return next(self._names([record]))
        return _cell(record.name, self.context) if record else ""

    def _mention(self, mention: Mapping[str, Any]) -> str:
        """Return one mention: the work and the place, then each field as it is printed there."""
        # in which language the place is named, and what looks odd there, no record says
        where = f", {_said(mention['at'], 'und')}" if "at" in mention else ""
        printed = [
            f"{_field(name)}: {'; '.join(_said(each, 'und') for each in said) if name == 'sic' else self._any(said)}"
            for name, said in mention.items()
            if name not in {"in", "at"}
        ]
        source = f"<p>{_related(mention['in'], self.context)}{where}</p>"
        lines = "".join(f"<li>{each}</li>" for each in printed)
        return f"<dd>{source}{f'<ul>{lines}</ul>' if lines else ''}</dd>"

    def _any(self, said: Any) -> str:
        return _forms(text_of(said, self.work.node.languages.work), self.context)


def _language(text: str, tag: str) -> str:
    """Return the attributes for the language of a text, and for its direction if it is written from right to left."""
    first = next(
        (kind for kind in map(unicodedata.bidirectional, text) if kind in {"L", "R", "AL"}), "L"
    )
    return f' lang="{"" if tag == "und" else escape(tag)}"' + ("" if first == "L" else ' dir="rtl"')


def _said(text: str, tag: str) -> str:
    """Return a text inside others, with its language; its direction does not reach beyond it."""
    return f'<bdi lang="{"" if tag == "und" else escape(tag)}">{marked(text)}</bdi>'


def marked(text: str) -> str:
    """Return a text with its markup as elements of HTML."""
    found = []
    for span in spans(text):
        words = escape(span.text)
        for style in reversed(span.styles):
            words = _ELEMENTS.get(style, "{}").format(words)
        found.append(words)
    return "".join(found)


_ELEMENTS = {
    "italic": "<i>{}</i>",
    "bold": "<b>{}</b>",
    "superscript": "<sup>{}</sup>",
    "subscript": "<sub>{}</sub>",
    "small-caps": '<span style="font-variant: small-caps">{}</span>',
}


def _forms(text: Text, context: ExportContext) -> str:
    """Return all forms of a text, the one to be preferred first."""
    printed = context.tag(text)
    return " = ".join(
        _said(text[tag], tag)
        for tag in sorted((tag for tag, _ in text), key=lambda tag: tag != printed)
    )


def _cell(text: Text, context: ExportContext) -> str:
    [(tag, form), *others] = text
    if others:
        return f"<dd>{_forms(text, context)}</dd>"
    return f"<dd{_language(form, tag)}>{marked(form)}</dd>"


def _field(name: str) -> str:
    """Name a field of a record, or one inside another: `Translation of, issued`."""
    return escape(capital(name.replace(".", ", ")))


def _tongue(tag: str) -> str:
    return f"{escape(languages.meaning(tag))} ({escape(tag)})"


def _plain(text: str) -> str:
    return f"<dd>{escape(text)}</dd>" if text else ""


def _related(id: str, context: ExportContext) -> str:
    """Return another work by its title, with a link to it."""
    title = context.catalogue.works[id].title
    return f'<a href="#{id}">{_said(context.text(title), context.tag(title))}</a>'


def linked(address: str, text: str) -> str:
    """Return a text with a link to an address of the web; any other address is none."""
    if not address.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def _dated(date: Date) -> str:
    """Return a date in words; programs read it as HTML has it, or else in EDTF."""
    words = escape(date_in_words(date))
    printed = [marked(form) for _, form in date.printed or ()]
    printed += [f"{date.calendar} calendar"] if date.calendar else []
    after = f" ({'; '.join(printed)})" if printed else ""
    if date.exact and str(date)[:4] != "0000":
        return f'<time datetime="{date}">{words}</time>{after}'
    return f'<data value="{escape(str(date))}">{words}</data>{after}'


def coins(work: Work, context: ExportContext) -> str:
    """Return the context object of a work as key-encoded values: `ctx_ver=Z39.88-2004&rft_val_fmt=…`.

    The DOI stands in its `info` URI as it is, as Zotero writes and reads it. A space is %20, since Zotero decodes a
    `+` last. Source: ANSI/NISO Z39.88-2004, 12 to 15; Zotero, utilities/openurl.js.
    """
    kind = context.crosswalk.target("type", work.type)
    name, _, genre = kind.partition(":")
    facts = _facts(work, context)
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{name}")]
    pairs += [("rft_id", f"info:doi/{doi}") for doi in facts["doi"]]
    pairs += [("rft_id", f"urn:ISBN:{isbn}") for isbn in facts["isbn"]]
    pairs += [("rft_id", url) for url in facts["url"]]
    if genre:
        pairs.append(("rft.type" if name == "dc" else "rft.genre", genre))
    for term, target in _keys("coins", name if name == "dc" else kind, context):
        pairs += [(f"rft.{target}", value) for value in facts[term]]
    return urlencode(pairs, quote_via=quote, safe="")


def _metadata(work: Work, context: ExportContext) -> Iterator[str]:
    """Yield the tags of Highwire Press and Dublin Core that describe the page of one work.

    Source: Google Scholar, Inclusion Guidelines for Webmasters; DCMI, Expressing Dublin Core in HTML (DC-HTML).
    """
    kind = context.crosswalk.target("type", work.type)
    facts = _facts(work, context)
    for vocabulary_name in ("highwire", "dc"):
        for term, target in _keys(vocabulary_name, kind, context):
            values = facts[term]
            if target == "citation_publication_date":
                values = [value.replace("-", "/") for value in values]
            yield from (f'<meta name="{target}" content="{escape(value)}">\n' for value in values)
    for tag, form in sorted(work.title, key=lambda each: each[0] != context.tag(work.title)):
        lang = f' lang="{escape(tag)}"' if tag != "und" else ""
        yield f'<meta name="DC.title"{lang} content="{escape(form)}">\n'


def _keys(name: str, kind: str, context: ExportContext) -> Iterator[tuple[str, str]]:
    """Yield each fact with its name in a vocabulary for a type of work; rows `*` are for all types."""
    words = " ".join(dict.fromkeys(context.crosswalk.target(name, each) for each in ("*", kind)))
    for word in words.split():
        term, _, target = word.partition("=")
        yield term, target


def _facts(work: Work, context: ExportContext) -> Mapping[str, Sequence[str]]:
    """Return the facts for programs by their names, each in its printed form."""
    found: dict[str, Sequence[str]] = {
        "title": [strip(context.text(work.title))],
        "language": [],
        "date": [],
    }
    if work.language != "und":
        found["language"] = [work.language]
    for term in ("container_title", "series", "place", "abstract", "rights"):
        text = _first_text(work, term)
        found[term] = [strip(context.text(text))] if text else []
    for term in ("volume", "issue", "pages"):
        found[term] = [work.plain(term)] if work.plain(term) else []
    edition = work.text("edition")
    found["edition"] = [strip(context.text(edition))] if edition else []
    between = PAGES.fullmatch(work.plain("pages"))
    found["first_page"], found["last_page"] = (
        ([between[1]], [between[2]]) if between else (found["pages"], [])
    )
    found["keywords"] = [context.text(text) for text in work.texts("keywords")]
    valid = [each for each in work.numbers if not each.invalid]
    for scheme in ("doi", "isbn", "issn"):
        found[scheme] = [each.number for each in valid if each.scheme == scheme][:1]
    addresses = [
        node.line("url") if isinstance(node.value, dict) else str(node.value)
        for node in work.node.all("url")
    ]
    found["url"] = addresses[:1]
    dated = work.issued or work.date("created")
    known = dated.start.w3c() if dated and dated.start and not dated.members else ""
    found["date"] = [known] if known else []
    roles = (
        (context.crosswalk.target("role", each.roles[0]), each.agent)
        for each in own_contributions(work)
    )
    agents = [*(agent for role, agent in roles if role == "publisher"), *work.publishers]
    names = [str(context.name(agent, work)) for agent in agents]
    names += [
        str(context.name(each.agent, work)) if each.agent else context.text(each.value)
        for each in work.disputed[:1]
    ]
    found["publisher"] = ["; ".join(names)] if names else []
    return {**found, **_authors(work, context)}


def _first_text(work: Work, term: str) -> Text | None:
    """Return a text of a work, of its series the title of the first one."""
    if term != "series":
        return work.text(term)
    first = next(iter(work.series), None)
    if first is None:
        return None
    return first.title or (first.work.title if first.work else None)


def _authors(work: Work, context: ExportContext) -> Mapping[str, Sequence[str]]:
    """Return the authors, the first by the parts of the name, and all of them as `Family, Given`.

    An organisation is an `aucorp`, not an `au`: its name is not taken apart (matrix of mtx:journal, aucorp).
    """
    authors = [
        each.agent
        for each in own_contributions(work)
        if context.crosswalk.target("role", each.roles[0]) == "author"
    ]
    names = [(context.name(agent, work), agent.is_person) for agent in authors]
    persons = [name for name, is_person in names if is_person]
    corporate = [str(name) for name, is_person in names if not is_person]
    first = persons[0] if persons else Name("")
    return {
        "author": [_turned(name) for name, _ in names],
        "person": [_turned(name) for name in persons],
        "corporate": corporate,
        "last_name": [name for name in (_family(first),) if name and first.given],
        "first_name": [first.given] if first.given else [],
        "suffix": [first.suffix] if first.given and first.suffix else [],
    }


def _family(name: Name) -> str:
    return " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle, name.family)))


def _turned(name: Name) -> str:
    return name.literal or ", ".join(filter(None, (_family(name), name.given, name.suffix)))
