"""Queries in CQL: what they mean, and what the server says of those that mean nothing to it."""

from __future__ import annotations

import pytest

from exporter.sru.cql import LONGEST, Clause, Combination, parse
from exporter.sru.diagnostic import Diagnostic

TEA = Clause("cql", "serverchoice", "=", "tea")


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("tea", TEA),
        (' "tea" ', TEA),
        ("dc.Title ANY tea", Clause("dc", "title", "any", "tea")),
        ('title=="a \\"b"', Clause("", "title", "==", 'a \\"b')),
        ("date<=1906", Clause("", "date", "<=", "1906")),
        ("a cql.all b", Clause("", "a", "all", "b")),
        ('title = "and"', Clause("", "title", "=", "and")),
        ("title = Or", Clause("", "title", "=", "Or")),
        (
            "not AND not",
            Combination("and", TEA._replace(term="not"), TEA._replace(term="not")),
        ),
        ('tea and "/"', Combination("and", TEA, TEA._replace(term="/"))),
        ('title "any" tea', Clause("", "title", "any", "tea")),
        ('"any" any "any"', Clause("", "any", "any", "any")),
        (
            "tea OR tea and tea",
            Combination("and", Combination("or", TEA, TEA), TEA),
        ),
        ("tea or (tea not tea)", Combination("or", TEA, Combination("not", TEA, TEA))),
        (
            '> b = "info:srw/cql-context-set/1/dc-v1.1" b.title = x',
            Clause("info:srw/cql-context-set/1/dc-v1.1", "title", "=", "x"),
        ),
        ('> "urn:x" (title = x)', Clause("urn:x", "title", "=", "x")),
    ],
)
def test_a_query_is_understood(query: str, meant: object) -> None:
    assert parse(query) == meant


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 10),
        ("title =", 10),
        ("= tea", 10),
        ("tea and", 10),
        ("and tea", 10),
        ("(tea fish)", 10),
        ('tea ")"', 10),
        ('tea and "/" fish', 10),
        ("tea fish cake more", 10),
        ("tea )", 13),
        ("(tea", 13),
        ("(" * 10_00 + "tea" + ")" * 10_00, 13),
        ('"tea', 14),
        ('title = "tea\\"', 14),
        ("tea prox fish", 39),
        ("tea and/cql.x fish", 46),
        ("title =/relevant tea", 20),
        ("tea sortBy title", 80),
        (" and ".join(["x"] * 60), 38),
        ("x" * (LONGEST + 1), 12),
        (" or ".join(["x**"] * 11), 30),
        (">", 10),
    ],
)
def test_a_wrong_query_has_the_diagnostic_of_the_list(query: str, number: int) -> None:
    with pytest.raises(Diagnostic) as raised:
        parse(query)
    assert raised.value.number == number
