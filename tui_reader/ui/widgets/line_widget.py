"""A widget that draws itself as ready strips, past Textual's per-line styling.

Most of what a scroll step costs in Textual is the styling of lines; a widget without border
and padding does not need it. The strips are kept until ``redraw`` says that they are stale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_reader.ui.themes import Colours, Ground, Ink, inks_for
from tui_reader.ui.widgets.cell_order import strip_in_cell_order
from tui_reader.ui.widgets.glyphs import glyphs_for

if TYPE_CHECKING:
    from textual.geometry import Size

    from tui_reader.ui.themes import Inks
    from tui_reader.ui.widgets.glyphs import Glyphs

ORDERED = "-in-cell-order"
"""The class of the app while text from right to left is ordered here, not by the terminal."""
ASCII_ONLY = "-ascii"
"""The class of the app while only ASCII is drawn by us."""
_PLAIN_SYSTEMS = {"standard", "windows", None}


class LineWidget(Widget):
    """Draws the strips that ``draw_lines`` makes."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._frame: list[Strip] = []
        self._frame_for: tuple[Size, Inks] | None = None

    @property
    def inks(self) -> Inks:
        """The styles of the theme of the moment, for the colours that the terminal has."""
        app = self.app
        colours = Colours.FULL
        if app.no_color:
            colours = Colours.NONE
        elif app.console.color_system in _PLAIN_SYSTEMS:
            colours = Colours.ANSI
        return inks_for(app.current_theme, colours)

    @property
    def orders_text(self) -> bool:
        """Whether text from right to left is put into the order of the cells here."""
        return self.app.has_class(ORDERED)

    @property
    def signs(self) -> Glyphs:
        """The signs that may be drawn here."""
        return glyphs_for(ascii_only=self.app.has_class(ASCII_ONLY))

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Give exactly ``height`` strips of ``width`` cells."""
        raise NotImplementedError

    def in_order(self, frame: list[Strip]) -> list[Strip]:
        """Put text from right to left into the order of the cells."""
        return [strip_in_cell_order(strip) for strip in frame]

    def redraw(self, *regions: Region) -> None:
        """Draw anew; only these regions have changed, or all where none is given."""
        self._frame_for = None
        self.refresh(*regions)

    @property
    def is_stale(self) -> bool:
        """Whether it is to be painted."""
        return self._repaint_required

    def take_stale(self) -> bool:
        """Whether it is to be painted; whoever asks does so, and no message asks for it again."""
        stale, self._repaint_required = self._repaint_required, False
        return stale

    def notify_style_update(self) -> None:
        """Follow a change of theme or class."""
        super().notify_style_update()
        self._frame_for = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the strips of a region."""
        size, inks = self.size, self.inks
        if self._frame_for is None or self._frame_for != (size, inks):
            frame = self.draw_lines(size.width, size.height, inks)
            self._frame = self.in_order(frame) if self.orders_text else frame
            self._frame_for = (size, inks)
        strips = self._frame[crop.y : crop.bottom]
        if len(strips) < crop.height:
            blank = Strip.blank(size.width, inks.style(Ground.BODY, Ink.TEXT))
            strips.extend([blank] * (crop.height - len(strips)))
        if crop.x == 0 and crop.width == size.width:
            return strips
        return [strip.crop(crop.x, crop.right) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Give one strip; Textual asks it what is under the mouse."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]
