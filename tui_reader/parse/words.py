"""How many words a text has, which is looked at as bytes: none of its words is made. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tui_reader.parse import plain

if TYPE_CHECKING:
    from tui_reader.parse.markup import Prose

_CJK_RANGES = "\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_CJK = re.compile(f"[{_CJK_RANGES}]")
_PARTING = re.compile(rf"[{_CJK_RANGES}\s]")
_FEW = 24
"""So many different characters are replaced one by one; more of them in one walk."""
_SHAPE = bytes(b" x"[code > 127 or not chr(code).isspace()] for code in range(256))
"""Makes every blank of ASCII one and the same, and every other byte an “x”."""
_CONTINUING = bytes(range(0x80, 0xC0))
"""The bytes of a character beyond ASCII behind its first."""


def count_words(prose: Prose) -> int:
    """Count words; a CJK character, which has no blanks around it, counts half a word."""
    data, beyond = prose.utf8, prose.beyond
    shapes = _shapes(frozenset(beyond))
    if not shapes:
        data = _parted(data, set(_PARTING.findall(beyond)))
    # As bytes, and without making the words: a word begins where a blank ends.
    shape = data.translate(shapes or _SHAPE, _CONTINUING)
    words = shape.count(b" x") + shape.startswith(b"x")
    return words + (len(_CJK.findall(beyond)) + 1) // 2


@lru_cache(maxsize=64)
def _shapes(beyond: frozenset[str]) -> bytes:
    """Make the table that tells blanks from what is none by the first byte of each character.

    Args:
        beyond: The characters of a text beyond ASCII.

    Returns:
        The table; empty where two of them begin alike, of which only one parts words.
    """
    table = bytearray(_SHAPE)
    parts: dict[int, bool] = {}
    for char in beyond:
        first = plain.utf8(char)[0]
        is_parting = _PARTING.match(char) is not None
        if parts.setdefault(first, is_parting) != is_parting:
            return b""
        if is_parting:
            table[first] = ord(" ")
    return bytes(table)


def _parted(text: bytes, parting: set[str]) -> bytes:
    """Put a blank in place of each of these characters, which are all that part words."""
    if len(parting) > _FEW:
        return plain.utf8(_PARTING.sub(" ", text.decode("utf-8", "surrogatepass")))
    for char in parting:
        text = text.replace(char.encode(), b" ")
    return text
