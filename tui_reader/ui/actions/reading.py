"""The flow of reading: open, page on, go on to the next unread, and back across the same seams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.commands import Pane
from tui_reader.model.query import ViewKind
from tui_reader.ui.actions.describing import title
from tui_reader.ui.actions.session import Step
from tui_reader.ui.widgets.entry_window import place_of

if TYPE_CHECKING:
    from tui_reader.model.entry import EntryId, EntryRow
    from tui_reader.model.query import View
    from tui_reader.ui.actions.session import Session

_TRAIL = 200
"""Steps that the way back remembers."""


async def open_row(session: Session, row: EntryRow, *, focus: bool) -> None:
    """Show an entry as opened: its text from its stop, marked read where that is the rule."""
    session.opened = row.id
    screen = session.screen
    if not screen.article_is_visible:
        # Else what was read before would be painted once more.
        screen.article.show_row(row)
    if focus or not screen.article_is_visible:
        screen.go(Pane.ARTICLE)
    await session.showing.show(row)
    session.stops.tell(row.id)
    policy = session.config.reader.mark_read
    at_end = screen.article.entry_id == row.id and screen.article.at_end
    # A short text that stood beside the list has told of its end before it was opened.
    if at_end:
        session.stops.read_to(row.id, None)
    if policy == "open" or (policy == "end" and at_end):
        await mark_opened(session, row)


async def mark_opened(session: Session, row: EntryRow) -> None:
    """Mark what was opened read, once."""
    if not row.read:
        change = await session.reader.entries.mark((row.id,), read=True, scope=row.title)
        if change is not None:
            await session.after_change(change)


async def reached_end(session: Session, entry_id: EntryId) -> None:
    """Finish an entry that was read to its end, and mark it where that is the rule."""
    if session.opened != entry_id:
        return
    session.stops.read_to(entry_id, None)
    row = session.screen.entries.row
    at_end = session.config.reader.mark_read == "end"
    if at_end and row is not None and row.id == entry_id:
        await mark_opened(session, row)


async def read_on(session: Session) -> None:
    """Go a page down; from the end of an entry to the next unread one."""
    screen = session.screen
    row = screen.entries.row
    if row is None:
        await _to_next_view(session)
        return
    if session.opened != row.id:
        was_shown = screen.article_is_visible and screen.article.entry_id == row.id
        await open_row(session, row, focus=False)
        if not was_shown:
            return
    if not screen.article.page_down():
        await go_unread(session, opening=True)


async def read_back(session: Session) -> None:
    """Go a page up; from the top of an entry to the end of the one before."""
    screen = session.screen
    if screen.article_is_visible and screen.article.page_up():
        return
    here = screen.entries.row
    step = session.trail.pop() if session.trail else None
    if step is not None and here is not None and step.to == here.id:
        if session.view is None or step.view.id != session.view.id:
            await session.select_view(step.view)
        await screen.entries.go_to_row(step.row)
        if screen.entries.row is not None:
            await open_row(session, screen.entries.row, focus=False)
        return
    session.trail.clear()
    if screen.entries.move("move.up") and screen.entries.row is not None:
        await open_row(session, screen.entries.row, focus=False)
    else:
        session.flash("This is the first entry.")


async def go_unread(session: Session, *, opening: bool, forward: bool = True) -> None:
    """Go to the next unread entry of this view, then of the views below.

    Args:
        session: What is being read.
        opening: Open the entry (and so mark it), rather than only go there.
        forward: False goes back, within this view.
    """
    entries = session.screen.entries
    query, here = entries.scope, entries.row
    if query is None:
        return
    at = place_of(here) if here else None
    row = await session.reader.entries.next_unread(query, at=at, forward=forward)
    if row is None and forward and at is not None:
        row = await session.reader.entries.next_unread(query, at=None)
        if row is not None and here is not None and row.id != here.id:
            session.flash(f"From the top of {title(session)}")
    if row is not None and (here is None or row.id != here.id):
        await _step_to(session, row, opening=opening)
    elif forward:
        await _to_next_view(session, opening=opening)
    else:
        session.flash("Nothing unread before this.")


async def go_beside(session: Session, *, forward: bool) -> None:
    """Go to the next or the previous entry, read or not; open it where the article is read."""
    entries = session.screen.entries
    if not entries.move("move.down" if forward else "move.up"):
        session.flash("This is the last entry." if forward else "This is the first entry.")
    elif session.screen.place is Pane.ARTICLE and entries.row is not None:
        await open_row(session, entries.row, focus=False)


async def _step_to(session: Session, row: EntryRow, *, opening: bool) -> None:
    entries = session.screen.entries
    _remember_step(session, session.view, entries.row, row)
    await entries.go_to_row(row)
    if opening:
        await open_row(session, entries.row or row, focus=False)


def _remember_step(session: Session, view: View | None, row: EntryRow | None, to: EntryRow) -> None:
    if view is not None and row is not None:
        session.trail.append(Step(view=view, row=row, to=to.id))
        del session.trail[:-_TRAIL]


async def _to_next_view(session: Session, *, opening: bool = True) -> None:
    """Leave a view that is done for the next one below with something unread."""
    view = next_view(session)
    done = title(session)
    if view is None:
        if session.arrived:
            key = ", ".join(session.screen.keys["view.show-new"][:1])
            session.flash(f"{done} done; {session.arrived} new arrived", key and ". show")
        else:
            session.flash("Nothing is left unread.")
        return
    left, before = session.view, session.screen.entries.row
    await session.select_view(view)
    query = session.screen.entries.scope
    row = await session.reader.entries.next_unread(query, at=None) if query else None
    if row is not None:
        _remember_step(session, left, before, row)
        await session.screen.entries.go_to_row(row)
        if opening:
            await open_row(session, session.screen.entries.row or row, focus=False)
    session.flash(f"{done} done, next: {title(session)} ({view.count:,})")


def next_view(session: Session) -> View | None:
    """Find the next view below with something unread, going round at the end."""
    feeds = session.screen.feeds
    index = feeds.index_of(session.view.id) if session.view else None
    start = -1 if index is None else index
    ordered = [*feeds.views[start + 1 :], *feeds.views[: start + 1]]
    for view in ordered:
        same = session.view is not None and view.id == session.view.id
        if view.kind is not ViewKind.SMART and view.count and not same:
            return view
    return None
