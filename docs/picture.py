"""Draw the picture of docs/citations.md: works of this repository's catalogue in three styles.

    python docs/picture.py

Needs Chromium, and fonts for Japanese. The picture is docs/citations.png.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

STYLES = {
    "APA": ("--style", "apa"),
    "Chicago": ("--style", "chicago-author-date"),
    "SIST 02": ("--style", "sist02", "--locale", "ja-JP"),
}
WORKS = (
    "xinhua-food-aid",
    "siege-of-changchun",
    "taliban-reverses-power-relationship",
    "mao-zedong-nihongun",
    "digital-jinmingen",
)
PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 16px; background: white; font: 14px/1.45 serif; width: 1008px }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100% }}
th {{ font: bold 15px sans-serif; text-align: left; padding: 0 12px 8px }}
td {{ vertical-align: top; padding: 0 12px; border-left: 1px solid #ccc }}
a {{ color: inherit; text-decoration: none }}
.csl-entry {{ padding-left: 1.5em; text-indent: -1.5em; margin-bottom: 8px }}
.csl-entry > div {{ display: inline; text-indent: 0 }}
</style><table><tr>{heads}</tr><tr>{cells}</tr></table>"""


def bibliography(options: tuple[str, ...]) -> str:
    """Return the works as HTML in a style."""
    command = [sys.executable, "-m", "exporter", "cite", *options, "--as", "html", *WORKS]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Write the picture."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is not installed.")
    heads = "".join(f"<th>{name}</th>" for name in STYLES)
    cells = "".join(f"<td>{bibliography(options)}</td>" for options in STYLES.values())
    picture = Path(__file__).with_name("citations.png")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(PAGE.format(heads=heads, cells=cells), "utf-8")
        options = ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1040,385")
        command = [browser, *options, f"--screenshot={picture}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
