"""A compositor that paints a widget that changed straight from its lines.

Textual renders every container behind the widget as well, cuts the lines of all at the edges of
each, and paints what is left in front. A step in an article or a list changes one widget and a
header: the rest was half of its cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate
from textual._context import visible_screen_stack
from textual.geometry import Region

from tui_reader.ui.screens.turns import told

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from textual.screen import Screen
    from textual.strip import Strip

    Piece = tuple[Region, list[Strip]]
    """A part of the screen, and its lines."""


class PiecesUpdate(CompositorUpdate):
    """Paints whole lines of widgets."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces

    def render_segments(self, console: Console) -> str:
        """Give what is written to the terminal."""
        lines = (
            (f"\x1b[{row};{region.x + 1}H", strip)
            for region, strips in self._pieces
            for row, strip in enumerate(strips, region.y + 1)
        )
        return told(lines, console)


class CoveringCompositor(Compositor):
    """Paints what is in front without looking at what it covers."""

    def render_update(
        self,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        """Give what has changed; ``full`` asks for a picture of the screen, not for its terminal.

        Where a pane came or went, all has changed; that is no reason to look behind it.
        """
        if full:
            return super().render_update(full, screen_stack, simplify)
        visible_screen_stack.set(screen_stack or [])
        return self.render_partial_update()

    def render_partial_update(self) -> ChopsUpdate | None:
        """Give what has changed; None where nothing has."""
        dirty = tuple(self._dirty_regions)
        self._dirty_regions.clear()
        screen = self.size.region
        pieces: list[Piece] = []
        for region in dirty:
            pieces += self._pieces(region.intersection(screen))
        # Whoever calls this asks no more of it than to be an update of the compositor.
        return PiecesUpdate(pieces) if pieces else None  # type: ignore[return-value]

    def _pieces(self, region: Region) -> list[Piece]:
        """Give the lines of all that is seen in a region."""
        pieces: list[Piece] = []
        left = [region] if region else []
        for widget, (place, clip) in self.visible_widgets.items():
            if not left:
                break
            seen = place.intersection(clip)
            rest: list[Region] = []
            for part in left:
                piece = part.intersection(seen)
                if piece:
                    pieces.append((piece, widget.render_lines(piece.translate(-place.offset))))
                    rest += _around(part, piece)
                else:
                    rest.append(part)
            left = rest
        return pieces


def _around(region: Region, part: Region) -> list[Region]:
    """Give what is left of a region without a part of it."""
    parts = (
        Region(region.x, region.y, region.width, part.y - region.y),
        Region(region.x, part.bottom, region.width, region.bottom - part.bottom),
        Region(region.x, part.y, part.x - region.x, part.height),
        Region(part.right, part.y, region.right - part.right, part.height),
    )
    return [each for each in parts if each]
