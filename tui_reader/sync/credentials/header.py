"""From what a person or a command says to the header that logs in. Pure."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tui_reader.errors import UsageError
from tui_reader.model.login import Kind, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 8192
"""Characters of a secret; servers take no longer headers."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
"""A header's name. Source: RFC 9110 §5.6.2."""
_VALUE = re.compile(r"[\x20-\x7e\x80-\xff]+")
_OURS = frozenset(
    {
        *("host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade"),
        *("te", "trailer", "expect", "accept", "accept-encoding", "user-agent", "range"),
        *("if-none-match", "if-modified-since", "proxy-authorization"),
    }
)
"""Headers that shape the exchange itself."""


def secret(kind: Kind, said: str, *, origin: str) -> Secret:
    """Make a header of ``NAME:PASSWORD``, a token, ``Header: value`` or ``cookie=value; …``.

    Raises:
        UsageError: It cannot be that. No message repeats it.
    """
    said = said.strip("\r\n")
    if not said.strip() or len(said) > LONGEST:
        raise UsageError(
            f"A secret has between 1 and {LONGEST:,} characters.", hint="Nothing was kept."
        )
    header, value = _FORMS[kind](said)
    value = value.strip() if kind is not Kind.BASIC else value
    if _TOKEN.fullmatch(header) is None or header.lower() in _OURS:
        raise UsageError(
            "That header cannot carry a login.", hint="Write it as “X-Api-Key: value”."
        )
    if _VALUE.fullmatch(value) is None:
        raise UsageError(
            "The secret holds characters that no header may have.", hint="Nothing was kept."
        )
    return Secret(origin=origin, header=header, value=value)


def said_by_command(text: str, *, origin: str) -> Secret:
    """Read the first line of a command: ``Header: value``, else ``NAME:PASSWORD``.

    Raises:
        UsageError: It is neither.
    """
    line = text.partition("\n")[0]
    name, colon, rest = line.partition(": ")
    is_header = bool(colon and rest.strip() and _TOKEN.fullmatch(name))
    return secret(Kind.HEADER if is_header else Kind.BASIC, line, origin=origin)


def of_userinfo(url: str) -> str:
    """Give the ``NAME:PASSWORD`` that an address carries; empty where it has none."""
    try:
        parts = urlsplit(url)
        name, password = parts.username, parts.password
    except ValueError:
        return ""
    if name is None and password is None:
        return ""
    return f"{unquote(name or '')}:{unquote(password or '')}"


def _basic(said: str) -> tuple[str, str]:
    """Source: RFC 7617."""
    if ":" not in said:
        raise UsageError("A name and a password are written as NAME:PASSWORD.")
    coded = base64.b64encode(said.encode("utf-8", "replace")).decode("ascii")
    return "Authorization", f"Basic {coded}"


def _header(said: str) -> tuple[str, str]:
    name, _, value = said.partition(":")
    return name.strip(), value


_FORMS: dict[Kind, Callable[[str], tuple[str, str]]] = {
    Kind.BASIC: _basic,
    Kind.BEARER: lambda said: ("Authorization", f"Bearer {said.strip()}"),
    Kind.HEADER: _header,
    Kind.COOKIE: lambda said: ("Cookie", said),
}
