"""Where tests find what is not part of this repository: programs, official schemas, corpora.

A test that lacks one of them is skipped with a message that says how to get it. In continuous
integration, where everything is installed, it fails (see tests/conftest.py).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]
"""The root folder of this repository."""
OFFICIAL = Path(os.environ.get("OFFICIAL_SCHEMAS", ROOT.parent / "shared" / "schemas"))
"""A folder with tei_all.rng, oai_dc.xsd, csl-data.json and others, as their owners publish them."""


def missing(what: str, how: str) -> NoReturn:
    """Skip the test because a program or file is missing, and say how to get it."""
    pytest.skip(f"{what} is not here: {how}")


def program(name: str, package: str) -> str:
    """Return the path of a program, or skip the test and name the Debian package that has it."""
    found = shutil.which(name)
    if not found:
        missing(name, f"apt-get install {package}")
    return found


def official(name: str) -> Path:
    """Return the path of an official schema, or skip the test and say how to provide it."""
    path = OFFICIAL / name
    if not path.exists():
        missing(name, "put the official schemas into a folder and name it in OFFICIAL_SCHEMAS")
    return path


def shared(name: str) -> Path:
    """Return the path of a file or folder beside the official schemas, such as `corpora/loc`.

    These are records, styles and test suites of other projects. The test is skipped if they are
    not there.
    """
    path = OFFICIAL.parent / name
    if not path.exists():
        missing(name, "put it into the folder that holds the folder of the official schemas")
    return path
