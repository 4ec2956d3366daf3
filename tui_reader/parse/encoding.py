"""Bytes → text for documents that are no feeds: OPML, web pages, lists. Never fails. Pure."""

from __future__ import annotations

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:\-]+)|<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:\-]+)",
    re.IGNORECASE,
)


def decode(body: bytes) -> str:
    """Decode by byte order mark, else as UTF-8 if it is that, else as declared."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for start, encoding in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if body.startswith(start):
            return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(body[:4096])
    name = (declared[1] or declared[2]).decode("ascii", "replace") if declared else "windows-1252"
    if name.lower().replace("_", "-") in {"utf-8", "utf8", "iso-8859-1", "us-ascii"}:
        name = "windows-1252"
    try:
        if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - the only way to tell them apart
            name = "windows-1252"
        return body.decode(name, "replace")
    except (LookupError, UnicodeError):
        return body.decode("windows-1252", "replace")
