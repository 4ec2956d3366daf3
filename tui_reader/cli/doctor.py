"""``blogread doctor``: what a person (or a bug report) needs to know when something is odd."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from typing import TYPE_CHECKING

from tui_reader import __version__, paths
from tui_reader.cli import output, parsing, session
from tui_reader.config.load import load
from tui_reader.errors import BlogreadError, StoreError, UsageError
from tui_reader.reader.care import Check
from tui_reader.sync.credentials import file, ring

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tui_reader.reader import Reader

_CONFIG, _LIBRARY, _FEEDS, _LOGINS = "config", "library", "feed", "logins"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``doctor``."""
    parser.usage = "blogread doctor [options]"
    parser.description = (
        "Examine what blogread stands on: versions, paths, terminal, config, library, feeds.\n"
        "Nothing is made or repaired. The output holds no passwords, so it can go into a bug\n"
        "report."
    )
    parser.epilog = (
        "Exit codes: 0 all is well, 1 a feed or something else needs attention, 2 the config\n"
        "holds a mistake, 3 the library has trouble.\n\n"
        "Examples:\n"
        "  blogread doctor\n"
        "  blogread doctor --json | jq '.checks[] | select(.ok | not)'"
    )
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Examine everything; the code tells the worst."""
    checks = [*_program(), *_terminal(os.environ)]
    begun, problem = _begin(args)
    checks += _config(begun, problem)
    checks += _places(begun)
    checks += _credentials(begun)
    checks += _library(begun)
    if args.json:
        output.value(
            {
                "checks": [
                    {"name": each.name, "ok": each.ok, "detail": each.detail, "hint": each.hint}
                    for each in checks
                ]
            }
        )
    else:
        _print(checks)
    return _code(checks)


def _begin(args: argparse.Namespace) -> tuple[session.Session, BlogreadError | None]:
    """Begin as every command does, or with the defaults where the config holds a mistake."""
    try:
        return session.begin(args), None
    except BlogreadError as error:
        defaults = session.Session(
            library=session.library_path(args),
            config_path=session.config_path(args),
            loaded=load(None, {}, {}),
            now=args.now,
        )
        return defaults, error


def _program() -> Iterator[Check]:
    yield Check(
        name="blogread",
        ok=True,
        detail=f"{__version__}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()} ({platform.machine()})",
    )


def _terminal(environ: Mapping[str, str]) -> Iterator[Check]:
    term = environ.get("TERM", "")
    columns, rows = shutil.get_terminal_size()
    if environ.get("NO_COLOR"):
        colours = "no colours (NO_COLOR)"
    elif environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        colours = "16 million colours"
    else:
        colours = "256 colours" if "256" in term else "16 colours"
    inside = [name for name, sign in (("tmux", "TMUX"), ("ssh", "SSH_TTY")) if environ.get(sign)]
    about = ", ".join([term or "TERM is not set", f"{columns}×{rows}", colours, *inside])
    usable = term not in {"", "dumb"}
    yield Check(
        name="terminal",
        ok=usable,
        detail=about,
        hint="" if usable else "The screen needs a real terminal; the commands do not.",
    )
    encoding = (getattr(sys.stdout, "encoding", None) or "unknown").lower()
    unicode = encoding.replace("-", "") == "utf8"
    yield Check(
        name="encoding",
        ok=unicode,
        detail=encoding,
        hint="" if unicode else "Set LANG to a UTF-8 locale such as C.UTF-8, and ui.ascii = true.",
    )


def _config(begun: session.Session, problem: BlogreadError | None) -> Iterator[Check]:
    if problem is not None:
        yield Check(name=_CONFIG, ok=False, detail=problem.message, hint=problem.hint)
        return
    found = begun.loaded.path is not None
    yield Check(
        name=_CONFIG,
        ok=True,
        detail=str(begun.config_path) if found else f"none; it would be {begun.config_path}",
    )
    for warning in begun.loaded.warnings:
        yield Check(name="config name", ok=False, detail=warning)


def _places(begun: session.Session) -> Iterator[Check]:
    log = paths.log_file()
    yield Check(name="log", ok=True, detail=str(log) + ("" if log.exists() else " (none yet)"))
    if not session.is_there(begun.library):
        yield Check(name=_LIBRARY, ok=True, detail=f"none yet; it will be {_future(begun.library)}")


def _credentials(begun: session.Session) -> Iterator[Check]:
    """Tell where logins are kept, and whether others can read them."""
    path = paths.credentials_file(begun.loaded.path)
    try:
        kept = len(file.read(path))
    except UsageError as error:
        yield Check(name=_LOGINS, ok=False, detail=error.message, hint=error.hint)
        return
    config = begun.loaded.config.credentials
    places = ["the system's keyring"] if config.store != "file" and ring.is_installed() else []
    places += [f"{path} ({kept})"] if kept or not places else []
    places += ["credentials.command"] if config.command else []
    yield Check(name=_LOGINS, ok=True, detail=", ".join(places))


def _future(library: Path) -> str:
    above = library.parent
    while not above.exists():
        above = above.parent
    return str(library) if os.access(above, os.W_OK) else f"{library}, but {above} is read-only"


def _library(begun: session.Session) -> list[Check]:
    """Let the library examine itself, and its feeds tell their problems."""
    if not session.is_there(begun.library):
        return []
    checks: list[Check] = []

    async def work(reader: Reader) -> int:
        checks.extend(await reader.care.check())
        exposed = await reader.upkeep.logins_in_addresses()
        if exposed:
            checks.append(
                Check(
                    name=_LOGINS,
                    ok=True,
                    detail=f"{exposed} in addresses of feeds",
                    hint="The next sync moves what it fetches to where logins are kept.",
                )
            )
        for feed in await reader.feeds.all():
            problem = feed.fetch.problem
            if problem is not None:
                checks.append(
                    Check(
                        name=_FEEDS,
                        ok=False,
                        detail=f"{feed.title}: {problem.message}",
                        hint=problem.hint,
                    )
                )
        return 0

    try:
        begun.run(work)
    except StoreError as error:
        checks.append(Check(name=_LIBRARY, ok=False, detail=error.message, hint=error.hint))
    return checks


def _print(checks: list[Check]) -> None:
    room = max(len(check.name) for check in checks)
    for check in checks:
        output.line(f"{'ok' if check.ok else '! '}  {check.name:<{room}}  {check.detail}")
        if check.hint:
            output.line(f"{'':{room + 6}}{check.hint}")


def _code(checks: list[Check]) -> int:
    failed = {check.name for check in checks if not check.ok}
    if not failed:
        return 0
    if failed - {"terminal", "encoding", "config name", _CONFIG, _FEEDS, _LOGINS}:
        return 3
    return 2 if _CONFIG in failed else 1
