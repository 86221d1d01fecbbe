"""Names that each format writes in its way: with particles and suffixes, with one part, of a body."""

from __future__ import annotations

from exporter.model.agent import Name

ENDO = Name("ja", family="遠藤", given="誉")
BIDEN = Name("en", family="Biden")
GOGH = Name("nl", family="Gogh", given="Vincent", non_dropping_particle="van")
HUMBOLDT = Name("de", family="Humboldt", given="Alexander", dropping_particle="von")
KING = Name("en", family="King", given="Martin Luther", suffix="Jr.")
KING_ALONE = Name("en", family="King", suffix="Jr.")
SMITH_AND_SONS = Name("en", literal="Smith and Sons, Ltd. & Co.")
