"""The application as a server for ASGI starts it, by environment variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.serve.asgi import app
from tests.conftest import exporter
from tests.support.desk import TestClient
from tests.support.small_catalogues import write_records
from tests.unit.serve.test_forms import RECORDS, TEA

NAME = "preview.example.org"
SECRET = "x" * 31 + "y"


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXPORTER_CATALOGUE", str(write_records(tmp_path, RECORDS)))
    monkeypatch.setenv("EXPORTER_HOSTS", f"other.example.org, {NAME}")
    return tmp_path


def client() -> TestClient:
    return TestClient(app(), base_url=f"https://{NAME}", follow_redirects=False)


@pytest.mark.usefixtures("catalogue")
def test_without_a_token_everybody_reads_and_nobody_writes() -> None:
    browser = client()
    assert "The Book of Tea" in browser.get("/site/tea/").text
    assert browser.get(TEA).status_code == 404
    assert browser.get("/", headers={"host": "evil.example.org"}).status_code == 421


@pytest.mark.usefixtures("catalogue")
def test_with_a_token_its_owner_edits_over_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTER_TOKEN", SECRET)
    browser = client()
    assert browser.get("/site/tea/").status_code == 403
    cookie = browser.get(f"{TEA}?token={SECRET}").headers["set-cookie"]
    assert "Secure" in cookie
    assert 'id="record"' in browser.get(TEA).text


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("EXPORTER_HOSTS", " , ", "EXPORTER_HOSTS is not set"),
        ("EXPORTER_TOKEN", "guess", "fewer than 32 characters"),
        ("EXPORTER_CATALOGUE", "/", "no catalogue here"),
    ],
)
def test_what_is_wrong_with_a_variable_is_said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    message: str,
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stop:
        app()
    said = capsys.readouterr().err.splitlines()
    assert stop.value.code == 3  # with which uvicorn and gunicorn give up
    assert len(said) == 2
    assert message in said[0]


def test_a_port_that_is_taken_is_told(catalogue: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = exporter("serve", "--port", str(port), cwd=catalogue)
    assert ran.code == 2
    assert f"port {port} cannot be used" in ran.err
    assert "token" not in ran.err
