"""Commands about feeds: adding, importing, syncing, the tree."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tui_reader.commands import Pane
from tui_reader.model.query import ATTENTION, AllFeeds, InCategory, InFeed, InFolder, ViewKind
from tui_reader.ui.actions.entries import undo_hint

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui_reader.model.feed import FeedId
    from tui_reader.model.query import View
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session


VIEW_PAUSE = 0.04
"""Seconds the cursor rests on a view before its entries are fetched."""


async def add(session: Session) -> None:
    """Ask for an address, subscribe, and show the new feed."""
    from tui_reader.ui.screens.subscribe import SubscribeScreen  # noqa: PLC0415 - start-up time

    result = await session.ask(SubscribeScreen(session.reader, session.now))
    if result is None or result.feed_id is None:
        return
    await session.refresh_views()
    await show_view(session, f"feed:{result.feed_id}")
    said = "Already subscribed" if result.already else "Subscribed"
    session.flash(f"{said}: {result.title}", "" if result.already else undo_hint(session))


async def show_view(session: Session, view_id: str) -> None:
    """Select a line of the feeds, unfolding the folders above it, and show its entries."""
    index = session.screen.feeds.index_of(view_id)
    if index is None:
        session.screen.feeds.unfold_all()
        await session.refresh_views()
        index = session.screen.feeds.index_of(view_id)
    if index is not None:
        await session.select_view(session.screen.feeds.views[index])


async def import_file(session: Session) -> None:
    """Ask for a file, subscribe to what is in it, and fetch that."""
    from tui_reader.ui.screens.imports import ImportScreen  # noqa: PLC0415 - start-up time

    report = await session.ask(ImportScreen(session.reader))
    if report is None:
        return
    await session.refresh_views()
    session.flash(f"{report.added} added, {report.already} were there before")
    if report.added:
        session.syncing.start()


async def sync_all(session: Session) -> None:
    """Fetch every feed; pressed again, stop."""
    if session.syncing.is_running:
        session.syncing.stop()
        session.flash("Sync stopped; what it has fetched is kept.")
        return
    feeds = await session.reader.feeds.all()
    session.syncing.start([feed.id for feed in feeds], by_hand=True)


async def sync_view(session: Session) -> None:
    """Fetch what the view is about."""
    view = session.screen.feeds.view if session.screen.in_feeds else session.view
    ids = await _feeds_of(session, view)
    if not ids:
        session.flash("There is no feed here to fetch.")
        return
    session.syncing.start(ids, by_hand=True)
    session.flash("Fetching 1 feed" if len(ids) == 1 else f"Fetching {len(ids)} feeds")


async def _feeds_of(session: Session, view: View | None) -> list[FeedId]:
    if view is None:
        return []
    if view.id == ATTENTION:
        return [each.feed.id for each in await session.reader.upkeep.troubles()]
    match view.query.source:
        case InFeed(feed_id=feed_id) | InCategory(feed_id=feed_id):
            return [feed_id]
        case InFolder(path=path):
            depth = len(path)
            feeds = await session.reader.feeds.all()
            return [
                feed.id for feed in feeds if any(folder[:depth] == path for folder in feed.folders)
            ]
        case AllFeeds():
            return [feed.id for feed in await session.reader.feeds.all()]


async def rename(session: Session) -> None:
    """Ask for a title of one's own."""
    from tui_reader.ui.screens.prompt import PromptScreen  # noqa: PLC0415 - start-up time

    feed_id = session.feed_id()
    if feed_id is None:
        return
    feed = await session.reader.feeds.get(feed_id)
    title = await session.ask(
        PromptScreen(f"Title of {feed.title}", feed.title, "Empty takes the feed’s own title.")
    )
    if title is None:
        return
    renamed = await session.reader.feeds.rename(feed_id, title)
    await session.refresh_views()
    session.describe()
    session.flash(f"Renamed to {renamed.title}", undo_hint(session))


async def move(session: Session) -> None:
    """Ask for a folder, and put the feed there."""
    from tui_reader.ui.screens.folder import FolderScreen  # noqa: PLC0415 - start-up time

    feed_id = session.feed_id()
    if feed_id is None:
        return
    feed = await session.reader.feeds.get(feed_id)
    folders = await session.reader.feeds.folders()
    path = await session.ask(FolderScreen(folders, feed.folders[0]))
    if path is None:
        return
    await session.reader.feeds.move(feed_id, (path,))
    await session.refresh_views()
    where = " / ".join(path) if path else "the top level"
    session.flash(f"Moved {feed.title} to {where}", undo_hint(session))


async def remove(session: Session) -> None:
    """Ask, then unsubscribe."""
    feed_id = session.feed_id()
    if feed_id is not None:
        await remove_feed(session, feed_id)


async def remove_feed(session: Session, feed_id: FeedId) -> None:
    """Ask, then unsubscribe from this feed."""
    from tui_reader.ui.screens.confirm import ConfirmScreen  # noqa: PLC0415 - start-up time

    feed = await session.reader.feeds.get(feed_id)
    sure = await session.ask(
        ConfirmScreen(
            f"Unsubscribe from {feed.title}? {_kept(feed.total)}",
            "unsubscribe",
            "keep it",
        )
    )
    if sure:
        await _unsubscribe(session, feed_id)


def _kept(entries: int) -> str:
    """Say what unsubscribing leaves of the entries."""
    if not entries:
        return "It has no entries; undo brings it back."
    if entries == 1:
        return "Its entry leaves the list; it is kept, and undo brings it back."
    return f"Its {entries:,} entries leave the list; they are kept, and undo brings them back."


async def _unsubscribe(session: Session, feed_id: FeedId) -> None:
    """Unsubscribe, and go on with the view in its place."""
    change = await session.reader.feeds.unsubscribe((feed_id,))
    if change is None:
        return
    await session.after_change(change)
    session.flash(change.summary, undo_hint(session))


def open_soon(session: Session, view: View) -> None:
    """Show a view once the cursor rests on it."""
    if session.view is not None and view.id == session.view.id and session.search_from is None:
        return
    # The function, not its coroutine: the next view may take its place before that has begun.
    _: Worker[None] = session.screen.app.run_worker(
        partial(_open_after_pause, session), group="view", exclusive=True, exit_on_error=False
    )


async def _open_after_pause(session: Session) -> None:
    await asyncio.sleep(VIEW_PAUSE)
    await open_chosen(session)


async def open_chosen(session: Session) -> None:
    """Show the view under the cursor of the feeds, unless it is shown already."""
    view = session.screen.feeds.view
    shown = session.view
    if view is not None and (shown is None or shown.id != view.id or session.search_from):
        await session.open_view(view)


async def open_line(session: Session) -> None:
    """Unfold what is folded; else go to the entries."""
    view = session.screen.feeds.view
    if view is not None and view.expandable and not session.screen.feeds.is_unfolded(view):
        await toggle_fold(session, view)
    elif view is not None:
        await open_chosen(session)
        session.screen.go(Pane.ENTRIES)


async def toggle_fold(session: Session, view: View) -> None:
    """Fold or unfold a view."""
    feeds = session.screen.feeds
    feeds.fold(view, unfolded=not feeds.is_unfolded(view))
    await session.refresh_views()


async def fold_or_leave(session: Session) -> None:
    """Fold what the cursor is on; else go to what holds it."""
    feeds = session.screen.feeds
    view = feeds.view
    if view is None:
        return
    if view.expandable and feeds.is_unfolded(view):
        await toggle_fold(session, view)
        return
    parent = feeds.parent_of(view)
    if parent is not None:
        feeds.go_to(feeds.index_of(parent.id) or 0)


def is_feed(view: View | None) -> bool:
    """Tell a feed's line, or one of its categories."""
    return view is not None and view.kind in (ViewKind.FEED, ViewKind.CATEGORY)


HANDLERS: dict[str, Handler] = {
    "feed.add": add,
    "feed.import": import_file,
    "sync.all": sync_all,
    "sync.view": sync_view,
    "feed.rename": rename,
    "feed.move": move,
    "feed.remove": remove,
}
