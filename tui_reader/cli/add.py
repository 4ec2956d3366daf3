"""``blogread add``: find the feed behind an address, subscribe, fetch it at once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.cli import output, parsing, session
from tui_reader.errors import FeedError, TimedOut, Unreachable, UsageError
from tui_reader.model.report import OutcomeKind
from tui_reader.wording.ages import age

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from tui_reader.cli.output import JsonValue
    from tui_reader.model.report import AddResult
    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``add``."""
    parser.usage = "blogread add ADDRESS… [--pick N] [--folder A/B] [--title T] [options]"
    parser.description = (
        "Subscribe. ADDRESS is a feed's address, a site, a post, a bare domain or a local file.\n"
        "Where several feeds are found they are listed, and --pick chooses one. The feed is\n"
        "fetched at once. What is subscribed already is said and left as it is."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread add heroku.com/blog\n"
        "  blogread add https://lwn.net --pick 2 --folder News/Linux\n"
        "  blogread add jvns.ca --title 'Julia Evans'"
    )
    parser.add_argument("addresses", nargs="+", metavar="ADDRESS", help="what to subscribe to")
    parser.add_argument(
        "--pick", metavar="N", type=parsing.count, help="take the Nth of the feeds that are found"
    )
    parser.add_argument(
        "--folder", metavar="A/B", type=parsing.folder, default=(), help="put it into this folder"
    )
    parser.add_argument("--title", metavar="TITLE", help="a title of your own")
    parser.add_argument("--look", action="store_true", help="only list the feeds that are found")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Add each address; one that fails does not keep the others from being added."""
    if len(args.addresses) > 1 and (args.pick is not None or args.title is not None):
        raise UsageError("--pick and --title go with one ADDRESS only.")
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        if len(args.addresses) == 1:
            result = await _add(reader, args.addresses[0], args)
            if args.json:
                output.value(_form(result))
            return _code(result, args)
        return await _add_all(reader, args)

    return begun.run(work)


async def _add_all(reader: Reader, args: argparse.Namespace) -> int:
    codes = []
    said: list[JsonValue] = []
    for address in args.addresses:
        try:
            result = await _add(reader, address, args)
        except (FeedError, UsageError) as error:
            codes.append(1 if isinstance(error, FeedError) else 2)
            said.append(output.error_form(error))
            if not args.json:
                output.error(error, about=urls.display(address))
        else:
            codes.append(_code(result, args))
            said.append(_form(result))
    if args.json:
        output.value({"results": said})
    return max(codes)


async def _add(reader: Reader, address: str, args: argparse.Namespace) -> AddResult:
    """Add one address and tell of it, unless that is done in JSON; no result holds a password."""
    try:
        result = await reader.net.add(address, pick=args.pick, folder=args.folder, look=args.look)
    except (TimedOut, Unreachable) as error:
        # Only what is subscribed is tried again by itself.
        error.hint = "Nothing was subscribed. Check the address, or try again later."
        raise
    if args.title is not None and result.feed_id is not None and not result.already:
        renamed = await reader.feeds.rename(result.feed_id, args.title)
        result = dataclasses.replace(result, title=renamed.title)
    result = dataclasses.replace(
        result,
        url=urls.display(result.url),
        candidates=tuple(
            dataclasses.replace(candidate, url=urls.display(candidate.url))
            for candidate in result.candidates
        ),
    )
    if not args.json:
        _tell(result, address, args.now(), look=args.look)
    return result


def _form(result: AddResult) -> JsonValue:
    from tui_reader.sync import wire  # noqa: PLC0415 - 30 ms to import, for --json alone

    return wire.add_to_json(result)


def _code(result: AddResult, args: argparse.Namespace) -> int:
    if result.feed_id is None:
        return 0 if args.look else 2
    failed = result.outcome is not None and result.outcome.kind is OutcomeKind.FAILED
    return 1 if failed else 0


def _tell(result: AddResult, address: str, now: datetime, *, look: bool) -> None:
    if result.feed_id is None:
        _offer(result, now)
        if not look:
            output.note(
                "Several feeds were found. Choose one: "
                f"blogread add {urls.display(address)} --pick 1"
            )
    elif result.already:
        output.note(f"Already subscribed: {result.title} ({result.url}).")
    else:
        output.note(f"Subscribed to {result.title} ({result.url}).")
        _tell_fetch(result)


def _tell_fetch(result: AddResult) -> None:
    outcome = result.outcome
    if outcome is None:
        return
    if outcome.problem is not None:
        output.note(f"Its first fetch failed: {outcome.problem.message}")
        if outcome.problem.hint:
            output.note(outcome.problem.hint)
    else:
        output.note(f"{outcome.new:,} {'entry' if outcome.new == 1 else 'entries'} fetched.")
    if outcome.note:
        output.note(outcome.note)


def _offer(result: AddResult, now: datetime) -> None:
    """List the candidates on stdout."""
    rows = [
        (
            str(number),
            candidate.title + (" (comments)" if candidate.is_comments else ""),
            candidate.kind,
            f"{candidate.entries} entries",
            age(candidate.newest_at, now) if candidate.newest_at else "",
            "subscribed" if candidate.subscribed else "",
            candidate.url,
        )
        for number, candidate in enumerate(result.candidates, start=1)
    ]
    if output.is_terminal():
        output.table(rows, right=(0, 3, 4), widest={1: 36})
    else:
        for cells in rows:
            output.row(*cells)
