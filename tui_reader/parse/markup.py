"""HTML of an entry, and its text: what several ask of them, each answer worked out once. Pure.

Mostly all of it is ASCII, but for a dash or an ellipsis that makes Python keep each character in
two bytes. What is sought, counted or left out goes over UTF-8 therefore, several times as fast.
"""

from __future__ import annotations

import re
from functools import cached_property

from tui_reader.clean import beyond_ascii
from tui_reader.dom import unescape
from tui_reader.parse import plain

MAX_COMPARED = 20_000
"""Characters of text that decide whether two contents are one."""
_WHOLE_TAG = re.compile(rb"<(?:!|/?[A-Za-z])[^<>]*+>")
_TELLING = re.compile(rb"<(!--|script|style|img|table|/?plaintext|/?xmp)")
_UNDOING = frozenset({b"plaintext", b"/plaintext", b"xmp", b"/xmp"})
_HIDING = frozenset({b"!--", b"script", b"style"})
_LIKE_ASCII = (("\u0131".encode(), b"i"), ("\u017f".encode(), b"s"))
"""Letters that a pattern without regard to case takes for these."""


def repaired(html: str) -> Markup:
    """Take HTML from a document, as ``plain.repaired`` gives it."""
    found = Markup(html)
    if not found.has.isdisjoint(_UNDOING) or plain.is_escaped(html):
        fixed = plain.repaired(html)
        return found if fixed == html else Markup(fixed)
    return found


class Markup:
    """HTML as it is stored."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.utf8 = plain.utf8(html)
        self.lower = _lower(self.utf8)
        """Its ASCII in lower case, to see soon what cannot be in it."""
        self.has = frozenset(_TELLING.findall(self.lower) if b"<" in self.utf8 else ())
        """Which of the tags that need care may begin in it, without the “<”."""

    @cached_property
    def prose(self) -> Prose:
        """Its text."""
        text = _WHOLE_TAG.sub(b" ", self.utf8) if self.has.isdisjoint(_HIDING) else b"<"
        if b"<" in text:
            return Prose(plain.utf8(plain.stripped(self.html)), is_all=False)
        if b"&" in text:
            text = plain.utf8(unescape(text.decode("utf-8", "surrogatepass")))
        return Prose(text)


def _lower(utf8: bytes) -> bytes:
    lower = utf8.lower()
    for letter, alike in _LIKE_ASCII:
        # The search for one byte is the quickest that there is.
        if letter[:1] in lower:
            lower = lower.replace(letter, alike)
    return lower


class Prose:
    """The text of HTML, without tags."""

    def __init__(self, utf8: bytes, *, is_all: bool = True) -> None:
        self.utf8 = utf8
        self.is_all = is_all
        """Each “<” began a whole tag, and none of them hid its text: nobody could doubt it."""

    @cached_property
    def text(self) -> str:
        """The text itself."""
        return self.utf8.decode("utf-8", "surrogatepass")

    @cached_property
    def beyond(self) -> str:
        """Its characters that are not ASCII."""
        return beyond_ascii(self.utf8)

    @cached_property
    def folded(self) -> bytes:
        """The letters and digits of its start, to compare it."""
        # A character has a byte at least: mostly they need not be counted.
        if len(self.utf8) > MAX_COMPARED < len(self.text):
            return plain.folded_utf8(plain.utf8(self.text[:MAX_COMPARED]))
        return plain.folded_utf8(self.utf8, self.beyond)


NOTHING = Markup("")
