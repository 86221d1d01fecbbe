"""Records written in odd ways, for Hypothesis: comments, quotes, flow and block styles, line
breaks, blanks.
"""

from __future__ import annotations

from hypothesis import strategies as st

TEXTS = st.text(
    st.sampled_from("ab  \u304b\u3099e\u0301\ufa19𠮷\U0001f600'\"#:-,[]{}&*!|>%@`\\\u3000\xa0\n7"),
    min_size=1,
    max_size=24,
)
"""Texts of letters taken apart, spaces, characters outside the basic plane, and what has a meaning
in YAML."""
LANGUAGES = st.sampled_from(["ja", "ja-Latn", "en", "iw", "he", "mo"])
COMMENTS = st.sampled_from(
    ["# a comment", "#", "# key: value", "# “quotes' \"", "# か\u3099  x", "#  - ", "# 𠮷 {"]
)


def double(text: str, escaped: bool) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\xa0": "\\_"}
    said = "".join(
        escapes.get(each, f"\\u{ord(each):04X}" if escaped and each in "\u304b\u3099" else each)
        for each in text
    )
    return f'"{said}"'


@st.composite
def spelled(draw: st.DrawFn, indent: int, flow: bool = False) -> str:
    """Spell a text as a value.

    Not every text can be spelled in every style, which the test has to sort out.
    """
    text = draw(TEXTS)
    styles = ["plain", "single", "double", "escaped"] + (
        [] if flow else ["literal", "folded", "broken", "anchor"]
    )
    style = draw(st.sampled_from(styles))
    pad = "\n" + " " * (indent + 2)
    if style == "single":
        return "'" + text.replace("'", "''").replace("\n", " ") + "'"
    if style in {"double", "escaped"}:
        return double(text, style == "escaped")
    if style in {"literal", "folded"}:
        head = {"literal": "|", "folded": ">"}[style] + draw(
            st.sampled_from(["", "-", "+", "  # why"])
        )
        return (
            head
            + pad
            + text.strip("\n").replace("\n", pad)
            + draw(st.sampled_from(["", "\n", "\n\n"]))
        )
    if style == "broken":
        return f"{text.strip()}{draw(st.sampled_from(['', ' ']))}{pad}{draw(TEXTS).strip()}"
    if style == "anchor":
        return f"&a{draw(st.integers(0, 99))} {double(text, False)}"
    return text.replace("\n", " ").strip()


@st.composite
def values(draw: st.DrawFn, indent: int = 0) -> str:
    """Spell a text, a text in several languages, or a list of them."""
    shape = draw(st.sampled_from(["text", "map", "flow map", "list", "flow list"]))
    tags = draw(st.lists(LANGUAGES, min_size=1, max_size=3, unique=True))
    if shape == "text":
        return draw(spelled(indent))
    if shape == "flow map":
        gap = draw(st.sampled_from([" ", "  ", "\n    ", "  # in between\n  "]))
        return "{" + f",{gap}".join(f"{tag}: {draw(spelled(indent, True))}" for tag in tags) + "}"
    if shape == "flow list":
        return "[" + " , ".join(draw(spelled(indent, True)) for _ in tags) + "]"
    pad = "\n" + " " * (indent + 2)
    if shape == "list":
        pad = "\n" + " " * draw(st.sampled_from([0, 2, 4]))
        return "".join(f"{pad}- {draw(spelled(len(pad) - 1))}" for _ in tags)
    return "".join(f"{pad}{tag}: {draw(spelled(indent + 2))}" for tag in tags)


@st.composite
def records(draw: st.DrawFn) -> str:
    """Write a record, with its fields in any order."""
    names = draw(
        st.lists(
            st.sampled_from(
                [
                    "title",
                    "abstract",
                    "notes",
                    "place",
                    "publisher",
                    "keywords",
                    "issued",
                    "odd",
                    "found",
                ]
            ),
            unique=True,
            max_size=5,
        )
    )
    fields = [
        "id: odd",
        "kind: book",
        f"language: {draw(LANGUAGES)}",
        *(f"{name}: {draw(values())}" for name in names),
    ]
    fields = draw(st.permutations(fields))
    lines = [
        draw(st.sampled_from(["", "---\n", "# yaml-language-server: $schema=../x.json\n", "\n"]))
    ]
    for field in fields:
        lines += [f"{draw(COMMENTS)}\n" for _ in range(draw(st.integers(0, 2)))]
        lines.append(draw(st.sampled_from(["", "", "\n", "  # deeper\n", " \t \n"])))
        tail = (
            draw(st.sampled_from(["", "", "  # at the end", " ", "\t"]))
            if "\n" not in field
            else ""
        )
        lines.append(f"{field}{tail}\n")
    lines.append(draw(st.sampled_from(["", "# the end\n", "\n\n", "...\n"])))
    text = "".join(lines)
    text = text if draw(st.booleans()) else text.rstrip("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))
