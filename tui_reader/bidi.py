"""Text from right to left on terminals that draw every line from left to right.

The order is made for one line at a time, as it is drawn: what is stored, wrapped, found and
copied stays in the order in which it is read. Explicit embeddings, overrides and isolates need
no rules here, since ``clean`` lets none of them in.

Source: UAX #9, Unicode Bidirectional Algorithm; the Unicode Standard, chapter 9.2, for the
joining of Arabic letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from tui_reader.cells import graphemes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Look = TypeVar("_Look")

_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_STRONG = {"L", "R", "AL"}
_NEUTRAL = {"B", "S", "WS", "ON"}
_WITHIN = {"CS": ("EN", "AN"), "ES": ("EN",)}
"""Signs that belong to a number where they stand within one: rule W4."""
_MOST_BRACKETS = 63
_OTHER_WAY = {"LESS-THAN": "GREATER-THAN", "LEFT": "RIGHT"}


def orders_here(setting: str, environ: Mapping[str, str]) -> bool:
    """Decide who puts text into the order of the cells: we do, or the terminal.

    Args:
        setting: ``on``, ``off``, or ``auto``: unless the terminal is known to do it. VTE is
            taken to leave it to us, since it does when asked (``EXPLICIT``).
        environ: What tells the terminal.
    """
    if setting != "auto":
        return setting == "on"
    return not (
        environ.get("TERM", "").startswith(("mlterm", "xterm-kitty"))
        or "KONSOLE_VERSION" in environ
        or environ.get("TERM_PROGRAM") == "Apple_Terminal"
    )


def is_vte(environ: Mapping[str, str]) -> bool:
    """Tell a terminal made with VTE, which reorders unless asked not to."""
    return "VTE_VERSION" in environ


EXPLICIT, IMPLICIT = "\x1b[8l", "\x1b[8h"
"""Leave the order of the cells to the program; make it again. Source: ECMA-48, BDSM."""


def has_rtl(text: str) -> bool:
    """Tell whether anything in a text is written from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


def is_rtl(text: str) -> bool:
    """Tell whether the first strong character is written from right to left.

    Source: UAX #9, rules P2 and P3.
    """
    if not has_rtl(text):
        return False
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in _STRONG:
            return direction != "L"
    return False


def visual(
    pieces: Sequence[tuple[str, _Look]], *, rtl: bool, joined: bool = True
) -> list[tuple[str, _Look]]:
    """Give the pieces of one line in the order of the cells, from the left.

    Args:
        pieces: Stretches of text, in reading order, each with how it looks.
        rtl: The paragraph runs from right to left.
        joined: Give Arabic letters the shapes that they have within a word; a cell each.
    """
    text: list[str] = []
    looks: list[int] = []
    for index, (part, _) in enumerate(pieces):
        clusters = [cluster for cluster, _ in graphemes(part)]
        text += clusters
        looks += [index] * len(clusters)
    levels = _levels(text, int(rtl))
    if joined:
        text = _joined(text)
    ordered = [
        (_mirrored(text[at]) if levels[at] % 2 else text[at], looks[at]) for at in _order(levels)
    ]
    return [
        ("".join([cluster for cluster, _ in run]), pieces[look][1])
        for look, run in groupby(ordered, lambda item: item[1])
    ]


def _order(levels: Sequence[int]) -> list[int]:
    """Reverse runs from the highest level down to the lowest odd one: rule L2."""
    places = list(range(len(levels)))
    if not levels:
        return places
    lowest = min((level for level in levels if level % 2), default=max(levels) + 1)
    for level in range(max(levels), lowest - 1, -1):
        start = 0
        while start < len(places):
            if levels[start] < level:
                start += 1
                continue
            end = start
            while end < len(places) and levels[end] >= level:
                end += 1
            # Runs of higher levels lie within those of lower ones, so the ends stay in place.
            places[start:end] = places[start:end][::-1]
            start = end
    return places


def _levels(text: Sequence[str], base: int) -> list[int]:
    """Give every cluster its embedding level: rules W1 to L1."""
    before = "R" if base else "L"
    original = [unicodedata.bidirectional(cluster[0]) or "L" for cluster in text]
    kinds = ["ON" if kind in {"NSM", "BN"} else kind for kind in original]
    _settle_numbers(kinds, before)
    _settle_brackets(text, kinds, before)
    _settle_neutrals(kinds, before)
    levels = [base + _step(kind, base) for kind in kinds]
    for index in range(len(text) - 1, -1, -1):
        if original[index] not in {"WS", "S", "B"}:
            break
        levels[index] = base
    return levels


def _step(kind: str, base: int) -> int:
    """Say how far a kind lies above the paragraph: rules I1 and I2."""
    if base:
        return 0 if kind == "R" else 1
    return {"L": 0, "R": 1}.get(kind, 2)


def _settle_numbers(kinds: list[str], before: str) -> None:
    """Settle digits and the signs among them: rules W2 to W7."""
    strong = before
    for index, kind in enumerate(kinds):
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        if kinds[index - 1] == kinds[index + 1] in _WITHIN.get(kinds[index], ()):
            kinds[index] = kinds[index - 1]
    _settle_terminators(kinds)
    strong = before
    for index, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"


def _settle_terminators(kinds: list[str]) -> None:
    """Let currency and percent signs go with the number beside them: rules W5 and W6."""
    start = 0
    for kind, group in groupby(list(kinds)):
        end = start + len(list(group))
        if kind == "ET":
            beside = {*kinds[max(0, start - 1) : start], *kinds[end : end + 1]}
            kinds[start:end] = ["EN" if "EN" in beside else "ON"] * (end - start)
        elif kind in {"ES", "CS"}:
            kinds[start:end] = ["ON"] * (end - start)
        start = end


def _settle_brackets(text: Sequence[str], kinds: list[str], before: str) -> None:
    """Let brackets follow what they enclose, else what stands before them: rule N0."""
    for opening, closing in _bracket_pairs(text, kinds):
        inside = {_direction(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if not inside:
            continue
        if before in inside:
            kinds[opening] = kinds[closing] = before
            continue
        ahead = [_direction(kind) for kind in kinds[:opening]]
        context = next((kind for kind in reversed(ahead) if kind), before)
        kinds[opening] = kinds[closing] = context if context in inside else before


def _bracket_pairs(text: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Find the bracket pairs: definition BD16."""
    waiting: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for index, cluster in enumerate(text):
        char = cluster[0]
        if kinds[index] != "ON" or not unicodedata.mirrored(char):
            continue
        category = unicodedata.category(char)
        if category == "Ps":
            if len(waiting) == _MOST_BRACKETS:
                break
            waiting.append((_mirrored(char), index))
        elif category == "Pe":
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == char:
                    found.append((waiting[depth][1], index))
                    del waiting[depth:]
                    break
    return sorted(found)


def _direction(kind: str) -> str:
    """Give the direction that a kind counts as among neutrals; empty for neutrals themselves."""
    if kind in {"EN", "AN", "R"}:
        return "R"
    return "L" if kind == "L" else ""


def _settle_neutrals(kinds: list[str], before: str) -> None:
    """Let what has no direction follow both its neighbours, or the paragraph: N1 and N2."""
    start = 0
    count = len(kinds)
    while start < count:
        if kinds[start] not in _NEUTRAL:
            start += 1
            continue
        end = start
        while end < count and kinds[end] in _NEUTRAL:
            end += 1
        left = _direction(kinds[start - 1]) if start else before
        right = _direction(kinds[end]) if end < count else before
        kinds[start:end] = [left if left == right else before] * (end - start)
        start = end


@lru_cache(maxsize=512)
def _mirrored(cluster: str) -> str:
    """Give the sign that looks the other way, where there is one: rule L4."""
    char = cluster[0]
    if not unicodedata.mirrored(char):
        return cluster
    name = unicodedata.name(char, "")
    for one, other in _OTHER_WAY.items():
        for old, new in ((one, other), (other, one)):
            if old in name:
                try:
                    return unicodedata.lookup(name.replace(old, new)) + cluster[1:]
                except KeyError:
                    return cluster
    return cluster


# Arabic letters.


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, Mapping[str, str]]:
    """Give the shapes of each Arabic letter, out of the compatibility characters."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEF5)):
        shape, _, letter = unicodedata.decomposition(chr(code)).partition("> ")
        if shape and letter and " " not in letter:
            forms.setdefault(chr(int(letter, 16)), {})[shape.lstrip("<")] = chr(code)
    return forms


_TATWEEL = "\u0640"


def _joins_on(char: str) -> bool:
    """Tell whether a letter reaches to the one after it."""
    return char == _TATWEEL or "initial" in _forms().get(char, {})


def _joins_back(char: str) -> bool:
    """Tell whether a letter reaches to the one before it."""
    return char == _TATWEEL or "final" in _forms().get(char, {})


def _joined(text: list[str]) -> list[str]:
    """Give letters the shape that their neighbours ask for."""
    if not any("\u0620" <= cluster[0] <= "\u06ff" for cluster in text):
        return text
    out: list[str] = []
    for index, cluster in enumerate(text):
        char = cluster[0]
        back = index > 0 and _joins_on(text[index - 1][0]) and _joins_back(char)
        on = index + 1 < len(text) and _joins_on(char) and _joins_back(text[index + 1][0])
        shape = ("medial" if back else "initial") if on else ("final" if back else "isolated")
        out.append(_forms().get(char, {}).get(shape, char) + cluster[1:])
    return out
