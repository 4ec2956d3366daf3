"""Values as JSON and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from builders import NOON, entry, feed_info

from tui_reader.errors import BlogreadError, FeedError, HttpStatus, StoreLocked, SyncHeld
from tui_reader.model.feed import Author, FeedId, Problem, Rhythm
from tui_reader.model.report import AddResult, Candidate, FeedOutcome, OutcomeKind, SyncProgress
from tui_reader.model.update import PackedFeed
from tui_reader.store.packing import packed
from tui_reader.sync import wire
from tui_reader.sync.frames import answer_frames, read_answer
from tui_reader.sync.plain import from_plain, record_to_plain

OUTCOME = FeedOutcome(
    feed_id=FeedId(7),
    title="Blög",
    kind=OutcomeKind.FAILED,
    new=2,
    problem=Problem(kind="http", message="No.", status=404, since=NOON),
    elapsed=timedelta(seconds=1.5),
)


def over_the_wire(value: object) -> object:
    _, told, _, *beside = answer_frames(record_to_plain(value))
    return from_plain(type(value), read_answer(told, b"".join(beside)))


@pytest.mark.parametrize(
    "value",
    [
        SyncProgress(done=1, total=3, failed=1, new=2, outcome=OUTCOME),
        SyncProgress(done=0, total=0, failed=0, new=0),
        AddResult(
            feed_id=None,
            title="",
            url="https://example.org/",
            candidates=(
                Candidate(
                    url="https://example.org/feed",
                    title="One",
                    kind="RSS 2.0",
                    entries=10,
                    newest_at=NOON,
                    recent_titles=("a", "b"),
                ),
            ),
        ),
        PackedFeed(
            info=feed_info(
                authors=(Author(name="Ann", role="Editor, Data"),),
                rhythm=Rhythm(interval=timedelta(hours=2), skip_hours=frozenset({1, 2})),
            ),
            entries=(
                packed(
                    entry(
                        "k",
                        title="lone \ud800 surrogate and \x1b escape",
                        updated_at=datetime(1601, 1, 1, tzinfo=UTC),
                    )
                ),
                packed(entry("no text", html="")),
                packed(entry("more text")),
            ),
            format="Atom 1.0",
            complaints=("One.", "Two."),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    assert over_the_wire(value) == value


def test_the_names_and_forms_of_a_progress_line_are_stable() -> None:
    progress = SyncProgress(done=1, total=3, failed=1, new=2, outcome=OUTCOME)

    assert wire.progress_to_json(progress) == {
        "done": 1,
        "total": 3,
        "failed": 1,
        "new": 2,
        "outcome": {
            "feed_id": 7,
            "title": "Blög",
            "kind": "failed",
            "new": 2,
            "problem": {
                "kind": "http",
                "message": "No.",
                "status": 404,
                "since": "2026-11-24T12:00:00+00:00",
            },
            "elapsed": 1.5,
        },
    }


@pytest.mark.parametrize(
    "line",
    [b"", b"noise", b"[]", b"{}", b'{"done": "1", "total": 1, "failed": 0, "new": 0}', b"\xff"],
)
def test_a_line_that_is_no_progress_is_none(line: bytes) -> None:
    assert wire.read_progress(line) is None


@pytest.mark.parametrize("text", [b"", b"null", b'{"feed_id": 1}', b'{"title": []}'])
def test_a_text_that_is_no_result_is_none(text: bytes) -> None:
    assert wire.read_add(text) is None


def said(error: BlogreadError) -> BlogreadError | None:
    return wire.read_error(b"a warning\n" + json.dumps(wire.error_to_json(error)).encode())


def test_a_held_lease_comes_back_with_its_holder() -> None:
    error = said(SyncHeld("box, process 7", NOON))

    assert isinstance(error, SyncHeld)
    assert (error.owner, error.since) == ("box, process 7", NOON)


def test_a_feeds_failure_comes_back_in_its_words() -> None:
    error = said(HttpStatus("https://example.org/", 404))

    assert isinstance(error, FeedError)
    assert error.kind == "http"
    assert error.message == HttpStatus("https://example.org/", 404).message


def test_any_other_error_comes_back_in_its_words(tmp_path: object) -> None:
    locked = StoreLocked(tmp_path)

    error = said(locked)

    assert error is not None
    assert (error.message, error.hint) == (locked.message, locked.hint)
    assert wire.error_to_json(locked)["error"]["kind"] == "store-locked"


def test_no_error_in_the_words_is_none() -> None:
    assert wire.read_error(b'Traceback\n{"error": 1}\n[1]\n"x"') is None
