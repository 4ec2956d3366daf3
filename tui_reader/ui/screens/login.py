"""Asking a person how a feed logs in. The secret goes straight to where it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader import urls
from tui_reader.clean import clean_line
from tui_reader.model.login import Kind, Place
from tui_reader.ui.screens.chooser import ChooserScreen
from tui_reader.ui.screens.prompt import PromptScreen
from tui_reader.ui.widgets.choice_rows import Choice

if TYPE_CHECKING:
    from textual.app import App

    from tui_reader.model.feed import Feed
    from tui_reader.reader import Reader

_KINDS = {
    Kind.BASIC: ("Name and password", "Password"),
    Kind.BEARER: ("A token", "Token"),
    Kind.HEADER: ("A header of the site’s own", "Header, as X-Api-Key: value"),
    Kind.COOKIE: ("Cookies of a browser", "Cookies, as name=value; name=value"),
}
_COMMAND, _FORGET = "command", "forget"
_PLACES = {
    Place.KEYRING: "in the system’s keyring",
    Place.FILE: "in a private file",
    Place.COMMAND: "told by credentials.command",
}


def login_text(feed: Feed) -> str:
    """Say how a feed logs in; empty where it does not."""
    login = feed.login
    if login is None:
        return "in its address" if urls.without_userinfo(feed.url) != feed.url else ""
    what = f"{_KINDS[login.kind][0].lower()}, " if login.kind is not None else ""
    if login.origin != urls.origin(feed.url):
        return f"{what}for {urls.host(login.origin)} only, so not used here"
    return f"{what}{_PLACES[login.place]}"


async def ask_login(app: App[Any], reader: Reader, feed: Feed) -> str:
    """Ask for a login and keep it, or forget the old one; only from a worker.

    Gives a sentence on what was done; empty where the person left it.

    Raises:
        FeedNotFound: The feed is gone.
        UsageError: It cannot be that, or can be kept nowhere.
    """
    title = clean_line(feed.title)
    kind = await app.push_screen_wait(
        ChooserScreen(f"How does {title} log in?", _choices(reader, feed))
    )
    if kind is None:
        return ""
    if kind == _FORGET:
        await reader.net.log_out(feed.id)
        return "The login is forgotten."
    if kind == _COMMAND:
        await reader.net.log_in_by_command(feed.id)
        return "The command tells the login from now on. r tries it."
    said = await _ask_secret(app, Kind(kind), title)
    if not said:
        return ""
    where = await reader.net.log_in(feed.id, Kind(kind), said)
    return f"The login is kept in {where}. r tries it."


def _choices(reader: Reader, feed: Feed) -> list[Choice]:
    choices = [Choice(id=kind.value, text=text) for kind, (text, _) in _KINDS.items()]
    if reader.net.has_login_command:
        choices.append(Choice(id=_COMMAND, text="As credentials.command tells"))
    if feed.login is not None:
        choices.append(Choice(id=_FORGET, text="Not any more: forget the login"))
    return choices


async def _ask_secret(app: App[Any], kind: Kind, title: str) -> str:
    name = ""
    if kind is Kind.BASIC:
        typed = await app.push_screen_wait(PromptScreen(f"Name at {title}"))
        if not typed:
            return ""
        name = f"{typed}:"
    secret = await app.push_screen_wait(
        PromptScreen(
            f"{_KINDS[kind][1]} for {title}",
            hint="It is not shown, and goes to this feed’s site only.",
            secret=True,
        )
    )
    return f"{name}{secret}" if secret else ""
