"""Draw the picture of docs/serve.md: the form of a book of this repository's catalogue.

    python docs/serve_picture.py

Needs Chromium, and fonts for Japanese. The picture is docs/serve.png.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Write the picture."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is not installed.")
    picture = Path(__file__).with_name("serve.png")
    command = [sys.executable, "-m", "exporter", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        found = re.search(r"(http://[^/]+)/(\S+)", server.stderr.readline())
        assert found
        page = f"{found[1]}/edit/books/mao-zedong-nihongun.yaml{found[2]}"
        options = ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1100,980")
        subprocess.run([browser, *options, f"--screenshot={picture}", page], check=True)
        server.terminate()


if __name__ == "__main__":
    main()
