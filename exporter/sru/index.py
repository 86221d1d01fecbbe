"""What searches look into: the words of the works, in memory.

The search of the site finds parts of names in a browser. It knows neither words nor which field a
name is in, which CQL asks for, so this is an index of its own.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.date import Date, parse_date
from exporter.model.folding import folded
from exporter.model.markup import strip
from exporter.model.text import Text
from exporter.model.work import Work
from exporter.sru.cql import CQL, Clause, Query
from exporter.sru.diagnostic import Diagnostic
from exporter.sru.words import Phrase, Word, masked_word, phrase_of, phrases_of, words

DC = "info:srw/cql-context-set/1/dc-v1.1"
REC = "info:srw/cql-context-set/2/rec-1.1"
SETS = {"cql": CQL, "dc": DC, "rec": REC}
"""The context sets by the prefixes that need no assignment."""
_OLDER_SETS = {"info:srw/cql-context-set/1/cql-v1.1": CQL}
INDEXES: Mapping[tuple[str, str], str] = {
    ("", "title"): "title",
    ("", "name"): "name",
    ("", "subject"): "subject",
    ("", "publisher"): "publisher",
    ("", "date"): "date",
    ("", "identifier"): "identifier",
    (DC, "title"): "title",
    (DC, "creator"): "name",
    (DC, "contributor"): "name",
    (DC, "subject"): "subject",
    (DC, "publisher"): "publisher",
    (DC, "date"): "date",
    (DC, "identifier"): "identifier",
    (REC, "identifier"): "identifier",
    (CQL, "serverchoice"): "anywhere",
    (CQL, "anywhere"): "anywhere",
    (CQL, "anyindexes"): "anywhere",
    (CQL, "keywords"): "anywhere",
    (CQL, "allrecords"): "all",
}
"""What an index of CQL looks into, by context set and name in lower case."""
_TITLES = ("title", "devised_title", "short_title", "subtitle", "uniform_title")
_TEXT_INDEXES = ("title", "name", "subject", "publisher", "other")
_DATE = re.compile(r"-?[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", re.ASCII)
_EARLIEST, _LATEST = (-(10**10), 1, 1), (10**10, 12, 31)
_RELATIONS = frozenset({"=", "==", "exact", "adj", "any", "all", "scr", "<>"})
_ORDERINGS = frozenset({"<", "<=", ">", ">=", "within"})
Span = tuple[tuple[int, int, int], tuple[int, int, int]]
"""The first and the last day of a date."""


class TextIndex:
    """Texts of works: which of them have a word, and what stands beside it."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._works = array("I")
        self._by_word: dict[str, array[int]] = {}

    def add(self, work: int, text: str) -> None:
        """Add a text of a work."""
        found = words(text)
        if not found:
            return
        number = len(self._texts)
        self._texts.append(f" {' '.join(found)} ")
        self._works.append(work)
        for word in dict.fromkeys(found):
            self._by_word.setdefault(word, array("I")).append(number)

    def with_phrase(self, phrase: Phrase) -> set[int]:
        """Return the works that have words one after the other in a text."""
        needed = [self._having(word) for word in phrase.words if word.text]
        texts = set.intersection(*needed) if needed else set()
        if len(phrase.words) > 1 or phrase.at_start or phrase.at_end:
            patterns = phrase.patterns()
            texts = {each for each in texts if _contains(self._texts[each], patterns)}
        return self._works_of(texts)

    def _having(self, word: Word) -> set[int]:
        """Return the texts that have a word."""
        if word.pattern is None:
            return set(self._by_word.get(word.text, ()))
        found: set[int] = set()
        for known, texts in self._by_word.items():
            if word.pattern.fullmatch(known):
                found.update(texts)
        return found

    def _works_of(self, texts: Iterable[int]) -> set[int]:
        return {self._works[each] for each in texts}


def _contains(text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    """Return whether a text has the patterns one after the other.

    The first place of each is taken, which leaves the most for the others. Their spaces at the ends
    are shared.
    """
    position = 0
    for pattern in patterns:
        match = pattern.search(text, position)
        if not match:
            return False
        position = match.end() - 1
    return True


class SearchIndex:
    """Finds works. They are numbered in the order of their ids as they were added."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._texts = {name: TextIndex() for name in _TEXT_INDEXES}
        self._identifiers: dict[str, list[int]] = {}
        self._dates: dict[int, Span] = {}

    def add(self, work: Work) -> None:
        """Add a work."""
        number = len(self.ids)
        self.ids.append(work.id)
        for name, text in _texts_of(work):
            self._texts[name].add(number, text)
        numbers = {folded(each) for each in _identifiers_of(work)}
        for each in numbers:
            self._identifiers.setdefault(each, []).append(number)
        span = _span(work.issued or work.date("created"))
        if span:
            self._dates[number] = span

    def search(self, query: Query) -> list[int]:
        """Return the numbers of the works that match a query, in order. Raises Diagnostic."""
        return sorted(self._found(query))

    def _found(self, query: Query) -> set[int]:
        if isinstance(query, Clause):
            return self._by_clause(query)
        left, right = self._found(query.left), self._found(query.right)
        if query.operator == "and":
            return left & right
        return left | right if query.operator == "or" else left - right

    def _by_clause(self, clause: Clause) -> set[int]:
        index = _index_of(clause)
        if clause.relation not in _RELATIONS | _ORDERINGS:
            raise Diagnostic(19, clause.relation)
        is_date = index == "date"
        allowed = _ORDERINGS | {"=", "==", "exact", "<>"} if is_date else _RELATIONS
        if clause.relation not in allowed:
            raise Diagnostic(22, f"{clause.name} {clause.relation}")
        if clause.relation == "<>":
            return self._all() - self._by_clause(clause._replace(relation="=="))
        if index == "all":
            return self._all()
        if is_date:
            return self._by_date(clause.relation, clause.term)
        if index == "identifier":
            return self._by_identifier(clause.relation, clause.term)
        return self._by_text(index, clause.relation, clause.term)

    def _all(self) -> set[int]:
        return set(range(len(self.ids)))

    def _by_text(self, index: str, relation: str, term: str) -> set[int]:
        anywhere = index == "anywhere"
        indexes = list(self._texts.values()) if anywhere else [self._texts[index]]
        if relation in {"any", "all"}:
            sets = [
                _united(each.with_phrase(phrase) for each in indexes) for phrase in phrases_of(term)
            ]
            return _joined(sets, relation)
        phrase = phrase_of(term)
        if relation in {"==", "exact"}:
            phrase = phrase._replace(at_start=True, at_end=True)
        found = _united(each.with_phrase(phrase) for each in indexes)
        is_identifier = anywhere and not phrase.at_start and not phrase.at_end
        return found | self._by_identifier("=", term) if is_identifier else found

    def _by_identifier(self, relation: str, term: str) -> set[int]:
        """Return the works with a number, however it is spaced."""
        if not term:
            raise Diagnostic(27)
        terms = term.split() if relation in {"any", "all"} else [term]
        return _joined([self._with_identifier(masked_word(each)) for each in terms], relation)

    def _with_identifier(self, wanted: Word) -> set[int]:
        if wanted.pattern is None:
            return set(self._identifiers.get(wanted.text, ()))
        return _united(
            set(works)
            for each, works in self._identifiers.items()
            if wanted.pattern.fullmatch(each)
        )

    def _by_date(self, relation: str, term: str) -> set[int]:
        first, last = _wanted_span(relation, term)
        tests: dict[str, Callable[[Span], bool]] = {
            "<": lambda span: span[0] < first,
            "<=": lambda span: span[0] <= last,
            ">": lambda span: span[1] > last,
            ">=": lambda span: span[1] >= first,
            "within": lambda span: first <= span[0] and span[1] <= last,
            "==": lambda span: span == (first, last),
            "exact": lambda span: span == (first, last),
        }
        tests["="] = lambda span: span[0] <= last and span[1] >= first
        test = tests[relation]
        return {number for number, span in self._dates.items() if test(span)}


def _united(sets: Iterable[set[int]]) -> set[int]:
    found: set[int] = set()
    return found.union(*sets)


def _joined(sets: Sequence[set[int]], relation: str) -> set[int]:
    """Return what is in all sets for the relation `all`, or else what is in any of them."""
    return set.intersection(*sets) if relation == "all" and sets else _united(sets)


def _index_of(clause: Clause) -> str:
    """Return what a clause looks into. Raises Diagnostic for an unknown set or index."""
    uri = SETS.get(clause.context_set, clause.context_set)
    uri = _OLDER_SETS.get(uri, uri)
    if uri and uri not in SETS.values():
        raise Diagnostic(15, clause.context_set)
    found = INDEXES.get((uri, clause.name))
    if found is None and not uri:
        found = INDEXES.get((CQL, clause.name)) or INDEXES.get((DC, clause.name))
    if found is None:
        name = f"{clause.context_set}.{clause.name}" if clause.context_set else clause.name
        raise Diagnostic(16, name)
    return found


def _wanted_span(relation: str, term: str) -> Span:
    if not term:
        raise Diagnostic(27)
    dates = term.split()
    if len(dates) != (2 if relation == "within" else 1) or not all(map(_DATE.fullmatch, dates)):
        example = "1900 1910" if relation == "within" else "1906, 1906-05 or 1906-05-31"
        raise Diagnostic(36, "", f"dates are written like {example}")
    parsed = [parse_date(each) for each in dates]
    spans = [_span(each) for each in parsed if each.is_possible]
    found = [span for span in spans if span]
    if len(found) != len(dates):
        raise Diagnostic(36, "", f"no calendar has “{term}”")
    return found[0][0], found[-1][1]


def _span(date: Date | None) -> Span | None:
    """Return the days between which a date lies; None if it says nothing."""
    if date is None:
        return None
    first = date.start.first if date.start else None
    last = date.end.last if date.end else None
    if first is None and last is None:
        return None
    return first or _EARLIEST, last or _LATEST


def _texts_of(work: Work) -> Iterator[tuple[str, str]]:
    """Yield what can be searched in a work, with the index that it is for."""
    for field in _TITLES:
        for text in work.texts(field):
            yield from _forms("title", text)
    yield from (("name", form) for form in _makers_of(work))
    for publisher in work.publishers:
        yield from (("publisher", form) for form in _names_of(publisher))
    yield from (("subject", form) for form in _subjects_of(work))
    for text in (*work.texts("abstract"), *(note.text for note in work.notes)):
        yield from _forms("other", text)


def _makers_of(work: Work) -> Iterator[str]:
    for contribution in work.contributions:
        if contribution.printed:
            yield from (form for _, form in contribution.printed)
        yield from _names_of(contribution.agent)


def _subjects_of(work: Work) -> Iterator[str]:
    for subject in work.subjects:
        if subject.text:
            yield from (strip(form) for _, form in subject.text)
        if subject.record:
            yield from _names_of(subject.record)
    for text in work.texts("keywords"):
        yield from (strip(form) for _, form in text)


def _forms(index: str, text: Text) -> Iterator[tuple[str, str]]:
    for _, form in text:
        yield index, strip(form)


def _names_of(record: Agent | Work | Authority) -> Iterator[str]:
    """Yield the names of a record in every language, those of an agent in both orders."""
    if isinstance(record, Work):
        yield from (strip(form) for _, form in record.title)
    elif isinstance(record, Authority):
        yield from (strip(form) for _, form in record.name)
    else:
        for names in (record.names, *(other.names for other in record.other_names)):
            for _, name in names:
                yield str(name)
                if name.heading != str(name):
                    yield name.heading


def _identifiers_of(work: Work) -> Iterator[str]:
    yield work.id
    for each in work.identifiers:
        yield each.number
