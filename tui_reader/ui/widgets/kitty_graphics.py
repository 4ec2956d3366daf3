"""Kitty's graphics protocol, as much of it as shows a picture at placeholder characters.

A picture is sent once, under a number. Where it is to be seen stand ordinary characters, whose
colour is the number and whose marks tell row and column. So a picture scrolls, is covered and is
gone with its characters, and a screen that is redrawn needs no thought.

Source: https://sw.kovidgoyal.net/kitty/graphics-protocol/, “Unicode placeholders”.
"""

from __future__ import annotations

import base64
import os
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PLACEHOLDER = "\U0010eeee"
_FUSING = {
    *(0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x309, 0x30A, 0x30B, 0x30C, 0x30F),
    *(0x311, 0x313, 0x314, 0x342, 0x653, 0x654),
}
"""Marks that normalization may fuse with a letter; the protocol leaves them out."""
_LAST_MARK = 0x82D
MARKS = tuple(
    chr(code)
    for code in range(0x300, _LAST_MARK + 1)
    if unicodedata.combining(chr(code)) == 230
    and not unicodedata.decomposition(chr(code))
    and code not in _FUSING
)
"""The first of the protocol's marks; each stands for its place in the row, from 0."""
MOST_CELLS = len(MARKS)
"""Rows or columns of a picture, at most."""
_CHUNK = 4096
"""Characters of data in one sequence, at most."""
_NUMBERS = 256


class KittyGraphics:
    """Sends pictures to the terminal, and takes them away."""

    def __init__(self, write: Callable[[str], None]) -> None:
        """Begin.

        Args:
            write: Gives a whole sequence to the terminal.
        """
        self._write = write
        # Pictures of other programs in the same terminal have numbers, too: ours are our own.
        self._first = ((os.getpid() & 0x7FFF) + 1) * _NUMBERS
        self._sent = 0

    def send(self, png: bytes, columns: int, rows: int) -> int:
        """Send a picture to be shown in so many cells; give its number.

        Of ``_NUMBERS`` pictures the first must have been taken away.
        """
        number = self._first + self._sent % _NUMBERS
        self._sent += 1
        head = f"a=T,U=1,f=100,i={number},c={columns},r={rows},q=2,"
        data = base64.b64encode(png).decode()
        parts: list[str] = []
        for at in range(0, len(data), _CHUNK):
            more = int(at + _CHUNK < len(data))
            parts.append(f"\x1b_G{head}m={more};{data[at : at + _CHUNK]}\x1b\\")
            head = "q=2,"
        self._write("".join(parts))
        return number

    def take_away(self, number: int) -> None:
        """Take a picture away, its data as well."""
        self._write(f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\")


def placeholders(row: int, columns: int) -> str:
    """Give the characters at which a row of a picture is shown."""
    return "".join([PLACEHOLDER + MARKS[row] + MARKS[column] for column in range(columns)])
