"""The whole app over a small library, driven by keys, and what its screen shows."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from builders import NOON, entry, feed_info, subscription, update

from tui_reader.config import Config, SyncConfig, UiConfig
from tui_reader.model.feed import HANDBOOK_URL, HEROKU_URL, Author
from tui_reader.store import feeds
from tui_reader.ui.actions.remembered import Remembered
from tui_reader.ui.app import ReaderApp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from tui_reader.model.entry import EntryContent
    from tui_reader.model.feed import FeedId
    from tui_reader.reader import Reader
    from tui_reader.ui.screens.main import MainScreen

OFFLINE = Config(sync=SyncConfig(on_start=False), ui=UiConfig(pictures="off"))
"""Asks the net for nothing."""
LONG = "".join(f"<p>Paragraph {n} of a long text that goes on.</p>" for n in range(60))


async def fill(
    reader: Reader, url: str, title: str, *contents: EntryContent, folder: tuple[str, ...] = ()
) -> FeedId:
    """Subscribe to a feed with these entries."""
    await reader.feeds.subscribe([subscription(url, folders=(folder,))])
    feed = await reader.feeds.find(url)
    await write(reader, feed.id, *contents, title=title)
    return feed.id


async def write(reader: Reader, feed_id: FeedId, *contents: EntryContent, title: str) -> None:
    """Let a fetch bring entries."""
    brought = update(feed_id, *contents, info=feed_info(title=title))
    await reader._database.write(feeds.apply, brought, NOON)


def post(title: str, *, hours: float, **fields: object) -> EntryContent:
    """An entry published so many hours before noon."""
    return entry(
        title,
        **{
            "title": title,
            "published_at": NOON - timedelta(hours=hours),
            "authors": (Author(name="Ada Quay"),),
            "categories": ("news",),
            **fields,
        },
    )


async def two_blogs(reader: Reader) -> None:
    """Two blogs in two folders, three entries each; the first subscriptions are gone."""
    for url in (HANDBOOK_URL, HEROKU_URL):
        await reader.feeds.unsubscribe([(await reader.feeds.find(url)).id])
    tides = [post(f"Tide {n}", hours=n) for n in (1, 2, 3)]
    cranes = [post(f"Crane {n}", hours=10 + n) for n in (1, 2, 3)]
    await fill(reader, "https://a.example/feed", "Harbour Log", *tides, folder=("Port",))
    await fill(reader, "https://b.example/feed", "Crane Watch", *cranes, folder=("Quay",))


class Desk:
    """A person at the screen."""

    def __init__(self, app: ReaderApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> MainScreen:
        """The main screen."""
        return self.app.session.screen

    async def press(self, *keys: str) -> None:
        """Press keys, and let what they began come to rest."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait for timers of the cursor, then for the workers and the paint."""
        await self.until(
            lambda: (
                not any(
                    worker.is_running and worker.group not in {"sync", "dialog", "full-text"}
                    for worker in self.app.workers
                )
                and not self.app.session.showing.waits
                and not self._awaits_article()
            )
        )
        await self.pilot.pause()

    def _awaits_article(self) -> bool:
        """Whether a text is to be laid out as soon as its pane has a size."""
        screen = self.screen
        has_room = screen.query_one("#strip").display and screen.article_is_visible
        return has_room and screen.article.is_awaited

    async def until(self, condition: Callable[[], object]) -> None:
        """Let the app go on until a condition holds.

        What waits for a timer, a thread or a child is asked ever more seldom: asking may mean
        to draw the whole screen.
        """
        for turn in range(400):
            await self.pilot.pause()
            if condition():
                return
            await asyncio.sleep(min(0.05, 0.002 * 1.5**turn))
        raise AssertionError(f"it never came:\n{self.text}")

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def title(self) -> str:
        """The title of the entry under the cursor."""
        row = self.screen.entries.row
        return row.title if row else ""

    @property
    def view(self) -> str:
        """The view that is shown."""
        view = self.app.session.view
        return view.title if view else ""

    @property
    def flash(self) -> str:
        """What the footer says for a moment."""
        return self.screen.status.shown_flash


@asynccontextmanager
async def at_desk(
    reader: Reader,
    *,
    size: tuple[int, int] = (120, 36),
    config: Config = OFFLINE,
    fresh: bool = False,
) -> AsyncIterator[Desk]:
    """Open the app over a library, as one that was there before unless it is fresh."""
    reader.fresh = fresh
    kept = await Remembered.load(reader, config)
    app = ReaderApp(reader, config, kept, now=lambda: NOON)
    async with app.run_test(size=size) as pilot:
        desk = Desk(app, pilot)
        await desk.until(lambda: desk.screen.entries.scope is not None)
        await desk.settle()
        yield desk
