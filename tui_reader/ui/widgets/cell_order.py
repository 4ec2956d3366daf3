"""Strips with text from right to left, put into the order of the cells. Pure: knows no widget."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui_reader.bidi import has_rtl, is_rtl, visual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

_FACTS = re.compile("( · )")
_LEAD = re.compile("\\s*(?:[▸▾•★◐‹!>v*+<] )?\\s*")
"""Blanks, and a sign of ours, before a text."""


def strip_in_cell_order(strip: Strip) -> Strip:
    """Order each text of a strip; blank segments part one text from the next."""
    if not has_rtl(strip.text):
        return strip
    return Strip(_ordered(strip), strip.cell_length)


def _ordered(strip: Strip) -> Iterator[Segment]:
    for is_blank, group in groupby(strip, lambda segment: not segment.text.strip()):
        segments = list(group)
        text = "".join([segment.text for segment in segments])
        if is_blank or not has_rtl(text):
            yield from segments
            continue
        at = 0
        for fact in _FACTS.split(text):
            yield from _fact_in_order(fact, _between(segments, at, at + len(fact)))
            at += len(fact)


def _fact_in_order(fact: str, pieces: list[tuple[str, Style | None]]) -> Iterator[Segment]:
    """Order one text; the signs before it and the blanks around it stay where they are."""
    if not has_rtl(fact):
        yield from (Segment(part, style) for part, style in pieces)
        return
    lead = _LEAD.match(fact)
    first = lead.end() if lead else 0
    last = len(fact.rstrip())
    segments = [Segment(part, style) for part, style in pieces]
    yield from (Segment(*each) for each in _between(segments, 0, first))
    inner = _between(segments, first, last)
    yield from (Segment(*each) for each in visual(inner, rtl=is_rtl(fact[first:last])))
    yield from (Segment(*each) for each in _between(segments, last, len(fact)))


def _between(segments: list[Segment], start: int, end: int) -> list[tuple[str, Style | None]]:
    """Give the texts and styles of the characters from ``start`` to ``end``."""
    out: list[tuple[str, Style | None]] = []
    at = 0
    for segment in segments:
        text = segment.text[max(0, start - at) : max(0, end - at)]
        if text:
            out.append((text, segment.style))
        at += len(segment.text)
    return out
