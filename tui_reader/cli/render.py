"""``blogread render``: an HTML document as the article pane would show it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader.cli import output
from tui_reader.cli.paint import COLOURS, paint, wants_colour, wants_order
from tui_reader.errors import UsageError, reason

if TYPE_CHECKING:
    import argparse

_MOST = 64 * 1024 * 1024
"""Bytes read; an article that is longer is cut there."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.usage = "blogread render [FILE|-] [--width N] [--base URL] [options]"
    parser.description = (
        "Print an HTML document as the article pane would show it: headings, lists, tables,\n"
        "code, quotations, pictures as their text. Nothing is fetched, and no library is opened."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread render page.html | less -R\n"
        "  curl -s https://example.org/ | blogread render --base https://example.org/"
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE",
                        help="the document; - or nothing is standard input")  # fmt: skip
    add_print_options(parser)
    parser.add_argument("--base", default="", metavar="URL",
                        help="the address that relative links start from")  # fmt: skip


def add_print_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of every command that prints an article."""
    parser.add_argument("--width", type=width, default=0, metavar="N",
                        help="cells a line is wide (else the terminal, at most 80)")  # fmt: skip
    parser.add_argument("--color", choices=COLOURS, default="auto", metavar="WHEN",
                        help="always, never, or auto: only on a terminal")  # fmt: skip
    parser.add_argument("--plain", action="store_true",
                        help="no colours, weights or hyperlinks: --color never")  # fmt: skip


def width(text: str) -> int:
    """Read a width in cells."""
    if not text.isascii() or not text.isdigit() or not 20 <= int(text[:6]) <= 1000:
        from argparse import ArgumentTypeError  # noqa: PLC0415 - only a mistake needs it

        raise ArgumentTypeError(f"“{text}” is no width; it is a number of cells, 20 to 1000")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Print the document."""
    html = read_document(args.file)
    cells = args.width or min(80, output.width())
    colour = not args.plain and wants_colour(args.color)
    output.printed(render(html, width=cells, base=args.base, plain=not colour))
    return 0


def read_document(name: str) -> bytes:
    """Read a file, or standard input where the name is ``-``; a very long one is cut."""
    if name == "-":
        return sys.stdin.buffer.read(_MOST)
    try:
        with Path(name).open("rb") as file:
            return file.read(_MOST)
    except OSError as error:
        raise UsageError(
            f"{name} cannot be read: {reason(error)}.",
            hint="Name a file with HTML, or - for standard input.",
        ) from error


def render(html: bytes, *, width: int, base: str = "", plain: bool = False) -> str:
    """Give the document's lines as text, with SGR and OSC 8 unless ``plain``."""
    from tui_reader.article.build import build  # noqa: PLC0415 - --help needs no parser
    from tui_reader.article.charset import decode  # noqa: PLC0415 - --help needs no parser
    from tui_reader.article.layout import lay_out  # noqa: PLC0415 - --help needs no parser

    layout = lay_out(build(decode(html), base=base), width)
    return paint(layout, plain=plain, ordered=wants_order())
