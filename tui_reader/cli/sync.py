"""``blogread sync``: fetch feeds in this process; what cron runs, and the app as its child."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from tui_reader.cli import output, parsing, session
from tui_reader.errors import UsageError
from tui_reader.model.report import OutcomeKind, SyncProgress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from tui_reader.model.feed import FeedId
    from tui_reader.model.report import FeedOutcome, SyncReport
    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``sync``."""
    parser.usage = "blogread sync [FEED…] [--force] [--older] [--quiet] [options]"
    parser.description = (
        "Fetch the feeds that are due. Naming feeds, or --force, goes before the schedule,\n"
        "though never before a time that a server asked for. On a terminal each feed with news\n"
        "or trouble is a line; else one summary line goes to stderr. With --json every line of\n"
        "stdout is one JSON object: where the sync stands after each feed.\n\n"
        "--older walks the archives of the named feeds back, up to 20 pages a run, and imports\n"
        "what it finds as read; the next run goes on from there, or with --force begins anew."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread sync\n"
        "  blogread sync 'Heroku Blog' lwn.net\n"
        "  blogread sync --older 'Heroku Blog'\n"
        "  */20 * * * *  blogread sync --quiet          # in a crontab\n\n"
        "Exit codes: 0 done, 1 some feeds failed, 75 another sync is running."
    )
    parser.add_argument("feeds", nargs="*", metavar="FEED", help="only these: id, address or title")
    parser.add_argument("--force", action="store_true", help="do not wait for the schedule")
    parser.add_argument(
        "--older", action="store_true", help="load what these feeds published before"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parsing.add_json(parser)


_SELDOM = 20_000
"""Objects made between two looks for cycles; Python's own 700 were a thirtieth of a first sync."""


def run(args: argparse.Namespace) -> int:
    """Sync; the code says whether a feed failed."""
    begun = session.begin(args)
    gc.set_threshold(_SELDOM)

    async def work(reader: Reader) -> int:
        ids = list({(await reader.feeds.find(wanted)).id for wanted in args.feeds})
        if args.older:
            return await _load_older(reader, ids, args)
        report = await reader.net.sync(
            ids or None, by_hand=bool(ids) or args.force, report=_reporter(args)
        )
        if args.json and not report.outcomes:
            _reporter(args)(SyncProgress(done=0, total=0, failed=0, new=0))
        if not args.quiet and not args.json:
            output.note(_summary(report))
        return 1 if report.failed else 0

    return begun.run(work)


async def _load_older(reader: Reader, ids: list[FeedId], args: argparse.Namespace) -> int:
    if not ids:
        raise UsageError(
            "Whose older entries? --older needs the feeds named.",
            hint="For example: blogread sync --older 'Heroku Blog'",
        )
    report = await reader.net.load_older(ids, afresh=args.force, report=_reporter(args))
    if not args.quiet and not args.json and not output.is_terminal():
        for outcome in report.outcomes:
            output.note(f"{outcome.title}: {outcome.note}")
    return 1 if report.failed else 0


def _reporter(args: argparse.Namespace) -> Callable[[SyncProgress], None]:
    """Choose how progress is told: as JSON, as lines for a person, or not at all."""
    if args.json:
        from tui_reader.sync import wire  # noqa: PLC0415 - only --json needs it

        return lambda progress: output.value(wire.progress_to_json(progress), one_line=True)
    if args.quiet or not output.is_terminal():
        return lambda _: None
    return lambda progress: _tell(progress.outcome)


def _tell(outcome: FeedOutcome | None) -> None:
    if outcome is None:
        return
    if outcome.problem is not None and outcome.kind is OutcomeKind.FAILED:
        output.line(f"! {outcome.title}: {outcome.problem.message}")
    elif outcome.new:
        output.line(f"{outcome.new:>5} new  {outcome.title}")
    if outcome.note:
        output.line(f"  {outcome.title}: {outcome.note}")


def _summary(report: SyncReport) -> str:
    if report.offline:
        found = f"{report.new:,} new entries from this machine. " if report.new else ""
        return f"{found}There is no network."
    tried = sum(outcome.kind is not OutcomeKind.SKIPPED for outcome in report.outcomes)
    if not tried:
        return "No feed is due. “blogread sync --force” does not wait for the schedule."
    fetched = tried - report.failed
    parts = [
        f"{fetched:,} {'feed' if fetched == 1 else 'feeds'} fetched",
        f"{report.new:,} new {'entry' if report.new == 1 else 'entries'}",
    ]
    if report.failed:
        parts.append(f"{report.failed:,} failed (“blogread feeds --problems” tells why)")
    return ", ".join(parts) + "."
