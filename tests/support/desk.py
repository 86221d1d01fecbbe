"""A browser without a script at the forms of `exporter serve`: it follows links and sends forms."""

from __future__ import annotations

import warnings
from pathlib import Path
from urllib.parse import urlencode

import lxml.html

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # on import, some releases announce the end of an older client
    from starlette.testclient import TestClient

from exporter.serve.app import create_app
from exporter.serve.guard import Access

HOST = "127.0.0.1:8080"
ORIGIN = f"http://{HOST}"
TOKEN = "the-key-of-a-test"
FORM_TYPE = "application/x-www-form-urlencoded"
Pairs = list[tuple[str, str]]


def client(root: Path, token: str = TOKEN) -> TestClient:
    """Return a browser that has not been let in yet."""
    app = create_app(root, Access(frozenset({HOST}), token))
    return TestClient(app, base_url=ORIGIN, follow_redirects=False)


class FormPage:
    """The page with a form: what stands in it can be read, changed and sent."""

    def __init__(self, desk: Desk, address: str, html: str) -> None:
        self.desk = desk
        self.address = address
        self.page = lxml.html.document_fromstring(html)
        form = self.page.get_element_by_id("record")
        self.pairs: Pairs = [(name, value or "") for name, value in form.form_values()]

    def __getitem__(self, name: str) -> str:
        return dict(self.pairs)[name]

    def __setitem__(self, name: str, value: str) -> None:
        assert name in dict(self.pairs), (name, self.names())
        self.pairs = [(each, value if each == name else old) for each, old in self.pairs]

    def names(self) -> list[str]:
        """Return the addresses of the inputs."""
        return [name[5:] for name, _ in self.pairs if name.startswith("text:")]

    def texts(self, path: str) -> list[str]:
        """Return the texts of the elements that an XPath finds, with single spaces."""
        return [" ".join(each.text_content().split()) for each in self.page.xpath(path)]

    def body(self, deed: str) -> bytes:
        """Return what is sent if the button with this value is pressed."""
        sent = [(name, value.replace("\n", "\r\n")) for name, value in self.pairs]
        return urlencode([("do", deed), *sent]).encode()

    def press(self, deed: str) -> FormPage:
        """Press a button that brings the form again, and return it."""
        answer = self.desk.post(self.address, self.body(deed))
        assert answer.status_code in {200, 422}, answer.text
        return FormPage(self.desk, self.address, answer.text)

    def findings(self) -> list[tuple[str, str, str]]:
        """Return address, severity and name of each finding that typing brings."""
        answer = self.desk.post(self.address, self.body("findings"))
        assert answer.status_code == 200, answer.text
        return [
            (each["address"], each["severity"], each["name"]) for each in answer.json()["findings"]
        ]

    def save(self, deed: str = "save") -> str:
        """Save, and return the address to which the server leads."""
        answer = self.desk.post(self.address, self.body(deed))
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])


class Desk:
    """A browser that was let in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.client = client(root)
        assert self.client.get(f"/?token={TOKEN}").status_code == 303

    def get(self, address: str, status: int = 200) -> str:
        """Return the page at an address."""
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return str(answer.text)

    def post(self, address: str, body: bytes, **headers: str):
        """Send a form as a page of this server does."""
        sent = {"origin": ORIGIN, "content-type": FORM_TYPE, **headers}
        return self.client.post(address, content=body, headers=sent)

    def form(self, address: str) -> FormPage:
        """Return the form at an address."""
        return FormPage(self, address, self.get(address))
