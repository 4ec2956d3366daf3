"""What the covering compositor paints is what Textual's paints."""

from __future__ import annotations

from desk import at_desk, two_blogs
from textual._compositor import Compositor

from tui_reader.ui.screens.covering import CoveringCompositor


async def test_what_is_painted_of_any_region_is_what_textual_paints(reader):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("enter")
        compositor = desk.app.screen._compositor
        assert isinstance(compositor, CoveringCompositor)
        regions = {region for region, _ in compositor.visible_widgets.values()}
        assert len(regions) > 6
        for crop in (*regions, desk.app.screen.region):
            ours = painted(compositor._get_renders(crop), crop)
            assert ours == painted(Compositor._get_renders(compositor, crop), crop)


def painted(renders, crop):
    """Give the characters and styles in a region, line by line; what comes first is in front."""
    renders = list(renders)
    lines = []
    for y in crop.line_range:
        cells = {}
        for region, clip, strips in renders:
            shown = region.intersection(clip)
            if shown.y <= y < shown.bottom:
                strip = strips[y - shown.y]
                column = shown.x
                for segment in strip:
                    for char in segment.text:
                        cells.setdefault(column, (char, segment.style))
                        column += 1
        lines.append([cells.get(x) for x in crop.column_range])
    return lines
