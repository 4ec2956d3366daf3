"""What a document changes: which entries are known, which are new, which must stay apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import builders
from builders import NOON, feed_info
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.model.entry import EntryId
from tui_reader.model.feed import Feed, FeedId, FetchState
from tui_reader.model.update import Known, KnownEntry, PackedFeed
from tui_reader.store.packing import packed
from tui_reader.sync.plan import CHUNK, Plan, plan, weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.model.entry import PackedEntry

FEED = Feed(
    id=FeedId(1),
    url="https://example.org/feed",
    added_at=NOON,
    info=feed_info(),
    fetch=FetchState(checked_at=NOON - timedelta(hours=1)),
)


def entry(key: str, **fields: object) -> PackedEntry:
    return packed(builders.entry(key, **fields))


def stored(number: int, key: str, *aliases: str, content_hash: str = "old") -> _Stored:
    return KnownEntry(id=EntryId(number), key=key, content_hash=content_hash), aliases


def known(*rows: _Stored, total: int | None = None) -> Known:
    by_alias: dict[str, tuple[KnownEntry, ...]] = {}
    for row, aliases in rows:
        for alias in aliases:
            by_alias[alias] = (*by_alias.get(alias, ()), row)
    return Known(
        by_key={row.key: row for row, _ in rows},
        by_alias=by_alias,
        total=len(rows) if total is None else total,
    )


def planned(
    entries: Sequence[PackedEntry], library: Known, *, feed: Feed = FEED, newest: bool = True
) -> Plan:
    document = PackedFeed(info=feed.info, entries=tuple(entries), format="RSS 2.0")
    return plan(feed, document, library, NOON if newest else None)


def test_an_entry_that_is_stored_as_it_is_changes_nothing() -> None:
    same = entry("a", content_hash="same")

    what = planned([same], known(stored(1, "a", content_hash="same")))

    assert what == Plan(new=(), changed=(), info=None, republished=False)


def test_an_entry_with_another_text_is_changed_in_its_row() -> None:
    edited = entry("a")

    assert planned([edited], known(stored(1, "a"))).changed == ((1, edited),)


def test_new_entries_come_last_of_the_document_first() -> None:
    entries = [entry("c"), entry("b"), entry("a")]

    assert planned(entries, known()).new == tuple(reversed(entries))


def test_a_new_guid_with_the_old_link_is_the_old_entry() -> None:
    renamed = entry("new", aliases=("l:link",))

    what = planned([renamed], known(stored(1, "old", "l:link")))

    assert what.changed == ((1, renamed),)
    assert what.new == ()


def test_an_entry_whose_text_is_the_same_still_gets_its_new_key() -> None:
    renamed = entry("new", aliases=("l:link",), content_hash="same")

    what = planned([renamed], known(stored(1, "old", "l:link", content_hash="same")))

    assert what.changed == ((1, renamed),)


def test_a_row_whose_own_key_is_in_the_document_is_never_claimed_by_another() -> None:
    own, thief = entry("own"), entry("thief", aliases=("l:link",))

    what = planned([thief, own], known(stored(1, "own", "l:link", content_hash="x")))

    assert what.changed == ((1, own),)
    assert what.new == (thief,)


def test_two_entries_of_a_document_never_become_one_row() -> None:
    twins = [entry("x", aliases=("l:link",)), entry("y", aliases=("s:slug",))]

    what = planned(twins, known(stored(1, "old", "l:link", "s:slug")))

    assert what.changed == ()
    assert len(what.new) == 2


def test_a_name_that_two_rows_share_decides_nothing() -> None:
    unsure = entry("new", aliases=("l:link",))

    what = planned([unsure], known(stored(1, "one", "l:link"), stored(2, "two", "l:link")))

    assert what.new == (unsure,)


def test_link_and_content_together_decide_between_two_rows() -> None:
    renamed = entry("new", aliases=("l:link", "c:content"))
    library = known(
        stored(1, "one", "l:link"),
        stored(2, "two", "l:link", "c:content"),
        stored(3, "three", "c:content"),
    )

    assert planned([renamed], library).changed == ((2, renamed),)


def test_names_that_lead_to_different_rows_decide_nothing() -> None:
    torn = entry("new", aliases=("l:link", "c:content"))

    what = planned([torn], known(stored(1, "one", "l:link"), stored(2, "two", "c:content")))

    assert what.new == (torn,)


def test_a_key_that_an_entry_had_before_leads_to_it() -> None:
    back = entry("former")
    row = KnownEntry(id=EntryId(1), key="current", content_hash="x")
    library = Known(by_key={"former": row}, by_alias={}, total=1)

    assert planned([back], library).changed == ((1, back),)


def test_a_key_of_before_does_not_take_the_row_from_its_present_key() -> None:
    former, current = entry("former"), entry("current")
    row = KnownEntry(id=EntryId(1), key="current", content_hash="x")
    library = Known(by_key={"former": row, "current": row}, by_alias={}, total=1)

    what = planned([former, current], library)

    assert what.changed == ((1, current),)
    assert what.new == (former,)


def old_posts(count: int) -> list[PackedEntry]:
    return [entry(f"again-{n}", published_at=NOON - timedelta(days=n + 1)) for n in range(count)]


def test_a_feed_full_of_old_posts_under_new_names_is_republished() -> None:
    assert planned(old_posts(10), known(total=50)).republished


def test_newer_posts_are_news_however_many_they_are() -> None:
    posts = [*old_posts(9), entry("news", published_at=NOON + timedelta(minutes=1))]

    assert not planned(posts, known(total=50)).republished


def test_posts_without_a_date_are_news() -> None:
    posts = [replace(post, published_at=None) for post in old_posts(10)]

    assert not planned(posts, known(total=50)).republished


def test_a_few_old_posts_are_no_republication() -> None:
    assert not planned(old_posts(4), known(total=50)).republished


def test_a_first_fetch_that_was_interrupted_is_no_republication() -> None:
    never_finished = replace(FEED, fetch=FetchState())

    assert not planned(old_posts(10), known(total=100), feed=never_finished).republished


def test_what_a_feed_says_of_itself_is_stored_where_it_differs() -> None:
    document = PackedFeed(info=feed_info(title="Renamed"), entries=(), format="RSS 2.0")

    info = plan(FEED, document, known(), None).info

    assert info is not None
    assert info.title == "Renamed"


def test_a_title_that_went_missing_is_kept() -> None:
    document = PackedFeed(info=feed_info(title="", site_url=""), entries=(), format="RSS 2.0")

    assert plan(FEED, document, known(), None).info is None


def test_only_the_last_chunk_carries_the_new_record() -> None:
    state = FetchState(etag='"new"')
    what = planned([entry(str(n)) for n in range(2 * CHUNK + 1)], known())

    updates = list(what.updates(FEED, state, ""))

    assert [len(update.new) for update in updates] == [CHUNK, CHUNK, 1]
    assert [update.fetch for update in updates] == [FEED.fetch, FEED.fetch, state]


def test_changed_entries_which_cost_more_come_fewer_at_a_time() -> None:
    rows = [stored(n, str(n)) for n in range(CHUNK)]
    what = planned([entry(str(n), content_hash="new") for n in range(CHUNK)], known(*rows))

    updates = list(what.updates(FEED, FetchState(), ""))

    assert sum(len(update.changed) for update in updates) == CHUNK
    assert max(map(weight, updates)) <= CHUNK


def test_long_entries_come_fewer_at_a_time() -> None:
    text = "<p>" + 50_000 * "word "
    what = planned([entry(str(n), html=text) for n in range(CHUNK)], known())

    updates = list(what.updates(FEED, FetchState(), ""))

    assert sum(len(update.new) for update in updates) == CHUNK
    assert len(updates) > 10
    assert max(map(weight, updates)) <= CHUNK


def test_one_entry_longer_than_a_chunk_is_a_chunk() -> None:
    what = planned([entry("a", html="<p>" + 500_000 * "word "), entry("b")], known())

    updates = list(what.updates(FEED, FetchState(), ""))

    assert [len(update.new) for update in updates] == [1, 1]


def test_no_change_at_all_still_writes_the_record() -> None:
    state = FetchState(etag='"new"')

    updates = list(planned([], known()).updates(FEED, state, ""))

    assert [update.fetch for update in updates] == [state]


names = st.sampled_from("abcdef")


@settings(deadline=None)
@given(
    st.lists(st.tuples(names, st.lists(names, max_size=3)), unique_by=lambda pair: pair[0]),
    st.lists(st.tuples(names, st.lists(names, max_size=3)), unique_by=lambda pair: pair[0]),
)
def test_every_entry_is_kept_and_no_row_is_taken_twice(
    document: list[tuple[str, list[str]]], library: list[tuple[str, list[str]]]
) -> None:
    entries = [entry(key, aliases=tuple(aliases)) for key, aliases in document]
    rows = [stored(n, key, *aliases) for n, (key, aliases) in enumerate(library)]

    what = planned(entries, known(*rows))

    ids = [entry_id for entry_id, _ in what.changed]
    assert len(ids) == len(set(ids))
    written = {content.key for content in what.new} | {content.key for _, content in what.changed}
    assert written == {key for key, _ in document}
    own = {row.key: row.id for row, _ in rows}
    for entry_id, content in what.changed:
        assert own.get(content.key, entry_id) == entry_id


_Stored = tuple[KnownEntry, tuple[str, ...]]
