"""Holds back what is typed behind a key that opens an input, until the input has the focus.

A key passes through the focused widget to the app before it is known what it does. What was
typed in the same moment would pass right behind it, to the widget that had the focus then.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.timer import Timer
    from textual.worker import Worker

    Typed = events.Key | events.Paste

LONGEST = 5.0
"""Seconds after which what is held is let go unused: as commands it could do harm."""


class TypingAhead:
    """Keys in their order, also across a change of focus."""

    def __init__(
        self,
        app: App[None],
        *,
        group: str,
        opens: Callable[[events.Key], bool],
        give: Callable[[Typed], Awaitable[None]],
        gave_up: Callable[[], None],
    ) -> None:
        """Begin.

        Args:
            app: Has the timers and the workers.
            group: Of the workers that open dialogs.
            opens: Whether a key may open an input, where the focus is.
            give: Takes what was held, as if it were typed now.
            gave_up: Called where no input opened and what was typed is lost.
        """
        self._app = app
        self._group = group
        self._opens = opens
        self._give = give
        self._gave_up = gave_up
        self._opener: events.Key | None = None
        self._before: set[Worker[object]] = set()
        """Workers of the group when the key was typed."""
        self._opening: Worker[object] | None = None
        """Who opens the dialog, once the key has come to its command."""
        self._held: deque[Typed] = deque()
        self._limit: Timer | None = None

    def holds(self, typed: Typed) -> bool:
        """Hold what was typed while an input is being opened; note a key that opens one."""
        if self._opener is not None:
            self._held.append(typed)
            return True
        if isinstance(typed, events.Key) and self._opens(typed):
            self._opener = typed
            self._before = self._dialogs()
            self._limit = self._app.set_timer(LONGEST, self._give_up)
        return False

    async def carried_out(self, event: events.Event) -> None:
        """Go on where this key has opened its input, or opens none."""
        if event is not self._opener:
            return
        self._opening = next(iter(self._dialogs() - self._before), None)
        if self._opening is None:
            await self.go_on()

    async def ended(self, worker: Worker[object]) -> None:
        """Go on where the worker that was to open a dialog has opened none."""
        if worker is self._opening:
            await self.go_on()

    async def go_on(self) -> None:
        """Give what was held to what has the focus now."""
        self._end()
        while self._held and self._opener is None:
            await self._give(self._held.popleft())

    def _give_up(self) -> None:
        self._end()
        if self._held:
            self._held.clear()
            self._gave_up()

    def _end(self) -> None:
        self._opener = self._opening = None
        if self._limit is not None:
            self._limit.stop()
            self._limit = None

    def _dialogs(self) -> set[Worker[object]]:
        return {
            worker
            for worker in self._app.workers
            if worker.group == self._group and not worker.is_finished
        }
