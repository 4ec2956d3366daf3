"""Subscriptions as the shells see them: the sidebar, finding, import and export."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from builders import NOON, entry, feed_info, subscription, update

from tui_reader.config import Config
from tui_reader.errors import FeedNotFound, UsageError
from tui_reader.model.feed import FetchState, Problem
from tui_reader.model.query import EntryQuery, InCategory, InFolder, ViewKind
from tui_reader.model.reading import Stop
from tui_reader.reader import Reader, sidebar
from tui_reader.store import feeds


async def fill(reader, feed_id, *contents, **fields):
    await reader._database.write(feeds.apply, update(feed_id, *contents, **fields), NOON)


async def subscribe(reader, *wanted):
    await reader.feeds.subscribe(wanted)
    return (await reader.feeds.all())[-1].id


def lines(views):
    """The tree below the smart views, as a person sees it."""
    return [
        f"{'  ' * view.depth}{view.title} {view.count}/{view.total}"
        for view in views
        if view.kind is not ViewKind.SMART
    ]


async def test_a_fresh_library_holds_the_handbook_and_the_heroku_blog(reader):
    views = await reader.feeds.views()

    smart = ["unread", "today", "in-progress", "starred", "all"]
    assert [view.id for view in views] == [*smart, "feed:1", "feed:2"]
    assert [view.title for view in views[5:]] == ["blogread Handbook", "Heroku Blog"]


async def test_smart_views_count_what_they_show(reader, clock):
    await fill(reader, 1, entry(published_at=NOON), entry(published_at=None))
    await fill(reader, 2, entry(published_at=clock().replace(year=2020)))
    await reader.entries.star([1, 3], starred=True)
    await reader.entries.mark([1], read=True)
    await reader.reading.stop_at(2, Stop(block=3, offset=0, quote="", percent=40))

    views = {view.id: view for view in await reader.feeds.views()}

    shown = {name: (views[name].count, views[name].total) for name in list(views)[:5]}
    assert shown == {
        "unread": (2, 2),
        "today": (1, 2),
        "in-progress": (1, 1),
        "starred": (2, 2),
        "all": (2, 3),
    }
    for name in shown:
        assert await reader.entries.count(views[name].query) == views[name].total


async def test_folders_are_a_tree_and_count_a_feed_in_two_folders_once(reader):
    await reader.feeds.unsubscribe([1, 2])
    feed_id = await subscribe(reader, subscription(folders=(("Tech", "Ops"), ("Tech", "Ruby"))))
    await fill(reader, feed_id, entry(), entry(), info=feed_info(title="Blog"))

    views = await reader.feeds.views()

    assert lines(views) == [
        "Tech 2/2",
        "  Ops 2/2",
        "    Blog 2/2",
        "  Ruby 2/2",
        "    Blog 2/2",
    ]
    assert len({view.id for view in views}) == len(views)
    tech = next(view for view in views if view.id == "folder:Tech")
    assert tech.query == EntryQuery(source=InFolder(path=("Tech",)))


async def test_a_folded_folder_hides_what_is_in_it(reader):
    await subscribe(reader, subscription(folders=(("Tech", "Ops"),)))

    views = await reader.feeds.views(["-folder:Tech"])

    assert [view.id for view in views][5:] == ["feed:1", "feed:2", "folder:Tech"]
    assert views[-1].expandable


async def test_categories_show_under_an_unfolded_feed_most_unread_first(reader):
    await fill(
        reader,
        1,
        entry(categories=("news", "Life")),
        entry(categories=("news",)),
        entry(categories=("engineering",)),
    )
    await reader.entries.mark([3], read=True)

    folded = await reader.feeds.views()
    views = await reader.feeds.views(["feed:1"])

    assert folded[5].expandable
    assert not folded[6].expandable
    assert [(view.id, view.count, view.total) for view in views[6:9]] == [
        ("category:1:news", 2, 2),
        ("category:1:Life", 1, 1),
        ("category:1:engineering", 0, 1),
    ]
    assert views[6].query == EntryQuery(source=InCategory(feed_id=1, category="news"))


async def test_a_feed_that_keeps_failing_is_flagged_and_so_is_its_folder(reader):
    feed_id = await subscribe(reader, subscription(folders=(("Tech",),)))
    problem = Problem(kind="http", message="Gone.", since=NOON)
    await fill(reader, feed_id, fetch=FetchState(failures=3, problem=problem))

    views = {view.id: view.problem for view in await reader.feeds.views()}

    assert (views["folder:Tech"], views[f"feed:{feed_id}"], views["feed:1"]) == (True, True, False)


def test_a_slash_in_a_folders_name_does_not_part_it():
    assert sidebar.folder_id(("a/b", "50%")) == "folder:a%2Fb/50%25"


@pytest.mark.parametrize("unfolded", ["feed:", "feed:x", "feed:٣", "-feed:1", "folder:feed:1", ""])
def test_odd_names_of_lines_unfold_nothing(unfolded):
    assert sidebar.unfolded_feeds([unfolded]) == frozenset()


async def test_a_subscription_is_announced_and_can_be_undone(reader):
    seen = []
    reader.entries.observe(seen.append)

    report = await reader.feeds.subscribe([subscription(feed_title="Blog")])
    await reader.entries.undo()

    assert (report.added, report.already) == (1, 0)
    assert [change.summary for change in seen] == ["Subscribed to “Blog”"] * 2
    assert len(await reader.feeds.all()) == 2


async def test_a_move_is_taken_back_and_made_again(reader):
    feed_id = await subscribe(reader, subscription(title="Blog", folders=(("A",), ("B", "C"))))

    await reader.feeds.move(feed_id, (("D",),))
    undone = await reader.entries.undo()
    back = (await reader.feeds.get(feed_id)).folders
    await reader.entries.redo()

    assert undone.summary == "Moved “Blog”"
    assert back == (("A",), ("B", "C"))
    assert (await reader.feeds.get(feed_id)).folders == (("D",),)


async def test_a_move_to_where_it_is_leaves_the_last_change_to_undo(reader):
    feed_id = await subscribe(reader, subscription(title="Blog", folders=(("A",),)))

    await reader.feeds.move(feed_id, (("A",),))

    assert (await reader.entries.undo()).summary == "Subscribed to “Blog”"


async def test_subscribing_to_what_is_subscribed_changes_nothing(reader):
    report = await reader.feeds.subscribe([subscription("http://www.heroku.com/blog/feed")])

    assert (report.added, report.already) == (0, 1)
    assert await reader.entries.undo() is None


@pytest.mark.parametrize(
    "wanted",
    ["2", "https://www.heroku.com/blog/feed/", "heroku.com/blog/feed", "HEROKU BLOG", "roku"],
)
async def test_a_feed_is_found_by_id_address_title_or_a_part_of_it(reader, wanted):
    assert (await reader.feeds.find(wanted)).id == 2


async def test_a_whole_title_wins_over_a_part_of_another(reader):
    await subscribe(reader, subscription(feed_title="Heroku Blog Comments"))

    assert (await reader.feeds.find("heroku blog")).id == 2


@pytest.mark.parametrize("wanted", ["", "  ", "o", "nothing like it", "99"])
async def test_what_is_none_or_several_is_not_found(reader, wanted):
    with pytest.raises(FeedNotFound):
        await reader.feeds.find(wanted)


async def test_a_title_by_the_user_is_cleaned(reader):
    assert (
        await reader.feeds.rename(1, " A\x1b[31m\nB ")
    ).title == "A\N{REPLACEMENT CHARACTER}[31m B"


LIST = """<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Tech"><outline text="Ops">
<outline type="rss" text="Zebra &amp; Co" xmlUrl="https://zebra.example/feed"/></outline>
<outline type="rss" text="Ant" xmlUrl="https://ant.example/feed" htmlUrl="https://ant.example/"/>
</outline><outline text="Empty"/>
<outline type="rss" text="Bad" xmlUrl="gopher://old.example/"/>
<outline type="rss" text="Ant again" xmlUrl="https://ant.example/feed/"/>
</body></opml>"""


async def test_an_import_goes_on_behind_what_it_cannot_read(reader):
    report = await reader.feeds.import_file(LIST.encode(), "list.opml")

    assert (report.added, report.already, len(report.refused)) == (2, 0, 1)
    assert await reader.feeds.folders() == (("Tech",), ("Tech", "Ops"), ("Empty",))
    ant = await reader.feeds.find("Ant")
    assert ant.folders == ((), ("Tech",))


async def test_importing_twice_adds_nothing(reader):
    await reader.feeds.import_file(LIST.encode(), "list.opml")
    report = await reader.feeds.import_file(LIST.encode(), "list.opml")

    assert (report.added, report.already, report.folders) == (0, 2, 0)


async def test_newsboats_urls_are_imported(reader):
    urls = b'https://a.example/feed Tech "~My A"\nhttps://b.example/feed\n"query:x:unread"\n'

    report = await reader.feeds.import_file(urls, "urls")

    assert (report.added, len(report.refused)) == (2, 1)
    assert (await reader.feeds.find("My A")).folders == (("Tech",),)


async def test_an_empty_list_is_a_list(reader):
    await reader.feeds.unsubscribe([1, 2])
    empty = await reader.feeds.export_opml()

    assert (await reader.feeds.import_file(empty.encode(), "empty.opml")).added == 0


@pytest.mark.parametrize("data", [b"", b"\n# nothing\n"])
async def test_a_list_without_anything_is_told(reader, data):
    with pytest.raises(UsageError):
        await reader.feeds.import_file(data, "list.opml")


async def test_export_import_export_is_identical(reader, tmp_path, clock):
    await reader.feeds.import_file(LIST.encode(), "list.opml")
    await reader.feeds.rename(2, "My <Heroku> & more")
    first = await reader.feeds.export_opml()

    async with await Reader.open(tmp_path / "two.db", Config(), now=clock) as other:
        await other.feeds.unsubscribe([1, 2])
        await other.feeds.import_file(first.encode(), "export.opml")
        second = await other.feeds.export_opml()

    assert second == first


@pytest.mark.corpus
async def test_every_real_list_comes_back_the_same(corpus, tmp_path, clock):
    for number, file in enumerate(sorted((corpus / "opml").iterdir())):
        first = await _imported(tmp_path / f"{number}.db", clock, file.read_bytes(), file.name)
        if first is not None:
            again = await _imported(tmp_path / f"{number}-2.db", clock, first.encode(), "export")
            assert again == first, file.name


async def _imported(library, clock, data, name):
    """Import into a fresh library and export; None where the list is refused in words."""
    async with await Reader.open(library, Config(), now=clock) as reader:
        await reader.feeds.unsubscribe([1, 2])
        try:
            await reader.feeds.import_file(data, name)
        except UsageError:
            return None
        return await reader.feeds.export_opml()


async def test_years_show_below_the_categories_of_an_unfolded_feed_and_unfold_into_months(reader):
    feed = await subscribe(reader, subscription("https://a.example/feed"))
    dates = [datetime(2019, month, 9, tzinfo=UTC) for month in (1, 7, 7)] + [NOON] * 20
    await fill(
        reader,
        feed,
        *[
            entry(f"e{at}", published_at=date, categories=("news",))
            for at, date in enumerate(dates)
        ],
    )

    views = await reader.feeds.views([f"feed:{feed}", f"year:{feed}:2019"])

    below = [view for view in views if view.depth]
    assert [(view.id, view.title, view.total) for view in below] == [
        (f"category:{feed}:news", "news", 23),
        (f"year:{feed}:2026", "2026", 20),
        (f"year:{feed}:2019", "2019", 3),
        (f"month:{feed}:2019-07", "July", 2),
        (f"month:{feed}:2019-01", "January", 1),
    ]
    assert await reader.entries.count(below[3].query) == 2


async def test_a_feed_of_some_years_unfolds_though_it_has_no_categories(reader):
    long = await subscribe(reader, subscription("https://a.example/feed"))
    await fill(
        reader, long, *[entry(published_at=NOON - timedelta(days=30 * n)) for n in range(24)]
    )
    short = await subscribe(reader, subscription("https://b.example/feed"))
    await fill(reader, short, *[entry(published_at=NOON - timedelta(days=n)) for n in range(24)])

    unfolds = {view.id: view.expandable for view in await reader.feeds.views()}

    assert (unfolds[f"feed:{long}"], unfolds[f"feed:{short}"]) == (True, False)
