"""Opening and copying addresses: never through a shell, and never without saying so."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.cells import truncate
from tui_reader.errors import UsageError
from tui_reader.ui.bindings import first_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_reader.ui.actions.session import Session

_SHOWN = 60
"""Cells of an address in a sentence."""


async def open_url(session: Session, url: str) -> None:
    """Open an address in the browser, or say why it is not opened."""
    if not url:
        session.flash("There is no link to open here.")
        return
    try:
        address = urls.openable(url)
    except UsageError as error:
        session.flash(error.message, is_error=True)
        return
    command = browser_command(session.config.reader.browser, address, os.environ)
    if command is None:
        key = first_key(session.screen.keys, "entry.copy-link")
        session.flash("There is no browser on this machine", f"{key} copies the link")
        return
    if await _run(command):
        session.flash(f"Opened {_short(address)}")
    else:
        session.flash(f"“{command[0]}” could not open {_short(address)}", is_error=True)


def browser_command(
    configured: str, address: str, environ: Mapping[str, str]
) -> tuple[str, ...] | None:
    """Give the arguments that open an address; None where nothing here can show it.

    ``BROWSER`` is read as Python's ``webbrowser`` reads it, but never given to a shell.
    """
    if configured:
        parts = shlex.split(configured)
        filled = tuple(part.replace("{url}", address) for part in parts)
        return filled if "{url}" in configured else (*filled, address)
    for candidate in filter(None, environ.get("BROWSER", "").split(os.pathsep)):
        parts = _words(candidate)
        if parts and shutil.which(parts[0]):
            filled = tuple(part.replace("%s", address) for part in parts)
            return filled if "%s" in candidate else (*filled, address)
    if sys.platform == "darwin":
        return ("open", address)
    if not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return None
    opener = next(filter(shutil.which, ("xdg-open", "gio", "sensible-browser")), None)
    if opener is None:
        return None
    return (opener, "open", address) if opener == "gio" else (opener, address)


def _words(command: str) -> list[str]:
    """Split a command; nothing where a quotation mark in it does not close."""
    try:
        return shlex.split(command)
    except ValueError:
        return []


async def _run(command: tuple[str, ...]) -> bool:
    """Start the program apart from the terminal; whether it could be started."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        # An opener that fails does so at once; a browser may stay for hours.
        return await asyncio.wait_for(process.wait(), timeout=1.0) == 0
    except TimeoutError:
        return True


def copy_url(session: Session, url: str) -> None:
    """Copy an address through the terminal (OSC 52), which reaches over SSH, too."""
    if not url:
        session.flash("There is no link to copy here.")
        return
    session.screen.app.copy_to_clipboard(urls.display(url))
    session.flash(f"Sent to the terminal’s clipboard: {_short(url)}")


def copy_place(session: Session, target: str) -> None:
    """Copy the target of a link in the article; a place in it with the article's own address."""
    row = session.screen.entries.row
    inside = target.startswith("#") and row is not None and row.url
    copy_url(session, f"{row.url}{target}" if row is not None and inside else target)


def shown(url: str) -> str:
    """Give an address as the footer shows it."""
    return urls.readable(urls.display(url)) if url else ""


def _short(url: str) -> str:
    return truncate(shown(url), _SHOWN)
