"""``blogread restore``: a backup becomes the library; or what was purged comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cli import forms, output, parsing, session
from tui_reader.errors import UsageError
from tui_reader.reader.care import recover, restore
from tui_reader.reader.copies import is_marks

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tui_reader.reader import Reader
    from tui_reader.reader.bin import Binned


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``restore``."""
    parser.usage = (
        "blogread restore FILE [options]\n       blogread restore --bin [FEED] [options]\n"
        "       blogread restore --recover [options]"
    )
    parser.description = (
        "Make a copy of a backup the library. FILE itself is left as it is, and so is what was\n"
        "the library: it is kept beside the new one, and its name is told. Close the other\n"
        "blogread windows first. A copy of subscriptions and marks is added to the library\n"
        "instead: what is missing is subscribed to, and its marks are set; none is taken away.\n\n"
        "--bin lists what was purged and still lies in the bin; with a FEED, it brings that back.\n"
        "--recover saves what can be read of a damaged library into a new one, and tells in\n"
        "numbers what was saved and what was lost; the damaged file is kept."
    )
    parser.epilog = (
        "Examples:\n  blogread restore ~/.local/share/blogread/backups/library-20261124-063000.db\n"
        "  blogread restore --bin 'Heroku Blog'"
    )
    parser.add_argument(
        "file", nargs="?", metavar="FILE", type=parsing.file_path, help="the backup"
    )
    parser.add_argument(
        "--bin", nargs="?", const="", metavar="FEED", help="what was purged: list it, or bring back"
    )
    parser.add_argument(
        "--recover", action="store_true", help="save what can be read of a damaged library"
    )
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Put the backup in the library's place, or back what lies in the bin."""
    begun = session.begin(args)
    if args.bin is not None:
        return begun.run(lambda reader: _from_bin(reader, args))
    if args.recover:
        return begun.run_apart(lambda: _recover(begun, args))
    if args.file is None:
        raise UsageError(
            "Which backup? Name its file.", hint="“blogread backup --list” lists those there are."
        )
    source: Path = args.file
    if is_marks(source):
        return begun.run(lambda reader: _add_marks(reader, source, args))

    async def work() -> int:
        return _tell(args, begun.library, source, await restore(begun.library, source))

    return begun.run_apart(work)


def _tell(args: argparse.Namespace, library: Path, source: Path, kept: Path | None) -> int:
    if args.json:
        output.value({"library": str(library), "kept": str(kept) if kept else None})
        return 0
    output.note(f"{library} is now what {source} holds.")
    if kept is not None:
        output.note(f"What was there before is kept as {kept}.")
    return 0


async def _recover(begun: session.Session, args: argparse.Namespace) -> int:
    done = await recover(begun.library, begun.now())
    if args.json:
        output.value(
            {
                "library": str(begun.library),
                "kept": str(done.kept),
                "feeds": done.feeds,
                "entries": done.entries,
                "starred": done.starred,
                "unread": done.unread,
                "without_text": done.without_text,
                "lost": done.lost,
                "flaws": done.flaws,
            }
        )
        return 0
    output.note(
        f"Saved: {done.feeds:,} feeds, {done.entries:,} entries, {done.starred:,} stars, "
        f"{done.unread:,} unread."
    )
    output.note(
        f"Lost: {done.lost:,} entries, and the text of {done.without_text:,} more; "
        f"{done.flaws:,} pages or rows could not be read."
    )
    output.note(f"The damaged library is kept as {done.kept}.")
    return 0


async def _add_marks(reader: Reader, source: Path, args: argparse.Namespace) -> int:
    done = await reader.copies.apply(source)
    if args.json:
        output.value(
            {
                "subscribed": done.subscribed,
                "read": done.read,
                "starred": done.starred,
                "awaited": done.awaited,
            }
        )
        return 0
    output.note(
        f"{done.subscribed:,} feeds subscribed, {done.read:,} entries marked read, "
        f"{done.starred:,} starred."
    )
    if done.awaited:
        output.note(f"{done.awaited:,} marks wait for their entries; “blogread sync” fetches them.")
    return 0


async def _from_bin(reader: Reader, args: argparse.Namespace) -> int:
    if not args.bin:
        return _list(await reader.bin.contents(), args)
    found = await reader.bin.find_binned(args.bin)
    change = await reader.bin.bring_back([found.feed_id], found.title)
    if args.json:
        output.value({"change": forms.change(change)})
        return 0
    count = change.count if change else 0
    output.note(f"{count:,} entries of {found.title} are back. “blogread undo” takes that back.")
    if found.feed_id not in {feed.id for feed in await reader.feeds.all()}:
        output.note("The feed is not subscribed; “blogread add” shows them again.")
    return 0


def _list(held: tuple[Binned, ...], args: argparse.Namespace) -> int:
    if args.json:
        output.value(
            {
                "bin": [
                    {
                        "feed_id": each.feed_id,
                        "feed": each.title,
                        "entries": each.entries,
                        "purged_at": forms.instant(each.purged_at),
                    }
                    for each in held
                ]
            }
        )
        return 0
    if not held:
        output.note("The bin is empty.")
    for each in held:
        day = f"{each.purged_at.astimezone():%Y-%m-%d}"
        output.row(str(each.feed_id), each.title, f"{each.entries:,}", day)
    return 0
