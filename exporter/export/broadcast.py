"""Whether a broadcast was seen or only heard: its genre may tell, since no field of a record does."""

from __future__ import annotations

import re

from exporter.model.work import Work

_HEARD = re.compile(r"\b(radio|audio|podcast)|ラジオ|音声|广播|廣播|라디오", re.IGNORECASE)
_SEEN = re.compile(
    r"\b(television|tv|telecast|video)|テレビ|映像|电视|電視|视频|視頻|텔레비전", re.IGNORECASE
)


def heard(work: Work) -> bool:
    """Tell whether the genre says that there was nothing to see."""
    return _told(_HEARD, work)


def seen(work: Work) -> bool:
    """Tell whether the genre says that there was something to see."""
    return _told(_SEEN, work)


def _told(words: re.Pattern[str], work: Work) -> bool:
    return work.type == "broadcast" and any(
        words.search(form) for _, form in work.text("genre") or ()
    )
