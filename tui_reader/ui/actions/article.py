"""Commands of the article pane: links, measure, zoom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui_reader.clean import clean_line
from tui_reader.commands import Pane
from tui_reader.ui.actions import copying, finding, outlining
from tui_reader.ui.bindings import first_key

if TYPE_CHECKING:
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session

LEAST_MEASURE, MOST_MEASURE, MEASURE_STEP = 40, 100, 4


async def move(session: Session, command_id: str) -> None:
    """Pass a movement to the pane that has the focus."""
    screen = session.screen
    if not (screen.in_feeds or screen.in_article) and await screen.entries.jump(command_id):
        return
    if not screen.move(command_id) and command_id == "move.left":
        screen.go(Pane.ENTRIES)


def link(session: Session, command_id: str) -> None:
    """Step through the links, or follow the chosen one; the view tells what came of it."""
    article = session.screen.article
    if article.move(command_id):
        return
    session.flash(
        "No link is chosen." if command_id == "link.open" else "There is no further link."
    )


def hints(session: Session) -> None:
    """Put letters over the links in sight."""
    screen = session.screen
    if not screen.article_is_visible:
        session.flash("The article is not in sight.")
    elif not screen.article.show_hints():
        session.flash("There is no link in sight.")


def zoom(session: Session) -> None:
    """Give the screen to the article, or take it back."""
    session.screen.toggle_zoom()


async def change_measure(session: Session, step: int) -> None:
    """Make the lines of this blog longer or shorter, within what can be read."""
    row = session.screen.entries.row
    if row is None:
        return
    article = session.screen.article
    before = article.measure_of(row.feed_id)
    measure = max(LEAST_MEASURE, min(MOST_MEASURE, before + step))
    article.set_measures({**article.measures, row.feed_id: measure})
    await session.reader.reading.set_measure(row.feed_id, measure)
    key = first_key(session.screen.keys, "article.measure")
    hint = f"{key} as elsewhere" if key else ""
    session.flash(f"Lines of {measure} cells in {clean_line(row.feed_title, limit=40)}", hint)


async def reset_measure(session: Session) -> None:
    """Let the lines of this blog be as long as those of others again."""
    row = session.screen.entries.row
    if row is None:
        return
    article = session.screen.article
    await session.reader.reading.set_measure(row.feed_id, None)
    article.set_measures(await session.reader.reading.measures())
    session.flash(f"Lines of {article.measure_of(row.feed_id)} cells, as elsewhere")


_MOVES = ("down", "up", "half-down", "half-up", "page-down", "page-up", "top", "bottom")

HANDLERS: dict[str, Handler] = {
    **{f"move.{way}": partial(move, command_id=f"move.{way}") for way in _MOVES},
    "move.left": partial(move, command_id="move.left"),
    "move.right": partial(move, command_id="move.right"),
    "link.next": partial(link, command_id="link.next"),
    "link.previous": partial(link, command_id="link.previous"),
    "link.open": partial(link, command_id="link.open"),
    "link.hints": hints,
    **copying.HANDLERS,
    **finding.HANDLERS,
    **outlining.HANDLERS,
    "article.zoom": zoom,
    "article.narrower": partial(change_measure, step=-MEASURE_STEP),
    "article.wider": partial(change_measure, step=MEASURE_STEP),
    "article.measure": reset_measure,
}
