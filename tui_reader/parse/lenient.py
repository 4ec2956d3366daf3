"""The reader that forgives: feedparser, for every document that the strict one declines.

The only module that knows feedparser. It gets the bytes, never a decoded text, and neither of
its two HTML passes runs: markup goes through ``article.build`` when it is shown. It is not told
the document's address, so that a guid stays as it was given.
"""

from __future__ import annotations

import re
import warnings
from typing import Any, Final
from xml.sax import SAXException

import feedparser

from tui_reader.clean import clean_line
from tui_reader.parse import encoding
from tui_reader.parse.told import Told

_TRIPS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    SAXException,
    TypeError,
    ValueError,
)
"""What feedparser lets out on documents that nobody could have meant."""
_BAD_REFERENCE = re.compile(rb"&#(?:x0*[0-9a-fA-F]{7,}|0*[0-9]{8,}|[xX]?[0-9a-fA-F]*[g-zG-Z]);?")


_LISTS: Final = frozenset(
    {"authors", "content", "links", "media_content", "media_credit", "media_thumbnail", "tags"}
)
_PARTED: Final = _LISTS | {"image", "source", "summary_detail", "title_detail"}
"""What is no text, though a feed with odd elements may make one of it."""


def read(body: bytes, content_type: str = "") -> Told:
    """Read a document; where feedparser trips over a reference, once more without them.

    Args:
        body: The document.
        content_type: The header of that name.
    """
    headers = {"content-type": _trusted_type(body, content_type)}
    for data in (body, _BAD_REFERENCE.sub(b"", body)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                parsed: dict[str, Any] = feedparser.parse(
                    _Bytes(data),
                    sanitize_html=False,
                    resolve_relative_uris=False,
                    response_headers=headers,
                )
        except _TRIPS:
            continue
        trips = () if data is body else ("Impossible character references were left out.",)
        return Told(
            version=str(parsed.get("version") or ""),
            channel=_as_promised(parsed["feed"]),
            entries=[_as_promised(entry) for entry in parsed["entries"]],
            complaints=(*trips, *_syntax(parsed)),
        )
    return Told(version="", channel={}, entries=[])


def _as_promised(context: dict[str, Any]) -> dict[str, Any]:
    """Keep the values that are of the kind that ``Told`` promises.

    In a plain dictionary, which gives a value by its own name only: feedparser's own offers
    ``published`` for a missing update.
    """
    kept: dict[str, Any] = {}
    for name, value in dict.items(context):
        if isinstance(value, str):
            if name not in _PARTED and not name.endswith("_parsed"):
                kept[name] = value
        elif isinstance(value, dict):
            if name == "source":
                kept[name] = _as_promised(value)
            elif name == "image" or name.endswith("_detail"):
                kept[name] = _texts(value)
        elif isinstance(value, list) and name in _LISTS:
            kept[name] = [_texts(part) for part in value if isinstance(part, dict)]
        elif isinstance(value, tuple) and name.endswith("_parsed"):
            kept[name] = value
    return kept


def _texts(part: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in dict.items(part) if isinstance(value, str)}


class _Bytes:
    """A stream, because feedparser takes plain bytes for a file's name first."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self) -> bytes:
        return self._data


def _trusted_type(body: bytes, content_type: str) -> str:
    """Give the type feedparser is told; none at all would make it assume Latin-1."""
    content_type = clean_line(content_type) or "application/xml"
    charset = encoding.charset(body, encoding.told_charset(content_type))
    # Only under XML's own types is the charset taken before the document's declaration.
    if charset:
        return f"application/xml; charset={charset}"
    return encoding.without_charset(content_type)


def _syntax(parsed: dict[str, Any]) -> tuple[str, ...]:
    error = parsed.get("bozo_exception")
    if not isinstance(error, SAXException):
        return ()
    place = getattr(error, "getLineNumber", lambda: None)()
    where = f" (line {place})" if place else ""
    return (f"The document is not well-formed{where}; what could be read was kept.",)
