"""Find what a person means by a few letters: pure, without a widget.

A word of the query matches where it stands in a text as a whole, or where its letters follow one
another within a short stretch of it. Case and accents do not count.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WHOLE = 100
_WORD_START = 50
_LETTERS = 20
_BESIDE = 10
_SPREAD = 4
"""Letters may be spread over at most so many times their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How well a text matches, and which of its characters did."""

    score: float
    positions: frozenset[int] = frozenset()


def fold(text: str) -> str:
    """Drop case and accents, character for character, so that positions stay."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_char(char) for char in text)


def _fold_char(char: str) -> str:
    folded = unicodedata.normalize("NFD", char)[0].lower()
    return folded if len(folded) == 1 else char


def match(words: Iterable[str], text: str, beside: str = "") -> Match | None:
    """Match folded words against a folded text; None where one of them is nowhere.

    Args:
        words: The words of the query; all of them have to match.
        text: What is shown; the better a word stands in it, the higher the score.
        beside: What belongs to it unseen; a word counts there only as a whole, and little.
    """
    total = 0.0
    positions: set[int] = set()
    for word in words:
        found = _whole(word, text) or _letters(word, text)
        if found is None:
            if word not in beside:
                return None
            total += _BESIDE
            continue
        total += found.score
        positions |= found.positions
    return Match(score=total - len(text) / 1000, positions=frozenset(positions))


def _whole(word: str, text: str) -> Match | None:
    """Find the word in one piece, at the start of a word if it stands at one."""
    best = text.find(word)
    if best < 0:
        return None
    at = best
    while at >= 0 and not _starts_word(text, at):
        at = text.find(word, at + 1)
    score = _WHOLE + (_WORD_START if at >= 0 else 0)
    at = at if at >= 0 else best
    return Match(score=score - at / 100, positions=frozenset(range(at, at + len(word))))


def _letters(word: str, text: str) -> Match | None:
    """Find the letters one after another, beginning at the start of a word."""
    for start, char in enumerate(text):
        if char != word[0] or not _starts_word(text, start):
            continue
        positions = [start]
        for letter in word[1:]:
            at = text.find(letter, positions[-1] + 1)
            if at < 0:
                return None
            positions.append(at)
        spread = positions[-1] - start + 1
        if spread <= len(word) * _SPREAD:
            return Match(score=_LETTERS - spread / 100, positions=frozenset(positions))
    return None


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()
