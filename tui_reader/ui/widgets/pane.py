"""A pane: one header row, perhaps a banner, a body; and the cue of the focus, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from tui_reader.cells import cell_len, wrap
from tui_reader.clean import clean_line
from tui_reader.ui.themes import Ground, Ink
from tui_reader.ui.widgets.empty_state import EmptyState
from tui_reader.ui.widgets.glyphs import UNICODE, Glyphs
from tui_reader.ui.widgets.line_widget import LineWidget
from tui_reader.ui.widgets.lines import Line, Span, fit, line_width, spread, strip_of, whole_items

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.strip import Strip
    from textual.widget import Widget

    from tui_reader.commands import Pane as Place
    from tui_reader.ui.themes import Inks
    from tui_reader.ui.widgets.empty_state import Notice


class PaneHeader(LineWidget):
    """The title at the left, what is new beside it, the fact at the right."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._title = ""
        self._news = ""
        self._facts: tuple[str, ...] = ("",)
        self._is_back = False
        self._focused = False

    def say(
        self,
        *,
        title: str | None = None,
        news: str | None = None,
        fact: str | tuple[str, ...] | None = None,
        is_back: bool | None = None,
        focused: bool | None = None,
    ) -> None:
        """Change what the header says; None leaves a part.

        Of several forms of the fact, the longest first, the first for which there is room is shown.
        """
        before = (self._title, self._news, self._facts, self._is_back, self._focused)
        self._title = self._title if title is None else clean_line(title)
        self._news = self._news if news is None else news
        if fact is not None:
            forms = (fact,) if isinstance(fact, str) else fact
            self._facts = tuple(map(self._glyphs.plain, forms))
        self._is_back = self._is_back if is_back is None else is_back
        self._focused = self._focused if focused is None else focused
        if before != (self._title, self._news, self._facts, self._is_back, self._focused):
            self.redraw()

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw the one row; it shares its right edge with the rows below."""
        ground = Ground.FOCUSED_HEADER if self._focused else Ground.HEADER
        back = f"{self._glyphs.back} " if self._is_back else ""
        title = f" {back}{self._title}"
        news = f" {self._glyphs.dot} {self._news}" if self._news else ""
        room = width - 2
        said = self._fact_for(room - cell_len(news), cell_len(title), shares=not news)
        fact: tuple[Span, ...] = ((said, Ink.MUTED),) if said else ()
        title_room = room - cell_len(news) - (cell_len(said) + 1 if said else 0)
        ink = Ink.KEY if self._focused else Ink.MUTED
        left: Line = fit(((title, ink),), title_room, self._glyphs.cut)
        if news:
            left = (*left, (news, Ink.UNREAD))
        return [strip_of(spread(left, fact, room, self._glyphs.cut), width, ground, inks)] * height

    def _fact_for(self, room: int, title: int, *, shares: bool) -> str:
        """Choose the form that leaves the title whole, else one that leaves it half the room."""
        for fact in self._facts:
            if title + cell_len(fact) + 1 <= room:
                return fact
        halves = (fact for fact in self._facts if shares and cell_len(fact) <= room // 2)
        return next(halves, "")


class Banner(LineWidget):
    """A muted line or two over a list: a sentence, and the keys that go with it."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self.display = False
        self._glyphs = glyphs
        self._sentence = ""
        self._keys: tuple[tuple[str, str], ...] = ()
        self._sign: Span = (" ", Ink.TEXT)

    def say(
        self, sentence: str, keys: tuple[tuple[str, str], ...] = (), *, is_problem: bool = False
    ) -> None:
        """Show a sentence and keys with what they do; no sentence hides the banner."""
        before = (self._sentence, self._keys, self._sign)
        self._sentence = self._glyphs.plain(clean_line(sentence))
        self._keys = keys
        self._sign = (self._glyphs.problem, Ink.ERROR) if is_problem else (" ", Ink.TEXT)
        self.display = bool(sentence)
        if before != (self._sentence, self._keys, self._sign):
            self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Count the lines, and a blank one that parts them from the list."""
        return len(self._lines(width)) + 1

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw the sentence and as many whole keys as there is room for."""
        lines: list[Line] = [*self._lines(width), ()]
        return [strip_of(line, width, Ground.BODY, inks) for line in lines[:height]]

    def _lines(self, width: int) -> list[Line]:
        room = max(1, width - 2 - _BANNER_INDENT)
        head: Line = ((" ", Ink.TEXT), self._sign, (" ", Ink.TEXT))
        blank: Line = ((" " * _BANNER_INDENT, Ink.TEXT),)
        texts = wrap(self._sentence, room, _BANNER_LINES)
        lines = [(*(blank if at else head), (text, Ink.MUTED)) for at, text in enumerate(texts)]
        keys = whole_items(self._keys, room)
        if not keys:
            return lines
        between = (f" {self._glyphs.dot} ", Ink.MUTED)
        if line_width((*lines[-1], between, *keys)) <= width - 2:
            return [*lines[:-1], (*lines[-1], between, *keys)]
        return [*lines, (*blank, *keys)]


_BANNER_INDENT = 3
_BANNER_LINES = 2


class Pane(Vertical):
    """Header over body; the rule at its right is the stylesheet's."""

    def __init__(
        self,
        body: Widget,
        *,
        place: Place,
        id: str,  # noqa: A002 - Textual's name
        glyphs: Glyphs = UNICODE,
    ) -> None:
        super().__init__(id=id)
        self.place = place
        self.body = body
        self.header = PaneHeader(glyphs)
        self._glyphs = glyphs
        self.banner = Banner(glyphs)
        self._empty: EmptyState | None = None

    def compose(self) -> ComposeResult:
        """Stack the parts."""
        yield self.header
        yield self.banner
        yield self.body

    def show_notice(self, notice: Notice | None) -> None:
        """Lay a notice over the body, which keeps the focus; None takes it away."""
        if self._empty is None:
            if notice is None:
                return
            self._empty = EmptyState(self._glyphs)
            self.mount(self._empty)
        self._empty.say(notice)

    @property
    def notice(self) -> Notice | None:
        """What lies over the body."""
        return self._empty.notice if self._empty else None

    def on_descendant_focus(self) -> None:
        """Show that the keys go here."""
        self.header.say(focused=self.has_focus_within)

    def on_descendant_blur(self) -> None:
        """Show that they go elsewhere, unless it is from one part of the pane to another."""
        self.header.say(focused=self.has_focus_within)
