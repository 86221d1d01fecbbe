"""schema.org in JSON-LD: works, persons and organisations for search engines and for the pages of a web site.

The document is one graph: the works, then the persons and organisations that they name. Records are fragments of it,
`#tea-report`, since they have no address of their own; where a work is named, its type and title stand beside the
pointer, so that each work can be cut out and put into the page about it. The context stands in the document: nothing
has to be fetched, and nothing in it can end a `script` element or break a line of JavaScript.

- Properties stand only where schema.org has them: a contributor whose role has no property for this type of work, or
  this sort of agent, is a `contributor` inside a `Role` that says the role. A citation stands inside a `Role` as well,
  which says its sense and its claims.
- Texts are tagged with their language; the `headline` of an article is plain, as search engines want it.
- A date is one of the calendar (ISO 8601). Where the record is less certain, or means more than one day, month or year,
  it says so in the `description`, in EDTF.
- The first of several publishers who disagree is the `publisher`, and the `description` names all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.schema_org import agent, work
from exporter.export.script_json import dumps
from exporter.model.agent import Agent
from exporter.model.work import Work

SUFFIX = ".jsonld"
MEDIA_TYPE = "application/ld+json"

CONTEXT = {"@vocab": "https://schema.org/", "sameAs": {"@type": "@id"}, "url": {"@type": "@id"}}


def render_work(each: Work, context: ExportContext) -> str:
    """Return one work as an object."""
    return dumps(_named(work.described(each, context), context), 2)


def render_agent(each: Agent, context: ExportContext) -> str:
    """Return a person or an organisation as an object."""
    return dumps(_named(agent.described(each, context), context), 2)


def _named(value: Any, context: ExportContext) -> Any:
    """Return a value in which records have IRIs below the address of the catalogue, if its settings have one."""
    base = context.catalogue.settings.base_uri
    if not base:
        return value
    if isinstance(value, list):
        return [_named(each, context) for each in value]
    if not isinstance(value, dict):
        return value
    found = {name: _named(each, context) for name, each in value.items()}
    if str(found.get("@id", "")).startswith("#"):
        found["@id"] = base + found["@id"][1:]
    return found


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the document: the context, the works, and the agents that they name."""
    agents = context.each("schema.org agents", render_agent, agent.named(works, context))
    yield f'{{\n  "@context": {dumps(CONTEXT, 1).lstrip()},\n  "@graph": ['
    before = "\n"
    for each in chain(entries, agents):
        yield before + each
        before = ",\n"
    yield "\n  ]\n}\n"
