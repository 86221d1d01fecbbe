"""What is wrong with a pattern of a schema: another program reads it otherwise, or a text can keep it busy for hours.

Python, Rust, JavaScript and RE2 agree on the plain part of regular expressions, and only that is taken. How long a
search takes is seen from the automaton of the pattern (Glushkov): it is bad where one text can be read in a number of
ways that grows with its length. Source: Weber and Seidl, On the degree of ambiguity of finite automata (1991).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

Characters = tuple[tuple[int, int], ...]
"""Characters as ranges of code points, in order."""

_LAST = 0x10FFFF
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}
_BLANKS = "\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_TOKEN = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrtfvsS]|[^A-Za-z0-9])|[^\\]")
_COUNT = re.compile(r"[*+?]|\{([0-9]+)(?:(,)([0-9]*))?\}")
_PLACES, _PARTS, _GROUPS, _STEPS, _WAYS = 500, 5_000, 50, 50_000, 64
"""How far a pattern is looked into; one that has more is refused, so that the look itself takes no time."""


class _Fault(Exception):
    pass


@lru_cache(512)
def pattern_fault(pattern: str) -> str:
    """Say what keeps a pattern from being used; empty where nothing does."""
    try:
        reader = _Reader(pattern)
        whole = reader.pattern()
        return (
            ""
            if _brief(reader, whole)
            else "a text could keep it busy for hours: it can be read in too many ways"
        )
    except _Fault as fault:
        return str(fault)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the pattern: the places at which it can begin and end, and whether it can be empty."""

    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    empty: bool = True


@dataclass(slots=True)
class _Reader:
    """Reads a pattern into its automaton: the characters of each place, and which places can follow each."""

    text: str
    at: int = 0
    places: list[Characters] = field(default_factory=list)
    follow: list[set[int]] = field(default_factory=list)
    doubled: set[tuple[int, int]] = field(
        default_factory=set
    )  # steps that can be taken in two ways
    parts: int = 0
    parted: bool = False  # whether what was read last is a choice

    def pattern(self) -> _Part:
        anchored = self.text.startswith("^")
        self.at = int(anchored)
        whole = self.choice()
        ended = self.text.startswith("$", self.at)
        if (anchored or ended) and self.parted:
            raise _Fault("^ or $ stands beside a choice; put the choice into parentheses: ^(a|b)$")
        self.at += ended
        if self.at < len(self.text):
            raise _Fault(
                f"“{self.text[self.at :][:20]}” stands where no program, or not every one, reads it alike"
            )
        if not anchored:  # a search begins anywhere: any characters may stand before
            whole = self.then(self.star(self.place(((0, _LAST),))), whole)
        return whole

    def choice(self) -> _Part:
        parts = [self.sequence()]
        while self.text.startswith("|", self.at):
            self.at += 1
            parts.append(self.sequence())
        self.parted = len(parts) > 1
        every = frozenset[int]
        first, last = (
            every().union(*(each.first for each in parts)),
            every().union(*(each.last for each in parts)),
        )
        return _Part(first, last, any(each.empty for each in parts))

    def sequence(self) -> _Part:
        done = _Part()
        while self.at < len(self.text) and self.text[self.at] not in "|)$":
            done = self.then(done, self.repeated())
        return done

    def repeated(self) -> _Part:
        start = self.at
        part = self.single()
        end = self.at
        count = _COUNT.match(self.text, self.at)
        if not count:
            return part
        self.at = after = count.end()
        if self.text[after : after + 1] in {"*", "+", "?", "{"}:
            raise _Fault(f"a second sign of repetition: “{self.text[end : after + 1]}”")
        least, most = {"*": (0, -1), "+": (1, -1), "?": (0, 1)}.get(
            count[0], (int(count[1] or 0), -1)
        )
        if count[1] and not count[3]:
            most = -1 if count[2] else least
        elif count[1]:
            most = int(count[3])
        if -1 < most < least:
            raise _Fault(f"{count[0]} is no number of times")
        done = ended = _Part()
        for number in range(max(least, most, 1)):
            if number:
                self.at = start
                part = self.single()  # each time has places of its own
            if number >= least:
                ended = _Part(done.first, ended.last | done.last, ended.empty and done.empty)
            done = self.then(
                done, self.star(part) if most < 0 and number == max(least, 1) - 1 else part
            )
        self.at = after
        return (
            _Part(done.first, ended.last | done.last, done.empty or least == 0) if most else _Part()
        )

    def single(self) -> _Part:
        self.parts += 1
        if self.parts > _PARTS or self.text.count("(") > _GROUPS:
            raise _Fault("it is too long, or repeats too often")
        if re.match(r"\(\?[^:]", self.text[self.at :]):
            raise _Fault("“(?” begins something that other programs do not know")
        if self.text.startswith("(", self.at):
            self.at += 3 if self.text.startswith("(?:", self.at) else 1
            inner = self.choice()
            if not self.text.startswith(")", self.at):
                raise _Fault("a parenthesis is not closed")
            self.at += 1
            return inner
        if self.text.startswith("[", self.at):
            return self.place(self.group())
        if self.text[self.at] in "*+?{}]^":
            raise _Fault(
                f"“{self.text[self.at :][:20]}” cannot begin here; write \\ before the character"
            )
        if self.text[self.at] == ".":
            self.at += 1
            return self.place(_others(_ranges("\n")))
        return self.place(self.character())

    def character(self) -> Characters:
        token = _TOKEN.match(self.text, self.at)
        if not token:
            raise _Fault(
                f"“{self.text[self.at :][:2]}” means something else in other programs; write [0-9] for \\d"
            )
        self.at = token.end()
        if token[0] in {"\\s", "\\S"}:
            return _ranges(_BLANKS) if token[0] == "\\s" else _others(_ranges(_BLANKS))
        code = ord(_ESCAPES.get(token[0][1:], token[0][-1]))
        if token[0][:2] in {"\\u", "\\x"}:
            code = int(token[0][2:], 16)
        return ((code, code),)

    def group(self) -> Characters:
        self.at += 1
        others = self.text.startswith("^", self.at)
        self.at += others
        found: list[tuple[int, int]] = []
        while not self.text.startswith("]", self.at):
            if self.at >= len(self.text) or re.match(r"\[|&&|--|~~|\|\|", self.text[self.at :]):
                raise _Fault(
                    "brackets that are not closed, or whose contents other programs read otherwise"
                )
            low = self.character()
            if re.match(r"-[^\]]", self.text[self.at :]) and len(low) == 1:
                self.at += 1
                high = self.character()
                if len(high) > 1 or high[0][0] < low[0][0]:
                    raise _Fault("a range of characters that has no end, or ends before it begins")
                low = ((low[0][0], high[0][0]),)
            found.extend(low)
        self.at += 1
        return _others(_sorted(found)) if others else _sorted(found)

    def place(self, characters: Characters) -> _Part:
        self.places.append(characters)
        self.follow.append(set())
        if len(self.places) > _PLACES:
            raise _Fault("it is too long, or repeats too often")
        here = frozenset({len(self.places) - 1})
        return _Part(here, here, empty=False)

    def then(self, one: _Part, other: _Part) -> _Part:
        self.join(one.last, other.first)
        first = one.first | other.first if one.empty else one.first
        last = one.last | other.last if other.empty else other.last
        return _Part(first, last, one.empty and other.empty)

    def star(self, part: _Part) -> _Part:
        self.join(part.last, part.first)
        return part

    def join(self, lasts: Set[int], firsts: Set[int]) -> None:
        for place in lasts:
            self.doubled |= {(place, each) for each in self.follow[place] & firsts}
            self.follow[place] |= firsts


def _sorted(ranges: list[tuple[int, int]]) -> Characters:
    done: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if done and low <= done[-1][1] + 1:
            done[-1] = (done[-1][0], max(high, done[-1][1]))
        else:
            done.append((low, high))
    return tuple(done)


def _ranges(text: str) -> Characters:
    found = re.findall(r"(.)(?:-(.))?", text, re.DOTALL)
    return _sorted([(ord(low), ord(high or low)) for low, high in found])


def _others(ranges: Characters) -> Characters:
    edges = [-1, *(edge for low, high in ranges for edge in (low - 1, high)), _LAST]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((low + 1, high) for low, high in pairs if low < high)


def _holds(characters: Characters, code: int) -> bool:
    return any(low <= code <= high for low, high in characters)


def _brief(automaton: _Reader, whole: _Part) -> bool:
    """Tell whether the time of a search grows no faster than the text."""
    after, looping = _reached(automaton.follow), set[int]()
    looping.update(place for place, reached in enumerate(after) if place in reached)
    choices = [_choices(automaton, following) for following in automaton.follow]
    ways = _choices(automaton, whole.first)
    for place, number in enumerate(choices):
        ways *= 1 if place in looping else number
    ways <<= len(automaton.doubled)
    if ways > _WAYS or any(place in after[each] for place, each in automaton.doubled):
        return False
    if all(choices[place] == 1 for place in looping):
        return True
    steps = [_STEPS]
    pairs = ((one, other) for one in looping for other in after[one] & looping if one != other)
    return not any(_part_ways(automaton, one, other, after, steps) for one, other in pairs)


def _choices(automaton: _Reader, following: Iterable[int]) -> int:
    """Give the greatest number of places that one character can lead to."""
    sets = [automaton.places[each] for each in following]
    return max(
        (sum(_holds(each, low) for each in sets) for one in sets for low, _ in one), default=1
    )


def _reached(follow: Sequence[Set[int]]) -> list[set[int]]:
    """Give for each place those to which a way of one step or more leads."""
    found = []
    for following in follow:
        reached, new = set(following), list(following)
        while new:
            more = follow[new.pop()] - reached
            reached |= more
            new.extend(more)
        found.append(reached)
    return found


def _part_ways(
    automaton: _Reader, one: int, other: int, after: list[set[int]], steps: list[int]
) -> bool:
    """Tell whether some text leads from one place back to it, to the other, and from that back to it.

    Such a text, repeated, can be read in as many ways as it is repeated, or more. Takes from `steps`; where they do
    not do, the pattern is taken for one that has such a text.
    """
    places, follow = automaton.places, automaton.follow
    seen, new = set[tuple[int, int, int]](), [(one, one, other)]
    while new:
        now = new.pop()
        for there in product(follow[now[0]], follow[now[1]], follow[now[2]]):
            if (
                there in seen
                or one not in after[there[0]] | {there[0]}
                or other not in after[there[2]] | {there[2]}
            ):
                continue
            steps[0] -= 1
            sets = [places[each] for each in there]
            if any(
                all(_holds(each, low) for each in sets)
                for characters in sets
                for low, _ in characters
            ):
                if there == (one, other, other) or steps[0] < 0:
                    return True
                seen.add(there)
                new.append(there)
    return False
