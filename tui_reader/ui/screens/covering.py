"""A compositor that paints a widget that changed straight from its lines.

Textual renders every container behind the widget as well, cuts the lines of all at the edges of
each, and paints what is left in front. A step in an article or a list changes one widget and a
header, which nothing covers: the rest was half of its cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate

if TYPE_CHECKING:
    from rich.console import Console
    from textual.geometry import Region
    from textual.strip import Strip

    Piece = tuple[Region, list[Strip]]
    """A part of the screen, and its lines."""


class PiecesUpdate(CompositorUpdate):
    """Paints whole lines of widgets."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces

    def render_segments(self, console: Console) -> str:
        """Give what is written to the terminal."""
        return "".join(
            [
                f"\x1b[{row};{region.x + 1}H{strip.render(console)}"
                for region, strips in self._pieces
                for row, strip in enumerate(strips, region.y + 1)
            ]
        )


class CoveringCompositor(Compositor):
    """Paints what is not covered by anything without looking at what it covers."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Give what has changed; None where nothing has."""
        pieces = self._pieces()
        if not pieces:
            return super().render_partial_update()
        self._dirty_regions.clear()
        # Whoever calls this asks no more of it than to be an update of the compositor.
        return PiecesUpdate(pieces)  # type: ignore[return-value]

    def _pieces(self) -> list[Piece]:
        """Give the lines of all that changed; none where a part of it lies in two widgets."""
        pieces: list[Piece] = []
        screen = self.size.region
        for dirty in tuple(self._dirty_regions):
            shown = dirty.intersection(screen)
            if not shown:
                continue
            piece = self._piece(shown)
            if piece is None:
                return []
            pieces.append(piece)
        return pieces

    def _piece(self, shown: Region) -> Piece | None:
        """Give a region's lines from the one widget that is all that is seen there."""
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen.contains_region(shown):
                return shown, widget.render_lines(shown.translate(-region.offset))
            if seen.overlaps(shown):
                return None
        return None
