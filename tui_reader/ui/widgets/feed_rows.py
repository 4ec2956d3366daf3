"""What one line of the feeds pane looks like, and where a blank line parts groups. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.clean import clean_line
from tui_reader.model.query import ViewKind
from tui_reader.ui.themes import Ink
from tui_reader.ui.widgets.cursor_list import Item
from tui_reader.ui.widgets.lines import Line, Span, spread

if TYPE_CHECKING:
    from tui_reader.model.query import View
    from tui_reader.ui.widgets.glyphs import Glyphs

_MARGIN = 1
_STEP = 2
_BELOW_TOP_FEED = {ViewKind.CATEGORY: 1, ViewKind.YEAR: 1, ViewKind.MONTH: 2}
_PERIODS = (ViewKind.YEAR, ViewKind.MONTH)


def lay_out(
    view: View, above: View | None, width: int, glyphs: Glyphs, *, unfolded: bool, loading: bool
) -> Item:
    """Lay a view out in ``width`` cells."""
    line = _line(view, max(1, width - _MARGIN), glyphs, unfolded=unfolded, loading=loading)
    return Item(lines=(line,), before=int(_begins_group(view, above)))


def _begins_group(view: View, above: View | None) -> bool:
    """Part smart views, top folders, and what has no folder, by a blank line."""
    if above is None or view.depth:
        return False
    if view.kind is ViewKind.FOLDER:
        return True
    if view.kind is ViewKind.SMART:
        return False
    if above.kind in (ViewKind.SMART, ViewKind.FOLDER):
        return True
    return above.depth > 0 and not _of_top_feed(above)


def _of_top_feed(view: View) -> bool:
    """Tell what is shown below a feed that is in no folder: a category, a year, a month."""
    return _BELOW_TOP_FEED.get(view.kind) == view.depth


def _line(view: View, width: int, glyphs: Glyphs, *, unfolded: bool, loading: bool) -> Line:
    title = clean_line(view.title)
    if view.kind is ViewKind.FOLDER:
        sign = "" if unfolded else f"{glyphs.folded} "
        left: tuple[Span, ...] = ((f"{_blanks(view.depth)}{sign}{title}", Ink.STRONG),)
    else:
        ink = Ink.TEXT if view.count or view.kind is ViewKind.SMART else Ink.MUTED
        left = ((f"{_lead(view, glyphs, unfolded=unfolded)}{title}", ink),)
    return spread(left, _count(view, glyphs, loading=loading, shown=unfolded), width, glyphs.cut)


def _lead(view: View, glyphs: Glyphs, *, unfolded: bool) -> str:
    """Give the indent and the fold sign of a feed, a smart view, or what is below a feed."""
    if view.kind is ViewKind.SMART:
        return " "
    depth = view.depth
    if view.kind in (ViewKind.FEED, ViewKind.YEAR):
        sign = (glyphs.unfolded if unfolded else glyphs.folded) if view.expandable else " "
        return f"{' ' * sign_column(view)}{sign} "
    return f"{_blanks(depth)}"


def sign_column(view: View) -> int:
    """Give the column of a view's fold sign."""
    return 1 + _STEP * (view.depth if view.kind is ViewKind.YEAR else max(0, view.depth - 1))


def _blanks(depth: int) -> str:
    return " " * (1 + _STEP * depth)


def _count(view: View, glyphs: Glyphs, *, loading: bool, shown: bool) -> tuple[Span, ...]:
    """Give the right edge: a problem, a count; nothing where the lines below tell it."""
    if view.kind is ViewKind.FOLDER and shown:
        return ()
    spans: list[Span] = []
    if view.problem:
        spans.append((glyphs.problem, Ink.ERROR))
    count = view.total if view.kind in _PERIODS else view.count
    if count:
        spans.append((f"{' ' if spans else ''}{count:,}", Ink.MUTED))
    elif loading and not spans and not view.total and view.kind is ViewKind.FEED:
        spans.append((glyphs.cut, Ink.MUTED))
    return tuple(spans)
