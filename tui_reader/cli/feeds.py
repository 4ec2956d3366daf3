"""``blogread feeds``: the subscriptions, what is wrong with them, and how they are set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.cli import forms, health, login, output, parsing, session
from tui_reader.errors import UsageError
from tui_reader.model.settings import SETTINGS, setting

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Container, Mapping

    from tui_reader.cli.output import JsonValue
    from tui_reader.model.feed import Feed, FeedId
    from tui_reader.model.health import Trouble
    from tui_reader.model.settings import Value
    from tui_reader.reader import Reader
    from tui_reader.reader.upkeep import Tuning


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``feeds``."""
    parser.usage = "blogread feeds [FEED… | --folder A/B] [--problems] [--set NAME=VALUE]"
    parser.description = (
        "List the subscriptions in the order of the sidebar, or only some of them. On a terminal\n"
        "the columns are id, unread, “!” where the feed fails, title, “full text” where the pages\n"
        "of its entries are fetched, and address; what is wrong stands beneath. Into a pipe go\n"
        "TAB-separated cells: id, unread, total, ok or the kind of the problem, folders (parted\n"
        "by “;”), title, address, “full text” or nothing.\n\n"
        "--set and --unset change how the named feeds, or the folder, are fetched and shown; a\n"
        "feed inherits from its folder, that from the one above, and “/” is for all feeds:\n"
        + "\n".join(f"  {each.name:<12}{each.help}" for each in SETTINGS)
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread feeds --problems\n"
        "  blogread feeds 12 --set interval=6h --set paused=no\n"
        "  blogread feeds --folder Tech/Ops --unset measure\n"
        "  blogread feeds --address https://lwn.net/headlines/rss lwn\n"
        "  pass show lwn | blogread feeds --login --user me lwn.net\n"
        "  blogread feeds --json | jq '.feeds[] | select(.problem) | .url'"
    )
    parser.add_argument("feeds", nargs="*", metavar="FEED", help="only these: id, address or title")
    parser.add_argument(
        "--folder", metavar="A/B", type=parsing.folder, help="a folder; / is the top level"
    )
    parser.add_argument(
        "--problems", action="store_true", help="only feeds that fail, have moved or fell silent"
    )
    parser.add_argument(
        "--unset", metavar="NAME", action="append", default=[], help="inherit a setting again"
    )
    parser.add_argument("--address", metavar="URL", help="give the FEED another address")
    parser.add_argument(
        "--go-back", action="store_true", help="give the FEED the address before its move back"
    )
    login.add_arguments(parser)
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """List the feeds, after setting what is to be set."""
    changes = _changes(args)
    about_one = login.is_wanted(args) or _is_readdressed(args)
    begun = session.begin(args)
    secret = login.said(args)

    async def work(reader: Reader) -> int:
        named = [await reader.feeds.find(wanted) for wanted in args.feeds]
        if args.login or args.logout:
            await login.carry_out(reader, named[0], args, secret)
        if args.address is not None or args.go_back:
            await _readdress(reader, named[0], args)
        if changes:
            await _tune(reader, named, changes, args)
        sick = {each.feed.id: each for each in await reader.upkeep.troubles()}
        feeds = await _listed(reader, named, sick, args)
        tunings = await reader.upkeep.tunings([feed.id for feed in feeds])
        if args.json:
            output.value({"feeds": [_form(each, tunings[each.id], sick) for each in feeds]})
        elif not changes and not about_one:
            _print(feeds, tunings, args)
            if output.is_terminal():
                for feed in feeds:
                    health.print_trouble(feed, sick.get(feed.id), args.now())
        return 0

    return begun.run(work)


def _changes(args: argparse.Namespace) -> dict[str, Value]:
    """Take out of ``--set`` what is meant for feeds: config options have a dot in their names."""
    changes: dict[str, Value] = {}
    for name, text in args.set:
        if "." not in name:
            each = setting(name)
            changes[each.field] = each.read(text)
    args.set = [(name, text) for name, text in args.set if "." in name]
    changes |= {setting(name).field: None for name in args.unset}
    if changes and not args.feeds and args.folder is None:
        raise UsageError(
            "blogread feeds: --set and --unset need a FEED or --folder.",
            hint="“--folder /” is for all feeds. Options of blogread have a dot: ui.theme=ink.",
        )
    if args.feeds and args.folder is not None:
        raise UsageError("blogread feeds: give either FEED or --folder.")
    return changes


async def _tune(
    reader: Reader, named: list[Feed], changes: dict[str, Value], args: argparse.Namespace
) -> None:
    if named:
        change = await reader.upkeep.tune([feed.id for feed in named], changes)
    else:
        change = await reader.upkeep.tune_folder(args.folder, changes)
    if args.json:
        return
    if change is None:
        output.note("That is set already.")
    else:
        output.note(f"{change.summary}. “blogread undo” takes it back.")


def _is_readdressed(args: argparse.Namespace) -> bool:
    wanted = args.address is not None or args.go_back
    if wanted and (len(args.feeds) != 1 or (args.address is not None and args.go_back)):
        raise UsageError("blogread feeds: --address or --go-back, with one FEED.")
    return bool(wanted)


async def _readdress(reader: Reader, feed: Feed, args: argparse.Namespace) -> None:
    if args.go_back:
        change = await reader.upkeep.go_back(feed.id)
        said = "It has not moved."
    else:
        change = await reader.upkeep.set_address(feed.id, args.address)
        said = "It has that address already."
    if not args.json:
        output.note(f"{change.summary}. “blogread undo” takes it back." if change else said)


def _form(feed: Feed, tuning: Tuning, sick: Mapping[FeedId, Trouble]) -> JsonValue:
    return {**forms.feed(feed, tuning), "attention": health.form(sick.get(feed.id))}


async def _listed(
    reader: Reader,
    named: list[Feed],
    sick: Container[FeedId],
    args: argparse.Namespace,
) -> list[Feed]:
    feeds = list(await reader.feeds.all())
    if named:
        ids = {feed.id for feed in named}
        feeds = [feed for feed in feeds if feed.id in ids]
    elif args.folder is not None:
        path = args.folder
        feeds = [feed for feed in feeds if any(each[: len(path)] == path for each in feed.folders)]
    if not args.problems:
        return feeds
    return [feed for feed in feeds if feed.fetch.problem is not None or feed.id in sick]


def _print(feeds: list[Feed], tunings: dict[FeedId, Tuning], args: argparse.Namespace) -> None:
    full = {feed_id for feed_id, tuning in tunings.items() if tuning.effective.full_text}
    if not output.is_terminal():
        for feed in feeds:
            _print_record(feed, full)
        return
    _print_table(feeds, full, problems=args.problems)
    if args.feeds:
        for feed in feeds:
            _print_tuning(feed, tunings[feed.id])


def _print_tuning(feed: Feed, tuning: Tuning) -> None:
    output.line()
    output.line(feed.title)
    for each in SETTINGS:
        own = each.value(tuning.own)
        value = each.show(each.value(tuning.effective))
        where = "" if own is not None else f"  ({tuning.origins[each.field]})"
        output.line(f"    {each.name:<12}{value}{where}")


def _print_record(feed: Feed, full: Collection[FeedId]) -> None:
    output.row(
        str(feed.id),
        str(feed.unread),
        str(feed.total),
        feed.fetch.problem.kind if feed.fetch.problem else "ok",
        ";".join("/".join(path) for path in feed.folders),
        feed.title,
        urls.display(feed.url),
        "full text" if feed.id in full else "",
    )


def _print_table(feeds: list[Feed], full: Collection[FeedId], *, problems: bool) -> None:
    if not feeds:
        output.note("Every feed is well." if problems else "There are no subscriptions.")
        return
    output.table(
        [
            (
                str(feed.id),
                str(feed.unread or ""),
                "!" if feed.fetch.problem else "",
                feed.title,
                *(("full text" if feed.id in full else "",) if full else ()),
                urls.display(feed.url),
            )
            for feed in feeds
        ],
        right=(0, 1),
        widest={3: 32},
    )
