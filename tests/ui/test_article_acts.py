"""The acts of the article pane in the whole app: hints and find."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from desk import LONG, OFFLINE, at_desk, fill, post
from textual.events import MouseScrollDown
from textual.geometry import Offset
from textual.selection import Selection

from tui_reader.commands import Pane
from tui_reader.model.feed import HANDBOOK_URL, HEROKU_URL, Author
from tui_reader.ui.actions import copying
from tui_reader.ui.themes import INK, Colours, inks_for
from tui_reader.ui.widgets.glyphs import UNICODE
from tui_reader.ui.widgets.line_widget import ORDERED
from tui_reader.ui.widgets.pane import PaneHeader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from desk import Desk
    from rich.segment import Segment
    from rich.style import Style

    from tui_reader.reader import Reader

LINKS = (
    "<p>A <a href=https://e.example/one>first link</a>, a <a href=https://e.example/two>second</a>"
    " and <a href='#end'>the end</a> of the crane’s day: the Crane sleeps.</p>"
)
END = "<h2>Night</h2><p id=end>Here the cranes’ day ends.</p>"
HTML = f"<h2>Dawn</h2>{LINKS}<h3>Noon</h3>{LONG}{END}"


@pytest.fixture
async def desk(reader: Reader) -> AsyncIterator[Desk]:
    """A blog of two entries, the first of them open, with links at its top and its end."""
    for url in (HANDBOOK_URL, HEROKU_URL):
        await reader.feeds.unsubscribe([(await reader.feeds.find(url)).id])
    await fill(
        reader,
        "https://a.example/feed",
        "Harbour Log",
        post("Cranes", hours=1, html=HTML, url="https://a.example/cranes"),
        post("Tides", hours=2, html="<p>No links, but a crane.</p>"),
    )
    async with at_desk(reader) as desk:
        await desk.press("2", "g", "enter")
        await desk.until(lambda: "first link" in desk.text)
        yield desk


def article(desk: Desk) -> list[list[Segment]]:
    """The rows of the article."""
    view = desk.screen.article
    return [list(strip) for strip in view.render_lines(view.size.region)]


def reversed_texts(desk: Desk) -> list[str]:
    """What stands out by more than a colour: reversed, as labels are."""
    return [s.text for row in article(desk) for s in row if s.style and s.style.reverse]


# Link hints


async def test_hints_stand_over_the_links_in_sight_and_are_bold_and_reversed(desk: Desk) -> None:
    await desk.press("f")
    assert reversed_texts(desk) == ["a", "s", "d"]
    assert all(s.style.bold for row in article(desk) for s in row if s.style and s.style.reverse)
    assert "type a label" in desk.lines[-1]


async def test_a_letter_follows_its_link(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROWSER", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    await desk.press("f", "s")
    assert not desk.screen.article.hinting
    assert desk.screen.article.focused_link == "https://e.example/two"
    assert "no browser" in desk.flash


async def test_a_letter_jumps_inside_the_article(desk: Desk) -> None:
    await desk.press("f", "d")
    assert "day ends." in desk.text


async def test_a_capital_copies_its_link(desk: Desk) -> None:
    await desk.press("f", "S")
    assert desk.app.clipboard == "https://e.example/two"
    assert "e.example/two" in desk.flash


async def test_a_capital_copies_a_place_of_the_article_with_its_address(desk: Desk) -> None:
    await desk.press("f", "D")
    assert desk.app.clipboard == "https://a.example/cranes#end"


async def test_keys_that_name_no_link_reach_nobody_while_hints_are_shown(desk: Desk) -> None:
    before = desk.text
    await desk.press("f")
    for key in ("m", "q", "space", "down", "2", "slash", "colon", "tab", "enter"):
        desk.app.simulate_key(key)
    await desk.settle()
    assert desk.screen.article.hinting
    await desk.press("escape")
    assert desk.text == before
    assert desk.screen.place is Pane.ARTICLE


async def test_a_key_typed_right_behind_the_one_that_shows_hints_is_for_them(desk: Desk) -> None:
    for key in ("f", "S"):
        desk.app.simulate_key(key)
    await desk.settle()
    assert desk.app.clipboard == "https://e.example/two"


async def test_hints_come_from_the_list_and_leave_the_focus_there(desk: Desk) -> None:
    await desk.press("2", "f")
    assert reversed_texts(desk) == ["a", "s", "d"]
    await desk.press("escape")
    assert desk.screen.place is Pane.ENTRIES
    assert not reversed_texts(desk)


async def test_no_link_in_sight_is_said(desk: Desk) -> None:
    await desk.press("J", "f")
    assert not desk.screen.article.hinting
    assert desk.flash == "There is no link in sight."


async def test_the_wheel_ends_the_hints(desk: Desk) -> None:
    await desk.press("f")
    await desk.pilot._post_mouse_events([MouseScrollDown], desk.screen.article)
    await desk.settle()
    assert not desk.screen.article.hinting


async def test_many_links_take_two_letters_that_narrow(reader: Reader) -> None:
    links = " ".join(f"<a href=https://e.example/{n}>number {n}</a>" for n in range(30))
    await fill(reader, "https://a.example/feed", "Log", post("Many", hours=1, html=f"<p>{links}"))
    async with at_desk(reader) as desk:
        await desk.press("1", "G", "2", "enter")
        await desk.until(lambda: "number 29" in desk.text)
        await desk.press("f")
        # Thirty in the text, thirty in the list of links at its end, as far as it is in sight.
        shown = len(reversed_texts(desk))
        assert 30 < shown <= 60
        await desk.press("s")
        assert len(desk.screen.article._hints) == shown
        assert sum("s" in text for text in reversed_texts(desk)) >= 9
        await desk.press("backspace")
        assert len(reversed_texts(desk)) == shown
        await desk.press("s", "d")
        assert desk.screen.article.focused_link == "https://e.example/11"


# Find


def on_ground_of(desk: Desk, style: Style) -> list[str]:
    """The texts that stand on the ground of a style."""
    return [
        s.text
        for row in article(desk)
        for s in row
        if s.style and s.style.bgcolor == style.bgcolor and s.text.strip()
    ]


def marked(desk: Desk) -> list[str]:
    """The texts that are marked as hits and are not the current one."""
    assert desk.screen.article._look is not None
    return on_ground_of(desk, desk.screen.article._look.hit)


def current(desk: Desk) -> list[str]:
    """The text of the current hit."""
    assert desk.screen.article._look is not None
    return on_ground_of(desk, desk.screen.article._look.current_hit)


async def test_hits_are_marked_as_one_types_and_counted(desk: Desk) -> None:
    await desk.press("slash", *"crane")
    assert [text.lower() for text in current(desk)] == ["crane"]
    assert len(marked(desk)) == 2
    assert "1 of 4" in desk.lines[0]
    await desk.press(*"zz")
    assert "no hit" in desk.lines[0]
    assert not marked(desk)


async def test_n_steps_between_hits_and_round_the_end(desk: Desk) -> None:
    await desk.press("slash", *"crane", "enter")
    assert desk.screen.focused is desk.screen.article
    await desk.press("n", "n", "n")
    assert "4 of 4" in desk.lines[0]
    assert "day ends." in desk.text
    await desk.press("n")
    assert "1 of 4" in desk.lines[0]
    assert "first link" in desk.text
    assert desk.flash == "On from the top of the article"
    await desk.press("N")
    assert "4 of 4" in desk.lines[0]


async def test_escape_ends_the_find_and_n_is_the_next_unread_again(desk: Desk) -> None:
    await desk.press("slash", *"crane", "enter", "escape")
    assert desk.screen.place is Pane.ARTICLE
    assert not marked(desk)
    assert " of 4" not in desk.lines[0]
    await desk.press("n")
    assert desk.title == "Tides"


async def test_escape_while_typing_goes_back_to_where_one_was(desk: Desk) -> None:
    await desk.press("slash", *"day ends")
    assert "day ends." in desk.text
    await desk.press("escape")
    assert "first link" in desk.text
    assert desk.screen.focused is desk.screen.article
    assert not current(desk)


async def test_a_hit_crosses_the_line_break_and_the_number_of_a_link(desk: Desk) -> None:
    await desk.press("slash", *"first link, a second and the end of the crane's", "enter")
    assert desk.screen.focused is not desk.screen.article
    assert "is not in this article" in desk.flash
    await desk.press(*["backspace"] * 8, *" crane", "enter")
    assert desk.screen.article.hit == (1, 1)
    assert "".join(current(desk)).startswith("first link")


async def test_what_is_looked_for_is_left_with_the_article(desk: Desk) -> None:
    await desk.press("slash", *"crane", "enter", "J")
    assert desk.title == "Tides"
    assert not marked(desk)
    assert not current(desk)


async def test_another_width_keeps_the_find(desk: Desk) -> None:
    await desk.press("slash", *"crane", "enter", "n", *["minus"] * 8)
    await desk.until(lambda: desk.screen.article._layout.width == 40)
    assert desk.screen.article.hit == (2, 4)


async def test_the_words_of_a_search_are_marked_in_the_articles_it_found(desk: Desk) -> None:
    await desk.press("2", "slash", *"cranes", "enter")
    await desk.until(lambda: "2 hits" in desk.lines[0])
    await desk.press("enter")
    assert [text.lower() for text in marked(desk)] == ["cranes"]
    await desk.press("n", "n")
    assert "2 of 2" in desk.lines[0]
    assert "day ends." in desk.text
    await desk.press("escape")
    assert desk.screen.place is Pane.ENTRIES
    await desk.press("escape")
    assert not marked(desk)
    assert " of 2" not in desk.lines[0]


async def test_a_very_long_article_is_searched_beside_the_keys(reader: Reader) -> None:
    html = LONG * 30 + "<p>The needle.</p>"
    await fill(reader, "https://a.example/feed", "Log", post("Long", hours=1, html=html))
    async with at_desk(reader) as desk:
        await desk.press("1", "G", "2", "enter")
        await desk.until(lambda: len(desk.screen.article._layout.lines) > 3000)
        await desk.press("slash", *"needle")
        await desk.until(lambda: "1 of 1" in desk.lines[0])
        assert current(desk) == ["needle"]
        await desk.press("escape")
        assert "Paragraph 0" in desk.text


async def test_a_hit_in_a_right_to_left_text_is_marked_where_it_is_drawn(reader: Reader) -> None:
    html = "<p>שלום עולם, this is Hebrew.</p>"
    await fill(reader, "https://a.example/feed", "Log", post("Rtl", hours=1, html=html))
    async with at_desk(reader) as desk:
        await desk.press("1", "G", "2", "enter")
        desk.app.add_class(ORDERED)
        await desk.press("slash", *"עולם")
        assert "".join(current(desk)) == "עולם"[::-1]


# Headings and source


def top(desk: Desk) -> str:
    """The first two lines of the article."""
    view = desk.screen.article
    return "".join(strip.text for strip in view.render_lines(view.size.region)[:2]).strip()


async def test_brackets_go_from_heading_to_heading(desk: Desk) -> None:
    await desk.press("right_square_bracket")
    assert top(desk) == "Dawn"
    await desk.press("right_square_bracket")
    assert top(desk) == "Noon"
    await desk.press("pagedown", "left_square_bracket")
    assert top(desk) == "Noon"
    await desk.press("left_square_bracket")
    assert top(desk) == "Dawn"
    await desk.press("left_square_bracket")
    assert desk.flash == "There is no heading before."


async def test_a_heading_on_the_last_screen_is_named_and_the_next_is_after_it(desk: Desk) -> None:
    await desk.press("G", "right_square_bracket")
    assert desk.flash == "Night"
    await desk.press("right_square_bracket")
    assert desk.flash == "There is no further heading."
    await desk.press("g", *["right_square_bracket"] * 3)
    assert "Night" in desk.text
    await desk.press("left_square_bracket")
    assert top(desk) == "Noon"


async def test_the_contents_are_indented_and_begin_at_the_part_that_is_read(desk: Desk) -> None:
    await desk.press("pagedown", "pagedown", "C")
    await desk.until(lambda: "Contents" in desk.text)
    places = [
        line.index(heading)
        for heading in ("Dawn", "Noon", "Night")
        for line in desk.lines
        if heading in line and "%" in line
    ]
    assert places[0] == places[1] - 2 == places[2]
    await desk.pilot.press("enter")
    await desk.until(lambda: "Contents" not in desk.text)
    assert top(desk) == "Noon"


async def test_the_contents_are_filtered_and_gone_to(desk: Desk) -> None:
    await desk.press("C")
    await desk.until(lambda: "Contents" in desk.text)
    await desk.pilot.press(*"night", "enter")
    await desk.until(lambda: "Contents" not in desk.text)
    assert "day ends." in desk.text


async def test_an_article_without_headings_says_so(desk: Desk) -> None:
    await desk.press("J", "C")
    await desk.until(lambda: desk.flash == "This article has no headings.")


async def test_the_source_is_shown_and_left_where_one_was(desk: Desk) -> None:
    await desk.press("pagedown", "tab")
    before = desk.screen.article.place
    await desk.press("v")
    await desk.until(lambda: "<h2>Dawn</h2>" in desk.text)
    assert "characters of HTML from the feed" in desk.text
    await desk.press("G", "v")
    assert desk.screen.article.place == before
    await desk.press("v", "escape")
    assert desk.screen.article.place == before
    assert desk.screen.place is Pane.ARTICLE


async def test_the_source_keeps_its_place_at_another_width(desk: Desk) -> None:
    await desk.press("v")
    await desk.until(lambda: "<h2>Dawn</h2>" in desk.text)
    await desk.press("G", *["minus"] * 6)
    await desk.until(lambda: desk.screen.article._layout.width < 50)
    assert desk.screen.article.place > 0
    await desk.press("v")
    assert "first link" in desk.text


async def test_the_end_of_a_source_marks_nothing_read(desk: Desk) -> None:
    await desk.press("J", "v")
    await desk.until(lambda: "<p>No links" in desk.text)
    assert desk.screen.article._under is not None
    await desk.press("K")
    assert "first link" in desk.text


async def test_words_are_found_in_the_source(desk: Desk) -> None:
    await desk.press("v")
    await desk.until(lambda: "<h2>Dawn</h2>" in desk.text)
    await desk.press("slash", *"id=end", "enter")
    assert desk.screen.article.hit == (1, 1)
    assert "".join(current(desk)) == "id=end"


# Copying

MIXED = (
    "<p>The <a href=https://e.example/fog>fog</a> came <b>in</b> slowly, and it stayed for three "
    "days and three nights over the whole of the harbour.</p>"
    "<blockquote><p>Nobody saw a thing, and everybody heard it, again and again, said the "
    "keeper of the light.</p></blockquote>"
    "<pre>first = 1\n    second = 'a line of code that is much wider than the pane of the text'"
    "\n</pre><table><tr><th>Port<th>Depth<tr><td>Quay<td>12 m</table>"
    f"<p>See https://e.example/{'long' * 20} for more.</p>"
)


@pytest.fixture
async def mixed(reader: Reader) -> AsyncIterator[Desk]:
    """An article of a paragraph with a link, a quote, code, a table and a long address."""
    await fill(
        reader,
        "https://a.example/feed",
        "Harbour Log",
        post("Fog", hours=1, html=MIXED, url="https://a.example/fog"),
    )
    async with at_desk(reader) as desk:
        await desk.press("1", "G", "2", "enter")
        await desk.until(lambda: "Nobody saw" in desk.text)
        yield desk


async def copy(desk: Desk, *letters: str) -> str:
    """Choose from the copy menu; what is in the clipboard afterwards."""
    desk.app._clipboard = ""
    await desk.press("Y")
    await desk.until(lambda: "Article as Markdown" in desk.text)
    for letter in letters:
        await desk.pilot.press(letter)
        await desk.settle()
    await desk.until(lambda: desk.app.clipboard)
    return desk.app.clipboard


async def test_the_link_is_copied_plain_and_as_markdown(mixed: Desk) -> None:
    assert await copy(mixed, "l") == "https://a.example/fog"
    assert await copy(mixed, "m") == "[Fog](<https://a.example/fog>)"


async def test_a_chosen_link_is_the_one_that_is_copied(mixed: Desk) -> None:
    await mixed.press("tab")
    assert await copy(mixed, "l") == "https://e.example/fog"
    assert await copy(mixed, "m") == "[fog](<https://e.example/fog>)"


async def test_a_quote_says_whose_it_is_and_is_chosen_where_there_are_several(mixed: Desk) -> None:
    assert await copy(mixed, "q", "2") == (
        "> Nobody saw a thing, and everybody heard it, again and again, said the keeper of the "
        "light.\n>\n> — Ada Quay, [Fog](<https://a.example/fog>)"
    )


async def test_the_paragraph_of_the_hit_is_quoted_without_asking(mixed: Desk) -> None:
    await mixed.press("slash", *"fog c", "enter")
    quote = await copy(mixed, "q")
    assert quote.startswith("> The fog came in slowly, and it stayed for three days and three ")
    assert "[1]" not in quote
    assert mixed.flash == f"Sent to the terminal’s clipboard: the quote, {len(quote)} characters"


async def test_code_is_copied_as_it_was_written(mixed: Desk) -> None:
    assert await copy(mixed, "c") == (
        "first = 1\n    second = 'a line of code that is much wider than the pane of the text'"
    )


async def test_the_article_is_copied_as_markdown_and_as_text(mixed: Desk) -> None:
    text = await copy(mixed, "a")
    assert text.startswith("# Fog\n\nAda Quay · 2026-11-24 · <https://a.example/fog>\n\nThe [fog](")
    assert "**in**" in text
    assert "> Nobody saw" in text
    text = await copy(mixed, "t")
    assert "The fog came in slowly, and it stayed for three days and three nights over the" in text
    assert "▎" not in text
    assert "Links" not in text


@pytest.fixture
async def hostile(reader: Reader) -> AsyncIterator[Desk]:
    """An article whose title, name and address try to end the Markdown around them."""
    odd = post(
        "Fog\\](<https://evil.example>) *now*",
        hours=1,
        html="<p>One paragraph.</p>",
        url="https://ada:secret@a.example/fog><b>",
        authors=(Author(name="A](<https://evil.example>)"),),
    )
    await fill(reader, "https://a.example/feed", "Harbour Log", odd)
    async with at_desk(reader) as desk:
        await desk.press("1", "G", "2", "enter")
        await desk.until(lambda: "One paragraph" in desk.text)
        yield desk


async def test_nothing_of_a_feed_ends_the_markdown_it_is_copied_in(hostile: Desk) -> None:
    title = r"Fog\\\](\<https://evil.example\>) \*now\*"
    address = "https://a.example/fog%3E%3Cb%3E"
    assert await copy(hostile, "m") == f"[{title}](<{address}>)"
    name = r"A\](\<https://evil.example\>)"
    assert (await copy(hostile, "q")).endswith(f"\n> — {name}, [{title}](<{address}>)")
    assert (await copy(hostile, "a")).startswith(
        f"# {title}\n\n{name} · 2026-11-24 · <{address}>\n"
    )


async def test_a_link_that_is_not_opened_is_not_offered_as_markdown(reader: Reader) -> None:
    odd = post("Fog", hours=1, html="<p>One paragraph.</p>", url="javascript:alert(1)")
    await fill(reader, "https://a.example/feed", "Harbour Log", odd)
    async with at_desk(reader) as desk:
        await desk.press("1", "G", "2", "enter", "Y")
        await desk.until(lambda: "Article as Markdown" in desk.text)
        assert "Link as Markdown" not in desk.text


async def test_what_no_terminal_takes_is_not_sent(
    mixed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MOST", 100)
    mixed.app._clipboard = ""
    await mixed.press("Y")
    await mixed.until(lambda: "Article as Markdown" in mixed.text)
    await mixed.pilot.press("a")
    await mixed.until(lambda: "Not copied" in mixed.flash)
    assert mixed.app.clipboard == ""


async def test_a_mouse_selection_is_unwrapped_and_has_no_bars_or_rules(mixed: Desk) -> None:
    view = mixed.screen.article
    await mixed.press("right")
    selected = view.get_selection(Selection(Offset(0, 3), Offset(500, view.layout_shown.end)))
    assert selected is not None
    text = selected[0]
    assert "three days and three nights over the whole" in text
    assert "said the keeper of the light." in text
    assert "first = 1\n    second = 'a line of code that is much wider than the pane" in text
    assert f"https://e.example/{'long' * 20}" in text
    assert not set("▎─│") & set(text)


async def test_code_that_was_moved_sideways_is_selected_where_the_mouse_was(mixed: Desk) -> None:
    await mixed.press("right", "right")
    view = mixed.screen.article
    y, line = next(
        (y, strip.text)
        for y, strip in enumerate(view.render_lines(view.size.region))
        if "code" in strip.text
    )
    at = line.index("code")
    selected = view.get_selection(Selection(Offset(at, y), Offset(at + 4, y)))
    assert selected is not None
    assert selected[0] == "code"


# The header's facts


async def test_the_header_says_how_far_one_has_read(desk: Desk) -> None:
    seen = [int(found[1]) for found in [re.search(r"(\d+) %", desk.lines[0])] if found]
    assert "1 of 2 · 1 min" in desk.lines[0]
    await desk.press("pagedown")
    after = re.search(r"(\d+) %", desk.lines[0])
    assert after is not None
    assert 0 < seen[0] < int(after[1]) < 100
    await desk.press("G")
    assert "100 %" in desk.lines[0]
    await desk.press("J")
    assert "%" not in desk.lines[0]


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, " Harbour Log            3 of 31 · 9 min · 45 %"),
        (34, " Harbour Log         3 of 31 · 45 %"),
        (24, " Harbour Log       45 %"),
        (13, " Harb… 45 %"),
        (7, " Har…"),
    ],
)
def test_a_header_drops_whole_facts(width: int, shown: str) -> None:
    header = PaneHeader(UNICODE)
    header.say(title="Harbour Log", fact=("3 of 31 · 9 min · 45 %", "3 of 31 · 45 %", "45 %"))
    (strip,) = header.draw_lines(width, 1, inks_for(INK, Colours.FULL))
    assert strip.text.split() == shown.split()
    assert strip.cell_length == width


# ASCII alone


async def test_our_signs_are_ascii_where_that_is_wanted_and_the_authors_stay(
    reader: Reader,
) -> None:
    html = (
        "<p>“Own” words<sup><a href='#n' id=r>1</a></sup></p><blockquote><p>said</p></blockquote>"
        "<ul><li>one</li></ul><hr><p><img src=https://e.example/a.png alt='a · b'></p>"
        "<pre>" + "x" * 200 + "</pre><table><tr><th>A<th>B<tr><td>1<td>2</table>"
        "<section class=footnotes><ol><li id=n>Note <a href='#r'>back</a></ol></section>"
    )
    await fill(reader, "https://a.example/feed", "Log", post("Signs", hours=1, html=html))
    config = replace(OFFLINE, ui=replace(OFFLINE.ui, ascii=True))
    async with at_desk(reader, config=config) as desk:
        await desk.press("1", "G", "2", "enter")
        await desk.until(lambda: "Own" in desk.text)
        shown = "\n".join("".join(s.text for s in row) for row in article(desk))
        assert "“Own” words" in shown
        assert "| said" in shown
        assert "* one" in shown
        assert "#\xa0a · b" in shown
        assert "x~" in shown
        assert "----" in shown
        assert not set("▎•─▨…¹▸▾") & set(shown)
        await desk.press("Y")
        await desk.until(lambda: "Article as Markdown" in desk.text)
        assert desk.text.isascii() or not set("╭╮╰╯│─↑↓…") & set(desk.text)
        assert "Up" in desk.text
