"""Draw the picture of docs/site.md: the page of a book of this repository's catalogue.

    python docs/site_picture.py

Needs Chromium, and fonts for Japanese. The picture is docs/site.png.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Write the picture."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is not installed.")
    picture = Path(__file__).with_name("site.png")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        command = [sys.executable, "-m", "exporter", "site", "-o", str(site)]
        subprocess.run(command, check=True, capture_output=True)
        page = site / "mao-zedong-nihongun" / "index.html"
        options = ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1100,980")
        command = [browser, *options, f"--screenshot={picture}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
