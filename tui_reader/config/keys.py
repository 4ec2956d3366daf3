"""The ``[keys]`` table: keys as people write them, and the map that they add up to."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

from tui_reader.commands import BY_ID, COMMANDS, Pane

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMED = frozenset(
    ["enter", "tab", "escape", "space", "backspace", "delete", "insert", "home", "end"]
    + ["pageup", "pagedown", "up", "down", "left", "right"]
    + [f"f{number}" for number in range(1, 25)]
)
_SPELLINGS = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
    "del": "delete",
    "ins": "insert",
    "bs": "backspace",
}
_MODIFIERS = ("ctrl", "alt", "shift")
_MODIFIER = re.compile(r"(?:(ctrl|alt|shift)[+-]|⇧)(?=.)", re.IGNORECASE)
_CHARACTER_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual's name for a sign differs from Unicode's."""


def parse_keys(text: str) -> tuple[str, ...]:
    """Read keys parted by blanks or commas: ``x``, ``ctrl+d``, ``Ctrl-d``, ``?``, ``space``.

    Gives them as Textual writes them; none for an empty text, which unbinds the command. The
    comma itself is written ``comma``.

    Raises:
        ValueError: A word is no key; the message says which, and what is near.
    """
    return tuple(dict.fromkeys(_key(word) for word in text.replace(",", " ").split()))


def live_keys(changed: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Give every command's keys, the user's where they were changed."""
    return {command.id: changed.get(command.id, command.keys) for command in COMMANDS}


def conflicts(changed: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """Find keys that would mean two commands in one pane: (key, command id, command id)."""
    found: dict[tuple[str, str, str], None] = {}
    for pane in Pane:
        holders: dict[tuple[str, bool], str] = {}
        for command_id, keys in live_keys(changed).items():
            command = BY_ID[command_id]
            if not command.where & pane:
                continue
            for key in keys:
                held = (key, command.while_finding)
                if held in holders:
                    found[key, holders[held], command_id] = None
                holders.setdefault(held, command_id)
    return list(found)


def nearest(word: str, known: list[str]) -> str:
    """Give the known word that ``word`` was probably meant to be, or an empty string."""
    # What is longer than any name is like none, and would take difflib long to find out.
    close = difflib.get_close_matches(word[:80], known, n=1, cutoff=0.6)
    return close[0] if close else ""


def _key(word: str) -> str:
    modifiers, name = _split(word)
    lower = _SPELLINGS.get(name.lower(), name.lower())
    if lower in _NAMED:
        return "+".join([*modifiers, lower])
    if len(name) == 1 and name.isprintable():
        if modifiers == ["shift"] and name.isalpha():
            return name.upper()
        return "+".join([*modifiers, _character(name.lower() if modifiers else name)])
    if lower in _SIGN_NAMES:
        return "+".join([*modifiers, lower])
    close = nearest(lower, [*_NAMED, *_SIGN_NAMES])
    meant = f" Did you mean “{close}”?" if close else ""
    raise ValueError(f"“{word}” is no key.{meant}")


def _split(word: str) -> tuple[list[str], str]:
    """Part ``Ctrl-Shift-x`` into its modifiers, in Textual's order, and the key's name."""
    modifiers: set[str] = set()
    rest = word
    while found := _MODIFIER.match(rest):
        modifiers.add((found[1] or "shift").lower())
        rest = rest[found.end() :]
    return [modifier for modifier in _MODIFIERS if modifier in modifiers], rest


def _character(char: str) -> str:
    if char.isalnum():
        return char
    name = unicodedata.name(char, "").lower().replace("-", "_").replace(" ", "_")
    return _CHARACTER_NAMES.get(name, name) or char


_SIGN_NAMES = frozenset(_character(chr(code)) for code in range(0x21, 0x7F)) - frozenset(
    chr(code) for code in range(0x21, 0x7F)
)
"""``question_mark``, ``slash`` …: the names of the signs on a keyboard."""
