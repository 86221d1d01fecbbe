"""Templates of a catalogue: they take the place of those of the package, and can do no harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.site.test_site import SETTINGS, library, make, page, site, words_of


def with_template(folder: Path, name: str, text: str) -> Path:
    library(folder, f'{SETTINGS}[site]\ntemplates = "look"\n')
    (folder / "look").mkdir()
    (folder / "look" / name).write_text(text, "utf-8")
    return folder


def test_a_catalogue_changes_one_template(tmp_path: Path) -> None:
    text = (
        '{% extends "base.html" %}{% block content %}'
        "<h1>Welcome to {{ settings.institution }}</h1>{% endblock %}"
    )
    public = site(with_template(tmp_path, "home.html", text))
    assert words_of(page(public, "index.html").xpath("//h1")[0]) == "Welcome to Tea Library"
    assert words_of(page(public, "tea/index.html").xpath("//h1")[0]) == "茶の本"


def test_a_catalogue_has_a_style_sheet_of_its_own(tmp_path: Path) -> None:
    public = site(with_template(tmp_path, "site.css", "body { color: green }\n"))
    assert (public / "site.css").read_text("utf-8") == "body { color: green }\n"


def test_what_a_template_prints_is_escaped(tmp_path: Path) -> None:
    public = site(with_template(tmp_path, "home.html", "{{ site_name }}"))
    assert (public / "index.html").read_text("utf-8") == "Tea &amp; &lt;Books&gt;"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<p>\n{% if %}", "home.html:2"),
        ("<p>\n{{ nothing }}", "home.html:2"),
        ("<p>\n{{ 1 / 0 }}", "home.html:2"),
        ("<p>\n{{ newest.clear() }}", "home.html:2"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{% include '../../exporter.toml' %}", "there is no template"),
        ("{% extends 'none.html' %}", "there is no template “none.html”"),
    ],
)
def test_a_fault_in_a_template_is_named_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    ran = make(with_template(tmp_path, "home.html", text))
    assert ran.code == 2
    assert message in ran.err
    assert not (tmp_path / "public").exists()


def test_a_folder_of_templates_that_is_not_there(tmp_path: Path) -> None:
    ran = make(library(tmp_path, f'{SETTINGS}[site]\ntemplates = "look"\n'))
    assert ran.code == 2
    assert "there is no folder look" in ran.err


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('languages = "ja"', "languages must be a list of names"),
        ('languages = ["日本語"]', "must be language tags"),
        ('formats = ["pdf"]', "there is no format “pdf”"),
        ("templates = 1", "templates must be text"),
        ('words = ["none.tsv"]', "none.tsv"),
        ('styles = ["apaa"]', "there is no style “apaa”"),
        ('colour = "red"', "there is no setting “colour”"),
    ],
)
def test_a_wrong_setting_is_explained(tmp_path: Path, settings: str, message: str) -> None:
    ran = make(library(tmp_path, f"{SETTINGS}[site]\n{settings}\n"))
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err
