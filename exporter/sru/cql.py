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
    """`sort` is `symbol`, `quoted` or `word`; at the end of the query it is empty."""

    sort: str
    text: str

    @property
    def keyword(self) -> str:
        """The word in lower case, if it is one without quotation marks."""
        return self.text.lower() if self.sort == "word" else ""


def parse(query: str) -> Query:
    """Return what a query means. Raises Diagnostic."""
    if len(query) > LONGEST:
        raise Diagnostic(12, f"at most {LONGEST:,}")
    if query.count("*") + query.count("?") > _MOST_MASKS:
        raise Diagnostic(30, f"at most {_MOST_MASKS} in a query")
    return _Parser(_tokens(query)).query()


def _tokens(query: str) -> list[_Token]:
    found = []
    position = 0
    text = query.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match or match.lastgroup == "open":
            raise Diagnostic(14, "a quotation mark is not closed")
        sort = match.lastgroup or ""
        found.append(_Token(sort, match[sort]))
        position = match.end()
    return found


class _Parser:
    """Reads the tokens of a query from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self._booleans = 0

    def query(self) -> Query:
        """Return the whole query."""
        found = self._combined({})
        token = self._peek()
        if token.keyword == "sortby":
            raise Diagnostic(80, "sortBy")
        if token.text == ")":
            raise Diagnostic(13, "a parenthesis is closed that was not opened")
        if token.sort:
            raise Diagnostic(10, f"“{token.text}” where and, or, or the end should be")
        return found

    def _peek(self, ahead: int = 0) -> _Token:
        place = self._next + ahead
        return self._tokens[place] if place < len(self._tokens) else _Token("", "")

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
                raise Diagnostic(38, f"at most {_MOST_BOOLEANS}")
            if self._peek().text == "/":
                raise Diagnostic(46, self._peek(1).text)
            found = Combination(operator, found, self._clause(sets))
        return found

    def _prefixes(self, sets: Mapping[str, str]) -> Mapping[str, str]:
        """Read assignments (`> dc = "info:…"`), and return the sets by their prefixes."""
        known = dict(sets)
        while self._peek() == _Token("symbol", ">"):
            self._take()
            name = self._term_token()
            if self._peek() == _Token("symbol", "="):
                self._take()
                known[name.text.lower()] = self._term_token().text
            else:
                known[""] = name.text
        return known

    def _clause(self, sets: Mapping[str, str]) -> Query:
        if self._peek() == _Token("symbol", "("):
            return self._in_parentheses(sets)
        first = self._term_token()
        following = self._peek()
        is_word = following.sort == "word" and following.keyword not in {*_BOOLEANS, "sortby"}
        if not is_word and not (following.sort == "symbol" and following.text in _COMPARISONS):
            return Clause("cql", "serverchoice", "=", first.text)
        relation = self._take().text.lower().removeprefix("cql.")
        if self._peek().text == "/" and self._peek().sort == "symbol":
            raise Diagnostic(20, self._peek(1).text)
        term = self._term_token()
        prefix, dot, name = first.text.lower().rpartition(".")
        context_set = sets.get(prefix, prefix if dot else "")
        return Clause(context_set, name, relation, term.text)

    def _in_parentheses(self, sets: Mapping[str, str]) -> Query:
        self._take()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Diagnostic(13, f"at most {_DEEPEST} inside each other")
        found = self._combined(sets)
        if self._take() != _Token("symbol", ")"):
            raise Diagnostic(13, "a parenthesis is not closed")
        self._depth -= 1
        return found

    def _term_token(self) -> _Token:
        """Return the next token, which must be a term. Raises Diagnostic."""
        token = self._take()
        if not token.sort:
            raise Diagnostic(10, "the query ends where a term should be")
        if token.sort == "symbol" or token.keyword in _BOOLEANS:
            raise Diagnostic(10, f"“{token.text}” where a term should be")
        return token
