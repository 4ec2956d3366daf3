"""``blogread show``: one entry as the article pane shows it, or as data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.cli import forms, output, parsing, session
from tui_reader.cli.paint import paint, wants_colour, wants_order
from tui_reader.cli.render import add_print_options
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from tui_reader.model.entry import Entry
    from tui_reader.reader import Reader

_WIDEST = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``show``."""
    parser.usage = (
        "blogread show ENTRY [--full | --changes] [--width N] [--plain | --html] [options]"
    )
    parser.description = (
        "Print an entry as the article pane shows it: title, byline, text. ENTRY is an id as\n"
        "“blogread list” shows it. Showing marks nothing read. With --full it is the article of\n"
        "the entry's own page, which is fetched where it is not kept yet; where that fails,\n"
        "stderr tells why, the feed's text is printed, and the exit code is 1. With --changes\n"
        "what was added to the feed's text since you read it is marked +, what was removed -,\n"
        "what was edited ~; looking at it here puts no change away."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread show 1204 | less -R\n"
        "  blogread show 1204 --width 60 --plain\n"
        "  blogread show 1204 --full\n"
        "  blogread show 1204 --changes\n"
        "  blogread show 1204 --json | jq -r .url"
    )
    parser.add_argument("entry", type=parsing.entry_id, metavar="ENTRY", help="the entry's id")
    add_print_options(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--full", action="store_true", help="the full text from the entry's own page"
    )
    which.add_argument(
        "--changes", action="store_true", help="mark what has changed since you read it"
    )
    parser.add_argument(
        "--html", action="store_true", help="the HTML as the feed sent it, controls replaced"
    )
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the entry."""
    if args.changes and args.html:
        raise UsageError("--changes marks the text; with --html there is nothing to mark.")
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        entry = await reader.entries.get(args.entry)
        if args.full:
            entry = await _with_page(reader, entry)
        elif args.changes:
            entry = replace(entry, as_read=await reader.reading.as_read(entry.id))
            if entry.as_read is None:
                output.note("This text is as it was when you read it.")
        page = entry.shown_page
        if args.json:
            output.value(forms.entry(entry))
        elif args.html:
            output.block(page.html if page else entry.content.html or entry.content.summary_html)
        else:
            _print_article(entry, args, order=begun.loaded.config.ui.bidi)
        return 1 if args.full and page is None else 0

    return begun.run(work)


async def _with_page(reader: Reader, entry: Entry) -> Entry:
    """Give the entry with its full text, which is fetched where it is not kept; or say why not."""
    if entry.page is None or not entry.page.html:
        await reader.net.full_text(entry.id)
        entry = await reader.entries.get(entry.id)
    page = entry.page
    if page is None or not page.html:
        if page is not None and page.problem is not None:
            output.note(f"The full text could not be fetched. {page.problem.message}")
        return entry
    return replace(entry, page=replace(page, chosen=True))


def _print_article(entry: Entry, args: argparse.Namespace, *, order: str) -> None:
    from tui_reader.article.entry import (  # noqa: PLC0415 - JSON and HTML need no layout
        entry_galley,
        entry_layout,
    )

    width = args.width or min(_WIDEST, output.width())
    plain = args.plain or not wants_colour(args.color)
    hint = "" if args.full else f"“blogread show --full {entry.id}” fetches its page."
    layout = entry_layout(entry, entry_galley(entry, hint=hint), width)
    output.printed(paint(layout, plain=plain, ordered=wants_order(order)))
