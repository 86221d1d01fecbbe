"""The test suite itself: it can run in the background, and no test passes by looking at nothing."""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from tests.support.inputs import ROOT

STOPPED = "tests/hostile/test_interrupted_writes.py::test_a_signal_stops_the_command"


def test_tests_of_signals_pass_in_the_background_and_under_nohup() -> None:
    """There SIGINT and SIGHUP are ignored, and child processes inherit that."""
    ignore = (
        "import os, signal, sys; "
        f"[signal.signal(number, signal.SIG_IGN) for number in ({signal.SIGINT:d}, {signal.SIGHUP:d})]; "
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            ignore,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            STOPPED,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


MODULES = sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "tests")))
def test_no_test_passes_because_its_loop_never_ran(path: Path) -> None:
    """A test whose assertions all stand in loops or branches asserts first that there is something.

    A loop over a literal or over a constant of the module needs no such assertion.
    """
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    constants = vars(import_module(name))
    tests = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert tests
    assert [
        test.name
        for test in tests
        if has_assertions(test.body) and not surely_asserts(test.body, constants)
    ] == []


def has_assertions(statements: Sequence[ast.AST]) -> bool:
    """Whether an assertion stands in the statements themselves, not in a function inside them."""
    for statement in statements:
        if isinstance(statement, ast.Assert):
            return True
        is_helper = isinstance(statement, ast.FunctionDef) and not statement.decorator_list
        if not is_helper and has_assertions(list(ast.iter_child_nodes(statement))):
            return True
    return False


def surely_asserts(statements: Sequence[ast.stmt], constants: Mapping[str, object]) -> bool:
    """Whether an assertion is reached in every run of the statements."""
    for statement in statements:
        inner: Sequence[ast.stmt] = ()
        match statement:
            case ast.Assert():
                return True
            case ast.With(items=[ast.withitem(ast.Call(ast.Attribute(attr="raises" | "warns")))]):
                return True
            case ast.If() if surely_asserts(statement.orelse, constants):
                inner = statement.body
            case ast.With() | ast.Try():
                inner = statement.body
            case ast.For() if is_filled(statement.iter, constants):
                inner = statement.body
            case ast.FunctionDef(decorator_list=[_, *_]):  # an example of Hypothesis
                inner = statement.body
        if surely_asserts(inner, constants):
            return True
    return False


def is_filled(node: ast.expr, constants: Mapping[str, object]) -> bool:
    """Whether an expression certainly has elements: a literal or a constant of the module."""
    match node:
        case ast.Tuple() | ast.List() | ast.Set():
            return bool(node.elts)
        case ast.Dict():
            return bool(node.keys)
        case ast.Constant():
            return bool(node.value)
        case ast.Name():
            return bool(constants.get(node.id))
        case ast.Call(ast.Attribute(value, "items" | "values" | "split")):
            return is_filled(value, constants)
        case ast.Call(ast.Name("enumerate" | "product" | "range" | "sorted" | "zip")):
            return all(is_filled(argument, constants) for argument in node.args)
        case _:
            return False
