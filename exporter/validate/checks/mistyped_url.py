"""A web address that leads nowhere, whatever the network says.

Nothing is fetched: the address itself cannot be right (RFC 3986). It names no server, or one that can have no such
name, or a % in it does not stand before two hexadecimal digits.

```yaml wrong
id: reuters
kind: organization
name: Reuters
url: https://https://example.org/
```

```yaml right
id: reuters
kind: organization
name: Reuters
url: https://example.org/
```
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from exporter.records.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = "web-address"

_WRITING = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
"""What is not even written like this is left to the schema's pattern."""
_PLAIN = re.compile(
    r"https?://((?![a-z0-9-]{64})[a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}(/[A-Za-z0-9._~!$&'()*+,;=:@?#-]+)*/?",
    re.ASCII,
)
"""What most addresses are like, so that nothing more is to be asked."""
_MISPLACED = re.compile(r"https?://[^/?#]*+[^#\[\]]*+(?:#[^#\[\]]*+)?+([#\[\]])")
"""A bracket beyond the server, or a second # (RFC 3986, 3.4, 3.5)."""
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.ASCII)
_TWICE = re.compile(r"https?://(https?):?/{1,2}(.+)")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")


@lru_cache(maxsize=10_000)
def on_value(value: str) -> Fault | None:
    """Judge one address."""
    if not _WRITING.fullmatch(value):
        return None
    odd = next((each for each in value if not each.isprintable()), "")
    if odd:
        said = f"there is an invisible character in the address (U+{ord(odd):04X})"
        return Fault(said, "delete it, or copy the address again")
    if misplaced := _MISPLACED.match(value):
        said, mark = (
            ("a second # stands", "#")
            if misplaced[1] == "#"
            else (f"“{misplaced[1]}” stands", misplaced[1])
        )
        return Fault(
            f"{said} in the address, where it has no meaning", f"write %{ord(mark):02X} for it"
        )
    if _PLAIN.fullmatch(value):
        return None
    if stray := _PERCENT.search(value):
        return Fault(
            f"“{stray[0]}” in the address: % stands before two hexadecimal digits",
            "write %25 for a % itself",
        )
    return _fault_of_server(value)


def _fault_of_server(value: str) -> Fault | None:
    try:
        server = urlsplit(value)
        host, _ = server.hostname or "", server.port
    except ValueError:
        return Fault(
            "the server in the address cannot be made out",
            "copy the address from the browser again",
        )
    if not host:
        return Fault(
            "the address names no server",
            "write the server after https://, as in https://example.org/",
        )
    if twice := _TWICE.fullmatch(value):
        return Fault(f"{twice[1]}:// stands in the address twice", f"write {twice[1]}://{twice[2]}")
    labels = host.removesuffix(".").split(".")
    usual = unicodedata.normalize("NFKC", host)
    if usual != host and usual.isascii():
        return Fault(f"“{host}” is written in full-width letters", f"write {usual}")
    if ":" in host or labels[-1].isdigit():
        return (
            None
            if _is_number(host)
            else Fault(f"“{host}” is no address of a server", "copy the address again")
        )
    if wrong := [label for label in labels if not _LABEL.fullmatch(label)]:
        said = (
            f"“{wrong[0]}” cannot stand in the name of a server"
            if wrong[0]
            else "there is a dot too many in the name of the server"
        )
        return Fault(said, "copy the address from the browser again")
    if len(labels) == 1:
        hint = "write the whole name of the server, as in https://example.org/"
        return Fault(f"“{host}” is no server of the web", hint)
    return None


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
