"""Commands that keep feeds coming: settings, logins, addresses, and what needs attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import BlogreadError
from tui_reader.model.query import ATTENTION, InFolder
from tui_reader.ui.actions import feeds, links
from tui_reader.ui.actions.entries import undo_hint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tui_reader.model.change import StatusChange
    from tui_reader.model.feed import Feed, FeedId, FolderPath
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session


async def settings(session: Session) -> None:
    """Show how the feed, or the folder under the cursor, is fetched and shown."""
    feed_id = session.feed_id()
    feed = await session.reader.feeds.get(feed_id) if feed_id is not None else None
    await _settings(session, feed, feed.folders[0] if feed is not None else _folder(session))


def _folder(session: Session) -> FolderPath:
    view = session.screen.feeds.view if session.screen.in_feeds else session.view
    source = view.query.source if view is not None else None
    return source.path if isinstance(source, InFolder) else ()


async def _settings(session: Session, feed: Feed | None, path: FolderPath) -> None:
    from tui_reader.ui.screens.settings import SettingsScreen  # noqa: PLC0415 - start-up time

    await session.ask(SettingsScreen(session.reader, feed, path))
    await session.refresh_views()
    session.describe()


async def details(session: Session) -> None:
    """Show what is known of the feed, and do with it what the person wants."""
    from tui_reader.ui.screens.details import DetailsScreen  # noqa: PLC0415 - start-up time

    feed_id = session.feed_id()
    if feed_id is None:
        return
    feed = await session.reader.feeds.get(feed_id)
    sick = {each.feed.id: each for each in await session.reader.upkeep.troubles()}
    act = await session.ask(DetailsScreen(feed, session.now(), sick.get(feed_id)))
    if act == "copy":
        links.copy_url(session, feed.url)
    elif act is not None:
        await carry_out(session, act, feed_id)


async def attention(session: Session) -> None:
    """Show the feeds that need attention, and carry out fixes until the person leaves."""
    from tui_reader.ui.screens.attention import AttentionScreen  # noqa: PLC0415 - start-up time

    at = None
    while troubles := await session.reader.upkeep.troubles():
        wish = await session.ask(
            AttentionScreen(
                session.reader, session.now, troubles, lambda: session.syncing.fetching, at=at
            )
        )
        if wish is None:
            return
        fix, at = wish
        await carry_out(session, fix, at)
    if at is None:
        session.flash("No feed needs attention.")


async def carry_out(session: Session, fix: str, feed_id: FeedId) -> None:
    """Carry out a fix; what stands against it is said in the footer."""
    try:
        await _FIXES[fix](session, await session.reader.feeds.get(feed_id))
    except BlogreadError as error:
        session.flash(error.message, error.hint, is_error=True)


async def _retry(session: Session, feed: Feed) -> None:
    session.syncing.start([feed.id], by_hand=True)


async def _follow(session: Session, feed: Feed) -> None:
    """Use the address that the feed has moved to."""
    await _tell(
        session, feed, await session.reader.upkeep.set_address(feed.id, feed.fetch.moved_to)
    )


async def _go_back(session: Session, feed: Feed) -> None:
    await _tell(session, feed, await session.reader.upkeep.go_back(feed.id))


async def _find(session: Session, feed: Feed) -> None:
    """Look for the feed's address on its site."""
    from tui_reader.ui.screens.rediscover import RediscoverScreen  # noqa: PLC0415 - start-up time

    url = await session.ask(RediscoverScreen(session.reader, feed, session.now))
    if url is not None:
        await _tell(session, feed, await session.reader.upkeep.set_address(feed.id, url))


async def _edit(session: Session, feed: Feed) -> None:
    """Ask for another address."""
    from tui_reader.ui.screens.prompt import PromptScreen  # noqa: PLC0415 - start-up time

    shown = urls.display(feed.url)
    typed = await session.ask(
        PromptScreen(f"Address of {feed.title}", shown, "Entries and marks stay. u takes it back.")
    )
    if typed and typed != shown:
        await _tell(session, feed, await session.reader.upkeep.set_address(feed.id, typed))


async def _log_in(session: Session, feed: Feed) -> None:
    from tui_reader.ui.screens.login import ask_login  # noqa: PLC0415 - start-up time

    said = await ask_login(session.screen.app, session.reader, feed)
    if said:
        session.flash(said)
        await _retry(session, feed)


async def _open(session: Session, feed: Feed) -> None:
    await links.open_url(session, feed.info.site_url or feed.url)


async def _pause(session: Session, feed: Feed) -> None:
    change = await session.reader.upkeep.tune([feed.id], {"paused": True})
    if change is not None:
        await session.after_change(change)
        session.flash(f"Paused {feed.title}", undo_hint(session))


async def _remove(session: Session, feed: Feed) -> None:
    await feeds.remove_feed(session, feed.id)


async def _set(session: Session, feed: Feed) -> None:
    await _settings(session, feed, feed.folders[0])


async def _tell(session: Session, feed: Feed, change: StatusChange | None) -> None:
    """Say that an address was changed, and fetch it at once."""
    if change is None:
        session.flash("It has that address already.")
        return
    await session.after_change(change)
    session.flash(change.summary, undo_hint(session))
    await _retry(session, feed)


def open_attention(session: Session) -> None:
    """Show the feeds that need attention, beside the queue of keys."""
    session.screen.app.run_worker(attention(session), group="dialog", exit_on_error=False)


def is_attention(session: Session) -> bool:
    """Whether the focused pane is about the feeds that need attention."""
    view = session.screen.feeds.view if session.screen.in_feeds else session.view
    return view is not None and view.id == ATTENTION


_FIXES: dict[str, Callable[[Session, Feed], Awaitable[None]]] = {
    "retry": _retry,
    "follow": _follow,
    "back": _go_back,
    "find": _find,
    "address": _edit,
    "login": _log_in,
    "open": _open,
    "pause": _pause,
    "remove": _remove,
    "settings": _set,
}

HANDLERS: dict[str, Handler] = {
    "feed.details": details,
    "feed.settings": settings,
    "feed.attention": attention,
}
