"""Changes a module in one place after another, and lists the changes that no test notices.

`python tests/mutants.py exporter/checks/invalid_date.py tests/test_checks.py -k invalid-date`: a module, and what
pytest is to run. Nothing is written: each change lives in a fork, and not in the processes that tests start.
"""

from __future__ import annotations

import ast
import copy
import os
import signal
import sys
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path

import jsonschema  # noqa: F401 - what all forks need is imported once
import pytest

OTHER = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
}  # fmt: skip


def changes(node: ast.AST) -> Iterator[tuple[str, object]]:
    """Give the changes of one node: the name of its part, and what that becomes."""
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OTHER:
        yield "op", OTHER[type(node.op)]()
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER:
        yield "ops", [OTHER[type(node.ops[0])](), *node.ops[1:]]
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        yield "value", not node.value if isinstance(node.value, bool) else node.value + 1
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "test", ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "ifs", node.ifs[1:]
    elif isinstance(node, ast.Return) and node.value:
        yield "value", ast.Constant(None)


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Give each change of a module with its line, the code before and after, and the module so changed."""
    for number, node in enumerate(ast.walk(tree)):
        for part, value in changes(node):
            changed = copy.deepcopy(tree)
            there = list(ast.walk(changed))[number]
            setattr(there, part, value)
            line = getattr(node, "lineno", 0) or getattr(getattr(node, "target", None), "lineno", 0)
            yield line, f"{ast.unparse(node)}  →  {ast.unparse(there)}", ast.fix_missing_locations(changed)


def survives(file: Path, tree: ast.Module, words: list[str]) -> bool:
    """Run the tests with a changed module in a fork, and tell whether all of them pass."""
    child = os.fork()
    if not child:
        signal.alarm(60)  # a change may loop for ever
        usual = SourceFileLoader.get_code
        SourceFileLoader.get_code = lambda self, name: (  # type: ignore[method-assign]
            compile(tree, self.path, "exec") if Path(self.path).resolve() == file else usual(self, name)
        )
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        os._exit(int(pytest.main(["-q", "-x", "-n", "0", "-p", "no:cacheprovider", *words])))
    return os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    module, *asked = sys.argv[1:]
    path = Path(module).resolve()
    source = ast.parse(path.read_text("utf-8"))
    assert survives(path, source, asked), "the tests fail also without a change"
    made = list(mutants(source))
    left = [(line, said) for line, said, changed in made if survives(path, changed, asked)]
    sys.stdout.writelines(f"{module}:{line}: {said}\n" for line, said in left)
    sys.stdout.write(f"{module}: of {len(made)} changes, {len(left)} are not noticed\n")
