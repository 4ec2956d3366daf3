"""What the details of a feed say, and what their keys give."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import NOON, feed_info
from dialog_host import SIZES, opened

from tui_reader.model.feed import HANDBOOK_URL, Feed, FeedId, FetchState, Problem, Rhythm
from tui_reader.ui.screens.details import DetailsScreen, facts
from tui_reader.wording.phrases import ahead, number, span

FEED = Feed(
    id=FeedId(4),
    url="https://ada:secret@blog.example.org/feed.xml",
    folders=(("Tech", "Ops"), ()),
    added_at=NOON - timedelta(days=400),
    info=feed_info(title="An Example Blog", site_url="https://blog.example.org/"),
    fetch=FetchState(
        checked_at=NOON - timedelta(minutes=14),
        changed_at=NOON - timedelta(days=9),
        due_at=NOON + timedelta(hours=5),
    ),
    total=1204,
    unread=31,
)
PROBLEM = Problem(
    kind="certificate",
    message="The server's certificate was refused: it expired.",
    hint="The site's owner has to renew it.",
    since=NOON - timedelta(days=6),
)


def said(feed):
    return dict(facts(feed, NOON))


def test_an_address_is_shown_without_its_password():
    assert said(FEED)["Address"] == "https://blog.example.org/feed.xml"


def test_every_folder_is_named():
    assert said(FEED)["Folders"] == "Tech / Ops, top level"


def test_times_say_how_long_ago_and_when():
    facts = said(FEED)
    assert facts["Fetched"].startswith("14 min ago, ")
    assert facts["Last change"] == "9 days ago, 15 Nov 2026"
    assert facts["Next fetch"].startswith("in 5 h, ")


def test_a_feed_that_was_never_fetched_says_so():
    facts = said(replace(FEED, fetch=FetchState()))
    assert (facts["Fetched"], facts["Next fetch"]) == ("never", "with the next sync")


def test_a_failed_fetch_is_called_a_try():
    failing = said(replace(FEED, fetch=replace(FEED.fetch, problem=PROBLEM)))
    assert failing["Last try"].startswith("14 min ago, ")
    assert "Fetched" not in failing


def test_the_day_of_subscribing_is_told():
    assert said(FEED)["Subscribed"] == "20 Oct 2025"
    assert said(replace(FEED, added_at=NOON))["Subscribed"].startswith("today, ")


def test_a_server_that_asked_for_a_pause_is_named_as_the_reason():
    state = FetchState(not_before=NOON + timedelta(minutes=40), due_at=NOON)
    assert said(replace(FEED, fetch=state))["Next fetch"] == "in 40 min, as the server asks"


def test_a_feed_that_is_gone_is_fetched_only_by_hand():
    assert "only by hand" in said(replace(FEED, fetch=FetchState(stopped=True)))["Next fetch"]


def test_the_handbook_comes_with_the_program():
    assert said(replace(FEED, url=HANDBOOK_URL))["Next fetch"].endswith("version of blogread")


def test_the_rhythm_is_told_in_words():
    rhythm = Rhythm(
        interval=timedelta(hours=6), skip_hours=frozenset({2, 1}), skip_days=frozenset({6})
    )
    told = said(replace(FEED, info=replace(FEED.info, rhythm=rhythm)))["Rhythm"]
    assert told == "not more often than every 6 h; not in the hours 1, 2 (GMT); not on Sun"


def test_a_feed_without_a_rhythm_has_no_such_line():
    assert "Rhythm" not in said(FEED)


def test_the_feeds_own_title_is_told_where_the_user_gave_another():
    assert "Own title" not in said(FEED)
    assert said(replace(FEED, user_title="Mine"))["Own title"] == "An Example Blog"


def test_a_move_that_is_being_watched_is_told():
    state = FetchState(moved_to="https://new.example.org/feed")
    assert said(replace(FEED, fetch=state))["Moving to"] == "https://new.example.org/feed"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=9), "less than a minute"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=23), "23 h"),
        (timedelta(days=364), "364 d"),
        (timedelta(days=800), "2 y"),
    ],
)
def test_a_span_is_said_in_its_greatest_unit(length, words):
    assert span(length) == words


def test_what_is_past_is_not_ahead():
    assert ahead(NOON - timedelta(hours=1), NOON) == "now"


def test_numbers_have_their_plural():
    assert (number(1, "feed"), number(2_000, "try", "tries")) == ("1 feed", "2,000 tries")


@pytest.mark.parametrize(
    ("key", "act"),
    [("r", "retry"), ("D", "remove"), ("o", "open"), ("y", "copy"), ("escape", None), ("d", None)],
)
async def test_a_key_gives_what_to_do(key, act):
    async with opened(DetailsScreen(FEED, NOON)) as dialog:
        await dialog.press(key)
    assert dialog.results == [act]


@pytest.mark.parametrize("size", SIZES)
async def test_a_problem_is_told_first_with_since_when_and_what_to_do(size):
    failing = replace(FEED, fetch=replace(FEED.fetch, problem=PROBLEM, failures=11))
    async with opened(DetailsScreen(failing, NOON), size) as dialog:
        words = dialog.words
        assert "! The server's certificate was refused: it expired." in words
        assert "(6 days ago), 11 tries." in words
        assert "The site's owner has to renew it." in words
        assert "Esc close" in words
        assert dialog.box.height <= size[1] * 0.8


async def test_what_does_not_fit_can_be_scrolled_to():
    async with opened(DetailsScreen(FEED, NOON), (50, 16)) as dialog:
        assert "Subscribed" not in dialog.text
        await dialog.press(*["j"] * 12)
        assert "Subscribed" in dialog.text


async def test_a_hostile_title_or_problem_is_text():
    bad = "[/] [@click=app.quit]x[/] \x1b[31m"
    feed = replace(
        FEED,
        user_title=bad,
        fetch=FetchState(problem=replace(PROBLEM, message=bad, hint=bad)),
    )
    async with opened(DetailsScreen(feed, NOON), (120, 36)) as dialog:
        assert dialog.text.count("[/] [@click=app.quit]x[/]") == 3
        assert "\x1b" not in dialog.text
