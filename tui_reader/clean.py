"""The gate for text: nothing that comes from outside reaches a terminal, pipe or file unclean.

Text passes here once on its way into the library and once more when it is drawn. What is
removed or replaced, and why: C0, C1 and DEL (they drive the terminal), bidi controls and tag
characters (they hide or reorder), zero-width characters (they spoof), joiners that tie nothing
(they shift columns), more than four combining marks on a cell (they paint over the neighbours).
"""

from __future__ import annotations

import re
import unicodedata

MAX_MARKS = 4
"""Combining marks, and joiners, kept on one base character."""

_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\N{REPLACEMENT CHARACTER}")
_SPACES = {ord(space): " " for space in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"}
_INVISIBLE: dict[int, str | None] = dict.fromkeys(
    [
        0x00AD,  # soft hyphen
        0x061C,  # Arabic letter mark
        0x180E,
        0x200B,  # zero width space
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),  # bidi embeddings and overrides
        *range(0x2060, 0x2070),  # word joiner, invisible operators, bidi isolates
        0xFEFF,
        *range(0xFFF9, 0xFFFC),  # interlinear annotation
        *range(0xE0000, 0xE0080),  # tag characters
        *range(0xD800, 0xE000),  # lone surrogates cannot be encoded
    ]
)
_LINE = {**_CONTROLS, **_SPACES, **_INVISIBLE}
_BLOCK = {**_LINE, ord("\n"): "\n", ord("\t"): "\t"}
_NEEDS_WORK = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061c"
    "\u064b-\u065f\u0670\u06d6-\u06ed\u0711-\u07fd\u0816-\u0902\u093a-\u0fff"
    "\u102d-\u109d\u135d-\u135f\u1712-\u180f\u1885\u1886\u18a9-\u1aff\u1b00-\u1cf9\u1dc0-\u1dff"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff"
    "\u302a-\u302f\u3099\u309a\ua66f-\ua6f1\ua802-\uabed\ufb1e\ufe00-\ufe2f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000101fd-\U00011fff\U00013430-\U0001345f\U00016100-\U00016fff"
    "\U0001bc9d-\U0001e94a\U000e0000-\U000e01ef]"
)
"""Finds what must go, and every block that holds combining marks (they may be too many)."""
_ASCII = bytes(range(0x80))
_JOINERS = "\u200c\u200d"
_IDLE_JOINER = re.compile("(?<![^\x00-\u02ff\\s])\u200d+|\u200d+(?![^\x00-\u02ff\\s])")
"""Finds joiners that tie nothing; they would be measured as if they tied their neighbours."""


def clean_line(text: str, *, limit: int = 0) -> str:
    """Make one safe line: controls become U+FFFD, white space one blank, marks are capped.

    Args:
        text: Any text.
        limit: At most this many characters, with an ellipsis where cut; 0 is no limit.
    """
    if limit and len(text) > limit * 8:
        text = text[: limit * 8]
    if not _is_plain(text) and _NEEDS_WORK.search(text):
        text = _cap_marks(_IDLE_JOINER.sub("", text.translate(_LINE)))
    text = " ".join(text.split())
    if limit and len(text) > limit:
        return text[: limit - 1].rstrip() + "…"
    return text


def clean_block(text: str) -> str:
    """Make safe text of several lines: as ``clean_line``, but newlines, tabs and spaces stay."""
    if _is_plain(text) or not _NEEDS_WORK.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _cap_marks(_IDLE_JOINER.sub("", text.translate(_BLOCK)))


def _is_plain(text: str) -> bool:
    """Whether it is ASCII without controls, which is seen sooner than what is wrong is sought."""
    return text.isascii() and text.isprintable()


def beyond_ascii(text: str | bytes) -> str:
    """Give the characters that are not ASCII, in order, of a text or of its UTF-8.

    Mostly they are few; what is looked for among them is found so at the speed of bytes, a tenth
    of what a regular expression takes over the whole text.
    """
    if text.isascii():
        return ""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return data.translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _cap_marks(text: str) -> str:
    """Drop what exceeds ``MAX_MARKS`` combining marks in a row."""
    if text.isascii():
        return text
    out: list[str] = []
    marks = 0
    for char in text:
        if char >= "\u0300" and (char in _JOINERS or unicodedata.category(char) in {"Mn", "Me"}):
            marks += 1
            if marks > MAX_MARKS:
                continue
        else:
            marks = 0
        out.append(char)
    return "".join(out)
