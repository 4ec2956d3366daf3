"""A key is painted at once; keys that come faster than frames share one."""

from __future__ import annotations

from desk import at_desk, two_blogs
from textual import events

from tui_reader.ui.screens import painting


async def test_what_a_key_changed_is_painted_before_the_next_key_is_looked_at(reader, monkeypatch):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        painted = painted_rows(desk, monkeypatch)
        await desk.app.on_event(events.Key("j", "j"))
        assert painted == ["Tide 2"]
        assert not desk.screen.entries.take_stale()


async def test_keys_that_come_faster_than_frames_share_one(reader, monkeypatch):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        painted = painted_rows(desk, monkeypatch)
        monkeypatch.setattr(painting, "monotonic", lambda: 1000.0)
        for key in ("j", "k", "j"):
            await desk.app.on_event(events.Key(key, key))
        assert painted == ["Tide 2"]
        await desk.settle()
        await desk.until(lambda: len(painted) > 1)
        assert desk.screen.entries.row.title == "Tide 2"


async def test_a_key_that_changes_nothing_paints_nothing(reader, monkeypatch):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("k")
        painted = painted_rows(desk, monkeypatch)
        await desk.app.on_event(events.Key("k", "k"))
        assert painted == []


async def test_what_others_changed_before_a_key_waits_for_one_frame_and_no_longer(
    reader, monkeypatch
):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        painted, screen = painted_widgets(desk, monkeypatch), desk.screen
        times = iter([1000.0, 1001.0])
        monkeypatch.setattr(painting, "monotonic", lambda: next(times))
        screen.feeds.redraw()
        screen._dirty_widgets.add(screen.status)
        for _ in range(2):
            stale = screen.stale
            screen.entries.redraw()
            screen.paint_at_once(but=stale)
        assert painted == [{"EntryList"}, {"EntryList", "FeedList", "StatusLine"}]


async def test_what_was_left_comes_with_the_next_frame(reader):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        screen = desk.screen
        screen.feeds.redraw()
        screen._dirty_widgets.add(screen.status)
        stale = screen.stale
        screen.entries.redraw()
        screen.paint_at_once(but=stale)
        assert screen.stale == {screen.feeds, screen.status}
        await desk.until(lambda: not screen.stale)


async def test_a_key_paints_what_it_changed_alone(reader, monkeypatch):
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        painted = painted_widgets(desk, monkeypatch)
        desk.screen.feeds.redraw()
        await desk.app.on_event(events.Key("j", "j"))
        assert {"EntryList"} in painted


def painted_widgets(desk, monkeypatch):
    """Note what each frame paints."""
    painted = []
    refresh = desk.screen._compositor_refresh

    def refreshed():
        painted.append({type(widget).__name__ for widget in desk.screen._dirty_widgets})
        refresh()

    monkeypatch.setattr(desk.screen, "_compositor_refresh", refreshed)
    return painted


def painted_rows(desk, monkeypatch):
    """Note where the cursor is at each frame."""
    painted = []
    refresh = desk.screen._compositor_refresh

    def refreshed():
        painted.append(desk.screen.entries.row.title)
        refresh()

    monkeypatch.setattr(desk.screen, "_compositor_refresh", refreshed)
    return painted
