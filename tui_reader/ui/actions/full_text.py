"""Full text: an entry's own page in place of its feed's text, once or as the rule of a feed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tui_reader.ui.bindings import first_key

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui_reader.model.entry import Entry, EntryId
    from tui_reader.model.feed import FeedId
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session

_REMEMBERED = timedelta(days=1)
"""How long a failure is told again before the page is asked for again."""
_HINT_AT = 3
"""So many entries of a feed read in full text by hand suggest a rule."""


class FullText:
    """The pages that are being fetched because a person asked for them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._workers: dict[EntryId, Worker[None]] = {}
        self.told: EntryId | None = None
        """The entry whose failure was told just now: asking again tries again."""

    @property
    def is_fetching(self) -> bool:
        """Whether a page is being fetched."""
        return any(not worker.is_finished for worker in self._workers.values())

    def stop(self, entry_id: EntryId) -> bool:
        """End the fetch of an entry's page; False where there is none."""
        worker = self._workers.get(entry_id)
        if worker is None or worker.is_finished:
            return False
        worker.cancel()
        return True

    def fetch(self, entry: Entry) -> None:
        """Fetch an entry's page in a child process, and show what comes of it."""
        self._session.flash(f"Fetching the page of “{entry.content.title}” …")
        self._workers[entry.id] = self._session.screen.app.run_worker(
            self._fetch(entry), group="full-text", exit_on_error=False
        )

    async def _fetch(self, before: Entry) -> None:
        session = self._session
        await session.reader.net.full_text_in_child(before.id)
        entry = await session.reader.entries.get(before.id)
        await session.screen.entries.refresh_rows((entry.id,))
        page = entry.page
        if page is not None and page.problem is not None and not page.html:
            self._show_again(entry)
            session.flash(f"No full text. {page.problem.message}", is_error=True)
            self.told = entry.id
        elif entry.shown_page is None:
            self._show_again(entry)
            session.flash("The feed’s text is complete: the page brings no more.")
        else:
            await self._arrived(entry)

    async def _arrived(self, entry: Entry) -> None:
        """Show the text that came, but never in place of one that is being read."""
        session, article = self._session, self._session.screen.article
        is_here = article.entry_id == entry.id
        if is_here and not article.at_top:
            await session.reader.articles.choose(entry.id, page=False)
            key = first_key(session.screen.keys, "entry.full-text")
            session.flash("Full text is here", f"{key} show" if key else "")
            return
        if is_here:
            article.show(entry)
            session.flash("This is the full text.", await self._rule_hint(entry.feed_id))
        else:
            session.flash(f"The full text of “{entry.content.title}” is here.")

    def _show_again(self, entry: Entry) -> None:
        """Bring what is said under the text up to date."""
        if self._session.screen.article.entry_id == entry.id:
            self._session.screen.article.show(entry)

    async def _rule_hint(self, feed_id: FeedId) -> str:
        """Offer to make it the rule, once."""
        session = self._session
        key = first_key(session.screen.keys, "feed.full-text")
        if not key or await session.reader.articles.count_chosen(feed_id) != _HINT_AT:
            return ""
        tuning = (await session.reader.upkeep.tunings((feed_id,)))[feed_id]
        return "" if tuning.effective.full_text else f"always for this feed? {key}"


async def toggle(session: Session) -> None:
    """Show the entry's full text, which is fetched the first time; or the feed's text again."""
    row = session.screen.entries.row
    if row is None:
        return
    full_text = session.full_text
    if full_text.stop(row.id):
        session.flash("Stopped. The feed’s text is kept.")
        return
    entry = await session.reader.entries.get(row.id)
    told, full_text.told = full_text.told, None
    page = entry.page
    if page is not None and page.html:
        await _choose(session, entry.id, page=not page.chosen)
    elif not entry.content.url:
        session.flash("This entry names no page of its own.")
    elif (
        page is not None
        and page.problem is not None
        and session.now() - page.fetched_at < _REMEMBERED
        and told != entry.id
    ):
        full_text.told = entry.id
        key = first_key(session.screen.keys, "entry.full-text")
        session.flash(f"No full text. {page.problem.message}", f"{key} try again" if key else "")
    else:
        full_text.fetch(entry)


async def _choose(session: Session, entry_id: EntryId, *, page: bool) -> None:
    await session.reader.articles.choose(entry_id, page=page)
    entry = await session.reader.entries.get(entry_id)
    if session.screen.article.entry_id == entry_id:
        session.screen.article.show(entry)
    await session.screen.entries.refresh_rows((entry_id,))
    session.flash("This is the full text." if page else "This is the feed’s text.")


async def toggle_rule(session: Session) -> None:
    """Have the pages of this feed's new entries fetched from now on, or not."""
    feed_id = session.feed_id()
    if feed_id is None:
        return
    feed = await session.reader.feeds.get(feed_id)
    tuning = (await session.reader.upkeep.tunings((feed_id,)))[feed_id]
    on = not tuning.effective.full_text
    if on and await session.reader.articles.is_complete(feed_id):
        session.flash(f"{feed.title} carries whole texts; there is nothing to fetch.")
        return
    own = None if tuning.inherited.full_text is on else on
    change = await session.reader.upkeep.tune((feed_id,), {"full_text": own})
    if change is None:
        return
    await session.after_change(change)
    key = first_key(session.screen.keys, "edit.undo")
    rule = "the rule" if on else "no longer the rule"
    session.flash(f"Full text is {rule} for {feed.title}", f"{key} undo" if key else "")
    if on:
        session.syncing.start((feed_id,), by_hand=True)


HANDLERS: dict[str, Handler] = {
    "entry.full-text": toggle,
    "feed.full-text": toggle_rule,
}
