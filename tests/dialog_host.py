"""An app that only shows a dialog, and remembers what it gave back.

async with opened(HelpScreen(keys, pane)) as dialog:
    await dialog.press("down", "enter")
assert dialog.results == ["move.up"]
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from textual.app import App
from textual.worker import WorkerCancelled

from tui_reader.ui.themes import INK, variable_defaults

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.geometry import Region
    from textual.pilot import Pilot
    from textual.screen import ModalScreen

SIZES = ((50, 24), (80, 24), (120, 36))


class Host(App[None]):
    """As little of an app as a dialog needs."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        # Without a terminal rich finds no colours, and lines would be drawn as for none.
        self.console = Console(file=StringIO(), color_system="truecolor")
        self.register_theme(INK)
        self.theme = INK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)


class Opened:
    """A dialog on the screen."""

    def __init__(self, app: Host, pilot: Pilot[None], screen: ModalScreen[object]) -> None:
        self.app = app
        self.pilot = pilot
        self.screen = screen
        self.results: list[object] = []

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until nothing is left to happen."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type or paste a text into the line that has the focus."""
        field = self.app.focused
        assert field is not None
        field.insert_text_at_cursor(text)
        await self.settle()

    async def settle(self) -> None:
        """Wait for the dialog's own work, such as a child process, and all that follows from it."""
        await self.pilot.pause()
        quiet = 0
        while quiet < 2:
            with suppress(WorkerCancelled):  # Esc may just have cancelled what still ends
                await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            quiet = quiet + 1 if self._is_quiet() else 0

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until a condition holds, for what no worker does; fail after many turns."""
        for turn in range(400):
            if holds():
                return
            await asyncio.sleep(min(0.05, 0.002 * 1.5**turn))
            await self.pilot.pause()
        raise AssertionError(f"It never came to that:\n{self.text}")

    def _is_quiet(self) -> bool:
        """Nothing works, and no message waits.

        A message may hop from a line over its list and the dialog to the app.
        """
        nodes = [
            self.app,
            *(
                node
                for screen in self.app.screen_stack
                for node in screen.walk_children(with_self=True)
            ),
        ]
        is_still = not any(node.message_queue_size for node in nodes)
        return is_still and all(worker.is_finished for worker in self.app.workers)

    @property
    def lines(self) -> list[str]:
        """What the terminal shows, line by line."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(self.lines)

    @property
    def words(self) -> str:
        """What the box says, as if no line had been broken."""
        inner = (line.strip().strip("│╭╮╰╯─") for line in self.lines)
        return " ".join(" ".join(inner).split())

    @property
    def box(self) -> Region:
        """Where the box stands."""
        return self.screen.query_one(".dialog").region


@asynccontextmanager
async def opened(
    screen: ModalScreen[object], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Opened]:
    """Show a dialog on a terminal of that size."""
    app = Host()
    async with app.run_test(size=size) as pilot:
        dialog = Opened(app, pilot, screen)
        app.push_screen(screen, dialog.results.append)
        await dialog.settle()
        yield dialog
