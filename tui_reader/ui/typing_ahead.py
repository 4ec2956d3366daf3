"""Keeps the order of what is typed, also where a key opens an input, acts in one or closes it.

A key passes through the focused widget to the app before it is known what it does. What was
typed in the same moment (a slow line, a paste, a fast hand) would pass right behind it, to the
widget that had the focus then; and inside an input, letters are taken by the widget itself, so
that those behind Enter or Backspace would come before it.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.worker import Worker

    Typed = events.Key | events.Paste

LONGEST = 5.0
"""Seconds after which what is held is let go unused: as commands it could do harm."""
_ROUNDS = 3
"""A message of one's own overtakes none before it; but what those cause comes behind it: a key
makes an input change, of which its dialog makes something, of which the app makes something."""
_LOOK_AGAIN = 0.1
"""Seconds: a round may be lost with the dialog that it went through."""


class Round(Message):
    """Goes the way of a key, behind it: once it is back, the key has been taken."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class TypingAhead:
    """Keys in their order, also across a change of focus."""

    def __init__(
        self,
        app: App[None],
        *,
        group: str,
        opens: Callable[[events.Key], bool],
        types: Callable[[], bool],
        give: Callable[[Typed], Awaitable[None]],
        gave_up: Callable[[], None],
    ) -> None:
        """Begin.

        Args:
            app: Has the timers and the workers.
            group: Of the workers that open dialogs.
            opens: Whether a key may open an input, where the focus is.
            types: Whether an input has the focus.
            give: Takes what was held, as if it were typed now.
            gave_up: Called where no input opened and what was typed is lost.
        """
        self._app = app
        self._group = group
        self._opens = opens
        self._types = types
        self._give = give
        self._gave_up = gave_up
        self._under_way: events.Key | None = None
        """What must be done before anything else is given."""
        self._dialogs: frozenset[Screen[object]] = frozenset()
        """Those that were up when it was typed."""
        self._rounds_tell = False
        """Whether rounds tell that it has been taken; else the app does."""
        self._before: set[Worker[object]] = set()
        """Workers of the group that are none of its doing."""
        self._is_done = False
        """Whether only what it began is still waited for."""
        self._letters = False
        """Whether an input may still have letters to take."""
        self._round = 0
        self._held: deque[Typed] = deque()
        self._timers: list[Timer] = []

    def holds(self, typed: Typed) -> bool:
        """Hold what must wait for what was typed before it; note what others must wait for."""
        if self._under_way is not None:
            self._held.append(typed)
            return True
        if isinstance(typed, events.Key) and self._opens(typed):
            self._begin(typed, self._openers())
            return False
        if self._types() and (isinstance(typed, events.Paste) or typed.is_printable):
            self._letters = True
            return False
        if isinstance(typed, events.Paste) or not (self._types() or self._up()):
            return False
        self._begin(typed, set())
        self._dialogs, self._rounds_tell = self._up(), True
        if self._letters:
            self._held.appendleft(typed)
            self._send_round()
        return self._letters

    def passed_on(self, typed: Typed) -> None:
        """Send a round behind a key that acts in an input or a dialog."""
        if typed is self._under_way and self._rounds_tell:
            self._send_round()

    async def came_round(self, came: Round) -> None:
        """Send the next round, or go on after the last; one of an earlier key is moot."""
        if came.number != self._round or self._is_done:
            return
        if self._round % _ROUNDS:
            self._send_round()
        else:
            await self._done()

    async def carried_out(self, event: events.Event) -> None:
        """Go on where this key has opened its input, or opens none."""
        if event is self._under_way and not self._rounds_tell:
            await self._done()

    async def ended(self) -> None:
        """Go on where none is left of the workers that were to open a dialog."""
        if self._is_done and not self._awaited():
            await self.go_on()

    async def opened(self, dialog: Screen[object]) -> None:
        """Go on where a dialog is there that was not there before."""
        if dialog not in self._dialogs:
            await self.go_on()

    async def go_on(self) -> None:
        """Give what was held to what has the focus now."""
        self._end()
        while self._held and self._under_way is None:
            await self._give(self._held.popleft())

    def _up(self) -> frozenset[Screen[object]]:
        """Give the dialogs that are up, or nothing where the app is ending."""
        return frozenset(self._app.screen_stack[1:])

    def _begin(self, key: events.Key, before: set[Worker[object]]) -> None:
        self._under_way = key
        self._before = before
        self._timers = [
            self._app.set_timer(LONGEST, self._give_up),
            self._app.set_interval(_LOOK_AGAIN, self._look_again),
        ]

    def _send_round(self) -> None:
        self._round += 1
        (self._app.focused or self._app.screen).post_message(Round(self._round))

    async def _look_again(self) -> None:
        if self._rounds_tell and not self._is_done and self._up() != self._dialogs:
            await self._done()

    async def _done(self) -> None:
        """Go on, unless the key has made a worker go on that may open another dialog."""
        self._is_done = True
        if not self._awaited():
            await self.go_on()

    def _awaited(self) -> bool:
        is_back = not self._dialogs.isdisjoint(self._app.screen_stack[-1:])
        return not is_back and bool(self._openers() - self._before)

    def _give_up(self) -> None:
        self._end()
        if self._held:
            self._held.clear()
            self._gave_up()

    def _end(self) -> None:
        self._under_way = None
        self._dialogs = frozenset()
        self._rounds_tell = self._is_done = self._letters = False
        self._round += _ROUNDS - self._round % _ROUNDS
        for timer in self._timers:
            timer.stop()
        self._timers = []

    def _openers(self) -> set[Worker[object]]:
        return {
            worker
            for worker in self._app.workers
            if worker.group == self._group and not worker.is_finished
        }
