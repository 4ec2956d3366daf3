"""Text from right to left comes out in the order of the cells."""

from __future__ import annotations

import pytest
from bidi import get_display
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.article.blocks import Weight
from tui_reader.article.build import build
from tui_reader.article.direction import in_cell_order, read_between
from tui_reader.article.layout import lay_out
from tui_reader.article.lines import Line, Role, Span
from tui_reader.bidi import has_rtl, is_rtl, orders_here, visual
from tui_reader.cells import cell_len, graphemes

SIGNS = "ab אב عب 12٣٤ +-,./:%$€ !&«»()[]<>"


def shown(text: str, *, rtl: bool, joined: bool = False) -> str:
    return "".join(part for part, _ in visual([(text, None)], rtl=rtl, joined=joined))


@settings(max_examples=examples(120))
@given(st.text(SIGNS, max_size=24), st.booleans())
def test_the_order_is_that_of_another_implementation_of_the_standard(text: str, rtl: bool) -> None:
    clusters = [cluster for cluster, _ in graphemes(text)]
    pieces = [(cluster, index) for index, cluster in enumerate(clusters)]
    ours = "".join(clusters[index] for _, index in visual(pieces, rtl=rtl, joined=False))
    assert ours == get_display(text, base_dir="R" if rtl else "L")


@settings(max_examples=examples(60))
@given(st.lists(st.text(SIGNS + "ִ́لا", max_size=8), max_size=5), st.booleans())
def test_nothing_is_lost_and_no_cell_is_gained(parts: list[str], rtl: bool) -> None:
    pieces = [(part, number) for number, part in enumerate(parts)]
    before = "".join(parts)
    after = visual(pieces, rtl=rtl)
    assert sum(cell_len(text) for text, _ in after) == sum(
        width for _, width in (each for part in parts for each in graphemes(part))
    )
    assert {look for _, look in after} <= set(range(len(parts)))
    assert len(shown(before, rtl=rtl)) == len(before)


def test_hebrew_runs_from_the_right_and_its_numbers_do_not() -> None:
    assert shown("שלום 123 עולם", rtl=True) == "םלוע 123 םולש"


def test_latin_within_hebrew_stays_as_it_is() -> None:
    assert shown("גרסה Python 3.11 יצאה", rtl=True) == "האצי Python 3.11 הסרג"


def test_brackets_look_the_other_way_where_the_text_does() -> None:
    assert shown("אבג (דה) ו", rtl=True) == "ו (הד) גבא"
    assert shown("א ≤ ב", rtl=True) == "ב ≥ א"


def test_a_full_stop_ends_at_the_left_of_a_hebrew_sentence() -> None:
    assert shown("זה blogread.", rtl=True) == ".blogread הז"


def test_arabic_letters_join() -> None:
    assert shown("سلام", rtl=True, joined=True) == "ﻡﺎﻠﺳ"
    assert shown("دنیا", rtl=True, joined=True) == "ﺎﯿﻧﺩ"


def test_marks_stay_on_their_letter() -> None:
    assert shown("שָׁלוֹם", rtl=True) == "םוֹלשָׁ"


def test_looks_go_with_their_letters() -> None:
    pieces = [("אב", "bold"), (" cd", "plain")]
    assert visual(pieces, rtl=True) == [("cd ", "plain"), ("בא", "bold")]


def test_the_first_strong_letter_gives_the_direction() -> None:
    assert is_rtl("12: שלום")
    assert not is_rtl("a שלום")
    assert has_rtl("a שלום")
    assert not has_rtl("a • ñ 漢")


@pytest.mark.parametrize(
    ("setting", "environ", "ours"),
    [
        ("auto", {"TERM": "xterm-256color"}, True),
        ("auto", {"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ("auto", {"TERM": "xterm-kitty"}, False),
        ("auto", {"TERM": "mlterm"}, False),
        ("auto", {"KONSOLE_VERSION": "230800"}, False),
        ("auto", {"TERM_PROGRAM": "Apple_Terminal"}, False),
        ("on", {"TERM": "xterm-kitty"}, True),
        ("off", {"TERM": "xterm"}, False),
    ],
)
def test_the_terminal_or_we_put_text_in_order(
    setting: str, environ: dict[str, str], ours: bool
) -> None:
    assert orders_here(setting, environ) is ours


def layout(html: str, width: int = 30):
    return lay_out(build(html), width)


def drawn(html: str, width: int = 30) -> list[str]:
    laid = layout(html, width)
    return ["".join(s.text for s in in_cell_order(laid, n)) for n in range(len(laid.lines))]


def test_a_line_that_begins_with_latin_follows_its_paragraph() -> None:
    first, second = drawn("<p>אחת שתיים שלוש ארבע Python חמש.</p>", 20)
    assert first == " עברא שולש םייתש תחא"
    assert second.strip() == ".שמח Python"


def test_columns_of_a_table_keep_their_places() -> None:
    html = "<table><tr><th>א</th><th>ב</th></tr><tr><td>גד</td><td>הו</td></tr></table>"
    head, _, row = drawn(html)[:3]
    assert head.index("א") < head.index("ב")
    assert row.index("דג") < row.index("וה")


def test_code_runs_from_left_to_right() -> None:
    (line,) = drawn('<pre>x = "שלום" + y</pre>')
    assert line.strip() == 'x = "םולש" + y'


def test_bars_and_markers_stand_at_the_right_of_a_hebrew_text() -> None:
    (line,) = drawn("<blockquote>שלום עולם</blockquote>")
    assert line.endswith("םלוע םולש ▕")
    (line,) = drawn("<ul><li>שלום</li></ul>")
    assert line.endswith("םולש •")
    (line,) = drawn("<ul><li>hello שלום</li></ul>")
    assert line == "• hello םולש"


def test_a_mark_that_stands_where_two_runs_meet_goes_with_the_second() -> None:
    (line,) = drawn("<p>שלום e<b>\u0301x</b></p>")
    assert line.strip() == "e\u0301x םולש"


def test_the_facts_of_a_byline_keep_their_order() -> None:
    head = [Line((Span("יוסי כהן · 24 Nov 2026 · 4 min", Role.BYLINE),))]
    laid = lay_out(build("<p>a</p>"), 40, head=head)
    assert "".join(s.text for s in in_cell_order(laid, 0)) == "ןהכ יסוי · 24 Nov 2026 · 4 min"


def test_weights_and_links_go_with_the_text() -> None:
    laid = layout('<p>שלום <b>עולם</b> <a href="https://a.example/">כאן</a></p>')
    spans = in_cell_order(laid, 0)
    assert any(span.text == "םלוע" and span.weight is Weight.STRONG for span in spans)
    assert any("ןאכ" in span.text and span.link == 0 for span in spans)


def test_what_is_selected_on_the_screen_is_what_is_read() -> None:
    laid = layout("<p>שלום עולם</p>", 9)
    start, end = read_between(laid, 0, 5, 9)
    assert laid.lines[0].text[start:end] == "שלום"
    assert read_between(layout("<p>plain</p>"), 0, 1, 3) == (1, 3)
