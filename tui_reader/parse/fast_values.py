"""What feedparser makes of single values, for values of which that is sure. Pure.

Every function raises ``Unsure`` where feedparser might do something else.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta
from html.entities import entitydefs
from typing import Final
from urllib.parse import urljoin


class Unsure(Exception):
    """The document holds something of which it is not certain what feedparser makes of it."""


_WINDOWS: Final = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
"""What is meant by the controls that Windows-1252 has characters for."""
_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.\-]+(?:/[^\s?#;]*)?", re.ASCII)
_CLOSING = re.compile(r"</(\w+)>")
_REFERENCE = re.compile(r"&#?\w+;")
_TAG = re.compile(r"</?(\w+)")
_NAMED = re.compile(r"&(\w+);")
_QUERY_ENTITY = re.compile(r"&([A-Za-z0-9_]+);")
_CERTAIN_TAGS: Final = frozenset(
    {
        "a", "abbr", "acronym", "b", "big", "blockquote", "br", "cite", "code", "dd", "del", "div",
        "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
        "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong",
        "sub", "sup", "table", "td", "th", "tr", "tt", "u", "ul", "var",
    }
)  # fmt: skip
"""Tags that feedparser surely takes for HTML."""

_EMAIL = r"[A-Za-z0-9_.+\-]+@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,4}"
_NAMED_PERSON = r"[^@()<>]*[^@()<>\s]"
_PEOPLE: Final = (
    re.compile(rf"(?P<email>{_EMAIL})\s+\((?P<name>{_NAMED_PERSON})\)"),
    re.compile(rf"(?P<name>{_NAMED_PERSON})\s+<(?P<email>{_EMAIL})>"),
    re.compile(rf"(?P<name>{_NAMED_PERSON})\s+\((?P<email>{_EMAIL})\)"),
    re.compile(rf"(?P<email>{_EMAIL})(?:\s+\((?P=email)\))?(?P<name>)"),
)

_FEW_SIGNS: Final = 5_000
"""So many of a sign are looked at one by one."""

_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_HOURS: Final = {
    "gmt": 0, "utc": 0, "ut": 0, "z": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "aest": 0, "bst": 0, "cest": 0, "cet": 0, "eest": 0, "eet": 0, "ist": 0, "jst": 0, "msk": 0,
}  # fmt: skip
"""Hours ahead; for names that it does not know, feedparser takes none."""
_ZONES: Final = {name: timedelta(hours=hours) for name, hours in _HOURS.items()}
_NO_OFFSET: Final = timedelta()
_RFC822 = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +)?"
    r"(\d{1,2}) +(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* +(\d{4}) +"
    r"(\d{1,2}):(\d\d)(?::(\d\d))? +"
    r"(?:([+-])(\d\d):?(\d\d)|([a-z]{1,4}))",
    re.IGNORECASE | re.ASCII,
)
_W3CDTF = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?: ?(?:[Zz]|([+-])(\d\d)(?::(\d\d)|00)))?)?",
    re.ASCII,
)


def settled(text: str) -> str:
    """Give the text after feedparser's repairs: UTF-8 that was taken for Latin-1 is put right."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS) if _CONTROL.search(text.encode()) else text


def is_settled(document: bytes) -> bool:
    """Whether no text of a document in UTF-8 can need that.

    Both repairs are for what holds a character from U+0080 to U+00BF, written so or by number.
    """
    return b"\xc2" not in document and not _has_numbered(document)


def _has_numbered(document: bytes) -> bool:
    """Whether it holds “&#”; two bytes are sought fifty times longer than the rarer one."""
    place = document.find(b"#")
    for _ in range(_FEW_SIGNS):
        if place < 0:
            return False
        if document[place - 1 : place] == b"&":
            return True
        place = document.find(b"#", place + 1)
    return b"&#" in document


def address(base: str, text: str) -> str:
    """Give an address in full where the document declares a base; else as it is."""
    if ":///" in text:
        raise Unsure
    try:
        return urljoin(base, text)
    except ValueError:
        return ""


def declared_base(text: str) -> str:
    """Give a base that is an address of the plainest form."""
    if not _ABSOLUTE.fullmatch(text):
        raise Unsure
    return text


def link(text: str, *, of_entry: bool) -> str:
    """Give an address from the text of ``link``, where feedparser undoes some entities."""
    if of_entry:
        text = text.replace("&amp;", "&")
    return _QUERY_ENTITY.sub(r"&\g<1>", text)


def looks_like_html(text: str) -> bool:
    """Whether feedparser takes a plain text for HTML: known tags and entities only, and one."""
    if "<" not in text and "&" not in text:
        return False
    if not (_CLOSING.search(text) or _REFERENCE.search(text)):
        return False
    if any(name.lower() not in _CERTAIN_TAGS for name in _TAG.findall(text)):
        raise Unsure
    return all(name in entitydefs for name in _NAMED.findall(text))


def person(text: str) -> tuple[str, str]:
    """Part the name from the mail address."""
    _, _, host = text.partition("@")
    if "." not in host and "[" not in host:
        return text, ""
    if "&lt;&gt;" in text:
        raise Unsure
    for form in _PEOPLE:
        if match := form.fullmatch(text):
            return match["name"].strip(), match["email"]
    raise Unsure


def date(text: str) -> datetime | None:
    """Read a date in one of the two standard spellings, in UTC; None where there is none.

    Source: RFC 822 §5 with RFC 1123 §5.2.14; W3C NOTE-datetime.
    """
    if not text:
        return None
    if match := _RFC822.fullmatch(text):
        day, name, year, hour, minute, second, sign, hours, minutes, zone = match.groups()
        month = _MONTHS[name.lower()]
        ahead = _ZONES.get(zone.lower()) if zone else _offset(sign, hours, minutes)
    elif match := _W3CDTF.fullmatch(text):
        year, number, day, hour, minute, second, sign, hours, minutes = match.groups()
        month = int(number)
        ahead = _offset(sign, hours, minutes)
    else:
        raise Unsure
    if ahead is None:
        raise Unsure
    try:
        when = datetime(
            int(year), month, int(day), int(hour or 0), int(minute or 0), int(second or 0),
            tzinfo=UTC,
        )  # fmt: skip
        return when - ahead if ahead else when
    except (ValueError, OverflowError):
        raise Unsure from None


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timedelta:
    if not sign:
        return _NO_OFFSET
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return -ahead if sign == "-" else ahead
