"""Works in the order of a style, each set as a reference or as a citation.

It stands for citeproc-py's `CitationStylesBibliography`, which searches a list of all works for each of them (a
thousand take a minute), and never replaces an author who is named again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.cite.cite import Cite
from exporter.cite.disambiguation import tell_apart
from exporter.cite.marks import END, INLINE, MARGIN, mended
from exporter.cite.reference import Reference
from exporter.cite.style import Style
from exporter.parallel import map_in_order


class Bibliography:
    """Works as one style sets them. `references` are in the order of the bibliography."""

    def __init__(self, style: Style, references: Sequence[Reference]) -> None:
        self.style = style
        self.citation = style.area("citation")
        self.listing = style.area("bibliography")
        for number, each in enumerate(references, 1):
            each.number = number
        area = self.listing if self.listing is not None else self.citation
        self.references = area.sorted(references)
        for number, each in enumerate(self.references, 1):
            each.number = number
        tell_apart(self.references, self.citation)

    def listed(self) -> Iterator[tuple[Reference, str]]:
        """Give each work with its entry, marked; an entry is empty where the style does not list the work."""
        layout = self.listing.layout_element
        prefix, suffix = layout.get("prefix", ""), layout.get("suffix", "")
        substitute = self.listing.get("subsequent-author-substitute")
        aligned = self.listing.get("second-field-align") is not None
        before = ""
        made = map_in_order(self._entry, self.references)
        for reference, (authors, pieces) in zip(self.references, made, strict=True):
            first, *others = pieces or [""]
            text = first + "".join(others)
            if substitute is not None and authors:
                if authors == before:
                    text = text.replace(before, substitute, 1)
                before = authors
            if aligned and others:
                text = f"{MARGIN}{prefix}{first}{END}{INLINE}{text[len(first) :]}{suffix}{END}"
            elif text:
                text = prefix + text + suffix
            yield reference, self._mended(text)

    def cited(self) -> Iterator[tuple[Reference, str]]:
        """Give each work with the citation of it alone, marked."""
        made = map_in_order(lambda reference: self.together([reference]), self.references)
        return zip(self.references, made, strict=True)

    def _entry(self, reference: Reference) -> tuple[str, list[str]]:
        """Give the names that are printed first, and what each element of the layout prints."""
        cite, pieces = self.listing.of(reference)
        return cite.authors, pieces

    def together(self, references: Sequence[Reference]) -> str:
        """Give one citation of several works, in the order that the style asks for, marked."""
        layout = self.citation.layout_element
        mentions = (self.citation.of(each) for each in self.citation.sorted(references))
        cites = [(cite, "".join(pieces)) for cite, pieces in mentions]
        return self._mended(
            layout.dressed(self._collapsed(cites, layout.get("delimiter", "")), english=False)
        )

    def _mended(self, text: str) -> str:
        return mended(text, punctuation_in_quote=self.style.punctuation_in_quote)

    def _collapsed(self, cites: Sequence[tuple[Cite, str]], delimiter: str) -> str:
        """Join the works of one citation, as far as the style collapses them. Source: CSL 1.0.2, Cite Collapsing."""
        how = self.citation.get("collapse", "")
        if how == "citation-number" and len(cites) > 2:
            return _numbers([(cite.reference.number, text) for cite, text in cites], delimiter)
        made: list[str] = []
        between = self.citation.get("cite-group-delimiter", ", ")
        author = ""
        for cite, text in cites:
            if how.startswith("year") and author and cite.authors == author and cite.year:
                made.append(
                    between + cite.year + (cite.reference.year_suffix if cite.suffixed else "")
                )
            else:
                made.append((delimiter if made else "") + text)
            author = cite.authors
        return "".join(made)


def _numbers(numbered: Sequence[tuple[int, str]], delimiter: str) -> str:
    """Join numbers, three and more in a row as a range."""
    runs: list[list[tuple[int, str]]] = []
    for each in numbered:
        if runs and runs[-1][-1][0] + 1 == each[0]:
            runs[-1].append(each)
        else:
            runs.append([each])
    made = []
    for run in runs:
        texts = [text for _, text in run]
        made += [f"{texts[0]}–{texts[-1]}"] if len(run) > 2 else texts
    return delimiter.join(made)
