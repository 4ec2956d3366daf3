"""A compositor that renders no widget under one that covers all that is to be painted.

Textual renders every container behind the widget that changed, cuts their lines, and paints none
of it. A step in an article or a list changes one widget; what lies behind was a third of its cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import Compositor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.geometry import Region
    from textual.strip import Strip


class CoveringCompositor(Compositor):
    """Stops at the widget that covers what is painted; those in front come first."""

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for region, clip, strips in super()._get_renders(crop):
            yield region, clip, strips
            if crop is not None and region.intersection(clip).contains_region(crop):
                return
