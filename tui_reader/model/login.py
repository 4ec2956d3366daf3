"""How a feed logs in: where its secret is kept, and the secret on its way into a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What the secret is."""

    BASIC = "basic"
    """A name and a password (RFC 7617)."""
    BEARER = "bearer"
    """A token (RFC 6750)."""
    HEADER = "header"
    """A header of the server's own, such as ``X-Api-Key: …``."""
    COOKIE = "cookie"


class Place(StrEnum):
    """Where it is kept."""

    KEYRING = "keyring"
    FILE = "file"
    COMMAND = "command"
    """``credentials.command`` prints it whenever it is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What the library knows of a feed's login: never the secret."""

    place: Place
    kind: Kind | None = None
    """None where a command decides it."""
    origin: str
    """Scheme, host and port that the secret is for; nothing else ever gets it."""
    name: str = ""
    """Under which the secret is kept; random."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A header that logs in, and the only origin it may be sent to."""

    origin: str
    """Scheme, host and port: ``https://example.org:443``."""
    header: str
    value: str = field(repr=False)
    """As it goes over the wire."""
