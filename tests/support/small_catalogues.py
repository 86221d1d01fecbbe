"""Small catalogues that a test writes into a folder, as text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_records(folder: Path, records: Mapping[str, str]) -> Path:
    """Write records into `folder/records`, by their paths there, and return the folder."""
    for name, text in records.items():
        path = folder / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


RELATED = {
    "parts/tea-chapter.yaml": """\
id: tea-chapter
kind: part
type: chapter
language: en
title: Tea and the city
contributors:
  - {name: Ann Lee, role: author}
  - {name: Jo Doe, role: editor}
container_title: A companion to tea
series: Companions
series_number: "45"
identifiers: {isbn: 978-3-16-148410-0}
""",
    "parts/tea-essay.yaml": """\
id: tea-essay
kind: part
type: chapter
language: en
title: Leaves
part_of:
  title: Essays on tea
  contributors:
    - {name: Jo Doe, role: editor}
  publisher: {name: Leaf Press}
  identifiers: {isbn: 978-3-16-148410-0}
  series: Companions
  series_number: "46"
""",
    "datasets/leaves.yaml": """\
id: leaves
kind: dataset
language: en
title: Leaves counted
funding:
  - funder: {name: Tea Board}
  - {funder: {name: Leaf Fund}, number: 15K01234}
genre_terms:
  - {term: Data sets, scheme: lcgft}
extent: 3 files
issued: 1998/2001
licence: https://creativecommons.org/publicdomain/zero/1.0/
event: tea-days
variant_titles:
  - {title: Leaf count, type: cover}
""",
    "serials/tea.yaml": """\
id: tea
kind: serial
language: en
title: Tea
issued: 1945/1950
""",
    "events/tea-days.yaml": """\
id: tea-days
kind: event
name: Tea Days
number: "12"
place: Kyoto
date: 2019-09-09/2019-09-12
organizers: [{name: Tea Board}]
""",
}
"""Records whose related works, grants, genres and events say more than a title."""
