"""Parses queries in CQL 1.2 (Contextual Query Language).

The parsers of CQL on the package index are not kept up, so this is a small one. Source: Library of
Congress, CQL 1.2 (the BNF, and the context set info:srw/cql-context-set/1/cql-v1.2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from exporter.sru.diagnostic import Diagnostic

LONGEST = 4_000
"""How many characters a query may have."""
_DEEPEST = 20
"""How many parentheses may be open at a time."""
_MOST_BOOLEANS = 20
_MOST_MASKS = 20
"""How many masking characters a query may have: each word with one is compared with all words."""
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<symbol> <= | >= | <> | == | [()=<>/] )
      | "(?P<quoted> (?: [^"\\] | \\. )* )"
      | (?P<open> " )
      | (?P<word> [^\s()=<>"/]+ )
    )""",
    re.VERBOSE | re.DOTALL,
)
_BOOLEANS = frozenset({"and", "or", "not", "prox"})
_COMPARISONS = frozenset({"=", "==", "<>", "<", ">", "<=", ">="})
CQL = "info:srw/cql-context-set/1/cql-v1.2"
_CQL_NAMES = frozenset({"cql", CQL, "info:srw/cql-context-set/1/cql-v1.1"})
"""The prefix of the context set of CQL, and its identifiers."""


class Clause(NamedTuple):
    """A search for a term in an index.

    `context_set` is the URI that the prefix of the index stands for, or else the prefix. `name`, the
    name of the index, and the relation are in lower case, without a prefix. The term has its
    backslashes.
    """

    context_set: str
    name: str
    relation: str
    term: str


class Combination(NamedTuple):
    """Two queries with `and`, `or` or `not` between them."""

    operator: str
    left: Query
    right: Query


Query = Clause | Combination


class _Token(NamedTuple):
    """`sort` is `symbol`, `quoted` or `word`; at the end of the query it is empty.

    `position` counts the characters of the query before it.
    """

    sort: str
    text: str
    position: int

    @property
    def keyword(self) -> str:
        """The word in lower case, if it is one without quotation marks."""
        return self.text.lower() if self.sort == "word" else ""

    def is_symbol(self, *texts: str) -> bool:
        """Return whether the token is one of these symbols, and not the same in quotation marks."""
        return self.sort == "symbol" and self.text in texts


def parse(query: str) -> Query:
    """Return what a query means. Raises Diagnostic."""
    if len(query) > LONGEST:
        raise Diagnostic(12, str(LONGEST))
    if query.count("*") + query.count("?") > _MOST_MASKS:
        raise Diagnostic(30, str(_MOST_MASKS), f"at most {_MOST_MASKS} in a query")
    return _Parser(query).query()


def _tokens(query: str) -> list[_Token]:
    found = []
    position = 0
    text = query.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match or match.lastgroup == "open":
            start = text.index('"', position)
            raise Diagnostic(14, str(start), "a quotation mark is not closed")
        sort = match.lastgroup or ""
        found.append(_Token(sort, match[sort], match.start(sort)))
        position = match.end()
    return found


class _Parser:
    """Reads the tokens of a query from left to right."""

    def __init__(self, query: str) -> None:
        self._tokens = _tokens(query)
        self._end = _Token("", "", len(query))
        self._next = 0
        self._depth = 0
        self._booleans = 0

    def query(self) -> Query:
        """Return the whole query."""
        found = self._combined({})
        token = self._peek()
        if token.keyword == "sortby":
            raise Diagnostic(80, "sortBy")
        if token.is_symbol(")"):
            explanation = "a parenthesis is closed that was not opened"
            raise Diagnostic(13, str(token.position), explanation)
        if token.sort:
            raise _syntax_error(token, "and, or, not, or the end should be")
        return found

    def _peek(self, ahead: int = 0) -> _Token:
        place = self._next + ahead
        return self._tokens[place] if place < len(self._tokens) else self._end

    def _take(self) -> _Token:
        token = self._peek()
        self._next += 1
        return token

    def _combined(self, sets: Mapping[str, str]) -> Query:
        """Return clauses that booleans join, which have no precedence: the left comes first."""
        sets = self._prefixes(sets)
        found = self._clause(sets)
        while self._peek().keyword in _BOOLEANS:
            operator = self._take().keyword
            self._booleans += 1
            if operator == "prox":
                raise Diagnostic(39, operator)
            if self._booleans > _MOST_BOOLEANS:
                raise Diagnostic(38, str(_MOST_BOOLEANS))
            if self._peek().is_symbol("/"):
                raise Diagnostic(46, self._peek(1).text)
            found = Combination(operator, found, self._clause(sets))
        return found

    def _prefixes(self, sets: Mapping[str, str]) -> Mapping[str, str]:
        """Read assignments (`> dc = "info:…"`), and return the sets by their prefixes."""
        known = dict(sets)
        while self._peek().is_symbol(">"):
            self._take()
            name = self._term_token()
            if self._peek().is_symbol("="):
                self._take()
                known[name.text.lower()] = self._term_token().text
            else:
                known[""] = name.text
        return known

    def _clause(self, sets: Mapping[str, str]) -> Query:
        if self._peek().is_symbol("("):
            return self._in_parentheses(sets)
        first = self._term_token()
        if not self._is_relation():
            return Clause("cql", "serverchoice", "=", first.text)
        relation = self._relation(sets)
        if self._peek().is_symbol("/"):
            raise Diagnostic(20, self._peek(1).text)
        term = self._term_token()
        prefix, dot, name = first.text.lower().rpartition(".")
        context_set = sets.get(prefix, prefix if dot else "")
        return Clause(context_set, name, relation, term.text)

    def _is_relation(self) -> bool:
        """Return whether a relation comes next: a word in quotation marks is one before a term."""
        token = self._peek()
        if token.sort == "quoted":
            return self._peek(1).sort in {"word", "quoted"}
        if token.sort == "word":
            return token.keyword not in {*_BOOLEANS, "sortby"}
        return token.is_symbol(*_COMPARISONS)

    def _relation(self, sets: Mapping[str, str]) -> str:
        """Return the next relation, without the prefix of the context set of CQL."""
        written = self._take().text.lower()
        prefix, dot, name = written.rpartition(".")
        return name if dot and sets.get(prefix, prefix) in _CQL_NAMES else written

    def _in_parentheses(self, sets: Mapping[str, str]) -> Query:
        opening = self._take()
        self._depth += 1
        if self._depth > _DEEPEST:
            explanation = f"at most {_DEEPEST} inside each other"
            raise Diagnostic(13, str(opening.position), explanation)
        found = self._combined(sets)
        token = self._take()
        if not token.sort:
            raise Diagnostic(13, str(opening.position), "a parenthesis is not closed")
        if not token.is_symbol(")"):
            raise _syntax_error(token, "and, or, not, or ) should be")
        self._depth -= 1
        return found

    def _term_token(self) -> _Token:
        """Return the next token, which must be a term. Raises Diagnostic.

        A boolean can be a term, too (`title = and`), by the BNF of CQL.
        """
        token = self._take()
        if token.sort not in {"word", "quoted"}:
            raise _syntax_error(token, "a term should be")
        return token


def _syntax_error(token: _Token, expected: str) -> Diagnostic:
    place = f"“{token.text}” stands" if token.sort else "the query ends"
    return Diagnostic(10, "", f"{place} where {expected}")
