"""An address taken apart for a request: scheme, host, port, target, and the secret it carries.

A secret is bound to scheme, host and port: it is sent there and nowhere else, and no text of
ours ever holds it.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from tui_reader import urls
from tui_reader.errors import Forbidden

if TYPE_CHECKING:
    from tui_reader.model.login import Secret

_CHECK = "Check the address."
_PORTS = {"http": 80, "https": 443}
# What RFC 3986 allows in a path and a query, and the percent sign, which is there already.
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_HOST = re.compile(r"[a-z0-9_.:-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a secret is bound to."""

    scheme: str
    host: str
    """Lower case, ASCII; an IPv6 address without its brackets."""
    port: int

    @property
    def netloc(self) -> str:
        """Write it as the Host header does."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """As whom to ask."""

    secret: Secret | None = None
    """Goes to its own origin and nowhere else."""
    agent: str = ""
    """What to say we are, in place of our own name."""


AS_OURSELVES = Manner()


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a request goes."""

    origin: Origin
    target: str
    """Path and query, percent-encoded."""
    header: str = ""
    """The header that logs in; empty for none."""
    secret: str = field(default="", repr=False)
    """That header's value."""
    agent: str = ""
    """What to say we are, in place of our own name."""

    @property
    def url(self) -> str:
        """The address without userinfo."""
        return f"{self.origin.scheme}://{self.origin.netloc}{self.target}"

    def asked(self, manner: Manner) -> Location:
        """Give this place with a name to say, and with the secret where it is for this origin."""
        secret = manner.secret
        place = replace(self, agent=manner.agent)
        if secret is None or secret.origin != urls.origin(self.url):
            return place
        return replace(place, header=secret.header, secret=secret.value)


def locate(url: str) -> Location:
    """Take an address apart.

    Raises:
        Forbidden: It is no http(s) address.
    """
    shown = urls.display(url)
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise Forbidden(shown, reason="it is not well-formed", hint=_CHECK) from None
    if parts.scheme not in _PORTS:
        raise Forbidden(shown, reason="only http and https are fetched", hint=_CHECK)
    host = urls.host(url)
    if not _HOST.fullmatch(host):
        raise Forbidden(shown, reason="it names no host", hint=_CHECK)
    path = quote(parts.path, safe=_SAFE) or "/"
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    secret = _basic(parts.username, parts.password)
    return Location(
        origin=Origin(scheme=parts.scheme, host=host, port=port or _PORTS[parts.scheme]),
        target=f"{path if path.startswith('/') else f'/{path}'}{query}",
        header="Authorization" if secret else "",
        secret=secret,
    )


def follow(here: Location, location: str) -> Location:
    """Resolve a Location header; the secret goes along only to the same origin.

    Userinfo in the header itself is dropped: a site has no business to log us in.

    Raises:
        Forbidden: It leads nowhere we go.
    """
    if not location.strip():
        raise Forbidden(here.url, reason="it redirects to nowhere")
    try:
        there = locate(urljoin(here.url, location.strip()))
    except ValueError:
        raise Forbidden(here.url, reason="it redirects to a broken address") from None
    if here.origin.scheme == "https" and there.origin.scheme == "http":
        raise Forbidden(here.url, reason="it redirects from https to plain http")
    if there.origin != here.origin:
        return replace(there, header="", secret="", agent=here.agent)
    return replace(there, header=here.header, secret=here.secret, agent=here.agent)


def _basic(username: str | None, password: str | None) -> str:
    """Source: RFC 7617."""
    if username is None and password is None:
        return ""
    pair = f"{unquote(username or '')}:{unquote(password or '')}"
    return f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"
