"""How wide the lines of an article are: kept for each blog, else what folder and config say."""

from __future__ import annotations

import pytest
from desk import at_desk, two_blogs

from tui_reader.model.settings import Settings
from tui_reader.store import settings

WIDE = (200, 40)


def width(desk):
    return desk.screen.article._layout.width


async def to_blog(desk, name):
    """Put the cursor on the first entry of a blog."""
    await desk.press("g")
    while desk.screen.entries.row.feed_title != name:
        await desk.press("j")


async def test_a_measure_is_that_of_the_blog_and_is_kept(reader):
    await two_blogs(reader)
    async with at_desk(reader, size=WIDE) as desk:
        await to_blog(desk, "Harbour Log")
        await desk.press("minus", "minus")
        assert width(desk) == 64
        await to_blog(desk, "Crane Watch")
        assert width(desk) == 72
        await desk.press("equals_sign")
        assert width(desk) == 76

    async with at_desk(reader, size=WIDE) as desk:
        await to_blog(desk, "Harbour Log")
        assert width(desk) == 64
        await to_blog(desk, "Crane Watch")
        assert width(desk) == 76


async def test_a_blog_becomes_as_wide_as_others_again(reader):
    await two_blogs(reader)
    async with at_desk(reader, size=WIDE) as desk:
        await desk.press("minus", "0")

        assert width(desk) == 72
        assert desk.flash == "Lines of 72 cells, as elsewhere"
        assert await reader.reading.measures() == {}


async def test_a_folders_measure_holds_where_the_blog_has_none(reader):
    await two_blogs(reader)
    await reader.upkeep.tune_folder(("Port",), {"measure": 50})
    async with at_desk(reader, size=WIDE) as desk:
        await to_blog(desk, "Harbour Log")
        assert width(desk) == 50
        await desk.press("equals_sign")
        assert width(desk) == 54
        await desk.press("0")
        assert width(desk) == 50


@pytest.mark.parametrize(("key", "most"), [("minus", 40), ("equals_sign", 100)])
async def test_lines_stay_within_what_can_be_read(reader, key, most):
    await two_blogs(reader)
    async with at_desk(reader, size=WIDE) as desk:
        await desk.press(*[key] * 10)
        assert width(desk) == most


async def test_other_settings_of_the_feed_stay(reader):
    await two_blogs(reader)
    feed = await reader.feeds.find("Harbour Log")
    await reader.upkeep.tune([feed.id], {"paused": True})

    await reader.reading.set_measure(feed.id, 60)

    kept = await reader._database.read(settings.of_feed, feed.id)
    assert kept == Settings(paused=True, measure=60)
