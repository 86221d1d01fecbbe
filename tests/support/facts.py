"""The facts that readers must find: what a record says, worked out from its YAML without the exporter's own code.

A fact is a text, as a record prints it, or all its forms where a format may choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml

Record = Mapping[str, Any]

AGENTS = {"person", "organization"}

CATALOGUE_LANGUAGE = "en"
"""The language of the cataloguer's words in a catalogue whose settings name none."""


def recorded(catalogue: Path) -> dict[str, Any]:
    """Return the records of a catalogue by their ids; every scalar is the text that is written."""
    files = (path.read_text("utf-8") for path in (catalogue / "records").rglob("*.yaml"))
    records = (yaml.load(text, yaml.BaseLoader) for text in files)
    return {each["id"]: each for each in sorted(records, key=itemgetter("id"))}


def leaves(value: Any) -> Iterator[str]:
    """Yield every text in a value, however deep."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    else:
        yield value


def languages_of(work: Record) -> list[str]:
    """Return the languages of a work, the main one first."""
    written = work.get("language", [])
    return [written] if isinstance(written, str) else list(written)


def stated(work: Record) -> list[str]:
    """Return the languages of a work that are known."""
    return [each for each in languages_of(work) if each != "und"]


WORDS_OF_THE_CATALOGUER = {
    *("devised_title", "uniform_title", "abstract", "notes", "keywords", "genre", "location"),
    *("claims", "note"),
}
"""The fields of works whose plain text is in the language of the catalogue."""


def language_in(record: Record, field: str) -> str:
    """Return the language of plain text in a field of a record."""
    if field in WORDS_OF_THE_CATALOGUER:
        return str(record.get("cataloguing_language", CATALOGUE_LANGUAGE))
    return language_of(record)


def language_of(record: Record) -> str:
    """Return the language of plain text that repeats a work, or of the names of an agent."""
    catalogue = str(record.get("cataloguing_language", CATALOGUE_LANGUAGE))
    if record["kind"] in AGENTS:
        return catalogue
    language = next(iter(languages_of(record)), catalogue)
    if language == "zxx":
        return catalogue
    return "und" if language in {"mul", "mis"} else language


def forms(text: str | Record, record: Record) -> dict[str, Any]:
    """Return the forms of a text by language; one that is plain is in the record's own."""
    return {language_of(record): text} if isinstance(text, str) else dict(text)


def is_reading(tag: str) -> bool:
    return not {"hira", "kana", "hrkt"}.isdisjoint(tag.lower().split("-")[1:])


def printed(text: str | Record, record: Record) -> str:
    """Return the form in the record's own language, or else the first; a reading only where there is nothing else."""
    by_tag = forms(text, record)
    shown = {tag: form for tag, form in by_tag.items() if not is_reading(tag)} or by_tag
    return str(shown.get(language_of(record)) or next(iter(shown.values())))


def title(work: Record) -> str:
    return (
        printed(work["title"], work)
        if "title" in work
        else f"[{printed(work['devised_title'], work)}]"
    )


def known(agent: Record) -> list[dict[str, str]]:
    """Return each form of a name, in the parts that the record has; `literal` where it is not taken apart."""
    return [
        {"literal": form} if isinstance(form, str) else form
        for form in forms(agent["name"], agent).values()
    ]


def texts(agent: Record) -> set[str]:
    """Return each form of a name in one piece, the family name first or last."""
    found = set()
    for form in known(agent):
        if "literal" in form:
            found.add(form["literal"])
            continue
        particles = (form.get("dropping_particle", ""), form.get("non_dropping_particle", ""))
        family = " ".join(filter(None, (*particles, form.get("family", ""))))
        given = " ".join(filter(None, (form.get("given", ""), form.get("numeration", ""))))
        suffix = form.get("suffix", "")
        for each in (f"{family}{given}", f"{family} {given}".strip(), f"{given} {family}".strip()):
            name = f"{each} {suffix}".strip()
            more = f", {form['title']}" if "title" in form else ""
            more += f" ({form['fuller_form']})" if "fuller_form" in form else ""
            found |= {name, name + more}
    return found


def spoken(record: Record) -> set[str]:
    """Return the names of an agent, or the title of a work."""
    return texts(record) if "name" in record else {title(record)}


def named(work: Record, roles: set[str]) -> list[str]:
    """Return the ids of those who had one of these roles, in the order of the record."""
    return [each["agent"] for each in work.get("contributors", ()) if each["role"] in roles]


def publishers(work: Record) -> list[str]:
    together = work.get("publisher", [])
    return [together] if isinstance(together, str) else list(together)
