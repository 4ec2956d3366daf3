"""``blogread show``: one entry as the article pane shows it, or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cli import forms, output, parsing, session
from tui_reader.cli.paint import paint, wants_colour
from tui_reader.cli.render import add_print_options

if TYPE_CHECKING:
    import argparse

    from tui_reader.model.entry import Entry
    from tui_reader.reader import Reader

_WIDEST = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``show``."""
    parser.usage = "blogread show ENTRY [--width N] [--plain | --html] [options]"
    parser.description = (
        "Print an entry as the article pane shows it: title, byline, text. ENTRY is an id as\n"
        "“blogread list” shows it. Showing marks nothing read."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread show 1204 | less -R\n"
        "  blogread show 1204 --width 60 --plain\n"
        "  blogread show 1204 --json | jq -r .url"
    )
    parser.add_argument("entry", type=parsing.entry_id, metavar="ENTRY", help="the entry's id")
    add_print_options(parser)
    parser.add_argument(
        "--html", action="store_true", help="the HTML as the feed sent it, controls replaced"
    )
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the entry."""
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        entry = await reader.entries.get(args.entry)
        if args.json:
            output.value(forms.entry(entry))
        elif args.html:
            output.block(entry.content.html or entry.content.summary_html)
        else:
            _print_article(entry, args)
        return 0

    return begun.run(work)


def _print_article(entry: Entry, args: argparse.Namespace) -> None:
    from tui_reader.article.entry import (  # noqa: PLC0415 - JSON and HTML need no layout
        entry_galley,
        entry_layout,
    )

    width = args.width or min(_WIDEST, output.width())
    plain = args.plain or not wants_colour(args.color)
    layout = entry_layout(entry, entry_galley(entry), width)
    output.printed(paint(layout, plain=plain))
