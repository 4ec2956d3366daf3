"""``blogread extract``: the article of a whole web page, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.charset import decode
from tui_reader.cli import forms, output
from tui_reader.cli.parsing import add_json
from tui_reader.cli.render import read_document

if TYPE_CHECKING:
    import argparse

_NOTHING_FOUND = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.usage = "blogread extract [--url URL] [--json] [FILE|-]"
    parser.description = (
        "Print the article of a whole web page as HTML: without menus, forms, scripts, share bars\n"
        "and what else surrounds it. Nothing is fetched, and no library is opened. Where a page\n"
        "holds no article, stderr tells why and the exit code is 1."
    )
    parser.epilog = (
        "Examples:\n"
        "  curl -s https://example.org/post | blogread extract --url https://example.org/post\n"
        "  blogread extract page.html | blogread render | less -R"
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE",
                        help="the page; - or nothing is standard input")  # fmt: skip
    parser.add_argument("--url", default="", metavar="URL",
                        help="where the page is from; relative links start there")  # fmt: skip
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the article."""
    from tui_reader.article.extract import extract  # noqa: PLC0415 - 140 ms to import, which --help need not wait for

    found = extract(decode(read_document(args.file)), url=args.url)
    if args.json:
        output.value(forms.extracted(found))
    elif found.html:
        output.block(found.html)
    else:
        output.note(found.reason)
    return 0 if found.html else _NOTHING_FOUND
