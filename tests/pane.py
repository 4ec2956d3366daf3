"""The article pane alone in an app: the entries it shows, and what can be seen and heard of it."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from builders import NOON
from builders import entry as content
from textual.app import App
from textual.worker import WorkerCancelled

from tui_reader.model.entry import Entry, EntryId, EntryStatus
from tui_reader.model.feed import FeedId
from tui_reader.ui.themes import HOUSE_THEMES, INK, variable_defaults
from tui_reader.ui.widgets.article_view import ArticleView

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.message import Message

SIZE = (80, 24)


def entry(number: int = 1, **fields: object) -> Entry:
    return Entry(
        id=EntryId(number),
        feed_id=FeedId(1),
        feed_title="Blog",
        content=content(f"k{number}", **{"title": f"Title {number}", **fields}),
        status=EntryStatus(read=False, starred=False),
        first_seen_at=NOON,
        sort_at=NOON,
    )


class PaneDesk(App[None]):
    """An app with nothing but the pane; it keeps what the pane tells."""

    def __init__(self, measure: int = 60) -> None:
        super().__init__()
        self.view = ArticleView(measure=measure)
        self.told: list[Message] = []
        for theme in HOUSE_THEMES.values():
            self.register_theme(theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    def compose(self):
        yield self.view

    def on_mount(self) -> None:
        self.theme = INK.name
        self.view.focus()

    def on_link_view_link_focused(self, message: ArticleView.LinkFocused) -> None:
        self.told.append(message)

    def on_link_view_link_chosen(self, message: ArticleView.LinkChosen) -> None:
        self.told.append(message)

    def on_article_view_reached_end(self, message: ArticleView.ReachedEnd) -> None:
        self.told.append(message)

    def on_article_view_rendered(self, message: ArticleView.Rendered) -> None:
        self.told.append(message)

    def heard(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.told if isinstance(message, kind)]


class Sitting:
    """A running desk, and what can be seen on it."""

    def __init__(self, app: PaneDesk, pilot) -> None:
        self.app, self.pilot, self.view = app, pilot, app.view

    async def settle(self) -> None:
        await self.pilot.pause()
        while not all(worker.is_finished for worker in self.app.workers):
            with suppress(WorkerCancelled):  # a newer request has taken its place
                await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def show(self, shown: Entry) -> None:
        self.view.show(shown)
        await self.settle()

    def screen(self) -> list[str]:
        width, height = self.view.size
        strips = self.view.render_lines(self.view.size.region)
        assert [strip.cell_length for strip in strips] == [width] * height
        return [strip.text.rstrip() for strip in strips]

    def text(self) -> str:
        return "\n".join(self.screen())


@asynccontextmanager
async def at_pane(size: tuple[int, int] = SIZE, *, measure: int = 60) -> AsyncIterator[Sitting]:
    """Give the pane, shown and still."""
    app = PaneDesk(measure)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Sitting(app, pilot)
