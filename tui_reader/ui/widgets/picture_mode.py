"""How pictures can be drawn in this terminal: told by its environment, never by asking it.

A question is answered on the terminal's input, among the keys that are typed, by terminals that
know it; others print it. The few that have Kitty's graphics with placeholders tell by name.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FULL, _MANY = "truecolor", "256"
_KITTY_TERMS = {"xterm-kitty", "xterm-ghostty", "ghostty"}
_BETWEEN = ("TMUX", "STY", "ZELLIJ")
"""Set by programs that stand between us and the terminal, and pass no graphics on."""
_OTHERS = (
    *("VTE_VERSION", "KONSOLE_VERSION", "WEZTERM_PANE", "ALACRITTY_WINDOW_ID", "WT_SESSION"),
    *("XTERM_VERSION", "TERM_PROGRAM"),
)
"""Set by terminals that may have been started from a Kitty window."""


class PictureMode(Enum):
    """How pictures are drawn."""

    OFF = auto()
    HALVES = auto()
    """Two pixels a cell, above one another, each in its colour, by half blocks."""
    BLOCKS = auto()
    """Four pixels a cell in two colours, by quarter blocks."""
    KITTY = auto()
    """By Kitty's graphics protocol, at placeholder characters."""


def picture_mode(
    wanted: str, environ: Mapping[str, str], *, colours: str | None, is_ascii: bool
) -> PictureMode:
    """Choose how pictures are drawn.

    Args:
        wanted: ``auto``, ``kitty``, ``blocks``, ``halves`` or ``off``, as configured.
        environ: The environment.
        colours: Rich's name of the terminal's colour system; None without colours.
        is_ascii: Only ASCII signs are drawn.
    """
    slow = environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")
    if wanted == "off" or is_ascii or environ.get("NO_COLOR") or colours not in {_FULL, _MANY}:
        return PictureMode.OFF
    if wanted == "auto" and slow:
        return PictureMode.OFF
    if wanted == "halves":
        return PictureMode.HALVES
    # The number of a picture is the colour of its placeholders: none of its bits may be lost.
    wants_kitty = wanted == "kitty" or (wanted == "auto" and _has_kitty(environ))
    return PictureMode.KITTY if wants_kitty and colours == _FULL else PictureMode.BLOCKS


def _has_kitty(environ: Mapping[str, str]) -> bool:
    if any(environ.get(name) for name in _BETWEEN):
        return False
    if environ.get("TERM") in _KITTY_TERMS or environ.get("TERM_PROGRAM") == "ghostty":
        return True
    is_inherited = any(environ.get(name) for name in _OTHERS)
    return bool(environ.get("KITTY_WINDOW_ID")) and not is_inherited
