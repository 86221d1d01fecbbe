"""A web address that cannot be right.

Nothing is downloaded: only the address itself is checked (RFC 3986). It names no server, or one
with an impossible name, or it has a % that is not followed by two hexadecimal digits.

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

ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
"""What does not even match this is left to the pattern of the schema."""
_PLAIN = re.compile(
    r"https?://((?![a-z0-9-]{64})[a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}"
    r"(/[A-Za-z0-9._~!$&'()*+,;=:@?#-]+)*/?",
    re.ASCII,
)
"""What most addresses look like: nothing else is checked of them."""
_MISPLACED = re.compile(r"https?://[^/?#]*+[^#\[\]]*+(?:#[^#\[\]]*+)?+([#\[\]])")
"""A bracket after the server, or a second # (RFC 3986, 3.4, 3.5)."""
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.ASCII)
_TWICE = re.compile(r"https?://(https?):?/{1,2}(.+)")
_LABEL = re.compile(r"\w(?:[\w-]{0,61}\w)?")


@lru_cache(maxsize=10_000)
def on_value(value: str) -> Fault | None:
    """Validate one address."""
    if not ADDRESS.fullmatch(value):
        return None
    odd = next((each for each in value if not each.isprintable()), "")
    if odd:
        said = f"the address contains an invisible character (U+{ord(odd):04X})"
        return Fault(said, "delete it, or copy the address again")
    if misplaced := _MISPLACED.match(value):
        mark = misplaced[1]
        said = "a second #" if mark == "#" else f"“{mark}”"
        return Fault(
            f"{said} has no meaning in this part of an address", f"write %{ord(mark):02X} instead"
        )
    if _PLAIN.fullmatch(value):
        return None
    if stray := _PERCENT.search(value):
        return Fault(
            f"“{stray[0]}” in the address: % must be followed by two hexadecimal digits",
            "write %25 for a percent sign",
        )
    return _fault_of_server(value)


def _fault_of_server(value: str) -> Fault | None:
    """Return what is wrong with the name of the server in an address (RFC 3986, 3.2.2; RFC 1123, 2.1)."""
    try:
        server = urlsplit(value)
        host, _ = server.hostname or "", server.port
    except ValueError:
        return Fault(
            "the address has no valid server",
            "copy the address from the browser again",
        )
    if not host:
        return Fault(
            "the address names no server",
            "write the server after https://, as in https://example.org/",
        )
    if twice := _TWICE.fullmatch(value):
        return Fault(f"{twice[1]}:// occurs twice in the address", f"write {twice[1]}://{twice[2]}")
    labels = host.removesuffix(".").split(".")
    usual = unicodedata.normalize("NFKC", host)
    if usual != host and usual.isascii():
        return Fault(f"“{host}” is written in full-width letters", f"write {usual}")
    if ":" in host or labels[-1].isdigit():
        if _is_number(host):
            return None
        return Fault(f"“{host}” is not the address of a server", "copy the address again")
    if wrong := [label for label in labels if not _LABEL.fullmatch(label)]:
        said = f"“{wrong[0]}” cannot be part of the name of a server"
        if not wrong[0]:
            said = "the name of the server has one dot too many"
        return Fault(said, "copy the address from the browser again")
    if len(labels) == 1:
        hint = "write the whole name of the server, as in https://example.org/"
        return Fault(f"“{host}” is not the full name of a server", hint)
    return None


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
