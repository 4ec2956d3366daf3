"""Which encoding bytes are in, and bytes → text for OPML, pages and lists. Never fails. Pure."""

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
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:\-]*)[^;]*", re.IGNORECASE)

_SUPERSETS: Final = {
    "euc-kr": "cp949",
    "ks-c-5601-1987": "cp949",
    "ksc5601": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "iso-8859-9": "cp1254",
}
"""What is really written under a label (Encoding Standard §4.2, as far as Python is stricter)."""


def charset(body: bytes, told: str) -> str:
    """Give the charset to read a feed in; empty where its own declaration is good enough.

    Bytes beyond ASCII that are valid UTF-8 are UTF-8, whatever the label says: text in another
    charset is never that by chance.

    Args:
        body: The document.
        told: The charset of the HTTP header; empty where it has none.
    """
    if body.isascii() or b"\x00" in body[:200] or body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return told
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character of a document that was cut off may be half.
        if error.start > 3 and error.start >= len(body) - 3 and not body[: error.start].isascii():
            return "utf-8"
    else:
        return "utf-8"
    label = (told or _declared(body)).lower().replace("_", "-")
    return _SUPERSETS.get(label, told)


def told_charset(content_type: str) -> str:
    """Give the charset that a Content-Type names; empty where it names none."""
    told = _CHARSET.search(content_type)
    return told[1] if told else ""


def without_charset(content_type: str) -> str:
    """Give a Content-Type without its charset."""
    return _CHARSET.sub("", content_type)


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
    name = _declared(body).lower().replace("_", "-")
    name = _SUPERSETS.get(name, name)
    if name in {"", "utf-8", "utf8", "iso-8859-1", "us-ascii"}:
        name = "windows-1252"
    try:
        if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - the only way to tell them apart
            name = "windows-1252"
        return body.decode(name, "replace")
    except (LookupError, UnicodeError):
        return body.decode("windows-1252", "replace")


def _declared(body: bytes) -> str:
    found = _DECLARED.search(body[:4096])
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""
