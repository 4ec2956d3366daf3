"""``blogread feeds --login`` and ``--logout``: the secrets of feeds, which are never arguments."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from tui_reader.cli import output
from tui_reader.errors import UsageError
from tui_reader.model.login import Kind

if TYPE_CHECKING:
    import argparse

    from tui_reader.model.feed import Feed
    from tui_reader.reader import Reader

_LONGEST = 8192
_ASKED = {
    Kind.BASIC: "Password",
    Kind.BEARER: "Token",
    Kind.HEADER: "Header, as “Name: value”",
    Kind.COOKIE: "Cookies, as “name=value; …”",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options about logins."""
    group = parser.add_argument_group("logins")
    group.add_argument(
        "--login", action="store_true", help="give the FEED a login; asks, or reads stdin"
    )
    group.add_argument(
        "--kind",
        choices=[kind.value for kind in Kind],
        default=Kind.BASIC.value,
        help="name and password (basic), a token, a header, cookies",
    )
    group.add_argument("--user", metavar="NAME", help="the name; only the password is asked for")
    group.add_argument(
        "--from-command",
        action="store_true",
        help="let credentials.command tell it whenever it is needed",
    )
    group.add_argument("--logout", action="store_true", help="forget the FEED's login")


def is_wanted(args: argparse.Namespace) -> bool:
    """Whether it is about a login.

    Raises:
        UsageError: It cannot be meant.
    """
    if not args.login and not args.logout:
        if args.from_command or args.user is not None:
            raise UsageError("blogread feeds: --user and --from-command go with --login.")
        return False
    if args.login and args.logout:
        raise UsageError("blogread feeds: --login or --logout, not both.")
    if len(args.feeds) != 1:
        raise UsageError("blogread feeds: --login and --logout take one FEED.")
    return True


def said(args: argparse.Namespace) -> str:
    """Ask for the secret without an echo, or read it from stdin; empty where none is needed.

    Raises:
        UsageError: There is none.
    """
    if not args.login or args.from_command:
        return ""
    kind = Kind(args.kind)
    if sys.stdin is None or not sys.stdin.isatty():
        line = (sys.stdin.readline(_LONGEST + 1) if sys.stdin else "").rstrip("\r\n")
        return f"{args.user}:{line}" if kind is Kind.BASIC and args.user is not None else line
    user = ""
    if kind is Kind.BASIC:
        user = args.user if args.user is not None else _ask_name()
    try:
        secret = getpass.getpass(f"{_ASKED[kind]}: ")
    except EOFError:
        raise UsageError("Nothing was given, and nothing was kept.") from None
    return f"{user}:{secret}" if kind is Kind.BASIC else secret


def _ask_name() -> str:
    sys.stderr.write("Name: ")
    sys.stderr.flush()
    return sys.stdin.readline(_LONGEST + 1).rstrip("\r\n")


async def carry_out(reader: Reader, feed: Feed, args: argparse.Namespace, secret: str) -> None:
    """Keep or forget the login, and say so."""
    if args.logout:
        done = await reader.net.log_out(feed.id)
        words = "is forgotten" if done else "was never given"
        _note(args, f"The login of {feed.title} {words}.")
        return
    if args.from_command:
        where = await reader.net.log_in_by_command(feed.id)
    else:
        where = await reader.net.log_in(feed.id, Kind(args.kind), secret)
    _note(
        args, f"The login of {feed.title} is kept in {where}. “blogread sync {feed.id}” tries it."
    )


def _note(args: argparse.Namespace, text: str) -> None:
    if not args.json:
        output.note(text)
