"""One entry of biblatex-ms: beside each field that is printed, a field for each other language and script.

`title_transliteration_ja-Latn` is the romanised title: the field, what the form is to the text in its own language, and
the language (biblatex-ms manual 4.0, Multiscript Support). A list of names has a form for each language that any of the
names has; who has none stands in it as printed, and an annotation says in which language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from exporter.export.bibtex.biblatex_entry import Biblatex
from exporter.export.bibtex.latex import latex
from exporter.export.citation.titles import TitleForm
from exporter.export.context import ExportContext
from exporter.model.agent import Agent, Name
from exporter.model.node import Node
from exporter.model.text import Text, is_reading
from exporter.model.vocabularies.languages import script
from exporter.model.work import Work

FIELDS = frozenset(
    {
        "abstract",
        "addendum",
        "afterword",
        "annotator",
        "author",
        "booktitle",
        "commentator",
        "editor",
        "editora",
    }
    | {
        "editorb",
        "editorc",
        "foreword",
        "holder",
        "institution",
        "introduction",
        "journaltitle",
        "location",
    }
    | {
        "organization",
        "origtitle",
        "publisher",
        "series",
        "shorttitle",
        "title",
        "titleaddon",
        "translator",
        "venue",
    }
)
"""The fields of ours that may have several forms (blx-dm-ms.def, multiscript entry fields)."""


class Multiscript(Biblatex):
    """An entry with a field for each script."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        super().__init__(work, context)
        self.published: list[Agent] = []

    def stem(self, field: str) -> str:
        """Return the field of which this is a form or an annotation."""
        return field.partition("_")[0].partition("+")[0]

    def state_text(self, term: str, text: Text | None, label: str = "") -> None:
        """Put the printed form of a text into its field, and the others into fields of their own."""
        place = self.place_of(term)
        if text is None or place not in FIELDS:
            super().state_text(term, text, label)
            return
        printed = self.context.tag(text)
        self.state(term, latex(text[printed]), label)
        if place not in self.fields or self.fields[place][-1] != latex(text[printed]):
            return
        for tag, form in text:
            if tag != printed:
                self.put(_alternate(place, tag, text.language), latex(form))

    def state_node(self, term: str, node: Node | None, label: str = "") -> None:
        """Put all that a field says at the place of its term; a text has a field for each form."""
        is_text = (
            node is not None and node.field is not None and bool(node.field.keyword("textual"))
        )
        if node is None or not is_text or self.place_of(term) not in FIELDS:
            super().state_node(term, node, label)
            return
        for each in node.all():
            self.state_text(term, each.as_text(), label)

    def put_host_title(self) -> None:
        """Add the title of that in which the work appeared, in all its forms."""
        title, place = self.host.title if self.host else None, self.place_of("container_title")
        record = self.host.work if self.host else None
        if place in FIELDS and (record is None or title is not record.title):
            self.state_text("container_title", title, self.label("container_title"))
        else:
            super().put_host_title()

    def put_titles(self) -> None:
        """Put the title and its reading into their fields; the reading is a form of the title as well."""
        super().put_titles()
        title = self.work.title
        for reading in self.find_titles().readings:
            self.put(_alternate("title", reading.tag, title.language), latex(reading.words))

    def other_titles(self, others: Sequence[TitleForm]) -> None:
        """Put the title in other languages and scripts into fields of their own."""
        for form in others:
            field = _alternate("title", form.tag, self.work.title.language)
            self.put(field, self.protected(form.words, form.tag))

    def contributors(self) -> None:
        """Put names into fields of names, and their other forms into fields of their own."""
        super().contributors()
        for field, agents in self.named.items():
            self.put_forms_of_names(field, agents, self.parted)

    def publishers(self) -> None:
        """Put the names of publishers into their field, and their other forms into fields of their own."""
        super().publishers()
        field = self.places.get("publisher", "")
        if field in FIELDS and self.published:
            self.put_forms_of_names(field, self.published, lambda _, name: latex(str(name)))

    def put_publisher(self, agent: Agent) -> None:
        """Add one of those who published the work together."""
        said = len(self.published_by)
        super().put_publisher(agent)
        if len(self.published_by) > said:
            self.published.append(agent)

    def put_forms_of_names(
        self, field: str, agents: Sequence[Agent], write: Callable[[Agent, Name], str]
    ) -> None:
        """Put the forms of a list of names that are not printed into fields of their own."""
        printed = [self.context.name(agent, self.work) for agent in agents]
        title_language = self.context.tag(self.work.title)
        self.annotate_languages(field, [name.tag for name in printed], title_language)
        # nothing of these names is lost, whatever other works make of them
        self.context.reported_ids.update(
            f"{agent.id}/name/{tag}" for agent in agents for tag, _ in agent.names
        )
        forms = []
        for agent, shown in zip(agents, printed, strict=True):
            alternates = {}
            for tag, form in agent.names:
                if tag != shown.tag:
                    alternates[_alternate(field, tag, agent.names.language)] = form
            forms.append(alternates)
        for alternate in dict.fromkeys(chain.from_iterable(forms)):
            chosen = [
                each.get(alternate, shown) for each, shown in zip(forms, printed, strict=True)
            ]
            for agent, name in zip(agents, chosen, strict=True):
                self.put(alternate, write(agent, name))
            tags = [name.tag for name in chosen]
            self.annotate_languages(alternate, tags, alternate.rpartition("_")[2])

    def annotate_languages(self, field: str, tags: Sequence[str], expected: str) -> None:
        """Say which names of a list are in another language than it (biblatex manual 3.7.1, literal annotations)."""
        odd = [f'{place}="{tag}"' for place, tag in enumerate(tags, start=1) if tag != expected]
        if odd:
            self.fields[f"{field}+an:mslang"] = [";".join(odd)]


def _alternate(field: str, tag: str, language: str) -> str:
    """Return the field of a form in the language `tag` of a text whose own language is `language`.

    Source: biblatex-ms manual 4.0, the constant `multiscriptforms`: a reading is a transcription.
    """
    if is_reading(tag):
        form = "transcription"
    elif tag.split("-")[0].lower() != language.split("-")[0].lower():
        form = "translation"
    else:
        form = "default" if _script(tag) == _script(language) else "transliteration"
    return f"{field}_{form}_{tag}"


def _script(tag: str) -> str:
    """Return the script of a tag; simplified and traditional characters are one."""
    written, _ = script(tag)
    return "Hani" if written.startswith("Han") else written
