"""From the tree of the library to the lines of the sidebar."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tui_reader.model.query import (
    ATTENTION,
    NOTHING,
    EntryQuery,
    InCategory,
    InFeed,
    InFolder,
    View,
    ViewKind,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from tui_reader.model.feed import FeedId, FolderPath
    from tui_reader.store.leaves import Leaf
    from tui_reader.store.periods import Period
    from tui_reader.store.tree import Tree

    _Made = dict[tuple[Leaf, FolderPath, bool], View]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def folder_id(path: FolderPath) -> str:
    """Give a folder's view id; a slash inside a name is ``%2F``."""
    return "folder:" + "/".join(name.replace("%", "%25").replace("/", "%2F") for name in path)


def feed_id(feed: FeedId, path: FolderPath, *, again: bool) -> str:
    """Give a feed's view id; where it is shown once more, the folder tells it apart."""
    return f"feed:{feed}" + (f"@{folder_id(path)}" if again else "")


def unfolded_feeds(unfolded: Collection[str]) -> frozenset[int]:
    """Give the feeds that are unfolded in one place or another."""
    names = (name.removeprefix("feed:").partition("@")[0] for name in unfolded if "feed:" in name)
    return frozenset(int(name) for name in names if name.isascii() and name.isdigit())


def unfolded_years(unfolded: Collection[str]) -> frozenset[tuple[int, int]]:
    """Give the years that are unfolded, each with its feed."""
    found = set()
    for name in unfolded:
        kind, _, rest = name.partition(":")
        place, _, year = rest.rpartition(":")
        feed = place.partition("@")[0]
        if kind == "year" and all(word.isascii() and word.isdigit() for word in (feed, year)):
            found.add((int(feed), int(year)))
    return frozenset(found)


class Sidebar:
    """Makes the lines; one of a feed of which nothing has changed is the one made before."""

    def __init__(self) -> None:
        self._made: _Made = {}

    def lines(self, tree: Tree, unfolded: Collection[str], midnight: datetime) -> tuple[View, ...]:
        """Give the sidebar's lines, top down. May be called from any thread."""
        branches = _Branches(tree, unfolded, self._made)
        lines = (*_smart(tree, midnight), *branches.lines())
        self._made = branches.made
        return lines


def _smart(tree: Tree, midnight: datetime) -> Iterator[View]:
    total = sum(leaf.total for leaf in tree.feeds.values())
    unread = sum(leaf.unread for leaf in tree.feeds.values())
    begun = tree.in_progress
    for name, title, query, count, of in (
        ("unread", "Unread", EntryQuery(unread_only=True), unread, unread),
        ("today", "Today", EntryQuery(since=midnight), tree.today_unread, tree.today),
        ("in-progress", "In progress", EntryQuery(in_progress_only=True), begun, begun),
        ("starred", "Starred", EntryQuery(starred_only=True), tree.starred, tree.starred),
        ("all", "All", EntryQuery(), unread, total),
    ):
        yield View(id=name, kind=ViewKind.SMART, title=title, query=query, count=count, total=of)
    if tree.troubles:
        yield View(
            id=ATTENTION,
            kind=ViewKind.SMART,
            title="Needs attention",
            query=NOTHING,
            count=tree.troubles,
            total=tree.troubles,
            problem=True,
        )


class _Branches:
    """Folders and feeds, drawn as a tree."""

    def __init__(self, tree: Tree, unfolded: Collection[str], made_before: _Made) -> None:
        self.made: _Made = {}
        self._made_before = made_before
        self._tree = tree
        self._unfolded = frozenset(unfolded)
        self._shown: set[FeedId] = set()
        self._folders: dict[FolderPath, int] = {path: key for key, path in tree.paths.items()}
        self._children: dict[FolderPath, list[FolderPath]] = defaultdict(list)
        self._within: dict[FolderPath, set[FeedId]] = defaultdict(set)
        for key, path in tree.paths.items():
            if path:
                self._children[path[:-1]].append(path)
            for depth in range(len(path) + 1):
                self._within[path[:depth]].update(tree.members.get(key, ()))

    def lines(self) -> Iterator[View]:
        """Give the lines below the smart views."""
        waiting: list[FolderPath] = [()]
        while waiting:
            path = waiting.pop()
            if path:
                folder = self._folder(path)
                yield folder
                if f"-{folder.id}" in self._unfolded:
                    continue
            for feed in self._tree.members.get(self._folders[path], ()):
                yield from self._feed(self._tree.feeds[feed], path)
            waiting.extend(reversed(self._children[path]))

    def _folder(self, path: FolderPath) -> View:
        inside = [self._tree.feeds[feed] for feed in self._within[path]]
        return View(
            id=folder_id(path),
            kind=ViewKind.FOLDER,
            title=path[-1],
            query=EntryQuery(source=InFolder(path=path)),
            depth=len(path) - 1,
            count=sum(leaf.unread for leaf in inside),
            total=sum(leaf.total for leaf in inside),
            problem=any(leaf.problem for leaf in inside),
            expandable=bool(inside or self._children[path]),
        )

    def _feed(self, leaf: Leaf, path: FolderPath) -> Iterator[View]:
        again = leaf.id in self._shown
        self._shown.add(leaf.id)
        key = (leaf, path, again)
        view = self.made[key] = self._made_before.get(key) or _of_feed(leaf, path, again=again)
        yield view
        name = view.id
        if name not in self._unfolded:
            return
        for category in self._tree.categories.get(leaf.id, ()):
            yield View(
                id=f"category:{name.removeprefix('feed:')}:{category.name}",
                kind=ViewKind.CATEGORY,
                title=category.name,
                query=EntryQuery(source=InCategory(feed_id=leaf.id, category=category.name)),
                depth=len(path) + 1,
                count=category.unread,
                total=category.total,
            )
        yield from self._years(leaf.id, name.removeprefix("feed:"), len(path) + 1)

    def _years(self, feed: FeedId, place: str, depth: int) -> Iterator[View]:
        for year in self._tree.years.get(feed, ()):
            name = f"year:{place}:{year.year}"
            yield _period(year, feed, name, ViewKind.YEAR, depth)
            if name in self._unfolded:
                for month in self._tree.months.get((feed, year.year), ()):
                    name = f"month:{place}:{month.year}-{month.month:02}"
                    yield _period(month, feed, name, ViewKind.MONTH, depth + 1)


def _of_feed(leaf: Leaf, path: FolderPath, *, again: bool) -> View:
    return View(
        id=feed_id(leaf.id, path, again=again),
        kind=ViewKind.FEED,
        title=leaf.title,
        query=EntryQuery(source=InFeed(feed_id=leaf.id)),
        depth=len(path),
        count=leaf.unread,
        total=leaf.total,
        problem=leaf.problem,
        expandable=leaf.unfolds,
    )


def _period(period: Period, feed: FeedId, name: str, kind: ViewKind, depth: int) -> View:
    query = EntryQuery(source=InFeed(feed_id=feed), since=period.since, until=period.until)
    return View(
        id=name,
        kind=kind,
        title=MONTHS[period.month - 1] if period.month else str(period.year),
        query=query,
        depth=depth,
        total=period.total,
        expandable=kind is ViewKind.YEAR,
    )
