"""Carrier and media types of works, in the terms of RDA: stated, or inferred from other fields."""

from __future__ import annotations

import re
from typing import NamedTuple

from exporter.model.markup import strip
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Work

_ONLINE = frozenset({"webpage", "post", "post-weblog"})
"""CSL types of works that exist on the web alone."""
_WORDS = (
    ("online resource", r"online resource|オンライン"),
    ("audio disc", r"audio discs?|sound discs?|compact discs?|vinyl|\bLPs?\b|\bCDs?\b(?!-ROM)"),
    ("audiocassette", r"audio ?cassettes?|sound cassettes?"),
    ("audiotape reel", r"audiotape reels?|sound tape reels?"),
    ("videodisc", r"videodiscs?|\bDVDs?\b|blu-ray"),
    ("videocassette", r"videocassettes?|\bVHS\b"),
    ("computer disc", r"computer (optical )?discs?|\bCD-ROMs?\b|\bDVD-ROMs?\b"),
    ("film reel", r"film reels?"),
    ("microfiche", r"microfiches?"),
    ("microfilm reel", r"microfilm( reels?)?"),
    ("slide", r"\bslides?\b"),
    ("object", r"\bglobes?\b|\bmodels?\b|\bobjects?\b|\bgames?\b"),
    (
        "sheet",
        r"\b(sheets?|maps?|plans?|posters?|broadsides?|photographs?|prints?|drawings?|paintings?"
        r"|postcards?|letters?|folded)\b",
    ),
    (
        "volume",
        r"\b(pages?|leaves|volumes?|scores?|atlas(es)?|pp?\.|v\.|vols?\.|S\.|Bde?\.)|ページ|頁|冊",
    ),
)
"""Words in a statement of extent or of the medium that tell the carrier."""


class Carrier(NamedTuple):
    """A carrier type (`online resource`, `cr`) with its media type (`computer`, `c`).

    Source: RDA 3.2 and 3.3. `code` is empty if only the media type is known, and that is an
    uncommon one.
    """

    term: str
    code: str
    media: str
    media_code: str


def carriers(work: Work) -> tuple[Carrier, ...]:
    """Return the carriers of a work; empty if nothing tells them.

    They are those that the record states, else what its extent or medium says. A work is not online
    because it has an address, but if it exists on the web alone, or was read there.
    """
    stated = work.node.lines("carrier_type")
    media = work.node.lines("media_type")
    if stated:
        return tuple(_carrier(term, media) for term in stated)
    told = _told_by_words(work)
    if media:
        agreeing = told is not None and told.media in media
        return (told,) if told and agreeing else tuple(_unspecified(each) for each in media)
    if told:
        return (told,)
    if work.type in _ONLINE or work.date("accessed"):
        return (_carrier("online resource"),)
    return ()


def _carrier(term: str, media: tuple[str, ...] = ()) -> Carrier:
    row = vocabulary("carrier_types")[term]
    if term in {"other", "unspecified"} and media:
        return _unspecified(media[0], other=term == "other")
    return Carrier(term, row["code"], row["media"], _media_code(row["media"]))


def _unspecified(media: str, *, other: bool = False) -> Carrier:
    term = f"other {media} carrier" if other else "unspecified"
    return Carrier(term, "" if other else "zu", media, _media_code(media))


def _media_code(media: str) -> str:
    return vocabulary("media_types")[media]["code"]


def _told_by_words(work: Work) -> Carrier | None:
    """Return the carrier whose word comes first in the extent, or else in the medium."""
    for text in (*work.texts("extent"), *work.texts("medium")):
        for _, form in text:
            words = strip(form)
            found = [
                (match.start(), term)
                for term, pattern in _WORDS
                if (match := re.search(pattern, words, re.IGNORECASE))
            ]
            if found:
                return _carrier(min(found)[1])
    return None
