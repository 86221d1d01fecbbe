"""The words that a reader sees beside a pointer or a code.

They repeat what another record or a list says.
"""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.date_words import duration_in_words
from exporter.export.tei.names import name_content, name_step
from exporter.export.tei.scope import scope_of
from exporter.export.tei.text import content, set_language
from exporter.export.xml import Element, element, fill
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.text import Text, script_of
from exporter.model.vocabularies.countries import country_name
from exporter.model.vocabularies.languages import meaning
from exporter.model.work import Work

LANGUAGE = "en"
"""The language of words that are not text of a record: months, languages, titles of fields."""


class Words:
    """The words for the pointers in one record: names and titles, in its language if possible."""

    def __init__(self, record: Work | Agent | Authority, context: ExportContext) -> None:
        self._context = context
        self._names = scope_of(context.crosswalk, "agent", "name/")
        self._default = context.catalogue.settings.language
        self._wishes = list(context.languages)
        self._script = ""
        if isinstance(record, Work):
            self._wishes.append(record.language)
            self._script = script_of(context.text(record.title))
        else:
            self._wishes.append(record.node.languages.catalogue)

    def name_of(self, agent: Agent, holder: Element) -> None:
        """Append the name of an agent, with its parts, as an element."""
        tag = agent.names.preferred_tag(self._wishes, self._script)
        written = agent.node.value.get("name", agent.id) if agent.node.value else agent.id
        form = written[tag] if isinstance(written, dict) and tag in written else written
        step = name_step(agent.kind)
        made = element(step.tags[0], *name_content(form, tag, self._names), **step.attributes())
        holder.append(made)
        set_language(made, tag, self._default)

    def put(self, id: str, holder: Element) -> None:
        """Put the name or title of a record into an element that points to it."""
        record = self._context.catalogue.record(id)
        if isinstance(record, Agent):
            name = record.names[record.names.preferred_tag(self._wishes, self._script)]
            self._fill(holder, str(name), name.tag)
        elif isinstance(record, Work):
            self._put_text(record.title, holder)
        elif isinstance(record, Authority):
            self._put_text(record.name, holder)
        else:
            self._fill(holder, id, "")

    def _put_text(self, text: Text, holder: Element) -> None:
        tag = text.preferred_tag(self._wishes, self._script)
        self._fill(holder, text[tag], tag)

    def _fill(self, holder: Element, words: str, tag: str) -> None:
        fill(holder, content(words))
        set_language(holder, tag, self._default)

    def put_language(self, tag: str, holder: Element) -> None:
        """Put the English name of a language into an element that has its tag."""
        self._fill(holder, meaning(tag), LANGUAGE)

    def put_country(self, code: str, holder: Element) -> None:
        """Put the English name of a country into an element that has its code of ISO 3166."""
        self._fill(holder, country_name(code), LANGUAGE)

    def put_duration(self, written: str, holder: Element) -> None:
        """Put a duration in English words into an element that has it in ISO 8601."""
        self._fill(holder, duration_in_words(written), LANGUAGE)
