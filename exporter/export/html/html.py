"""HTML, a page to read, to print and to save from: works, and the persons, bodies, places and subjects they name.

One file without scripts and without anything from elsewhere (HTML Living Standard). A document of one work, and so each
file that `--split` writes, is the page of that work; several works stand on one page, below a list of their titles.
Below the works stand the records of the persons, bodies, places and subjects to which they lead.

- In the order of their titles: without the initial article, in the order of the catalogue's language, each by the form
  in its script or by its reading (`ja-Latn` in an English catalogue, `ja-Hira` in a Japanese one, `zh-Latn-pinyin`).
- For readers. Every text says its language; one whose language is not known says so (`lang=""`). A text or name in
  several languages and scripts is shown in all of them, the one to be preferred first. Records that are on the page are
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
from collections.abc import Iterable, Iterator, Sequence, Set
from html import escape

from exporter.export.context import ExportContext
from exporter.export.html.article import Article
from exporter.export.html.elements import language_attributes, marked, said
from exporter.export.html.metadata import coins, metadata
from exporter.export.html.named import named_records, record_links, render_record
from exporter.export.html.wording import Wording
from exporter.export.unshown import report_unshown
from exporter.model.catalogue import LazySequence
from exporter.model.collation import collator
from exporter.model.filing import filed_title
from exporter.model.markup import strip
from exporter.model.work import Work
from exporter.parallel import map_in_order
from exporter.plural import counted

SUFFIX = ".html"
MEDIA_TYPE = "text/html"

STYLE = """\
:root { color-scheme: light dark }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 serif; overflow-wrap: anywhere }
h1, h2 { line-height: 1.3; margin: 0 0 .25rem; text-wrap: balance }
h1 { font-size: 1.6rem }
h2 { font-size: 1.25rem }
nav ol, dd ul, dd ol { margin: 0; padding-left: 1.5rem }
nav h2 { font-size: 1rem; margin-top: 1rem }
article { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid; break-inside: avoid-page }
main > article:first-child { margin-top: 0; padding-top: 0; border: 0 }
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
"""A link to a record, as `Wording` writes it. No text can look like one, since `<` is escaped in it."""


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as an `article` with its COinS."""
    report_unshown(work, context, with_links=True)
    article = Article(work, context, Wording())
    title, tag = article.title
    rows = "".join(map(str, article.rows))
    return (
        f'<article id="{work.id}">\n<h2{language_attributes(title, tag)}>{marked(title)}</h2>\n'
        f'<p class="type">{article.type_line}</p>\n<dl>\n{rows}</dl>\n'
        f'<span class="Z3988" title="{escape(coins(work, context))}"></span>\n</article>\n'
    )


def document_works(works: Sequence[Work], context: ExportContext) -> Sequence[Work]:
    """Return the works in the order in which readers look for them: by title, else by id.

    A title is filed by its reading (`exporter.model.filing`), in the order of the catalogue's
    language.
    """
    if len(works) < 2:
        return works
    # no result of an earlier export: the order depends on the installed ICU too
    order = sorted(map_in_order(lambda work: _filing_key(work, context), works))
    return LazySequence(context.catalogue.works, [id for _, id in order])


def _filing_key(work: Work, context: ExportContext) -> tuple[str, str]:
    language = context.catalogue.settings.language
    title = filed_title(work, context.tag(work.title), language)
    return collator(language)(title), work.id


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the page. Links to works that are not on it become text."""
    there = {work.id for work in works}
    linked: set[str] = set()
    several = len(works) != 1
    if several:
        title = context.catalogue.settings.title
        heading = title or counted(len(works), "work")
        yield _head(heading)
        yield f"<h1>{escape(heading)}</h1>\n"
        yield from _list_of_links("Works", context.each("HTML titles", _title, works))
    else:
        yield _head(strip(context.text(works[0].title)), metadata(works[0], context))
        # its title is that of the page
        entries = (each.replace("<h2", "<h1", 1).replace("</h2>", "</h1>", 1) for each in entries)
    for entry in entries:
        ids = {link[1] for link in LINK.finditer(entry)}
        new = {id for id in ids - linked if id not in context.catalogue.works}
        linked |= new
        there |= new
        yield _with_links(entry, there)
    for label, records in named_records(linked, context):
        if several:
            yield from _list_of_links(label, record_links(records, context))
        for article in context.each("HTML records", render_record, records):
            yield _with_links(article, there)
    yield "</main>\n</body>\n</html>\n"


def _with_links(entry: str, there: Set[str]) -> str:
    """Return an article whose links lead to records of the page; all others become text."""
    return LINK.sub(lambda link: link[0] if link[1] in there else link[2], entry)


def _list_of_links(label: str, links: Iterable[str]) -> Iterator[str]:
    """Yield a list of links to the articles of the page; nothing if there are none."""
    items = "".join(f"<li>{each}</li>\n" for each in links)
    if items:
        yield f'<nav aria-label="{label}">\n<h2>{label}</h2>\n<ol>\n{items}</ol>\n</nav>\n'


def _head(title: str, metadata: Iterable[str] = ()) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n{''.join(metadata)}<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )


def _title(work: Work, context: ExportContext) -> str:
    """Return the title of a work with a link to it."""
    title = said(context.text(work.title), context.tag(work.title))
    return f'<a href="#{work.id}">{title}</a>'
