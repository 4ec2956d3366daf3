"""The app: wiring only. It brings reader, screen, session and theme together."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.worker import Worker, WorkerState

from tui_reader.bidi import orders_here
from tui_reader.clean import clean_line
from tui_reader.commands import Pane
from tui_reader.config.keys import live_keys
from tui_reader.errors import BlogreadError, StoreError
from tui_reader.reader import Reader
from tui_reader.ui import messages
from tui_reader.ui.actions import feeds, finding, links, reading, searching
from tui_reader.ui.actions.describing import describe_article
from tui_reader.ui.actions.dispatch import DIALOG, OPENERS, Dispatcher
from tui_reader.ui.actions.pictures import draw_pictures
from tui_reader.ui.actions.remembered import Remembered
from tui_reader.ui.actions.session import Session
from tui_reader.ui.collecting import collected_between_keys
from tui_reader.ui.driver import TerminalDriver
from tui_reader.ui.ending import ended_by_signals
from tui_reader.ui.screens.main import MainScreen, main_screen
from tui_reader.ui.themes import THEME_NAMES, automatic_theme, theme_named, variable_defaults
from tui_reader.ui.typing_ahead import Round, TypingAhead
from tui_reader.ui.widgets.article_view import ArticleView
from tui_reader.ui.widgets.find_line import FindLine
from tui_reader.ui.widgets.glyphs import glyphs_for
from tui_reader.ui.widgets.line_widget import ASCII_ONLY, ORDERED, LineWidget
from tui_reader.ui.widgets.rows import DENSITIES
from tui_reader.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui_reader.config import Config


_ALWAYS = frozenset({"ctrl+c", "ctrl+z"})
"""Keys that leave or suspend the program, whatever goes on."""


def utc_now() -> datetime:
    """Give the present."""
    return datetime.now(UTC)


class ReaderApp(App[None], inherit_bindings=False):
    """Shows one library."""

    TITLE = "blogread"
    CSS_PATH: ClassVar = ["styles/base.tcss", "screens/main.tcss"]
    """The screen that an app begins with is not asked for its stylesheet: so both are here."""
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, system=True)
    ]

    def __init__(
        self,
        reader: Reader,
        config: Config,
        remembered: Remembered,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        plain = bool(os.environ.get("NO_COLOR"))
        super().__init__(driver_class=TerminalDriver, ansi_color=True if plain else None)
        self.animation_level = "none"
        name = self._choose_theme(remembered.get("theme"), plain=plain)
        self.register_theme(theme_named(name))
        self.theme = name
        self.set_class(config.ui.ascii, ASCII_ONLY)
        self.set_class(orders_here(config.ui.bidi, os.environ), ORDERED)
        density = remembered.get("density")
        screen = main_screen(
            keys=live_keys(config.keys),
            glyphs=glyphs_for(ascii_only=config.ui.ascii),
            density=next((each for each in DENSITIES if each == density), "excerpt"),
            measure=config.reader.measure,
            now=now,
        )
        self.session = Session(
            reader=reader, screen=screen, config=config, remembered=remembered, now=now
        )
        screen.performer = Dispatcher(self.session)
        draw_pictures(self.session, self, write=self._write_to_terminal)
        self._main = screen
        self._opening_keys = {key for each in OPENERS for key in screen.keys.get(each, ())}
        self._ahead = TypingAhead(
            self,
            group=DIALOG,
            opens=self._may_open,
            types=self._types,
            give=self.on_event,
            gave_up=self._typed_in_vain,
        )
        self._early: list[events.Key | events.Paste] | None = []
        """What was typed before there was anything on the screen to move in."""

    def _choose_theme(self, wanted: str, *, plain: bool) -> str:
        if plain:
            return "ansi-dark"
        return wanted if wanted in THEME_NAMES else automatic_theme(os.environ)

    def _write_to_terminal(self, sequence: str) -> None:
        """Write past the screen. Textual has no public door for this."""
        if self._driver is not None:
            self._driver.write(sequence)

    def get_default_screen(self) -> MainScreen:
        """Begin with the three panes."""
        return self._main

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Supply the variables of ours that a theme of Textual's does not have."""
        return variable_defaults(self.current_theme)

    def action_interrupt(self) -> None:
        """Copy what is selected; with nothing selected, Ctrl-C leaves, as everywhere."""
        selection = self.screen.get_selected_text()
        if selection:
            self.copy_to_clipboard(selection)
        else:
            self.exit()

    @on(Driver.SignalResume)
    def _resumed(self) -> None:
        """Paint everything: the terminal's screen is blank after a stop (Ctrl-Z, then fg)."""
        self.refresh(layout=True)

    @property
    def fault(self) -> Exception | None:
        """What nobody expected, and ended the app."""
        return self._exception

    def _fatal_error(self) -> None:
        """End without a traceback on the terminal; whoever ran the app sees ``fault``.

        Textual has no public door for this; its own form prints every local variable, and so
        what a feed says.
        """
        self._close_messages_no_wait()

    async def on_ready(self) -> None:
        """Fill the screen, then begin what goes on in the background."""
        session = self.session
        await session.start()
        wanted = session.config.ui.theme
        if wanted != "auto" and wanted not in THEME_NAMES:
            session.flash(f"There is no theme “{clean_line(wanted, limit=40)}” (ui.theme)")
        session.syncing.start_timers()
        session.showing.load_soon()
        self.set_interval(60, self._main.entries.tick)
        if session.reader.fresh:
            await session.greet()
        if session.config.sync.on_start:
            session.syncing.start()
            session.describe()
            session.syncing.show_state()
        early, self._early = self._early or [], None
        for typed in early:
            await self.on_event(typed)

    # What widgets tell.

    @on(messages.EntryHighlighted)
    def _entry_highlighted(self, event: messages.EntryHighlighted) -> None:
        self.session.stops.leave()
        here = self._main.entries.row
        if event.row is not None and (here is None or here.id != event.row.id):
            # Keys that came in one burst have led on, and maybe opened what they led to.
            return
        describe_article(self.session, event.row)
        if self.session.welcome is None:
            self.session.showing.follow(event.row)

    @on(messages.EntryChosen)
    async def _entry_chosen(self, event: messages.EntryChosen) -> None:
        await reading.open_row(self.session, event.row, focus=True)

    @on(messages.ViewHighlighted)
    def _view_highlighted(self, event: messages.ViewHighlighted) -> None:
        feeds.open_soon(self.session, event.view)

    @on(messages.ViewChosen)
    def _view_chosen(self) -> None:
        self._main.go(Pane.ENTRIES)

    @on(messages.FoldToggled)
    async def _fold_toggled(self, event: messages.FoldToggled) -> None:
        await feeds.toggle_fold(self.session, event.view)

    @on(messages.SearchChanged)
    async def _search_changed(self, event: messages.SearchChanged) -> None:
        await searching.search(self.session, event.text)

    @on(messages.SearchSubmitted)
    async def _search_submitted(self, event: messages.SearchSubmitted) -> None:
        await searching.search(self.session, event.text)
        self._main.go(Pane.ENTRIES)

    @on(ArticleView.LinkFocused)
    def _link_focused(self, event: ArticleView.LinkFocused) -> None:
        self._main.status.show_target(links.shown(event.url))

    @on(ArticleView.LinkChosen)
    async def _link_chosen(self, event: ArticleView.LinkChosen) -> None:
        await links.open_url(self.session, event.url)

    @on(ArticleView.LinkPicked)
    def _link_picked(self, event: ArticleView.LinkPicked) -> None:
        links.copy_place(self.session, event.url)

    @on(ArticleView.HintsChanged)
    def _hints_changed(self) -> None:
        self._main.show_keys()

    @on(ArticleView.HitsChanged)
    def _hits_changed(self) -> None:
        describe_article(self.session, self._main.entries.row)
        self._main.show_keys()

    @on(ArticleView.Moved)
    def _article_moved(self) -> None:
        describe_article(self.session, self._main.entries.row)

    @on(FindLine.Typed)
    def _find_typed(self, event: FindLine.Typed) -> None:
        finding.typed(self.session, event.text)

    @on(FindLine.Entered)
    def _find_entered(self, event: FindLine.Entered) -> None:
        finding.entered(self.session, event.text)

    async def on_event(self, event: events.Event) -> None:
        """Keep what was typed in its order where a key opens something to type into."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.session.arrivals.keyed()
            leaves = isinstance(event, events.Key) and event.key in _ALWAYS
            if leaves:
                await super().on_event(event)
            elif self._early is not None:
                self._early.append(event)
            elif not self._ahead.holds(event) and not await self._carried_out_here(event):
                await super().on_event(event)
                self._ahead.passed_on(event)
            return
        await super().on_event(event)
        await self._ahead.carried_out(event)

    async def _carried_out_here(self, event: events.Key | events.Paste) -> bool:
        """Carry out a key of the three panes at once; False where it is for something else.

        Passed from widget to widget, none of which wants it, and looked up in the bindings of
        each, a key costs more than the step that it asks for.
        """
        main = self._main
        if isinstance(event, events.Paste) or self.screen is not main:
            return False
        if main.article.hinting:
            main.article.type_hint(event)
            return True
        if not isinstance(main.focused, LineWidget):
            return False
        finding = main.article.hit is not None
        command = main.key_table.command(event.key, main.place, finding=finding)
        if command is None:
            return False
        self.app_focus = True
        if event.key == "escape":
            main.clear_selection()
        stale = main.stale
        await main.action_command(command.id)
        main.paint_at_once(but=stale)
        self.session.arrivals.painted()
        await self._ahead.carried_out(event)
        return True

    def _types(self) -> bool:
        return isinstance(self.focused, TextField)

    def _may_open(self, event: events.Key) -> bool:
        main = self._main
        is_typing = self.screen is not main or self._types()
        return event.key in self._opening_keys and not (is_typing or main.article.hinting)

    def _typed_in_vain(self) -> None:
        self.session.flash("What you typed was not taken.", "Nothing opened for it.")

    @on(messages.DialogOpened)
    async def _dialog_opened(self, event: messages.DialogOpened) -> None:
        await self._ahead.opened(event.dialog)

    @on(Round)
    async def _came_round(self, event: Round) -> None:
        await self._ahead.came_round(event)

    @on(ArticleView.ReachedEnd)
    async def _reached_end(self, event: ArticleView.ReachedEnd) -> None:
        await reading.reached_end(self.session, event.entry_id)

    @on(ArticleView.ReadTo)
    def _read_to(self, event: ArticleView.ReadTo) -> None:
        self.session.stops.read_to(event.entry_id, event.place)

    @on(ArticleView.Left)
    def _article_left(self) -> None:
        self.session.stops.leave()

    @on(ArticleView.Rendered)
    def _rendered(self) -> None:
        # The function, not its coroutine: an app that is ending would never run that.
        _: Worker[None] = self.run_worker(
            self.session.showing.prefetch, group="prefetch", exclusive=True, exit_on_error=False
        )

    @on(Worker.StateChanged)
    async def _worker_changed(self, event: Worker.StateChanged) -> None:
        """Say what a worker could not do; what no one expected is a bug, and loud."""
        if event.worker.is_finished:
            await self._ahead.ended()
        if event.state is not WorkerState.ERROR:
            return
        error = event.worker.error
        if isinstance(error, BlogreadError):
            self.session.flash(error.message, error.hint, is_error=True)
        elif error is not None:
            raise error


def run(library: Path, config: Config, config_path: Path) -> int:
    """Run the app over a library until the person leaves; give the exit code.

    Raises:
        StoreError: The library cannot be opened. The terminal was not touched.
    """
    return asyncio.run(_run(library, config, config_path))


async def _run(library: Path, config: Config, config_path: Path) -> int:
    opening = Reader.open(library, config, now=utc_now, config_path=config_path)
    async with await opening as reader:
        app = ReaderApp(reader, config, await Remembered.load(reader, config))
        arrivals = app.session.arrivals
        with ended_by_signals(app), collected_between_keys(arrivals.keys_rest):
            try:
                await app.run_async(mouse=config.ui.mouse)
            finally:
                await app.session.stops.save_last()
        if app.fault is not None:
            raise app.fault
        # Who reads and never syncs has the marks of the day copied here; the terminal is free by
        # now. A library that cannot be read any more has no marks to copy, and was told of.
        with suppress(StoreError):
            await reader.copies.keep_daily()
        return app.return_code or 0
