"""What a fetch brings is written once, stays the same row, and keeps the user's marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from builders import NOON, entry, subscription, update
from rooms import library_in_memory

from tui_reader.errors import EntryNotFound, FeedNotFound
from tui_reader.model.entry import Enclosure
from tui_reader.model.feed import Author
from tui_reader.model.query import EntryQuery, InCategory, InFeed
from tui_reader.store import entries, feeds, names, pages, statuses


@pytest.fixture
def connection():
    with library_in_memory() as opened:
        yield opened


@pytest.fixture
def feed_id(connection):
    return feeds.subscribe(connection, [subscription()], NOON).added[0]


def apply(connection, feed_id, *new, now=NOON, **fields):
    return feeds.apply(connection, update(feed_id, *new, **fields), now)


def only(connection, query=None):
    (row,) = pages.page(connection, query or EntryQuery()).rows
    return row


def test_an_entry_comes_back_as_it_was_written(connection, feed_id):
    content = entry(
        aliases=("link:a", "text:b"),
        comments_url="https://example.org/c",
        authors=(Author(name="Joe Kutner", role="Architect, Data"), Author(name="B", url="u")),
        categories=("news", "engineering"),
        updated_at=NOON,
        html_base="https://example.org/base",
        summary_html="<p>s</p>",
        language="en",
        image_url="https://example.org/i.png",
        enclosures=(Enclosure(url="https://example.org/a.mp3", media_type="audio/mpeg", size=3),),
    )
    apply(connection, feed_id, content)

    stored = entries.get(connection, only(connection).id)

    assert stored.content == content
    assert stored.first_seen_at == NOON
    assert not stored.status.read


def test_the_same_update_twice_is_written_once(connection, feed_id):
    content = entry(categories=("a",))

    assert apply(connection, feed_id, content).new == 1
    again = apply(connection, feed_id, content)

    assert (again.new, again.changed) == (0, 0)
    assert pages.count(connection, EntryQuery()) == 1


def test_an_equal_hash_is_not_written_again(connection, feed_id):
    apply(connection, feed_id, entry("k", title="First", content_hash="h"))
    entry_id = only(connection).id

    changed = ((entry_id, entry("k", title="Second", content_hash="h")),)

    assert apply(connection, feed_id, changed=changed).changed == 0
    assert only(connection).title == "First"


def test_a_changed_entry_keeps_its_row_its_marks_and_when_it_was_first_seen(connection, feed_id):
    apply(connection, feed_id, entry("k"))
    entry_id = only(connection).id
    statuses.mark(connection, [entry_id], True, "", NOON)
    statuses.star(connection, [entry_id], True, "", NOON)
    later = NOON + timedelta(days=3)

    changed = ((entry_id, entry("k", title="Corrected")),)
    assert apply(connection, feed_id, changed=changed, now=later).changed == 1

    stored = entries.get(connection, entry_id)
    assert stored.content.title == "Corrected"
    assert (stored.status.read, stored.status.starred) == (True, True)
    assert stored.first_seen_at == NOON


def test_marks_go_along_when_a_new_date_moves_an_entry(connection, feed_id):
    apply(connection, feed_id, entry("k", categories=("a",)), entry("other"))
    entry_id = next(r.id for r in pages.page(connection, EntryQuery()).rows if r.title == "On k")
    statuses.star(connection, [entry_id], True, "", NOON)
    moved = entry("k", published_at=NOON - timedelta(days=9), categories=("a",))

    apply(connection, feed_id, changed=((entry_id, moved),))

    assert only(connection, EntryQuery(starred_only=True)).id == entry_id
    assert only(connection, EntryQuery(source=InCategory(feed_id=feed_id, category="a"))).id == (
        entry_id
    )
    assert pages.page(connection, EntryQuery(unread_only=True)).rows[-1].id == entry_id
    assert only(connection, EntryQuery(text="k")).id == entry_id
    statuses.undo(connection, NOON)
    assert not entries.get(connection, entry_id).status.starred


def test_a_changed_entry_is_found_by_its_new_words_only(connection, feed_id):
    apply(connection, feed_id, entry("k", html="<p>zebra</p>"))
    changed = ((only(connection).id, entry("k", html="<p>giraffe</p>")),)

    apply(connection, feed_id, changed=changed)

    assert pages.page(connection, EntryQuery(text="zebra")).rows == ()
    assert only(connection, EntryQuery(text="giraffe")).title == "On k"


def test_a_new_key_is_taken_and_the_old_one_stays_known(connection, feed_id):
    apply(connection, feed_id, entry("old"))
    entry_id = only(connection).id
    changed = ((entry_id, entry("new")),)

    apply(connection, feed_id, changed=changed)

    known = names.known(connection, feed_id, ["old", "new"], [])
    assert {key: found.id for key, found in known.by_key.items()} == {
        "old": entry_id,
        "new": entry_id,
    }
    assert known.by_key["old"].key == "new"


def test_a_key_that_another_entry_has_is_not_taken(connection, feed_id):
    apply(connection, feed_id, entry("a"), entry("b"))
    known = names.known(connection, feed_id, ["a", "b"], [])
    changed = ((known.by_key["a"].id, entry("b", title="A anew")),)

    apply(connection, feed_id, changed=changed)

    after = names.known(connection, feed_id, ["a", "b"], [])
    assert {key: found.id for key, found in after.by_key.items()} == {
        key: found.id for key, found in known.by_key.items()
    }
    assert entries.get(connection, known.by_key["a"].id).content.title == "A anew"


def test_an_alias_names_every_entry_of_the_feed_that_has_it(connection, feed_id):
    other = feeds.subscribe(connection, [subscription("https://two.example/")], NOON).added[0]
    apply(connection, feed_id, entry("a", aliases=("link:x",)), entry("b", aliases=("link:x",)))
    apply(connection, other, entry("a", aliases=("link:x",)))

    known = names.known(connection, feed_id, ["zz"], ["link:x", "link:none"])

    assert [found.key for found in known.by_alias["link:x"]] == ["a", "b"]
    assert set(known.by_alias) == {"link:x"}
    assert known.by_key == {}
    assert known.total == 2


def test_one_key_in_two_feeds_is_two_entries(connection, feed_id):
    other = feeds.subscribe(connection, [subscription("https://two.example/")], NOON).added[0]
    apply(connection, feed_id, entry("same"))
    apply(connection, other, entry("same"))

    assert pages.count(connection, EntryQuery()) == 2


def test_entries_of_a_republished_feed_come_in_read(connection, feed_id):
    apply(connection, feed_id, entry(), new_are_read=True)

    assert only(connection).read


@pytest.mark.parametrize(
    ("published", "updated", "sorted_at"),
    [
        (NOON - timedelta(days=2), None, NOON - timedelta(days=2)),
        (NOON - timedelta(days=2), NOON, NOON - timedelta(days=2)),
        (None, NOON - timedelta(days=1), NOON - timedelta(days=1)),
        (None, None, NOON),
        (NOON + timedelta(hours=5), None, NOON + timedelta(hours=5)),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), None, NOON + timedelta(days=1)),
        (datetime(1601, 1, 1, tzinfo=UTC), None, datetime(1601, 1, 1, tzinfo=UTC)),
        (datetime(1, 1, 1, tzinfo=UTC), None, datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_an_entry_sorts_by_its_date_but_never_far_in_the_future(
    connection, feed_id, published, updated, sorted_at
):
    apply(connection, feed_id, entry(published_at=published, updated_at=updated))

    row = only(connection)
    assert row.sort_at == sorted_at
    assert entries.get(connection, row.id).content.published_at == published


def test_lone_surrogates_and_nul_in_what_a_feed_says_are_no_error(connection, feed_id):
    odd = "a\ud800b\0c"
    content = entry(odd, title=odd, url=odd, html=f"<p>{odd}</p>", categories=(odd,), excerpt=odd)

    apply(connection, feed_id, replace(content, aliases=(odd,)))

    assert odd in entries.get(connection, only(connection).id).content.html
    assert odd in names.known(connection, feed_id, [odd], [odd]).by_key


def test_categories_that_lose_their_last_entry_are_gone(connection, feed_id):
    apply(connection, feed_id, entry("k", categories=("a", "b", "a")))
    apply(connection, feed_id, changed=((only(connection).id, entry("k", categories=("b",))),))

    assert [row[0] for row in connection.execute("SELECT name FROM category")] == ["b"]


def test_a_key_that_comes_twice_in_one_update_is_one_entry(connection, feed_id):
    twice = (entry("k", title="First"), entry("between"), entry("k", title="Second"))

    done = apply(connection, feed_id, *twice)

    assert (done.new, done.changed) == (2, 1)
    assert {row.title for row in pages.page(connection, EntryQuery()).rows} == {
        "Second",
        "On between",
    }


def test_ids_are_not_given_twice(connection, feed_id):
    apply(connection, feed_id, entry("a"), entry("b"))
    ids = [
        row.id for row in pages.page(connection, EntryQuery(source=InFeed(feed_id=feed_id))).rows
    ]

    assert sorted(ids) == [1, 2]


def test_an_update_for_a_feed_that_is_not_there_is_refused(connection):
    with pytest.raises(FeedNotFound):
        apply(connection, 99, entry())


def test_an_entry_that_is_not_there_is_not_found(connection):
    with pytest.raises(EntryNotFound):
        entries.get(connection, 99)


def test_a_change_to_an_entry_of_another_feed_is_not_written(connection, feed_id):
    other = feeds.subscribe(connection, [subscription("https://two.example/")], NOON).added[0]
    apply(connection, feed_id, entry("k"))

    assert apply(connection, other, changed=((only(connection).id, entry("z")),)).changed == 0
    assert only(connection).title == "On k"
