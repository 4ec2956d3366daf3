"""``feeds --set`` and ``--unset``: how feeds and folders are fetched and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("stocked")


def feed(blogread: Callable[..., Any]) -> dict[str, Any]:
    return blogread("feeds", "Harbour Notes", "--json").json["feeds"][0]


def test_what_is_set_is_told_beside_what_holds(blogread: Callable[..., Any]) -> None:
    done = blogread("feeds", "Harbour", "--set", "interval=6h", "--set", "paused=yes")

    assert (done.code, done.out) == (0, "")
    assert "Changed the settings of “Harbour Notes”. “blogread undo” takes it back." in done.err
    told = feed(blogread)
    assert (told["settings"]["interval_minutes"], told["settings"]["measure"]) == (360, None)
    assert told["effective"] == {
        "interval_minutes": 360,
        "paused": True,
        "full_text": False,
        "user_agent": "",
        "measure": 72,
        "keep_days": 0,
    }


def test_a_folder_sets_what_its_feeds_inherit(blogread: Callable[..., Any]) -> None:
    blogread("feeds", "--folder", "Sea", "--set", "measure=60")
    blogread("feeds", "--folder", "/", "--set", "measure=50", "--set", "keep_days=90")

    told = feed(blogread)
    assert (told["effective"]["measure"], told["effective"]["keep_days"]) == (60, 90)
    assert told["settings"]["measure"] is None


def test_unset_inherits_again_and_undo_sets_once_more(blogread: Callable[..., Any]) -> None:
    blogread("feeds", "3", "--set", "measure=60")
    blogread("feeds", "3", "--unset", "measure")
    assert feed(blogread)["effective"]["measure"] == 72

    assert "Undone: Changed the settings of “Harbour Notes”." in blogread("undo").err
    assert feed(blogread)["effective"]["measure"] == 60


def test_several_feeds_are_one_change(blogread: Callable[..., Any]) -> None:
    done = blogread("feeds", "2", "3", "--set", "full-text=on")
    assert "Changed the settings of 2." in done.err
    blogread("undo")
    assert feed(blogread)["settings"]["full_text"] is None


def test_the_options_of_blogread_keep_their_way(blogread: Callable[..., Any]) -> None:
    blogread("feeds", "3", "--set", "reader.measure=64", "--set", "paused=yes")
    told = blogread("feeds", "3", "--set", "reader.measure=64", "--json").json["feeds"][0]
    assert (told["effective"]["measure"], told["settings"]["measure"]) == (64, None)
    assert told["settings"]["paused"] is True


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("3", "--set", "interval=5"), "interval: “5” is not allowed.\nGive minutes, 15 to 10,080"),
        (("3", "--set", "interval=8d"), "interval: “8d” is not allowed."),
        (("3", "--set", "paused=maybe"), "Give yes or no."),
        (("3", "--set", "measure=39"), "Give a number from 40 to 100."),
        (("3", "--set", "keep-days=-1"), "keep-days: “-1” is not allowed."),
        (("3", "--set", "user-agent=a\r\nCookie: b"), "Give printable ASCII"),
        (("3", "--set", "colour=red"), "There is no setting “colour” of a feed."),
        (("3", "--unset", "colour"), "There are interval, paused, full-text"),
        (("--set", "paused=yes"), "need a FEED or --folder"),
        (("3", "--folder", "Sea", "--set", "paused=yes"), "either FEED or --folder"),
        (("--folder", "Lake", "--set", "paused=yes"), "There is no folder Lake."),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_meant_is_refused_and_sets_nothing(
    blogread: Callable[..., Any], words: tuple[str, ...], said: str
) -> None:
    done = blogread("feeds", *words)
    assert done.code == 2
    assert said in done.err
    assert set(feed(blogread)["settings"].values()) == {None}


def test_a_person_sees_each_setting_and_where_it_comes_from(
    blogread: Callable[..., Any], on_screen: Callable[..., Any]
) -> None:
    blogread("feeds", "3", "--set", "keep-days=all")
    blogread("feeds", "--folder", "Sea", "--set", "measure=60")
    out = on_screen("feeds", "Harbour").out
    assert "    interval    1 hour  (default)\n" in out
    assert "    measure     60  (Sea)\n" in out
    assert "    keep-days   all\n" in out


def test_a_folder_lists_the_feeds_in_it(blogread: Callable[..., Any], library: Path) -> None:
    assert [cells[0] for cells in blogread("feeds", "--folder", "Sea").rows] == ["3"]
    assert len(blogread("feeds", "--folder", "/").rows) == 3
