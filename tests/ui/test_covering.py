"""What the covering compositor paints is what Textual's paints."""

from __future__ import annotations

import pyte
from desk import at_desk, two_blogs
from textual._compositor import Compositor
from textual.geometry import Region
from textual.widget import Widget

from tui_reader.ui.screens.covering import CoveringCompositor, PiecesUpdate


async def test_what_is_painted_of_any_region_is_what_textual_paints(reader):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("enter")
        compositor = desk.app.screen._compositor
        assert isinstance(compositor, CoveringCompositor)
        regions = {region for region, _ in compositor.visible_widgets.values()}
        assert len(regions) > 6
        for dirty in (*regions, Region(3, 1, 5, 4), desk.app.screen.region):
            theirs = painted(desk, Compositor.render_partial_update, dirty)
            assert painted(desk, CoveringCompositor.render_partial_update, dirty) == theirs


async def test_of_what_is_covered_nothing_is_rendered(reader, monkeypatch):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        rendered = []
        monkeypatch.setattr(Widget, "render_lines", lambda widget, _: rendered.append(widget) or [])
        compositor = desk.app.screen._compositor
        compositor._dirty_regions = {desk.screen.article.region, desk.screen.status.region}
        assert isinstance(compositor.render_partial_update(), PiecesUpdate)
        assert rendered == []
        assert compositor.render_partial_update() is None


def painted(desk, render, dirty):
    """Give the cells of a region as they are painted; Textual paints others beside it, too."""
    compositor = desk.app.screen._compositor
    compositor._dirty_regions = {dirty}
    update = render(compositor)
    width, height = desk.app.size
    screen = pyte.Screen(width, height)
    pyte.Stream(screen).feed(update.render_segments(desk.app.console))
    return [[screen.buffer[y][x] for x in dirty.column_range] for y in dirty.line_range]
