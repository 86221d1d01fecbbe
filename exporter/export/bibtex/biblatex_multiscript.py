"""One entry of biblatex-ms: beside each field that is printed, a field for each other language and script.

`title_transliteration_ja-Latn` is the romanised title: the field, what the form is to the text in its own language, and
the language (biblatex-ms manual 4.0, Multiscript Support). A list of names has a form for each language that any of the
names has; who has none stands in it as printed, and an annotation says in which language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from exporter.export.bibtex.biblatex_entry import Biblatex
from exporter.export.bibtex.latex import escape
from exporter.model.agent import Agent, Name
from exporter.model.text import Text, is_reading
from exporter.model.vocabularies.languages import script

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

    def stem(self, field: str) -> str:
        """Give the field of which this is a form or an annotation."""
        return field.partition("_")[0].partition("+")[0]

    def one(self, name: str, text: Text, field: str = "") -> str:
        """Give the form of a text that is printed in `field`, and put the others into fields of their own."""
        if field not in FIELDS:
            return super().one(name, text)
        printed = self.context.tag(text)
        for tag, form in text:
            if tag != printed:
                self.put(_alternate(field, tag, text.language), escape(form))
        return escape(text[printed])

    def title(self) -> None:
        """Put the title and its reading into their fields; the reading is a form of the title as well."""
        super().title()
        for tag, form in self.work.title:
            if is_reading(tag) and tag != self.context.tag(self.work.title):
                self.put(_alternate("title", tag, self.work.title.language), escape(form))

    def other_titles(self, titles: Sequence[tuple[str, str]]) -> None:
        """Put the title in other languages and scripts into fields of their own."""
        for tag, form in titles:
            self.put(_alternate("title", tag, self.work.title.language), self.protected(form, tag))

    def original_title(self, title: Text) -> None:
        """Put the title of the original into its fields."""
        self.put("origtitle", self.one("Original title", title, "origtitle"))

    def put_names(self, field: str, agents: Sequence[Agent]) -> None:
        """Put names into a field of names, and their other forms into fields of their own."""
        super().put_names(field, agents)
        self._names(field, agents, self.parted)

    def say_publishers(self, agents: Sequence[Agent]) -> None:
        """Put the names of publishers into their field, and their other forms into fields of their own."""
        super().say_publishers(agents)
        if (field := self.places.get("publisher", "")) in FIELDS:
            self._names(field, agents, lambda _, name: escape(str(name)))

    def _names(
        self, field: str, agents: Sequence[Agent], write: Callable[[Agent, Name], str]
    ) -> None:
        printed = [self.context.name(agent, self.work) for agent in agents]
        self._annotate_languages(
            field, [name.tag for name in printed], self.context.tag(self.work.title)
        )
        # nothing of these names is lost, whatever other works make of them
        self.context.reported_ids.update(
            f"{agent.id}/name/{tag}" for agent in agents for tag, _ in agent.names
        )
        forms = [
            {
                _alternate(field, tag, agent.names.language): form
                for tag, form in agent.names
                if tag != shown.tag
            }
            for agent, shown in zip(agents, printed, strict=True)
        ]
        for alternate in dict.fromkeys(chain.from_iterable(forms)):
            chosen = [
                each.get(alternate, shown) for each, shown in zip(forms, printed, strict=True)
            ]
            for agent, name in zip(agents, chosen, strict=True):
                self.put(alternate, write(agent, name))
            self._annotate_languages(
                alternate, [name.tag for name in chosen], alternate.rpartition("_")[2]
            )

    def _annotate_languages(self, field: str, tags: Sequence[str], expected: str) -> None:
        """Say which names of a list are in another language than it (biblatex manual 3.7.1, literal annotations)."""
        odd = [f'{place}="{tag}"' for place, tag in enumerate(tags, start=1) if tag != expected]
        if odd:
            self.fields[f"{field}+an:mslang"] = [";".join(odd)]


def _alternate(field: str, tag: str, language: str) -> str:
    """Name the field of a form in the language `tag` of a text whose own language is `language`.

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
    """Give the script of a tag; simplified and traditional characters are one."""
    written, _ = script(tag)
    return "Hani" if written.startswith("Han") else written
