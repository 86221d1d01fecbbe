"""Whether a broadcast, a speech or an interview was seen, heard or read."""

from __future__ import annotations

import re

from exporter.export.carriers import carriers
from exporter.model.markup import strip
from exporter.model.work import Work

_HEARD = re.compile(r"\b(radio|audio|podcast)|ラジオ|音声|广播|廣播|라디오", re.IGNORECASE)
_SEEN = re.compile(
    r"\b(television|tv|telecast|video)|テレビ|映像|电视|電視|视频|視頻|텔레비전", re.IGNORECASE
)
PERFORMED = frozenset({"broadcast", "interview", "speech", "performance"})
"""CSL types of works that do not say whether they were seen, heard or read."""
_PAPER = frozenset({"unmediated", "microform"})


def perceived(work: Work) -> str:
    """Return how it was perceived, if its type leaves that open: `seen`, `heard` or `read`."""
    for name, is_so in (("seen", seen), ("heard", heard), ("read", read)):
        if is_so(work):
            return name
    return ""


def heard(work: Work) -> bool:
    """Return whether the kind, the carrier or words of the record say that it has sound alone."""
    return _is_told(work, "recording", {"audio"}, _HEARD)


def seen(work: Work) -> bool:
    """Return whether there was something to see."""
    return _is_told(work, "film", {"video", "projected"}, _SEEN)


def read(work: Work) -> bool:
    """Return whether it is there as a text: its carrier says so."""
    media = {each.media for each in carriers(work)}
    return work.type in PERFORMED and bool(media) and media <= _PAPER


def _is_told(work: Work, kind: str, media: set[str], words: re.Pattern[str]) -> bool:
    if work.type not in PERFORMED:
        return False
    if work.kind in {"recording", "film"}:
        return work.kind == kind
    if media & {each.media for each in carriers(work)}:
        return True
    return any(words.search(each) for each in _words(work))


def _words(work: Work) -> list[str]:
    """Return the words that may tell: genre, medium, and the names of the broadcasters."""
    texts = [*work.texts("genre"), *work.texts("medium")]
    found = [strip(form) for text in texts for _, form in text]
    for agent in work.by_role("broadcaster"):
        found += [str(form) for _, form in agent.names]
    return found
