"""A screen that paints what a key has changed at once, and paints no more than that."""

from __future__ import annotations

from time import monotonic

from textual.screen import Screen

from tui_reader.ui.screens.covering import CoveringCompositor
from tui_reader.ui.widgets.line_widget import LineWidget

_FRAME = 1 / 60
"""Seconds between two frames, at least."""


class QuickScreen(Screen[None]):
    """Does not keep a key waiting for the next of sixty frames a second."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._compositor = CoveringCompositor()
        self._painted_at = 0.0
        """When a key was painted at once last, on the monotonic clock."""

    def paint_at_once(self) -> None:
        """Paint what a key has changed now; keys that come faster than frames share one.

        Else the key waits until the widgets have told the screen of it, one message behind the
        other, and then for the next frame: up to two of its intervals, 33 ms, where something
        else was painted just before.
        """
        now = monotonic()
        if now - self._painted_at < _FRAME:
            return
        seen = self._compositor.visible_widgets
        self._dirty_widgets |= {w for w in seen if isinstance(w, LineWidget) and w.take_stale()}
        if not self._dirty_widgets:
            return
        self._painted_at = now
        self._on_timer_update()
        # What follows from the key (headers, the head of an article) comes an interval later: a
        # terminal that reads both frames at one go would show the first when the second is whole.
        self._update_timer.reset()
        self._update_timer.pause()
