"""Whatever is done in whatever order: counts are the rows, pages are the list, undo is exact.

What was read to a place stays so while entries change and move, and what was read stays known
until it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from builders import NOON, entry, subscription, update
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from rooms import library_in_memory

from tui_reader.model.entry import EntryId, EntryPage
from tui_reader.model.feed import FeedId
from tui_reader.model.query import (
    AllFeeds,
    Cursor,
    EntryQuery,
    InCategory,
    InFeed,
    InFolder,
    Sort,
)
from tui_reader.model.reading import Stop
from tui_reader.store import (
    articles,
    as_read,
    codec,
    counters,
    feeds,
    folders,
    journal,
    pages,
    purging,
    reading,
    retention,
    selection,
    statuses,
)

FOLDERS = [((),), (("Tech",),), (("Tech", "Ops"), ("Life",)), (("Life",),)]
CATEGORIES = ("news", "engineering", "life")
WORDS = ("lion", "zebra", "giraffe")

feed_numbers = st.integers(0, len(FOLDERS) - 1)
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
categories = st.lists(st.sampled_from(CATEGORIES), max_size=2)
days = st.integers(-3, 2)
sources = st.one_of(
    st.just(AllFeeds()),
    feed_numbers.map(lambda number: InFeed(feed_id=FeedId(number + 1))),
    st.sampled_from([("Tech",), ("Tech", "Ops"), ("Life",), (), ("None",)]).map(
        lambda path: InFolder(path=path)
    ),
    st.builds(
        lambda number, name: InCategory(feed_id=FeedId(number + 1), category=name),
        feed_numbers,
        st.sampled_from(CATEGORIES),
    ),
)
queries = st.builds(
    EntryQuery,
    source=sources,
    unread_only=st.booleans(),
    kept_since=st.one_of(st.none(), st.integers(0, 6)),
    starred_only=st.booleans(),
    in_progress_only=st.booleans(),
    since=st.one_of(st.none(), days.map(lambda day: NOON + timedelta(days=day, microseconds=day))),
    until=st.one_of(st.none(), days.map(lambda day: NOON + timedelta(days=day))),
    text=st.sampled_from(["", "", "lion", "lion zebra", "gir"]),
    sort=st.sampled_from(Sort),
)


@dataclass(frozen=True)
class Row:
    """All of an entry that a query can ask about, read without the code under test."""

    id: int
    feed_id: int
    title: str
    second: int
    read: bool
    starred: bool
    progress: int
    categories: frozenset[str]
    kept_by: frozenset[int]


class Library(RuleBasedStateMachine):
    """A small library, and a brute-force look at it."""

    @initialize()
    def start(self) -> None:
        self._room = library_in_memory()
        self.connection = self._room.__enter__()
        self.number = 0
        self.to_redo: list[int] = []
        self.as_read: dict[int, str] = {}
        self.page_words: dict[int, str] = {}
        feeds.subscribe(
            self.connection,
            [
                subscription(f"https://{n}.example/", folders=where)
                for n, where in enumerate(FOLDERS)
            ],
            NOON,
        )

    def teardown(self) -> None:
        if hasattr(self, "_room"):
            self._room.__exit__(None, None, None)

    @rule(
        feed=feed_numbers,
        drafts=st.lists(st.tuples(titles, categories, days), min_size=1, max_size=4),
        read=st.booleans(),
    )
    def arrive(self, feed, drafts, read):
        contents = [self._content(*draft) for draft in drafts]
        feeds.apply(self.connection, update(feed + 1, *contents, new_are_read=read), NOON)

    @rule(pick=st.integers(0, 99), draft=st.tuples(titles, categories, days))
    def change(self, pick, draft):
        rows = self._all()
        if rows:
            row = rows[pick % len(rows)]
            if self.as_read.get(row.id) == draft[0]:
                del self.as_read[row.id]
            elif (row.read or row.progress) and row.title != draft[0]:
                self.as_read.setdefault(row.id, row.title)
            changed = ((EntryId(row.id), self._content(*draft)),)
            feeds.apply(self.connection, update(row.feed_id, changed=changed), NOON)

    @rule(entry_id=st.integers(1, 12), percent=st.integers(1, 99))
    def stop(self, entry_id, percent):
        stop = Stop(block=2, offset=0, quote="lion", percent=percent)
        reading.stop_at(self.connection, EntryId(entry_id), stop, NOON)
        begun = {row.id: row.progress for row in self._all()}
        assert begun.get(entry_id, percent) == percent

    @rule(entry_id=st.integers(1, 12))
    def finish(self, entry_id):
        reading.finish(self.connection, EntryId(entry_id))
        assert not any(row.progress for row in self._all() if row.id == entry_id)

    @rule(entry_id=st.integers(1, 12))
    def look_at_changes(self, entry_id):
        as_read.forget(self.connection, EntryId(entry_id))
        self.as_read.pop(entry_id, None)

    @rule(pick=st.integers(0, 99), words=titles)
    def read_the_page(self, pick, words):
        rows = self._all()
        if rows:
            row = rows[pick % len(rows)]
            page = EntryPage(html=f"<p>{words}</p>", words=len(words.split()), fetched_at=NOON)
            assert articles.put(self.connection, EntryId(row.id), page)
            self.page_words[row.id] = words

    @rule(picks=st.lists(st.integers(1, 12), max_size=4), value=st.booleans())
    def mark(self, picks, value):
        self._do_undo_redo(lambda: statuses.mark(self.connection, picks, value, "", NOON))

    @rule(picks=st.lists(st.integers(1, 12), max_size=4), value=st.booleans())
    def star(self, picks, value):
        self._do_undo_redo(lambda: statuses.star(self.connection, picks, value, "", NOON))

    @rule(query=queries, up_to=st.one_of(st.none(), st.integers(0, 12)))
    def mark_all(self, query, up_to):
        wanted = {
            row.id
            for row in self._matching(query)
            if not row.read and (up_to is None or row.id <= up_to)
        }
        before = {row.id for row in self._all() if not row.read}
        self._do_undo_redo(lambda: statuses.mark_all(self.connection, query, up_to, "", NOON))
        assert before - {row.id for row in self._all() if not row.read} == wanted

    @rule(picks=st.lists(feed_numbers, min_size=1, max_size=2))
    def unsubscribe(self, picks):
        ids = [FeedId(pick + 1) for pick in picks]
        self._do_undo_redo(lambda: statuses.unsubscribe(self.connection, ids, NOON))

    @rule(feed=feed_numbers)
    def purge_a_feed(self, feed):
        self._do_undo_redo(lambda: self._purge(FeedId(feed + 1)))

    def _purge(self, feed_id):
        done = part = purging.purge(self.connection, feed_id, "", NOON, 2)
        while part is not None:
            done = part
            part = purging.purge_on(self.connection, part.id, NOON, 2)
        return done

    @rule(feed=feed_numbers, later=st.integers(1, 60))
    def purge_by_age(self, feed, later):
        now = NOON + timedelta(days=later)
        before = {row.id: row for row in self._all()}
        count = retention.purge(self.connection, FeedId(feed + 1), 1, now, 2)
        gone = before.keys() - {row.id for row in self._all()}
        assert len(gone) in {count, 0}
        assert all(before[each].read and not before[each].starred for each in gone)
        assert not any(before[each].progress or before[each].kept_by for each in gone)

    @rule(feed=feed_numbers)
    def bring_back(self, feed):
        ids = [FeedId(feed + 1)]
        self._do_undo_redo(lambda: purging.bring_back(self.connection, ids, "", NOON))

    @rule(feed=feed_numbers)
    def subscribe(self, feed):
        wanted = subscription(f"https://{feed}.example/", folders=FOLDERS[feed])
        feeds.subscribe(self.connection, [wanted], NOON)

    @rule()
    def undo(self):
        standing = [c.id for c in journal.history(self.connection, 99) if not c.undone]
        change = statuses.undo(self.connection, NOON, 2)
        while change and not change.undone:
            change = statuses.turn_on(self.connection, change.id, NOON, 2, True)
        assert (change and change.id) == (standing[0] if standing else None)
        self.to_redo += [change.id] if change else []

    @rule()
    def redo(self):
        change = statuses.redo(self.connection, NOON, 2)
        while change and change.undone:
            change = statuses.turn_on(self.connection, change.id, NOON, 2, False)
        assert (change and change.id) == (self.to_redo.pop() if self.to_redo else None)

    @rule(query=queries, limit=st.integers(1, 4))
    def read_on(self, query, limit):
        expected = [row.id for row in self._matching(query)]
        assert self._read(query, limit, backward=False) == expected
        assert self._read(query, limit, backward=True) == expected
        assert pages.count(self.connection, query) == len(expected)

    @rule(query=queries, pick=st.integers(0, 99), forward=st.booleans())
    def go_to_the_next_unread(self, query, pick, forward):
        rows = self._all()
        at = rows[pick % len(rows)] if rows else None
        order = [row for row in self._matching(query) if not row.read]
        if not forward:
            order.reverse()
        if at is not None:
            behind = (query.sort is Sort.NEWEST) is forward
            order = [
                row
                for row in order
                if ((row.second, row.id) < (at.second, at.id)) is behind and row.id != at.id
            ]
        cursor = None if at is None else _cursor(at)
        found = pages.next_unread(self.connection, query, cursor, forward)
        assert (found and found.id) == (order[0].id if order else None)

    @invariant()
    def counts_equal_rows(self):
        if hasattr(self, "connection"):
            assert counters.wrong(self.connection) == {}

    @invariant()
    def rows_tell_progress_and_changes(self):
        if hasattr(self, "connection"):
            expected = {row.id: (row.progress, row.id in self.as_read) for row in self._all()}
            shown = pages.rows(self.connection, [EntryId(entry_id) for entry_id in expected])
            assert {row.id: (row.progress, row.changed) for row in shown} == expected

    def _content(self, title, names, day):
        self.number += 1
        return entry(
            f"k{self.number}",
            title=title,
            html=f"<p>{title}</p>",
            categories=tuple(names),
            published_at=NOON + timedelta(days=day),
        )

    def _do_undo_redo(self, act):
        before = self._state()
        if act() is None:
            assert self._state() == before
            return
        self.to_redo.clear()
        after = self._state()
        assert after != before
        statuses.undo(self.connection, NOON)
        assert self._state() == before
        statuses.redo(self.connection, NOON)
        assert self._state() == after

    def _state(self):
        return [
            sorted(self.connection.execute(sql))
            for sql in (
                "SELECT position, feed_id FROM unread",
                "SELECT position, feed_id FROM starred",
                "SELECT id FROM feed WHERE archived_at IS NULL",
                "SELECT feed_id, total, unread, starred FROM feed_count",
                "SELECT feed_id, name, total, unread FROM category",
            )
        ]

    def _all(self):
        unread = {row[0] for row in self.connection.execute("SELECT position FROM unread")}
        starred = {row[0] for row in self.connection.execute("SELECT position FROM starred")}
        begun = dict(self.connection.execute("SELECT position, percent FROM reading"))
        rows = []
        for entry_id, place, feed_id, title, names in self.connection.execute(
            "SELECT e.id, position, feed_id, e.title, categories FROM entry e "
            "JOIN feed f ON f.id = feed_id WHERE archived_at IS NULL"
        ):
            kept = self.connection.execute(
                "SELECT change_id FROM change_entry JOIN change ON id = change_id "
                "WHERE position = ? AND field = 'read' AND value = 1",
                (place,),
            )
            rows.append(
                Row(
                    id=entry_id,
                    feed_id=feed_id,
                    title=title,
                    second=place >> codec.ID_BITS,
                    read=place not in unread,
                    starred=place in starred,
                    progress=begun.get(place, 0),
                    categories=frozenset(codec.unpack_names(names)),
                    kept_by=frozenset(row[0] for row in kept),
                )
            )
        return rows

    def _matching(self, query):
        rows = [row for row in self._all() if self._matches(row, query)]
        return sorted(rows, key=lambda row: (row.second, row.id), reverse=query.sort is Sort.NEWEST)

    def _matches(self, row, query):
        kept = query.kept_since is not None and any(k > query.kept_since for k in row.kept_by)
        words = query.text.split()
        told = f"{row.title} {self.page_words.get(row.id, '')}".split()
        return (
            self._in_source(row, query.source)
            and (not query.unread_only or not row.read or kept)
            and (not query.starred_only or row.starred)
            and (not query.in_progress_only or row.progress)
            and (query.since is None or codec.EPOCH + timedelta(seconds=row.second) >= query.since)
            and (query.until is None or codec.EPOCH + timedelta(seconds=row.second) < query.until)
            and all(any(w.startswith(word) for w in told) for word in words)
        )

    def _in_source(self, row, source):
        match source:
            case InFeed(feed_id=feed_id):
                return row.feed_id == feed_id
            case InFolder(path=path):
                return any(
                    where[: len(path)] == path
                    for where in folders.places_of(self.connection, [row.feed_id])[row.feed_id]
                )
            case InCategory(feed_id=feed_id, category=name):
                return row.feed_id == feed_id and name in row.categories
        return True

    def _read(self, query, limit, *, backward):
        if backward:
            page = pages.last_page(self.connection, query, limit)
        else:
            page = pages.page(self.connection, query, limit=limit)
        ids = [row.id for row in page.rows]
        while page.more:
            edge = page.rows[0 if backward else -1]
            cursor = Cursor(sort_at=edge.sort_at, entry_id=edge.id)
            where = {"before": cursor} if backward else {"after": cursor}
            page = pages.page(self.connection, query, limit=limit, **where)
            assert page.rows
            ids = (
                [*(row.id for row in page.rows), *ids]
                if backward
                else [*ids, *(row.id for row in page.rows)]
            )
        return ids


def _cursor(row):
    return Cursor(sort_at=codec.EPOCH + timedelta(seconds=row.second), entry_id=EntryId(row.id))


TestLibrary = Library.TestCase
TestLibrary.settings = settings(
    max_examples=40,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def test_the_narrowest_table_is_walked():
    source = InCategory(feed_id=FeedId(1), category="x")
    chosen = [
        selection.walk_for(query)
        for query in (
            EntryQuery(),
            EntryQuery(unread_only=True),
            EntryQuery(source=source, unread_only=True),
            EntryQuery(source=source, starred_only=True),
            EntryQuery(source=source, starred_only=True, in_progress_only=True),
            EntryQuery(source=source, starred_only=True, text="x"),
        )
    ]
    assert [str(walk) for walk in chosen] == [
        *("entry", "unread", "category", "starred", "reading", "search")
    ]
