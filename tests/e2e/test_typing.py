"""What arrives in one read, as over SSH or from a paste of tmux, is not taken for commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reading import Reading

if TYPE_CHECKING:
    from home import Home


def test_a_search_sent_in_one_piece_is_typed_into_its_line(home: Home) -> None:
    with home.app(columns=120, rows=36) as terminal:
        Reading(terminal).wait(lambda r: r.list.has_focus and r.list.selected)
        terminal.send("/undo")
        Reading(terminal).wait(lambda r: r.list.lines[1].strip() == "▌ undo")
        assert terminal.process.poll() is None


def test_words_for_the_palette_sent_in_one_piece_are_typed_into_it(home: Home) -> None:
    with home.app(columns=120, rows=36) as terminal:
        Reading(terminal).wait(lambda r: r.list.has_focus and r.list.selected)
        terminal.send(":quit")
        terminal.wait_for(lambda t: "Go to" in t.text and "quit" in t.text.split("Go to")[1])
        assert terminal.process.poll() is None
        terminal.press("enter")
        assert terminal.wait_exit() == 0
