"""What a text said when it was read beside what it says now: noticed, shown, put away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.commands import Pane
from tui_reader.ui.actions import reading
from tui_reader.ui.bindings import first_key

if TYPE_CHECKING:
    from tui_reader.model.entry import EntryContent, EntryId, EntryRow
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session


class Changes:
    """The text that was open when it changed, and the difference that was looked at last."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._outdated: EntryId | None = None
        """The entry that is shown, where the library holds another text by now."""
        self._looked_at: tuple[EntryId, EntryContent] | None = None

    def news(self, row: EntryRow) -> str:
        """Say for the header that an entry changed; empty where it did not."""
        if not (row.changed or row.id == self._outdated):
            return ""
        key = first_key(self._session.screen.keys, "article.changes")
        return f"changed ({key})" if key else "changed"

    async def notice(self) -> None:
        """Look whether the text that is shown was changed by a sync; it stays as it is."""
        shown = self._session.screen.article.entry_head
        if shown is None:
            self._outdated = None
            return
        current = await self._session.reader.reading.is_current(
            shown.id, shown.content.content_hash
        )
        self._outdated = None if current else shown.id

    async def toggle(self) -> None:
        """Show what has changed in the entry under the cursor; again, and it is put away.

        Where its source covers the difference, that is in sight again.
        """
        session = self._session
        head = session.screen.article.entry_head
        if head is not None and head.as_read is not None:
            if not session.screen.article.leave_source():
                self.put_away()
            return
        row = session.screen.entries.row
        if row is None:
            return
        earlier = await self._earlier(row)
        if earlier is None:
            session.flash("This text is as it was when you read it.")
            return
        if session.screen.article.entry_id != row.id:
            await reading.open_row(session, row, focus=True)
        session.screen.go(Pane.ARTICLE)
        session.screen.article.leave_source()
        entry = await session.reader.entries.get(row.id)
        session.screen.article.show(replace(entry, as_read=earlier))
        await self.dismiss(row)
        self._looked_at = (row.id, earlier)
        key = first_key(session.screen.keys, "article.changes")
        session.flash(
            "+ added, - removed, ~ edited since you read it", f"{key} back" if key else ""
        )

    def put_away(self) -> bool:
        """Show the text as it is now; False where no difference is shown."""
        article = self._session.screen.article
        entry = article.entry
        if entry is None or entry.as_read is None:
            return False
        article.show(replace(entry, as_read=None))
        return True

    async def dismiss(self, row: EntryRow) -> None:
        """Let a difference go, and the sign of it."""
        session = self._session
        if self._outdated == row.id:
            self._outdated = None
        if row.changed:
            await session.reader.reading.dismiss_changes(row.id)
            await session.screen.entries.refresh_rows((row.id,))
        session.describe()

    async def _earlier(self, row: EntryRow) -> EntryContent | None:
        """Find what an entry said before: kept, on the screen still, or looked at just now."""
        kept = await self._session.reader.reading.as_read(row.id)
        if kept is not None:
            return kept
        shown = self._session.screen.article.entry
        if shown is not None and shown.id == row.id == self._outdated:
            return shown.content
        if self._looked_at is not None and self._looked_at[0] == row.id:
            return self._looked_at[1]
        return None


async def toggle(session: Session) -> None:
    """Show what has changed, or put it away."""
    await session.changes.toggle()


HANDLERS: dict[str, Handler] = {"article.changes": toggle}
