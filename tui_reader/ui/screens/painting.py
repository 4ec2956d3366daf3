"""A screen that paints what a key has changed at once, and paints no more than that."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui_reader.ui.screens.covering import CoveringCompositor
from tui_reader.ui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from textual.widget import Widget

_FRAME = 1 / 60
"""Seconds between two frames, at least."""


class QuickScreen(Screen[None]):
    """Does not keep a key waiting for the next of sixty frames a second."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._compositor = CoveringCompositor()
        self._painted_at = 0.0
        """When a key was painted at once last, on the monotonic clock."""
        self._left: frozenset[Widget] = frozenset()
        """What was not painted with that key."""

    @property
    def stale(self) -> frozenset[Widget]:
        """What is to be painted with the next frame, before a key changes more."""
        seen = self._compositor.visible_widgets
        drawn = {widget for widget in seen if isinstance(widget, LineWidget) and widget.is_stale}
        return frozenset(drawn | self._dirty_widgets)

    def paint_at_once(self, *, but: frozenset[Widget] = frozenset()) -> None:
        """Paint what a key has changed now; keys that come faster than frames share one.

        What others had changed before the key (``but``) waits for the next frame, once: an
        article or the counts of feeds take longer to draw than a step in the list.

        Else the key waits until the widgets have told the screen of it, one message behind the
        other, and then for the next frame: up to two of its intervals, 33 ms, where something
        else was painted just before.
        """
        now = monotonic()
        if now - self._painted_at < _FRAME:
            return
        left = but - self._left - {self.focused}
        seen = self._compositor.visible_widgets
        later = self._dirty_widgets & left
        self._dirty_widgets |= {
            each
            for each in seen.keys() - left
            if isinstance(each, LineWidget) and each.take_stale()
        }
        self._dirty_widgets -= left
        if not self._dirty_widgets:
            self._dirty_widgets |= later
            return
        self._painted_at, self._left = now, left
        self._on_timer_update()
        # What follows from the key (headers, the head of an article) comes an interval later: a
        # terminal that reads both frames at one go would show the first when the second is whole.
        self._update_timer.reset()
        if later:
            self._dirty_widgets |= later
        else:
            self._update_timer.pause()
