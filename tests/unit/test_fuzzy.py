"""Finding what a person means by a few letters."""

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.ui.widgets.fuzzy import fold, match


def score(query, text, beside=""):
    found = match(fold(query).split(), fold(text), fold(beside))
    return found.score if found else None


def test_case_and_accents_do_not_count():
    assert score("uber", "Übersicht") is not None
    assert score("MARSÉ", "marse") is not None


def test_every_word_must_match():
    assert score("mark all", "Mark all in view read") is not None
    assert score("mark tomorrow", "Mark all in view read") is None


def test_letters_match_from_the_start_of_a_word():
    assert score("hbl", "Heroku Blog") is not None
    assert score("kblog", "Heroku Blog") is None


def test_letters_far_apart_do_not_match():
    assert score("az", "all that stands between: Zebra") is None


def test_a_whole_word_beats_its_letters():
    assert score("sync", "Sync this") > score("sync", "Show you next cell")


def test_the_start_of_a_word_beats_its_middle():
    assert score("read", "Read on") > score("read", "Bread and butter")


def test_a_shorter_text_wins_among_equals():
    assert score("read", "Read on") > score("read", "Read back at once")


def test_hidden_words_match_less_than_shown_ones():
    shown, hidden = score("tech", "Tech news"), score("tech", "News", beside="Tech")
    assert shown > hidden > 0


def test_hits_are_the_places_of_the_letters():
    found = match(["blog"], fold("Heroku Blog"))
    assert sorted(found.positions) == [7, 8, 9, 10]


def test_folding_keeps_every_place():
    assert len(fold("Straße İstanbul ﬁn 日本")) == len("Straße İstanbul ﬁn 日本")


@given(st.text(max_size=60), st.text(max_size=12))
def test_hits_lie_within_the_text(text, query):
    found = match(fold(query).split(), fold(text))
    assert found is None or all(0 <= place < len(text) for place in found.positions)
