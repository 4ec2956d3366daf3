"""Commands about the program and its panes: focus, search, help, palette, theme, quit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui_reader.commands import Pane
from tui_reader.ui.actions import feeds, finding, reading, searching, upkeep
from tui_reader.ui.themes import THEME_NAMES, theme_named
from tui_reader.ui.widgets.line_widget import ORDERED

if TYPE_CHECKING:
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session


async def open_here(session: Session) -> None:
    """Unfold or show what the cursor is on; in the list, read the article."""
    if upkeep.is_attention(session):
        upkeep.open_attention(session)
        return
    if session.screen.in_feeds:
        await feeds.open_line(session)
        return
    row = session.screen.entries.row
    if row is not None:
        await reading.open_row(session, row, focus=True)


async def back(session: Session) -> None:
    """Go one step back: out of the zoom, the search, the pane."""
    screen = session.screen
    if screen.in_feeds:
        await feeds.fold_or_leave(session)
    elif screen.in_article:
        if finding.leave(session) or screen.article.leave_source():
            return
        if session.changes.put_away():
            return
        if screen.has_class("-zoom"):
            screen.toggle_zoom()
        else:
            screen.go(Pane.ENTRIES)
    elif session.search_from is not None:
        await searching.end_search(session)
    else:
        screen.go(Pane.FEEDS)


def step(session: Session, by: int) -> None:
    """Move the focus along the strip."""
    session.screen.step(by)


def focus(session: Session, place: Pane) -> None:
    """Give a pane the focus."""
    session.screen.go(place)


async def show_help(session: Session) -> None:
    """Show every key; run what was chosen."""
    from tui_reader.ui.screens.help import HelpScreen  # noqa: PLC0415 - start-up time

    command_id = await session.ask(HelpScreen(session.screen.keys, session.screen.place))
    if command_id is not None:
        await session.screen.action_command(command_id)


async def palette(session: Session) -> None:
    """Find a command or a view by name."""
    from tui_reader.ui.screens.palette import PaletteScreen  # noqa: PLC0415 - start-up time

    views = await session.reader.feeds.views(session.screen.feeds.unfolded_feeds)
    choice = await session.ask(PaletteScreen(session.screen.keys, views))
    if choice is None:
        return
    if choice.command_id:
        await session.screen.action_command(choice.command_id)
        return
    await feeds.show_view(session, choice.view_id)
    session.screen.go(Pane.ENTRIES)


def next_theme(session: Session) -> None:
    """Change to the next theme, and keep it."""
    app = session.screen.app
    at = THEME_NAMES.index(app.theme) if app.theme in THEME_NAMES else -1
    name = THEME_NAMES[(at + 1) % len(THEME_NAMES)]
    app.register_theme(theme_named(name))
    app.theme = name
    session.keep("theme", name)
    session.flash(f"Theme: {name}")


def toggle_bidi(session: Session) -> None:
    """Order text from right to left here, or leave it to the terminal."""
    app = session.screen.app
    app.toggle_class(ORDERED)
    session.screen.article.forget_strips()
    ordered = app.has_class(ORDERED)
    session.flash(
        "Right-to-left text is put in order here."
        if ordered
        else "Right-to-left text is left to the terminal."
    )


def leave(session: Session) -> None:
    """Leave the program."""
    session.screen.app.exit()


HANDLERS: dict[str, Handler] = {
    "app.help": show_help,
    "app.palette": palette,
    "app.theme": next_theme,
    "view.bidi": toggle_bidi,
    "app.quit": leave,
    "pane.open": open_here,
    "pane.back": back,
    "pane.next": partial(step, by=1),
    "pane.previous": partial(step, by=-1),
    "pane.feeds": partial(focus, place=Pane.FEEDS),
    "pane.entries": partial(focus, place=Pane.ENTRIES),
    "pane.article": partial(focus, place=Pane.ARTICLE),
    "view.search": searching.begin_search,
}
