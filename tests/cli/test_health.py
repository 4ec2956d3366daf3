"""``feeds --problems``, ``--address`` and ``--go-back``: what is wrong, and the way out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from builders import NOON, update

from tui_reader.cells import cell_len
from tui_reader.model.feed import FetchState, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_problems_tell_since_when_and_what_comes_next(
    stocked: Path, fill: Callable[..., None], on_screen: Callable[..., Any]
) -> None:
    problem = Problem(
        kind="http", message="The server has trouble (status 500).", hint="blogread tries again "
        "by itself, at growing intervals.", status=500, since=NOON - timedelta(days=1),
    )  # fmt: skip
    state = FetchState(
        failures=5,
        problem=problem,
        good_at=NOON - timedelta(days=2),
        due_at=NOON + timedelta(hours=4),
    )
    fill(update(3, fetch=state))

    out = on_screen("feeds", "--problems").out

    assert "Harbour Notes (3)\n    The server has trouble (status 500).\n" in out
    told = " ".join(out.split())
    assert "Since Monday (yesterday), 5 tries. Last good fetch 2 days ago. Next try in 4 h." in told
    assert max(map(cell_len, out.splitlines())) <= 80


def test_json_tells_what_needs_attention_apart_from_what_failed_once(
    failing: Path, fill: Callable[..., None], blogread: Callable[..., Any]
) -> None:
    (feed,) = blogread("feeds", "--problems", "--json").json["feeds"]
    assert feed["attention"] == {
        "kind": "failing",
        "message": "There is no feed at this address (status 404).",
        "advice": "Look for its new address.",
        "since": "2026-11-23T12:00:00Z",
    }
    once = Problem(kind="timeout", message="Slow.", since=NOON)
    fill(update(3, fetch=FetchState(failures=1, problem=once)))
    (feed,) = blogread("feeds", "--problems", "--json").json["feeds"]
    assert (feed["attention"], feed["problem"]["kind"]) == (None, "timeout")


def test_another_address_and_back_by_undo(failing: Path, blogread: Callable[..., Any]) -> None:
    done = blogread("feeds", "3", "--address", "harbour.example/rss")

    assert "Changed the address of “Harbour Notes”. “blogread undo” takes it back." in done.err
    (feed,) = blogread("feeds", "3", "--json").json["feeds"]
    assert (feed["url"], feed["problem"]) == ("https://harbour.example/rss", None)
    blogread("undo")
    assert blogread("feeds", "3").rows[0][6] == "https://example.org/feed"


def test_an_address_in_use_is_refused(stocked: Path, blogread: Callable[..., Any]) -> None:
    done = blogread("feeds", "3", "--address", "https://www.heroku.com/blog/feed/")
    assert done.code == 2
    assert "Another feed has this address: Heroku Blog." in done.err


def test_a_move_is_taken_back(
    stocked: Path, fill: Callable[..., None], blogread: Callable[..., Any]
) -> None:
    fill(update(3, url="https://new.example/feed"))
    assert "moved here from" in blogread("feeds", "--problems", "--json").out

    done = blogread("feeds", "3", "--go-back")

    assert "Changed the address of “Harbour Notes”." in done.err
    assert "It has not moved." in blogread("feeds", "3", "--go-back").err
    assert blogread("feeds", "3").rows[0][6] == "https://example.org/feed"


def test_an_address_is_for_one_feed(stocked: Path, blogread: Callable[..., Any]) -> None:
    for words in (("--address", "a.example"), ("2", "3", "--go-back")):
        done = blogread("feeds", *words)
        assert done.code == 2
        assert "with one FEED" in done.err
