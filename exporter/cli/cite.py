"""`exporter cite`: print references and citations in a CSL style."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from exporter.cite.output import WRITERS
from exporter.cli.completion import completing
from exporter.cli.filter_options import FilterOptions
from exporter.cli.rights_gate import works_by_rights
from exporter.cli.work_selection import select_works, selection_options
from exporter.errors import UsageError, hint_to_open
from exporter.parallel import map_in_order

if TYPE_CHECKING:
    from exporter.cite.bibliography import BibliographyEntry
    from exporter.cite.item import Item
    from exporter.cite.output.writer import OutputEntry
    from exporter.cite.processor import Processor
    from exporter.cite.sections import Section
    from exporter.cite.style import Style
    from exporter.cite.work_keys import WorkKeys

_NO_IDS = (
    (r"\.(?:md|markdown|html?|xhtml)$", "--document", "the name of a paper"),
    (r"\.json$", "--items", "the name of a file"),
    (r"[\s,;@]", "--citation", "a citation"),
)
"""What is not an id by its form, the option for it, and what it is called."""

Data = Mapping[str, Any]
"""A work as an object of CSL-JSON."""


def _style_names() -> Iterable[str]:
    from exporter.cite.style_files import style_names

    return style_names()


@click.command()
@click.option(
    "-s",
    "--style",
    required=True,
    metavar="NAME|FILE.csl",
    shell_complete=completing(_style_names),
    help="The style: apa, chicago-author-date, mla, sist02, any other style of the CSL project, or "
    "a file.",
)
@click.option(
    "--locale",
    metavar="TAG",
    help="The language of terms such as “edited by” and of months: en-US, ja-JP. Default: the "
    "language of the style.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(list(WRITERS)),
    default="text",
    show_default=True,
    help="The form of the output.",
)
@click.option(
    "--items",
    "items_file",
    metavar="FILE.json",
    help="Take the works from a CSL-JSON file, for example of Zotero, or from stdin (-), instead "
    "of a catalogue.",
)
@click.option(
    "--mode",
    type=click.Choice(["bibliography", "citation"]),
    help="Print the bibliography, which is the default, or one citation of all the works. With "
    "--clusters: the bibliography of the document, or its citations, which are the default.",
)
@click.option("--each", is_flag=True, help="Print a citation of each work, one on a line.")
@click.option(
    "--citation",
    metavar="CITES",
    help="Print this citation: 'kokoro, p. 12; see sanshiro'.",
)
@click.option(
    "--clusters",
    "clusters_file",
    metavar="FILE.json",
    help="Print the citations of a JSON file, which has those of a document in order, as "
    "citeproc-js takes them.",
)
@click.option(
    "--document",
    "paper",
    metavar="PAPER",
    help="Print a paper in Markdown or HTML (.md, .html) with its citations, [@kokoro, p. 12], and "
    "its bibliography.",
)
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="HEADING:FIELD=VALUE,…",
    help="Divide the bibliography: 'Primary sources: subject=primary'. Repeat the option; a "
    "heading alone takes the other works.",
)
@click.option(
    "--section-by",
    metavar="FIELD",
    help="Divide the bibliography by the values of a CSL variable: subject, language, type.",
)
@click.option(
    "--sort",
    metavar="FIELD,…",
    help="Sort the bibliography by CSL variables instead of as the style does: -issued,author.",
)
@click.option(
    "--links/--no-links",
    default=None,
    help="Link addresses and DOIs; in HTML, give entries an id and a language, too. Default: links "
    "for a catalogue; none for --items.",
)
@selection_options(output="FILE")
def command(style: str, locale: str | None, form: str, output: Path | None, **options: Any) -> None:
    """Print references and citations in any CSL style.

    Prints the bibliography of all works, or of those with the given IDs, in the order of the style.
    HTML and LaTeX are fragments for a document of your own; RTF and Markdown are complete
    documents. The styles are a separate download: pip install 'catalogue-exporter[cite]'.

    \b
    Exit code: 0 written, 1 errors in the catalogue,
    2 wrong use, or the output cannot be written.
    \b
    Examples:
      exporter cite --style apa
      exporter cite --style sist02 --locale ja-JP --as html -o books.html --kind book
      exporter cite --style mla --citation 'see mao-zedong, pp. 12-15'
      exporter cite --style our-journal.csl --as rtf -o references.rtf
      exporter cite --style apa --items zotero.json --as markdown
      exporter cite --style chicago-notes-bibliography --document paper.md -o done.md
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cite.style_files import style_file

    # before the other imports, since it reports packages that are not installed
    style_file(style)

    from exporter.cite.style import load_style
    from exporter.cli.output import write_stdout
    from exporter.records.atomic_write import write_file

    _check_options(options)
    read = load_style(style, locale)
    if not _prints_citations(options) and read.bibliography is None:
        raise UsageError(
            f"the style “{style}” has citations but no bibliography", "add --mode citation"
        )
    pieces = [piece.encode() for piece in _product(read, form, options)]
    if output is not None:
        write_file(pieces, output)
    else:
        write_stdout(pieces)


def _prints_citations(options: Mapping[str, Any]) -> bool:
    if options["clusters_file"]:
        return bool(options["mode"] != "bibliography")
    others = options["each"] or options["paper"] or options["citation"] is not None
    return options["mode"] == "citation" or bool(others)


def _check_options(options: Mapping[str, Any]) -> None:
    """Raise UsageError where options exclude each other."""
    given = {
        "--mode citation": options["mode"] == "citation",
        "--each": options["each"],
        "--citation": options["citation"] is not None,
        "--clusters": options["clusters_file"],
        "--document": options["paper"],
    }
    chosen = [name for name, value in given.items() if value]
    if len(chosen) > 1 and chosen != ["--mode citation", "--clusters"]:
        raise UsageError(f"{chosen[0]} and {chosen[1]} exclude each other", "use one of them")
    if chosen and (options["sections"] or options["section_by"]):
        raise UsageError(f"{chosen[0]} has no sections", "leave out --section and --section-by")
    of_catalogue = {"--kind": FilterOptions.of(options), "--language": options["languages"]}
    for name, value in of_catalogue.items():
        if value and options["items_file"]:
            raise UsageError(f"{name} is for a catalogue, not for --items", f"leave out {name}")
    if not options["items_file"]:  # where an id can be anything
        for id in options["ids"]:
            _require_id(id)


def _require_id(id: str) -> None:
    """Raise UsageError if what stands for an ID was meant for an option."""
    for pattern, option, what in _NO_IDS:
        if re.search(pattern, id):
            raise UsageError(
                f"“{id}” is {what}, and not the id of a work", f"put {option} before it"
            )


def _product(style: Style, form: str, options: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the options ask for, piece by piece."""
    from exporter.cite.processor import Processor

    works, languages, keys = _works(options)
    links = not options["items_file"] if options["links"] is None else options["links"]
    if options["paper"]:
        yield _paper(options["paper"], style, works, keys)
        return
    writer = WRITERS[form](style.quotes, links=links, right_to_left=style.locale.is_right_to_left)
    if options["clusters_file"]:
        from exporter.cite.clusters import bibliography_of_clusters, render_clusters

        path = options["clusters_file"]
        if options["mode"] == "bibliography":
            entries = bibliography_of_clusters(_text(path), path, style, works)
            yield from writer.document(_printed(_output_entries(entries, languages=languages)))
            return
        yield from writer.lines(_cited(render_clusters(_text(path), path, style, works)))
        return
    if options["citation"] is not None:
        yield from writer.lines(_cited([_citation(options, style, works, keys)]))
        return
    processor = Processor(style, works, _sort(options))
    if options["each"]:
        yield from writer.lines(_each(processor))
    elif options["mode"] == "citation":
        yield from writer.lines(_cited(_together(processor, works)))
    else:
        from exporter.cite.sections import divide

        sections = divide(_sections(options, style, works), processor.items, works)
        yield from writer.document(_bibliography(processor, sections, languages=languages))


class _Works(NamedTuple):
    """The works to be cited, as CSL-JSON.

    `in_own_languages` says whether their texts are in their own languages; an entry has a language
    in HTML only then. `keys` are those by which they can be cited.
    """

    items: Sequence[Data]
    in_own_languages: bool
    keys: WorkKeys


def _works(options: Mapping[str, Any]) -> _Works:
    """Return the works of the file of items, or of the catalogue."""
    from exporter.cite.work_keys import WorkKeys

    if options["items_file"]:
        of_file = _works_of_file(options["items_file"], options["ids"])
        return _Works(of_file, in_own_languages=True, keys=WorkKeys(of_file))
    from exporter.export.csl.items import item
    from exporter.export.csl.readings import with_readings
    from exporter.model.catalogue import LazySequence

    selection = select_works(
        "csl-json",
        options["ids"],
        FilterOptions.of(options),
        options["languages"],
        keep_going=options["keep_going"],
    )
    context = selection.context
    ids = works_by_rights(
        selection, keep_going=options["keep_going"], ignore_rights=options["ignore_rights"]
    )
    works = LazySequence(context.catalogue.works, ids)
    items = list(
        map_in_order(lambda work: with_readings(item(work, context), work, context), works)
    )
    keys = WorkKeys(items, selection.records.former_ids())
    return _Works(items, in_own_languages=not context.languages, keys=keys)


def _works_of_file(path: str, ids: Sequence[str]) -> Sequence[Data]:
    from exporter.cite.item import unknown_work
    from exporter.cite.read_json import read_items

    name = "stdin" if path == "-" else path
    items = read_items(_text(path), name)
    if not ids:
        return items
    by_id = {str(item["id"]): item for item in items}
    for id in ids:
        if id not in by_id:
            _require_id(id)
            raise unknown_work(id, by_id)
    return [by_id[id] for id in dict.fromkeys(ids)]


def _text(path: str) -> str:
    """Return the text of a file, or of stdin (-)."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}", hint_to_open(error, "check the path")
        ) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}:{line}: this is not UTF-8", "save the file as UTF-8") from None


def _paper(path: str, style: Style, works: Sequence[Data], keys: WorkKeys) -> str:
    """Return the paper of a file with its citations and its bibliography."""
    from exporter.cite.html_paper import HtmlPaper
    from exporter.cite.markdown_paper import MarkdownPaper

    suffix = Path(path).suffix.lower()
    if suffix in {".md", ".markdown"}:
        return MarkdownPaper(_text(path), style, works, keys).rendered(path)
    if suffix in {".html", ".htm", ".xhtml"}:
        return HtmlPaper(_text(path), style, works, keys).rendered(path)
    raise UsageError(
        f"{path} is neither Markdown nor HTML by its name", "name it PAPER.md or PAPER.html"
    )


def _citation(
    options: Mapping[str, Any], style: Style, works: Sequence[Data], keys: WorkKeys
) -> OutputEntry:
    """Return the citation that --citation states, of works that are told apart among themselves.

    With IDs, they are told apart among the works with these IDs.
    """
    from exporter.cite.cite_syntax import parse_cites
    from exporter.cite.output.writer import OutputEntry
    from exporter.cite.processor import Processor

    cites = parse_cites(options["citation"], keys, style.locale)
    if not options["ids"]:
        by_id = {str(work["id"]): work for work in works}
        works = [by_id[id] for id in dict.fromkeys(cite.id for cite in cites)]
    return OutputEntry(Processor(style, works, _sort(options)).citation(cites))


def _each(processor: Processor) -> list[OutputEntry]:
    from exporter.cite.output.writer import OutputEntry

    ids = [item.id for item in processor.items]
    texts = map_in_order(lambda id: processor.citation([id]), ids)
    return _printed([OutputEntry(text, id) for id, text in zip(ids, texts, strict=True)])


def _together(processor: Processor, works: Sequence[Data]) -> list[OutputEntry]:
    from exporter.cite.output.writer import OutputEntry

    if not works:
        return []
    return [OutputEntry(processor.citation([str(work["id"]) for work in works]))]


def _sort(options: Mapping[str, Any]) -> list[str]:
    return [each.strip() for each in (options["sort"] or "").split(",") if each.strip()]


def _sections(options: Mapping[str, Any], style: Style, works: Sequence[Data]) -> Sequence[Section]:
    """Return the sections of the options; those that take all other works are last."""
    from exporter.cite.sections import OTHERS, Section, parse_section, sections_by

    sections = [parse_section(text) for text in options["sections"]]
    others = [section for section in sections if not section.field]
    sections = [section for section in sections if section.field]
    if options["section_by"]:
        sections += sections_by(options["section_by"], works, style.locale)
    return [*sections, *(others or [Section(OTHERS)])] if sections else others


def _bibliography(
    processor: Processor, sections: Sequence[tuple[str, Sequence[Item]]], *, languages: bool
) -> Iterator[OutputEntry]:
    """Yield the entries, with the headings of sections between them.

    With `languages` an entry has the language of its work.
    """
    from exporter.cite.output.writer import OutputEntry

    for heading, items in sections:
        entries = processor.bibliography(items)
        printed = _printed(_output_entries(entries, languages=languages))
        if heading and printed:
            yield OutputEntry(heading, is_heading=True)
        yield from printed


def _output_entries(entries: Iterable[BibliographyEntry], *, languages: bool) -> list[OutputEntry]:
    from exporter.cite.output.writer import OutputEntry

    return [
        OutputEntry(entry.text, entry.item.id, entry.item.language if languages else "")
        for entry in entries
    ]


def _cited(citations: Iterable[OutputEntry]) -> Iterator[OutputEntry]:
    """Yield citations, and say on stderr which of them print nothing."""
    for place, citation in enumerate(citations, 1):
        if not citation.text:
            click.echo(f"The style prints nothing for citation {place}.", err=True)
        yield citation


def _printed(entries: Sequence[OutputEntry]) -> list[OutputEntry]:
    """Return the entries that print anything, and name the works of the others."""
    silent = sorted(entry.id for entry in entries if not entry.text)
    if silent:
        click.echo(f"The style prints nothing for these works: {', '.join(silent)}", err=True)
    return [entry for entry in entries if entry.text]
