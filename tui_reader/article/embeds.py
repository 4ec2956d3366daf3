"""One good line for each frame, video, sound, object and script that shows something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.article.blocks import Embed
from tui_reader.article.elements import child_elements, text_of
from tui_reader.article.flow import SKIP, Flow, Handler
from tui_reader.article.maths import enter_script
from tui_reader.article.media import file_name, is_pixel
from tui_reader.clean import clean_line
from tui_reader.dom import Element, attr

if TYPE_CHECKING:
    from tui_reader.article.flow import Skip

_FRAMES = (
    (re.compile(r"(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|"
                r"player\.twitch\.tv|wistia\.|loom\.com|ted\.com|bilibili\.com|rumble\.com|"
                r"peertube|/videos?/embed)", re.IGNORECASE), "Video"),
    (re.compile(r"(?:soundcloud\.com|spotify\.com|bandcamp\.com|podcasts\.|buzzsprout|libsyn|"
                r"anchor\.fm|simplecast|transistor\.fm|overcast|megaphone)", re.IGNORECASE),
     "Audio"),
    (re.compile(r"(?:google\.[a-z.]+/maps|openstreetmap|maps\.)", re.IGNORECASE), "Map"),
    (re.compile(r"(?:twitter\.com|x\.com|mastodon|bsky|instagram\.com|facebook\.com|threads\.net|"
                r"reddit\.com|tiktok\.com)", re.IGNORECASE), "Post"),
    (re.compile(r"(?:slideshare|speakerdeck)", re.IGNORECASE), "Slides"),
    (re.compile(r"(?:codepen|jsfiddle|codesandbox|gist\.github|replit|glitch\.|stackblitz|"
                r"observablehq)", re.IGNORECASE), "Code"),
    (re.compile(r"asciinema\.org", re.IGNORECASE), "Recording"),
)  # fmt: skip


def _kind_of(address: str, other: str = "Frame") -> str:
    """Tell by its address what a frame shows."""
    return next((name for pattern, name in _FRAMES if pattern.search(address)), other)


def _embed(flow: Flow, kind: str, address: str, title: str) -> None:
    flow.flush()
    number = flow.link_to(address) if address else None
    if number is None:
        return
    host = urls.host(flow.links[number].url).removeprefix("www.")
    where = f"{kind} on {host}" if host else kind
    flow.out.append(Embed(where, clean_line(title, limit=300), number, flow.take_anchors()))


def _enter_iframe(flow: Flow, element: Element) -> Skip:
    address = attr(element, "src").strip()
    for name in ("data-src", "data-lazy-src", "data-litespeed-src"):
        if not address or address.startswith("about:"):
            address = attr(element, name).strip()
    if is_pixel(element, address):
        return SKIP
    _embed(flow, _kind_of(address), address, attr(element, "title"))
    return SKIP


def _enter_media(flow: Flow, element: Element) -> Skip:
    kind = "Video" if element.tag.endswith("video") else "Audio"
    address = attr(element, "src").strip() or attr(element, "data-src").strip()
    for child in child_elements(element):
        if not address and child.tag == "source":
            address = attr(child, "src").strip() or attr(child, "data-src").strip()
    title = attr(element, "title") or attr(element, "aria-label") or file_name(address)
    _embed(flow, kind, address, title)
    return SKIP


def _enter_object(flow: Flow, element: Element) -> Skip | None:
    address = attr(element, "data").strip() or attr(element, "src").strip()
    if not address:
        for child in element.iter_elements("param"):
            if attr(child, "name").lower() in {"movie", "src", "data"}:
                address = attr(child, "value").strip()
                break
    kind = _kind_of(address, "Object")
    media_type = attr(element, "type")
    if media_type.startswith("image/"):
        kind = "Picture"
    elif media_type == "application/pdf" or address.lower().endswith(".pdf"):
        kind = "Document"
    _embed(flow, kind, address, attr(element, "title") or clean_line(text_of(element, 200)))
    return SKIP


_SCRIPTS = (
    (re.compile(r"(?:https?:)?//gist\.github\.com/([\w.-]+/)?(\w+)\.js(?:\?|$)"),
     "https://gist.github.com/{0}{1}"),
    (re.compile(r"(?:https?:)?//asciinema\.org/(?:a/)?(\w+)\.js$"), "https://asciinema.org/a/{0}"),
)  # fmt: skip
"""Scripts that write what they show into the page, and the page that shows the same."""
_BY_ID = {
    "amp-gist": ("data-gistid", "https://gist.github.com/{}"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "lite-vimeo": ("videoid", "https://vimeo.com/{}"),
    "lite-youtube": ("videoid", "https://www.youtube.com/watch?v={}"),
}
"""Elements of common scripts that name what they show by the id it has at its site."""
_ID = re.compile(r"[\w-]{1,64}")


def _enter_script(flow: Flow, element: Element) -> Skip:
    address = attr(element, "src").strip()
    if not address:
        return enter_script(flow, element)
    deck = attr(element, "data-id")
    if "speakerdeck-embed" in attr(element, "class") and _ID.fullmatch(deck):
        _embed(flow, "Slides", f"https://speakerdeck.com/player/{deck}", "")
    for pattern, page in _SCRIPTS:
        if match := pattern.match(address):
            shown = page.format(*(part or "" for part in match.groups()))
            _embed(flow, _kind_of(shown), shown, "")
    return SKIP


def _enter_by_id(flow: Flow, element: Element) -> Skip:
    name, page = _BY_ID[element.tag]
    found = attr(element, name).strip()
    if _ID.fullmatch(found):
        address = page.format(found)
        title = attr(element, "title") or attr(element, "playlabel") or attr(element, "aria-label")
        _embed(flow, _kind_of(address), address, title)
    return SKIP


HANDLERS: dict[str, Handler] = {
    "iframe": _enter_iframe,
    "frame": _enter_iframe,
    "amp-iframe": _enter_iframe,
    "video": _enter_media,
    "amp-video": _enter_media,
    "audio": _enter_media,
    "amp-audio": _enter_media,
    "object": _enter_object,
    "embed": _enter_object,
    "script": _enter_script,
    **dict.fromkeys(_BY_ID, _enter_by_id),
}
