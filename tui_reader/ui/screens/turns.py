"""Strips as a terminal is told them: what does not change from one style to the next is not said.

rich says all of a style, and takes it back, for each piece of text: two thirds of a frame. A step
in the list was more than the 2,048 bytes that Linux hands a terminal at a time, so that the
terminal woke twice for it.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.style import Style
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

PLAIN: Final = Style.null()
"""How the terminal writes before a frame, and after it."""
_FOREGROUND, _BACKGROUND = "38", "48"
_OWN_FOREGROUND, _OWN_BACKGROUND = "39", "49"
"""The terminal's own colours."""
_PARTS = {"2": 4, "5": 2}
"""Numbers that follow a 38 or 48: three of a mixed colour, one of a palette's; and which it is."""


class Codes(NamedTuple):
    """What SGR calls a style, in parts; empty what it leaves as the terminal has it."""

    attributes: str
    foreground: str
    background: str


def told(lines: Iterable[tuple[str, Strip]], console: Console) -> str:
    """Give strips, each after the words that lead to its place; what follows them is plain."""
    system = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
    out: list[str] = []
    before = PLAIN
    for place, strip in lines:
        out.append(place)
        for text, style, _ in strip:
            now = style or PLAIN
            if now is not before:
                out.append(turn(before, now, system))
                before = now
            out.append(_linked(text, now) if now.link else text)
    out.append(turn(before, PLAIN, system))
    return "".join(out)


@lru_cache(maxsize=2048)
def turn(before: Style, after: Style, system: ColorSystem) -> str:
    """Say what has to change from one style to another."""
    old, new = codes(before, system), codes(after, system)
    if old == new:
        return ""
    if old.attributes not in {"", new.attributes} or not any(new):
        # Some can only be taken back together.
        return f"\x1b[{';'.join(filter(None, ('0', *new)))}m"
    said = [new.attributes] if new.attributes != old.attributes else []
    if old.foreground != new.foreground:
        said.append(new.foreground or _OWN_FOREGROUND)
    if old.background != new.background:
        said.append(new.background or _OWN_BACKGROUND)
    return f"\x1b[{';'.join(said)}m"


def codes(style: Style, system: ColorSystem) -> Codes:
    """Take the codes of a style apart."""
    attributes: list[str] = []
    foreground = background = ""
    numbers = iter(filter(None, Strip.render_ansi(style, system).split(";")))
    for number in numbers:
        if number in {_FOREGROUND, _BACKGROUND}:
            kind = next(numbers)
            colour = ";".join((number, kind, *islice(numbers, _PARTS[kind] - 1)))
        else:
            colour = number
        if number == _FOREGROUND or _is_one_of(number, 3, 9):
            foreground = colour
        elif number == _BACKGROUND or _is_one_of(number, 4, 10):
            background = colour
        else:
            attributes.append(number)
    return Codes(";".join(attributes), foreground, background)


def _is_one_of(number: str, *tens: int) -> bool:
    """Tell whether a code is one of the colours that begin at these tens: 30 to 37, and 39."""
    ten, one = divmod(int(number), 10)
    return ten in tens and one != 8


def _linked(text: str, style: Style) -> str:
    return f"\x1b]8;id={style.link_id};{style.link}\x1b\\{text}\x1b]8;;\x1b\\"
