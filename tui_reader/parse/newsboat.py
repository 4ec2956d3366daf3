"""Newsboat's ``urls`` file → subscriptions.

Source: https://newsboat.org/releases/2.21/docs/newsboat.html#_setting_up_feeds
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.clean import clean_line
from tui_reader.errors import UsageError
from tui_reader.model.feed import Subscription
from tui_reader.parse.encoding import decode
from tui_reader.parse.opml import OpmlDocument
from tui_reader.parse.subscriptions import Gathered
from tui_reader.urls import display, feed_url, is_web

if TYPE_CHECKING:
    from tui_reader.model.feed import FolderPath

MAX_LINES = 100_000

_TOKEN = re.compile(r"\s*(?:\"((?:[^\"\\]|\\.)*+)\"?|(\S+))")
_OTHERS = {
    "query": "it is a search over other feeds",
    "exec": "it runs a program",
    "filter": "it runs a program over another feed",
}


def parse_urls(data: bytes) -> OpmlDocument:
    """Read the list; tags become folders, ``"~name"`` the user's title, lines with ``!`` tags stay.

    Lines that are no feeds (``query:``, ``exec:``, ``filter:``) are named in ``refused``.
    """
    gathered = Gathered()
    for number, raw in enumerate(decode(data).split("\n")[:MAX_LINES], start=1):
        line = raw.strip()
        if line and not line.startswith("#"):
            _line(line, number, gathered)
    return OpmlDocument(
        title="newsboat",
        subscriptions=gathered.subscriptions(),
        folders=gathered.folders(),
        refused=tuple(gathered.refused),
    )


def _line(line: str, number: int, gathered: Gathered) -> None:
    address, *tags = _tokens(line)
    scheme = address.partition(":")[0].lower()
    shown = clean_line(display(address), limit=80)
    if scheme in _OTHERS:
        gathered.refuse(number, f"“{shown}” was left out: {_OTHERS[scheme]}.")
        return
    try:
        url = feed_url(address)
    except UsageError:
        url = ""
    if not is_web(url) or not re.match(r"(?:https?|feed):", address, re.IGNORECASE):
        gathered.refuse(number, f"“{shown}” was left out: it is no web address.")
        return
    title = next((tag[1:] for tag in tags if tag.startswith("~")), "")
    folders: list[FolderPath] = [
        (name,)
        for tag in tags
        if not tag.startswith(("~", "!")) and (name := clean_line(tag, limit=200))
    ]
    gathered.add(Subscription(url=url, title=clean_line(title, limit=500)), folders=folders or [()])


def _tokens(line: str) -> list[str]:
    found: list[str] = []
    place = 0
    while match := _TOKEN.match(line, place):
        quoted = match[1]
        found.append(match[2] if quoted is None else re.sub(r"\\(.)", r"\1", quoted))
        place = match.end()
    return found or [line]
