"""Find in the article: typing, stepping from hit to hit, and the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cells import truncate
from tui_reader.commands import Pane
from tui_reader.ui.bindings import first_key
from tui_reader.ui.widgets.find_line import FindLine

if TYPE_CHECKING:
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session

_SHOWN = 30
"""Cells of what was typed in a sentence."""


async def begin(session: Session) -> None:
    """Open the line to type in, with what was looked for last to be typed over."""
    screen = session.screen
    pane = screen.pane(Pane.ARTICLE)
    line = _line(session)
    if line is None:
        line = FindLine()
        await pane.mount(line)
    line.start = screen.article.place
    line.display = True
    line.select_all()
    screen.set_focus(line, scroll_visible=False)
    screen.article.find(line.value, start=line.start)


def typed(session: Session, text: str) -> None:
    """Mark what is typed, as it is typed."""
    line = _line(session)
    if line is not None and session.screen.focused is line:
        session.screen.article.find(text, start=line.start)


def entered(session: Session, text: str) -> None:
    """Go on in the text, at the hit; stay in the line where there is none."""
    article = session.screen.article
    if text.strip() and article.hit == (0, 0):
        session.flash(f"“{truncate(text.strip(), _SHOWN)}” is not in this article.")
        return
    _close(session)
    if article.finding:
        next_key, before_key = (
            first_key(session.screen.keys, f"find.{way}") for way in ("next", "previous")
        )
        _, total = article.hit or (0, 0)
        hits = "1 hit" if total == 1 else f"{total:,} hits"
        session.flash(hits, f"{next_key} {before_key} step, Esc ends")


def step(session: Session, by: int) -> None:
    """Go to the next hit, or the one before."""
    passed_end = session.screen.article.step_hit(by)
    if passed_end:
        where = "top" if by > 0 else "end"
        session.flash(f"On from the {where} of the article")


def leave(session: Session) -> bool:
    """End the find; False where there is none.

    Esc while one types goes back to where one was; later it leaves one where one is.
    """
    article = session.screen.article
    line = _line(session)
    typing = line is not None and session.screen.focused is line
    if line is not None and typing:
        _close(session)
        article.find("", start=line.start)
        return True
    was_finding = article.finding
    article.end_find()
    return was_finding


def _line(session: Session) -> FindLine | None:
    found = session.screen.pane(Pane.ARTICLE).query(FindLine)
    return found.first() if found else None


def _close(session: Session) -> None:
    line = _line(session)
    if line is not None:
        line.display = False
    session.screen.set_focus(session.screen.article, scroll_visible=False)


def _next(session: Session) -> None:
    step(session, 1)


def _previous(session: Session) -> None:
    step(session, -1)


HANDLERS: dict[str, Handler] = {
    "find.begin": begin,
    "find.next": _next,
    "find.previous": _previous,
}
