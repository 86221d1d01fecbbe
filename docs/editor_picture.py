"""Take the picture of docs/editor.md: Neovim with `exporter lsp`, and a finding in a record.

    python docs/editor_picture.py

Needs Neovim 0.7 or later, tmux, Chromium, and a font for Japanese. The picture, docs/editor.png, shows
the screen of a terminal as it is: tmux says which characters stand there, and in which colours.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COLUMNS, LINES = 104, 17
RECORD = """\
# yaml-language-server: $schema=../../schemas/book.schema.json
id: natsume-1914-kokoro
kind: book
language: ja
title:
  ja: こゝろ
  ja-Latn: Kokoro
contributors:
  - {agent: soseki-natsume, role: author}
publisher: {name: Iwanami Shoten, kind: organization}
place: Tokyo
issued: 1914
pagse: 310
identifiers:
  isbn: 978-4-10-101013-8
"""
AGENT = """\
# yaml-language-server: $schema=../../schemas/person.schema.json
id: soseki-natsume
kind: person
name:
  ja-Latn: {family: Natsume, given: Sōseki}
"""
SETTINGS = """\
set nocompatible termguicolors background=light number signcolumn=yes noswapfile
set laststatus=0 shortmess+=F noshowmode noruler cmdheight=1 scrolloff=0 fillchars=eob:\\ |
highlight SignColumn guibg=NONE
lua << EOF
vim.diagnostic.config {{
  virtual_text = {{ format = function(found) return (found.message:gsub("\\n.*", "")) end }},
}}
vim.api.nvim_create_autocmd("FileType", {{
  pattern = "yaml",
  callback = function(args)
    local client = vim.lsp.start_client {{
      name = "exporter",
      cmd = {{ {python!r}, "-m", "exporter", "lsp" }},
      root_dir = {root!r},
    }}
    vim.lsp.buf_attach_client(args.buf, client)
  end,
}})
EOF
"""
PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 12px 16px; background: #fff; width: 960px }}
pre {{ margin: 0; font: 15px/1.42 "DejaVu Sans Mono", "Noto Sans Mono CJK JP", monospace }}
</style><pre>{text}</pre>"""
_STYLE = re.compile("\x1b\\[([0-9;:]*)m")
_OTHER_CODES = re.compile("\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b\\([A-Z]|[\x0e\x0f]")


def tmux(*words: str) -> str:
    """Run a command of a tmux server of our own, and return what it prints."""
    command = ["tmux", "-L", "exporter-picture", "-f", "/dev/null", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def screen(folder: Path) -> str:
    """Open the record in Neovim and return the screen once the findings stand there."""
    book = folder / "records" / "books" / "natsume-1914-kokoro.yaml"
    settings = folder / "settings.vim"
    settings.write_text(SETTINGS.format(python=sys.executable, root=str(folder)), "utf-8")
    editor = f"nvim -n -i NONE -u {settings} {book}"
    size = ("-x", str(COLUMNS), "-y", str(LINES))
    tmux("new-session", "-d", *size, "env", "TERM=xterm-256color", "sh", "-c", editor)
    try:
        for _ in range(60):
            time.sleep(0.5)
            if "its last digit" in tmux("capture-pane", "-p"):
                break
        else:
            sys.exit("The language server has not reported the finding.")
        time.sleep(1)
        return tmux("capture-pane", "-p", "-e")
    finally:
        tmux("kill-server")


def as_html(text: str) -> str:
    """Return the text of a terminal as HTML with its colours."""
    parts: list[str] = []
    style: dict[str, str] = {}
    position = 0
    text = _OTHER_CODES.sub("", text)
    for match in [*_STYLE.finditer(text), None]:
        end = match.start() if match else len(text)
        words = html.escape(text[position:end])
        css = ";".join(f"{name}:{value}" for name, value in style.items())
        parts.append(f'<span style="{css}">{words}</span>' if css and words else words)
        if match:
            position = match.end()
            _change(style, match[1].replace(":", ";"))
    return "".join(parts)


def _change(style: dict[str, str], codes: str) -> None:
    """Change a style by the numbers of a code. Source: ECMA-48, 8.3.117 (SGR)."""
    numbers = [int(each or 0) for each in codes.split(";")]
    while numbers:
        code = numbers.pop(0)
        if code == 0:
            style.clear()
        elif code in (38, 48) and numbers[:1] == [2]:
            red, green, blue = numbers[1:4]
            del numbers[:4]
            style["color" if code == 38 else "background"] = f"rgb({red},{green},{blue})"
        elif code in (39, 49):
            style.pop("color" if code == 39 else "background", None)
        elif code in (1, 3, 4):
            name, value = _EFFECTS[code]
            style[name] = value
        elif code in (22, 23, 24):
            style.pop(_EFFECTS[{22: 1, 23: 3, 24: 4}[code]][0], None)
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style["color"] = _COLOURS[code % 10]


_EFFECTS = {
    1: ("font-weight", "bold"),
    3: ("font-style", "italic"),
    4: ("text-decoration", "underline"),
}
_COLOURS = ("#000", "#b00", "#080", "#860", "#03a", "#808", "#077", "#888")


def main() -> None:
    """Write the picture."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    for name in ("nvim", "tmux"):
        if shutil.which(name) is None:
            sys.exit(f"{name} is not installed.")
    if browser is None:
        sys.exit("Chromium is not installed.")
    picture = Path(__file__).with_name("editor.png")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "catalogue")
        folder.mkdir()
        command = [sys.executable, "-m", "exporter", "init", str(folder)]
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        for kind, id, text in (
            ("books", "natsume-1914-kokoro", RECORD),
            ("people", "soseki-natsume", AGENT),
        ):
            path = folder / "records" / kind / f"{id}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        page = Path(name, "page.html")
        page.write_text(PAGE.format(text=as_html(screen(folder))), "utf-8")
        options = ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=992,366")
        command = [browser, *options, f"--screenshot={picture}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
