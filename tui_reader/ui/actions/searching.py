"""Searching: results in the place of the list, and the way back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.model.query import EntryQuery

if TYPE_CHECKING:
    from tui_reader.ui.actions.session import Session


async def begin_search(session: Session) -> None:
    """Open the line to type in, and remember where one was."""
    if session.search_from is None:
        session.search_from = (session.view, session.screen.entries.row)
    await session.screen.open_search()
    session.describe()


async def search(session: Session, text: str) -> None:
    """Show what matches in the whole library; no words show where one came from."""
    if session.search_from is None:
        return
    view, row = session.search_from
    if text:
        session.screen.article.mark_words(text)
        await session.show_query(EntryQuery(text=text, sort=session.looks.sort))
    elif view is not None:
        session.screen.article.mark_words("")
        await session.show_query(await session.query_of(view), at=row)


async def end_search(session: Session) -> None:
    """Go back to the view and the entry where the search began."""
    session.screen.close_search()
    if session.search_from is None:
        return
    view, row = session.search_from
    session.search_from = None
    if view is not None:
        await session.open_view(view, at=row)
