"""Terminal cells: the one way this program measures, cuts and wraps text.

A cell is the width of one Latin letter; wide East Asian characters and emoji take two,
combining marks none. The rules for sequences (zero width joiner, variation selector 16) are
those of rich, whose measure Textual's strips go by: two measures on one screen would shift
columns. Character widths come from wcwidth, loaded at the first text that needs it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZWJ = "\u200d"
_VS16 = "\ufe0f"
_NOT_SINGLE = re.compile(
    "[^\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20c0\u2100-\u2319\u2500-\u25fc\u2800-\u28ff]"
)
"""Finds any character outside the ranges in which every character takes exactly one cell."""
_TIED = re.compile("[\u200d\ufe0f\U0001f1e6-\U0001f1ff]")
"""Finds what ties characters to one piece, combining marks apart."""


class _Widths(dict[str, int]):
    """Cells of single characters, asked of wcwidth once each."""

    def __missing__(self, char: str) -> int:
        from wcwidth import wcwidth  # noqa: PLC0415 - loads a table that plain Latin text needs not

        width = self[char] = max(0, wcwidth(char))
        return width


_WIDTHS = _Widths()
# Half a flag and a skin tone count as parts of a sequence, also where they stand alone.
_WIDTHS.update(dict.fromkeys(map(chr, range(0x1F1E6, 0x1F200)), 1))
_WIDTHS.update(dict.fromkeys(map(chr, range(0x1F3FB, 0x1F400)), 0))


@lru_cache(maxsize=512)
def _grows_with_vs16(char: str) -> bool:
    from wcwidth import wcswidth, wcwidth  # noqa: PLC0415 - loads a table that plain Latin text needs not

    return wcswidth(char + _VS16) > wcwidth(char)


def cell_len(text: str) -> int:
    """Count the cells that ``text`` takes on one line."""
    if text.isascii() or not _NOT_SINGLE.search(text):
        return len(text)
    if _ZWJ not in text and _VS16 not in text:
        return sum(map(_WIDTHS.__getitem__, text))
    return sum(width for _, width in graphemes(text))


def is_single(text: str) -> bool:
    """Tell whether every character takes exactly one cell, so that cells are indices."""
    return text.isascii() or not _NOT_SINGLE.search(text)


def graphemes(text: str) -> Iterator[tuple[str, int]]:
    """Give the pieces that must not be cut, each with its cells; together they are the text.

    A piece is a character with its combining marks, with what zero width joiners tie to it,
    or a pair of regional indicators (a flag).
    """
    start, width, measured = 0, -1, ""
    flag_open = False
    index, count = 0, len(text)
    while index < count:
        char = text[index]
        if char == _ZWJ:
            width = max(width, 0)
            index += 2 if index + 1 < count else 1
            continue
        if char == _VS16:
            if measured and _grows_with_vs16(measured):
                width += 1
                measured = ""
            width = max(width, 0)
            index += 1
            continue
        cells = _WIDTHS[char]
        is_indicator = "\U0001f1e6" <= char <= "\U0001f1ff"
        if cells and not (is_indicator and flag_open):
            if width >= 0:
                yield text[start:index], width
            start, width, flag_open = index, cells, is_indicator
            measured = char
        else:
            width = max(width, 0) + cells
            measured = char if cells else measured
            flag_open = False
        index += 1
    if width >= 0:
        yield text[start:], width


def truncate(text: str, width: int, ellipsis: str = "…") -> str:
    """Cut ``text`` to at most ``width`` cells, with ``ellipsis`` at the end where it was cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room < 0:
        return _head(ellipsis, width)
    return _head(text, room).rstrip() + ellipsis


def pad(text: str, width: int) -> str:
    """Make ``text`` exactly ``width`` cells: blanks after it, or cut with an ellipsis."""
    text = text.rstrip(_ZWJ)  # it would join the first blank
    cells = cell_len(text)
    if cells > width:
        text = truncate(text, width)
        cells = cell_len(text)
    return text + " " * (width - cells)


def wrap(text: str, width: int, max_lines: int = 0) -> list[str]:
    """Break ``text`` into lines of at most ``width`` cells, newlines kept.

    Args:
        text: Clean text.
        width: Cells, at least 1.
        max_lines: At most so many, the last with an ellipsis where text is left; 0 is all.
    """
    spans = list(break_lines(text, width, max_lines + 1 if max_lines else 0))
    if not max_lines or len(spans) <= max_lines:
        return [text[start:end] for start, end in spans]
    lines = [text[start:end] for start, end in spans[:max_lines]]
    last = lines[-1]
    lines[-1] = last + "…" if cell_len(last) < width else _head(last, width - 1).rstrip() + "…"
    return lines


def _head(text: str, width: int) -> str:
    """Give the longest beginning that fits, cut between graphemes."""
    if is_single(text):
        return text[:width]
    used = end = 0
    for piece, cells in graphemes(text):
        if used + cells > width:
            break
        used += cells
        end += len(piece)
    return text[:end]


def break_lines(text: str, width: int, limit: int = 0) -> Iterator[tuple[int, int]]:
    """Give where each line begins and ends, as indices into ``text``.

    Breaks at newlines, blanks, after hyphens and dashes in words, and between ideographs by
    the usual Chinese and Japanese rules; a word longer than a line is cut where it hurts
    least. The blank at a break belongs to no line.

    Args:
        text: Clean text; runs of blanks are kept within a line.
        width: Cells, at least 1.
        limit: Stop after so many lines; 0 is all.
    """
    width = max(1, width)
    start, given = 0, 0
    for paragraph in text.split("\n"):
        stop = start + len(paragraph)
        if not is_single(paragraph):
            spans = _cut_any(text, start, stop, width)
        elif stop - start > width:
            spans = _cut_single(text, start, stop, width)
        else:
            spans = iter(((start, stop),))
        for span in spans:
            yield span
            given += 1
            if given == limit:
                return
        start = stop + 1


def _cut_single(text: str, start: int, stop: int, width: int) -> Iterator[tuple[int, int]]:
    """Break text in which every character takes one cell: index arithmetic, no loop over it."""
    dashes = [dash for dash in "-–—" if text.find(dash, start, stop) >= 0]
    while stop - start > width:
        window = start + width
        blank = text.rfind(" ", start, window + 1)
        cut = _dash_break(text, max(blank, start), window, dashes) if dashes else 0
        if cut <= start and blank > start:
            yield start, len(text[start:blank].rstrip(" ")) + start
            start = blank + 1
        else:
            if cut <= start:
                cut = _word_break(text, start, window)
            yield start, cut
            start = cut
        while start < stop and text[start] == " ":
            start += 1
    if start < stop or start == 0 or text[start - 1] == "\n":
        yield start, stop


def _dash_break(text: str, start: int, stop: int, dashes: list[str]) -> int:
    """Find the last place after a hyphen or dash within a word; 0 where there is none."""
    at = max([text.rfind(dash, start, stop) for dash in dashes])
    while at > start:
        if text[at] == "—" or (text[at - 1].isalnum() and text[at + 1 : at + 2].isalpha()):
            return at + 1
        at = max([text.rfind(dash, start, at) for dash in dashes])
    return 0


_WORD_CUTS = re.compile(r"[/?&=_.:;,#%+|\\)\]}-](?=[\w(\[{])|(?<=\w)(?=\[)")


def _word_break(text: str, start: int, stop: int) -> int:
    """Find where to cut a word that is longer than a line: after a sign, else at the edge."""
    first = start + (stop - start) // 3
    last = stop
    for match in _WORD_CUTS.finditer(text, first, stop + 1):
        if start < match.end() <= stop:
            last = match.end()
    return last


_NOT_AT_START = frozenset(
    "、。，．・：；？！ー～〜…‥」』）】〕》〉］｝’”々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
    "!),.:;?]}%°′″℃￠％｡｣､･ｰﾞﾟ"
)
_NOT_AT_END = frozenset("「『（【〔《〈［｛‘“([{￥＄£＠＃｢")


def _cut_any(text: str, start: int, stop: int, width: int) -> Iterator[tuple[int, int]]:
    """Break any text: find how far a line reaches, and from there back to where it may end."""
    cells = _cells_of(text[start:stop])
    ends = list(accumulate(cells, initial=0))  # cells before each character
    base, line, count = start, 0, len(cells)
    while True:
        reach = bisect_right(ends, ends[line] + width) - 1
        if reach >= count:
            break
        cut = _last_break(text, base, cells, line, reach)
        if cut <= line:
            cut = max(reach, _piece_end(cells, line))
            if cut >= count:
                break
        end = _before_blanks(text, base + line, base + cut)
        if end > base + line:
            yield base + line, end
        line = cut
        while line < count and text[base + line] == " ":
            line += 1
        if line == count:
            return
    yield base + line, _before_blanks(text, base + line, stop)


def _cells_of(text: str) -> list[int]:
    """Give the cells of each character; those of a piece that must not be cut, at its first."""
    cells = list(map(_WIDTHS.__getitem__, text))
    done = 0
    for tie in _TIED.finditer(text):
        if tie.start() >= done:
            start = text.rfind(" ", 0, tie.start()) + 1
            done = text.find(" ", tie.end())
            done = done if done > 0 else len(text)
            word: list[int] = []
            for piece, width in graphemes(text[start:done]):
                word.append(width)
                word.extend([0] * (len(piece) - 1))
            cells[start:done] = word
    return cells


def _piece_end(cells: list[int], index: int) -> int:
    """Give where the piece at an index ends."""
    index += 1
    while index < len(cells) and not cells[index]:
        index += 1
    return index


def _before_blanks(text: str, start: int, end: int) -> int:
    """Give the end without the blanks before it."""
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _last_break(text: str, base: int, cells: list[int], line: int, reach: int) -> int:
    """Find the last place, up to ``reach``, at which a line may end; ``line`` where none is."""
    cut = reach
    while cut > line:
        before = cut - 1
        while before > line and not cells[before]:
            before -= 1
        if cells[cut] and _may_break(
            text[base + before], text[base + cut], cells[before], cells[cut]
        ):
            return cut
        cut = before
    return line


def _may_break(before: str, after: str, before_cells: int, cells: int) -> bool:
    """Tell whether a line may end between two characters."""
    if before == " " or after == " ":
        return True
    if after in _NOT_AT_START or before in _NOT_AT_END:
        return False
    if before in "—-" and after.isalpha():
        return True
    if cells == 2 and not _is_hangul(after):
        return True
    return before_cells == 2 and not _is_hangul(before)


def _is_hangul(piece: str) -> bool:
    """Tell a Korean syllable: Korean is set with blanks and breaks at them."""
    return "\uac00" <= piece[0] <= "\ud7a3"
