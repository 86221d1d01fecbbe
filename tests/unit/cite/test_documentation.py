"""The program in docs/citations.md prints what stands below it."""

import re
import sys

from tests.conftest import ROOT, run


def test_the_program_prints_what_is_said() -> None:
    page = (ROOT / "docs" / "citations.md").read_text("utf-8")
    (found,) = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, re.DOTALL)
    program, expected = found
    assert run(sys.executable, "-c", program).out == expected
