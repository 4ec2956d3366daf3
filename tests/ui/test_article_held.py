"""What the pane keeps of the entries that it shows: the texts of long ones packed, once."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import NOON
from builders import entry as content
from pane import at_pane, entry

from tui_reader.model.entry import EntryPage
from tui_reader.ui.widgets import article_held
from tui_reader.ui.widgets.article_held import HeldEntry

if TYPE_CHECKING:
    from tui_reader.model.entry import Entry

BOOK = "".join(f"<p>Paragraph {n} of “a book” that is long.</p>" for n in range(2000))


@pytest.fixture
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_held, "LONG", 1)


def held_entries() -> list[HeldEntry]:
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, HeldEntry)]


def with_all_texts() -> Entry:
    shown = entry(html=f"{BOOK}\0\ud83d", summary_html="<p>short")
    return replace(
        shown,
        page=EntryPage(html=f"<p>page</p>{BOOK}", fetched_at=NOON),
        as_read=content("k1", html="<p>before", summary_html=BOOK),
    )


def test_a_packed_entry_is_given_back_as_it_was():
    whole = with_all_texts()
    held = HeldEntry(whole)
    held.pack()
    assert held.whole() == whole
    head = held.head
    assert (head.content.html, head.content.summary_html) == ("", "")
    assert head.page is not None
    assert head.as_read is not None
    assert (head.page.html, head.as_read.html, head.as_read.summary_html) == ("", "", "")
    assert head.content.title == whole.content.title


def test_what_tells_texts_apart_is_known_without_them():
    held = HeldEntry(with_all_texts())
    before = held.key, held.shows_page, held.shows_changes
    held.pack()
    held.pack()
    assert (held.key, held.shows_page, held.shows_changes) == before
    assert held.shows_page
    assert held.shows_changes


def test_an_entry_without_page_and_changes_has_none_when_packed():
    whole = entry(html=BOOK)
    held = HeldEntry(whole)
    held.pack()
    assert (held.head.page, held.head.as_read) == (None, None)
    assert held.whole() == whole


def test_a_short_text_is_kept_as_it_is():
    whole = entry()
    held = HeldEntry(whole)
    held.pack()
    assert held.head is whole


@pytest.mark.parametrize("ahead", [False, True])
async def test_a_long_text_is_packed_once_it_is_shown(ahead: bool):
    book = entry(2, html=BOOK)
    async with at_pane() as desk:
        await desk.show(entry())
        if ahead:
            desk.view.prefetch(book)
            await desk.settle()
        await desk.show(book)
        assert "Paragraph 0" in desk.text()
        assert desk.view.entry_head is not None
        assert desk.view.entry_head.content.html == ""
        assert desk.view.entry == book


@pytest.mark.usefixtures("everything_is_long")
async def test_a_packed_text_is_laid_out_again_and_its_source_shown():
    async with at_pane() as desk:
        await desk.show(entry(html="<p>Some <b>words</b></p>"))
        desk.view._shelf._galleys.clear()
        desk.view.measure = 40
        await desk.settle()
        assert "Some words" in desk.text()
        desk.view.show_source()
        await desk.settle()
        assert "<b>words</b>" in desk.text()
        assert "24 characters" in desk.text()


async def test_no_entry_is_kept_but_the_one_that_is_shown():
    before = held_entries()
    async with at_pane() as desk:
        for number in (1, 2, 3):
            await desk.show(entry(number, html=f"<p>Text {number}"))
            desk.view.prefetch(entry(number + 10, html="<p>Another"))
            await desk.settle()
        kept = [each.id for each in held_entries() if each not in before]
        for _ in range(200):
            if kept == [3]:
                break
            # A thread lets go of what it was given shortly after its result was taken.
            await asyncio.sleep(0.01)
            kept = [each.id for each in held_entries() if each not in before]
        assert kept == [3]
