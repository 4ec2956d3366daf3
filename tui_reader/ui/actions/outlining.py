"""The way through an article: its contents, from heading to heading, and its source."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session


async def contents(session: Session) -> None:
    """Offer the headings, and go to the chosen one."""
    from tui_reader.ui.screens.outline import OutlineScreen  # noqa: PLC0415 - start-up time

    article = session.screen.article
    if not article.headings:
        session.flash("This article has no headings.")
        return
    shown = article.entry_id
    chosen = await session.ask(
        OutlineScreen(article.headings, current=article.heading, lines=article.progress[1])
    )
    if chosen is not None and article.entry_id == shown and chosen < len(article.headings):
        article.go_to_heading(chosen)


def step(session: Session, by: int) -> None:
    """Go to the next heading, or the one before; name one that cannot come to the top."""
    article = session.screen.article
    before = article.place
    if not article.step_heading(by):
        session.flash("There is no further heading." if by > 0 else "There is no heading before.")
    elif article.place == before and not article.is_unfolding:
        session.flash(article.headings[article.heading].text, "is in sight")


def source(session: Session) -> None:
    """Show the markup of the entry in the place of its text, or the text again."""
    article = session.screen.article
    if not article.leave_source() and not article.show_source():
        session.flash("There is no text of this entry.")


HANDLERS: dict[str, Handler] = {
    "article.contents": contents,
    "article.next-heading": partial(step, by=1),
    "article.previous-heading": partial(step, by=-1),
    "article.source": source,
}
