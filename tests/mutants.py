"""Changes modules in one place after another, and lists the changes that the tests of each module do not notice.

`python tests/mutants.py exporter/checks exporter/formats/ris.py` takes files, and folders of them. Nothing is written:
each change lives in a fork, and in the forks of that which are the command `exporter`, but in no other process.
"""

from __future__ import annotations

import ast
import copy
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from time import monotonic

import grimp
import pytest

ROOT = Path(__file__).parents[1]
TESTS = {
    "checks/__init__": "checks=sample",
    "checks/duplicate_id": "bad_input checks=a_copy,page",
    "checks/misnamed_file": "bad_input checks=file,page",
    "checks/misplaced_record": "bad_input checks=wrong_folder,page",
    "checks/invalid_date": "date checks=date",
    "checks/mistyped_": "identifier checks mend=identifier,{dashed}",
    "checks/": "checks={dashed} mend={dashed}",
    "formats/__init__": "crosswalk outsiders",
    "formats/biblatex_ms": "biblatex-ms: biblatex",
    "formats/datacite_json": "datacite-json: datacite",
    "formats/json_ld": "json-ld: rdf",
    "formats/marcxml": "marcxml: marc",
    "formats/turtle": "turtle: rdf",
    "formats/": "{dashed}: {}",
    "mappings/bib/": "bibtex: biblatex: bibtex",
    "mappings/biblatex/": "biblatex: biblatex-ms: biblatex",
    "mappings/csl": "csl-json: csl-yaml: csl_json csl_yaml",
    "mappings/datacite/": "datacite: datacite-json: datacite",
    "mappings/dublin_core": "dc: dcterms: dc dcterms",
    "mappings/in_words": "bibtex: csl-json: ris: mods: bibtex csl_json",
    "mappings/marc/": "marc: marcxml: marc",
    "mappings/rdf/": "turtle: json-ld: rdf",
    "write": "write",
}
"""What tests a module, by the beginning of its path: `ris:`, the golden files of that format; `ris`, `test_ris.py`; and
`mend=isbn,doi`, of all these what has isbn or doi in its name."""
CASES = ("catalogue", "in-english", "rare", "one-work")
"""The cases of `test_golden.py`."""
OTHER = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
}  # fmt: skip


def tests(module: Path) -> Iterator[str]:
    """Give the words for pytest that run the tests of a module."""
    way = module.relative_to(ROOT / "exporter").as_posix()
    name = way.removesuffix(".py").split("/")[-2 if way.count("/") > 1 else -1]
    asked = next(words for start, words in TESTS.items() if way.startswith(start))
    for word in asked.format(name, dashed=name.replace("_", "-")).split():
        if word.endswith(":"):
            yield from (f"tests/test_golden.py::test_golden[{word[:-1]}-{case}]" for case in CASES)
        else:
            file, _, some = word.partition("=")
            yield from (f"tests/test_{file}.py", *(("-k", some.replace(",", " or ")) if some else ()))


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
    elif isinstance(node, ast.Return) and ast.unparse(node) not in {"return", "return None"}:
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


class Quickest:
    """Puts the quickest tests first, and those of whole catalogues last."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = max(self.seconds[report.nodeid], report.duration)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: (*self.wide(item.name), self.seconds[item.nodeid]))

    def wide(self, name: str) -> tuple[bool, bool]:
        words = re.split(r"\W", name)
        return "small" in words or "real" in words, "real" in words


QUICKEST = Quickest()


def survives(module: Path, tree: ast.Module, seconds: int) -> bool:
    """Run the tests of a module with the module so changed in a fork, and tell whether all pass within the seconds."""
    child = os.fork()
    if not child:
        os.setpgrp()
        signal.alarm(seconds)  # a change may loop for ever
        usual = SourceFileLoader.get_code
        SourceFileLoader.get_code = lambda self, name: (  # type: ignore[method-assign]
            compile(tree, self.path, "exec") if Path(self.path).resolve() == module else usual(self, name)
        )
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        load(graph().modules)
        os._exit(tested(module))
    status = os.waitpid(child, 0)[1]
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # the commands that it ran
    return status == 0


def tested(module: Path) -> int:
    """Run the tests of a module, the command `exporter` in a fork of this process, and give the exit code of pytest."""
    from tests import conftest, one_process

    def exporter(*words: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, memory: int = 0) -> object:
        return one_process.ran([str(word) for word in words], str(cwd), os.environ | (env or {}), memory)

    conftest.exporter = exporter
    usual = ["-q", "-x", "-s", "-n", "0", "-p", "no:cacheprovider", "-p", "no:unraisableexception"]
    golden, others = [], []
    for word in tests(module):
        (golden if "test_golden" in word else others).append(word)
    runs = (int(pytest.main([*usual, *words], [QUICKEST])) for words in (golden, others) if words)
    return next((code for code in runs if code), 0)


@cache
def graph() -> grimp.ImportGraph:
    """Give which module of exporter imports which: the packages that it is in as well."""
    made = grimp.build_graph("exporter", cache_dir=None)
    for name in made.modules - {"exporter"}:
        made.add_import(importer=name, imported=name.rpartition(".")[0])
    return made


def load(names: Iterable[str]) -> None:
    """Import modules of exporter."""
    for name in sorted({*names} - {"exporter.__main__"}):
        import_module(name)


def judge(module: Path) -> None:
    """Change a module in each place, and print what no test notices."""
    tree = ast.parse(module.read_text("utf-8"))
    started = monotonic()
    assert not tested(module), f"{module}: the tests fail also without a change"  # and what they need is imported
    seconds = 30 + 3 * int(monotonic() - started)
    for name in [name for name in sys.modules if name.split(".")[0] in {"exporter", "tests"}]:
        del sys.modules[name]
    name = ".".join(module.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    load(graph().modules - graph().find_downstream_modules(name) - {name})  # the others are left to each fork
    made = list(mutants(tree))
    assert not made or survives(module, tree, seconds), f"{module}: the tests fail in a fork"
    left, where = 0, module.relative_to(ROOT)
    for line, said, changed in made:
        if survives(module, changed, seconds):
            left += 1
            sys.stdout.write(f"{where}:{line}: {said}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{where}: of {len(made)} changes, {left} are not noticed\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    asked = [Path(word).resolve() for word in sys.argv[1:]]
    for each in sorted({file for path in asked for file in ([path] if path.is_file() else path.rglob("*.py"))}):
        judge(each)
