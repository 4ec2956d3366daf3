"""The main screen: three panes in a strip, of which the width shows one, two or all.

It composes, lays out and passes keys on. What a command does is decided in ``actions``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events, on
from textual.containers import Horizontal

from tui_reader.commands import BY_ID
from tui_reader.commands import Pane as Place
from tui_reader.ui.bindings import KeyTable, keys_hint, make_bindings
from tui_reader.ui.screens.painting import QuickScreen
from tui_reader.ui.themes import Ground, Ink
from tui_reader.ui.widgets.article_view import ArticleView
from tui_reader.ui.widgets.entry_list import EntryList
from tui_reader.ui.widgets.feed_list import FeedList
from tui_reader.ui.widgets.find_line import FindLine
from tui_reader.ui.widgets.glyphs import ASCII, Glyphs
from tui_reader.ui.widgets.line_widget import LineWidget
from tui_reader.ui.widgets.lines import strip_of
from tui_reader.ui.widgets.pane import Pane
from tui_reader.ui.widgets.status_line import Flash, StatusLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip
    from textual.widget import Widget

    from tui_reader.ui.bindings import LiveKeys
    from tui_reader.ui.themes import Inks
    from tui_reader.ui.widgets.rows import Density
    from tui_reader.ui.widgets.search_line import SearchLine

_PLACES = (Place.FEEDS, Place.ENTRIES, Place.ARTICLE)
_HINT_KEYS = (("a-l", "type a label"), ("A-L", "copy the link"), ("Esc", "leave"))
_FIND_KEYS = (("Enter", "to the text"), ("Esc", "back to where you were"))
_CLASS_OF = {Place.FEEDS: "-at-feeds", Place.ENTRIES: "-at-entries", Place.ARTICLE: "-at-article"}


class Performer(Protocol):
    """Who carries out what the keys ask for."""

    async def perform(self, command_id: str) -> None:
        """Carry out a command."""

    def objections(self) -> Mapping[str, str]:
        """Say, by command, why some cannot be carried out now."""


class TooSmall(LineWidget):
    """What stands where no pane fits."""

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Say so, as far as there is room."""
        line = strip_of(((" too small", Ink.MUTED),), width, Ground.BODY, inks)
        blank = strip_of((), width, Ground.BODY, inks)
        return [line, *[blank] * (height - 1)][:height]


class MainScreen(QuickScreen):
    """Feeds · Entries · Article, and the footer."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance's
        (0, "-none"),
        (30, "-one"),
        (72, "-two"),
        (120, "-three"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance's
        (0, "-flat"),
        (8, "-low"),
        (10, "-short"),
        (16, "-tall"),
    ]
    AUTO_FOCUS = "#entries"

    def __init__(
        self,
        *,
        keys: LiveKeys,
        glyphs: Glyphs,
        density: Density,
        measure: int,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(classes=_CLASS_OF[Place.ENTRIES])
        self.keys = keys
        self.key_table = KeyTable(keys)
        self.performer: Performer | None = None
        self.feeds = FeedList(glyphs=glyphs, id="feeds")
        self.entries = EntryList(now=now, density=density, glyphs=glyphs, id="entries")
        hint = keys_hint(
            keys,
            ("entry.full-text", "fetch the full page"),
            ("entry.open-browser", "open in browser"),
        )
        self.article = ArticleView(measure=measure, now=now, hint=hint, id="article")
        self.status = StatusLine(glyphs)
        self.search: SearchLine | None = None
        self._glyphs = glyphs
        self.set_class(glyphs is ASCII, "-ascii")
        self._panes: dict[Place, Pane] = {}

    def compose(self) -> ComposeResult:
        """Lay the strip out."""
        bodies: tuple[tuple[Place, Widget, str], ...] = (
            (Place.FEEDS, self.feeds, "feeds-pane"),
            (Place.ENTRIES, self.entries, "entries-pane"),
            (Place.ARTICLE, self.article, "article-pane"),
        )
        with Horizontal(id="strip"):
            for place, body, pane_id in bodies:
                pane = Pane(body, place=place, id=pane_id, glyphs=self._glyphs)
                self._panes[place] = pane
                yield pane
        yield self.status
        yield TooSmall(id="too-small")

    # Panes.

    def pane(self, place: Place) -> Pane:
        """Give a pane."""
        return self._panes[place]

    @property
    def place(self) -> Place:
        """The pane that has the focus."""
        focused = self.focused
        for node in focused.ancestors_with_self if focused is not None else ():
            if isinstance(node, Pane):
                return node.place
        return Place.ENTRIES

    @property
    def in_feeds(self) -> bool:
        """Whether the feeds have the focus."""
        return self.place is Place.FEEDS

    @property
    def in_article(self) -> bool:
        """Whether the article has the focus."""
        return self.place is Place.ARTICLE

    @property
    def article_is_visible(self) -> bool:
        """Whether the article can be seen now."""
        return self.pane(Place.ARTICLE).display

    def go(self, place: Place) -> None:
        """Give a pane the focus, and show it."""
        if self.has_class("-zoom") and place is not Place.ARTICLE:
            self.remove_class("-zoom")
        self._slide(place)
        self.set_focus(self.pane(place).body, scroll_visible=False)

    def move(self, command_id: str) -> bool:
        """Move in the pane that has the focus; False where there is nowhere to go."""
        movers = {Place.FEEDS: self.feeds.move, Place.ENTRIES: self.entries.move}
        return movers.get(self.place, self.article.move)(command_id)

    def step(self, by: int) -> bool:
        """Give the focus to the pane so many to the right; False at the end of the strip."""
        at = _PLACES.index(self.place) + by
        if not 0 <= at < len(_PLACES):
            return False
        self.go(_PLACES[at])
        return True

    def toggle_zoom(self) -> None:
        """Give the whole strip to the article, or take it back."""
        if self.has_class("-zoom"):
            self.remove_class("-zoom")
            self._slide(Place.ARTICLE)
        else:
            self.add_class("-zoom")
            self.go(Place.ARTICLE)

    # The search line.

    async def open_search(self) -> None:
        """Put the line to type in over the list, and the focus into it."""
        self.go(Place.ENTRIES)
        line = self.search
        if line is None:
            from tui_reader.ui.widgets.search_line import SearchLine  # noqa: PLC0415 - start-up time

            line = self.search = SearchLine()
            await self.pane(Place.ENTRIES).mount(line, before=self.entries)
        line.display = True
        self.pane(Place.ENTRIES).add_class("-searching")
        self.set_focus(line, scroll_visible=False)

    def close_search(self) -> None:
        """Take the line away, and its words."""
        if self.search is not None:
            self.search.empty()
            self.search.display = False
            self.pane(Place.ENTRIES).remove_class("-searching")
        self.set_focus(self.entries, scroll_visible=False)

    # Layout.

    def _slide(self, place: Place) -> None:
        """Move the window over the strip no further than it must."""
        is_right = {Place.FEEDS: False, Place.ARTICLE: True}.get(place)
        self._tell_place(place, {} if is_right is None else {"-right": is_right})

    def _tell_place(self, place: Place, more: Mapping[str, bool]) -> None:
        """Tell the stylesheet which pane has the focus, and more, at one go.

        What it says of these classes concerns the panes alone: to look at all that is in them
        as well took longer than to paint an article.
        """
        before = self.classes
        classes = {_CLASS_OF[each]: each is place for each in _CLASS_OF}
        self.update_classes({**classes, **more}, update=False)
        if self.classes != before:
            self.app.stylesheet.update_nodes(map(self.pane, _CLASS_OF))
        narrow = self.size.width < 72
        self.pane(Place.ENTRIES).header.say(is_back=narrow)
        self.pane(Place.ARTICLE).header.say(is_back=narrow or self.has_class("-zoom"))

    @on(events.Mount)
    def _begin(self) -> None:
        """Begin in the list."""
        self.pane(Place.FEEDS).header.say(title="blogread")
        self._slide(Place.ENTRIES)
        self.show_keys()

    @on(events.Resize)
    def _resized(self) -> None:
        """Let headers know whether there is a way back."""
        self._tell_place(self.place, {})

    @on(events.DescendantFocus)
    def _follow_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus with the window and the footer."""
        event.stop()
        self._slide(self.place)
        if not self.in_article:
            self.status.show_target("")
        self.show_keys()

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key through to the command that it stands for in the focused pane."""
        if action != "command":
            return True
        command = BY_ID[str(parameters[0])]
        is_time = not command.while_finding or self.article.hit is not None
        return bool(command.where & self.place) and is_time

    async def action_command(self, command_id: str) -> None:
        """Carry out a command, or say why not."""
        if self.performer is None:
            return
        reason = self.performer.objections().get(command_id)
        if reason is not None:
            self.status.flash(Flash(text=reason))
            return
        await self.performer.perform(command_id)

    def show_keys(self) -> None:
        """Show in the footer what can be pressed here."""
        if self.article.hinting or isinstance(self.focused, FindLine):
            self.status.show_items(_HINT_KEYS if self.article.hinting else _FIND_KEYS)
            return
        refused = self.performer.objections() if self.performer is not None else {}
        finding = self.article.hit is not None
        self.status.show_items(self.key_table.footer(self.place, refused, finding=finding))


def main_screen(*, keys: LiveKeys, **settings: object) -> MainScreen:
    """Make the screen with the user's keys as its bindings."""

    class BoundMainScreen(MainScreen, inherit_bindings=False):
        BINDINGS: ClassVar[list[BindingType]] = [*make_bindings(keys)]

    # Handed on as they came; MainScreen says what they are.
    return BoundMainScreen(keys=keys, **settings)  # type: ignore[arg-type]
