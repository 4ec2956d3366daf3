"""Commands about entries and the list of them: reading on, marks, what the list shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.model.query import Sort
from tui_reader.ui.actions import links, reading
from tui_reader.ui.actions.describing import title
from tui_reader.ui.bindings import first_key
from tui_reader.ui.widgets.rows import DENSITIES

if TYPE_CHECKING:
    from tui_reader.model.change import StatusChange
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session


async def toggle_read(session: Session) -> None:
    """Mark the entry read or unread."""
    row = session.screen.entries.row
    if row is None:
        return
    change = await session.reader.entries.mark((row.id,), read=not row.read, scope=row.title)
    if row.changed:
        await session.changes.dismiss(row)
    if change is not None:
        session.opened = row.id
        await session.after_change(change)


async def toggle_star(session: Session) -> None:
    """Star the entry, or take its star."""
    row = session.screen.entries.row
    if row is None:
        return
    change = await session.reader.entries.star((row.id,), starred=not row.starred, scope=row.title)
    if change is not None:
        await session.after_change(change)


async def mark_all(session: Session) -> None:
    """Mark all that the view shows read, and nothing that arrived after it was shown."""
    query = session.screen.entries.scope
    if query is None:
        return
    change = await session.reader.entries.mark_all(
        query, up_to=session.last_seen, scope=title(session)
    )
    if change is None:
        session.flash("Everything here is read already.")
        return
    await session.after_change(change)
    session.flash(change.summary, undo_hint(session))


async def undo(session: Session) -> None:
    """Take the last change back."""
    change = await session.reader.entries.undo()
    await _tell(session, change, "Undone", "There is nothing to undo.")


async def redo(session: Session) -> None:
    """Do again what was undone."""
    change = await session.reader.entries.redo()
    await _tell(session, change, "Done again", "There is nothing to redo.")


async def _tell(session: Session, change: StatusChange | None, done: str, nothing: str) -> None:
    if change is None:
        session.flash(nothing)
        return
    await session.after_change(change)
    key = first_key(session.screen.keys, "edit.redo" if change.undone else "edit.undo")
    label = "redo" if change.undone else "undo"
    session.flash(f"{done}: {change.summary}", f"{key} {label}" if key else "")


def undo_hint(session: Session) -> str:
    """Name the key that takes a change back."""
    key = first_key(session.screen.keys, "edit.undo")
    return f"{key} undo" if key else ""


async def open_browser(session: Session) -> None:
    """Open the permalink, the chosen link, or in the feeds the blog's site."""
    await links.open_url(session, await _address(session, site=True))


async def copy_link(session: Session) -> None:
    """Copy the permalink, the chosen link, or in the feeds the feed's address."""
    links.copy_url(session, await _address(session, site=False))


async def _address(session: Session, *, site: bool) -> str:
    screen = session.screen
    if screen.in_feeds:
        feed_id = session.feed_id()
        if feed_id is None:
            return ""
        feed = await session.reader.feeds.get(feed_id)
        return feed.info.site_url if site else feed.url
    if screen.in_article and screen.article.focused_link:
        return screen.article.focused_link
    return screen.entries.row.url if screen.entries.row else ""


async def open_comments(session: Session) -> None:
    """Open the comments page."""
    row = session.screen.entries.row
    if row is None:
        return
    entry = await session.reader.entries.get(row.id)
    if entry.content.comments_url:
        await links.open_url(session, entry.content.comments_url)
    else:
        session.flash("This entry tells no comments page.")


async def toggle_unread_only(session: Session) -> None:
    """Hide or show what is read."""
    if session.view is None:
        return
    hidden = session.looks.toggle(session.view)
    await session.show_query(await session.query_of(session.view), at=session.screen.entries.row)
    session.flash("Only what is unread" if hidden else "Read entries, too")


async def reverse(session: Session) -> None:
    """Turn the order round."""
    newest = session.looks.sort is Sort.OLDEST
    session.looks.sort = Sort.NEWEST if newest else Sort.OLDEST
    query = session.screen.entries.scope
    if query is not None:
        await session.show_query(replace(query, sort=session.looks.sort))
    session.flash("Newest first" if newest else "Oldest first")


def next_density(session: Session) -> None:
    """Show more or less of each entry."""
    entries = session.screen.entries
    at = DENSITIES.index(entries.density)
    entries.set_density(DENSITIES[(at + 1) % len(DENSITIES)])
    session.keep("density", entries.density)


async def next_unread(session: Session) -> None:
    """Go to the next unread entry."""
    await reading.go_unread(session, opening=session.screen.in_article)


async def previous_unread(session: Session) -> None:
    """Go to the unread entry before."""
    await reading.go_unread(session, opening=session.screen.in_article, forward=False)


async def next_entry(session: Session) -> None:
    """Go to the next entry."""
    await reading.go_beside(session, forward=True)


async def previous_entry(session: Session) -> None:
    """Go to the entry before."""
    await reading.go_beside(session, forward=False)


async def show_new(session: Session) -> None:
    """Bring in what arrived, and go to where the list begins."""
    query = session.screen.entries.scope
    if query is not None:
        await session.show_query(query)


async def clean_up(session: Session) -> None:
    """Drop what was read since the view was opened."""
    entries = session.screen.entries
    if entries.scope is not None:
        kept = await session.reader.entries.last_change()
        await session.show_query(replace(entries.scope, kept_since=kept), at=entries.row)


HANDLERS: dict[str, Handler] = {
    "read.on": reading.read_on,
    "read.back": reading.read_back,
    "entry.next-unread": next_unread,
    "entry.previous-unread": previous_unread,
    "entry.next": next_entry,
    "entry.previous": previous_entry,
    "entry.open-browser": open_browser,
    "entry.copy-link": copy_link,
    "entry.open-comments": open_comments,
    "entry.toggle-read": toggle_read,
    "entry.toggle-star": toggle_star,
    "view.mark-read": mark_all,
    "edit.undo": undo,
    "edit.redo": redo,
    "view.unread-only": toggle_unread_only,
    "view.sort": reverse,
    "view.density": next_density,
    "view.show-new": show_new,
    "view.clean-up": clean_up,
}
