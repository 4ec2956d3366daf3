"""A web page → the feeds it offers; an address → where feeds usually are. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui_reader.dom import Element, Text, attr, parse_html
from tui_reader.parse import plain
from tui_reader.parse.encoding import decode
from tui_reader.urls import canonical, host, is_web, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_reader.dom import Node

MAX_PAGE = 3_000_000
"""Bytes of a page that are looked at."""
MAX_LINKS = 40
MAX_GUESSES = 24

_TYPES = frozenset(
    {
        "application/atom+xml",
        "application/rss+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
        "application/x.atom+xml",
        "application/x-atom+xml",
    }
)
_VAGUE_TYPES = frozenset({"application/json", "application/xml", "text/xml"})
_FEED_PATH = re.compile(
    r"(?:^|/)(?:feeds?|rss|atom|rdf|index|blog|news|posts|all|main)\.(?:xml|rss|rdf|atom|json)$|"
    r"(?:^|/)(?:feeds?|rss|atom|rss2)/?$|\.(?:rss|atom|rdf)$|/feeds?/(?:[\w\-]+/?)?$|"
    r"/(?:rss|atom)/(?:[\w\-]+/?)?$",
    re.IGNORECASE,
)
_FEED_QUERY = re.compile(
    r"(?:^|&)(?:feed|format|type|output)=(?:rss2?|atom|feed|rdf|json)\b", re.IGNORECASE
)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|feeds?|json feed|xml feed)\b", re.IGNORECASE)
_NO_FEED_HOSTS = re.compile(
    r"(?:^|\.)(?:feedly\.com|inoreader\.com|theoldreader\.com|newsblur\.com|netvibes\.com|"
    r"bloglovin\.com|facebook\.com|twitter\.com|x\.com|linkedin\.com|wikipedia\.org)$"
)
_COMMENTS = re.compile(
    r"\bcomments?\b|/comments/|kommentare?\b|commentaires?\b|replies", re.IGNORECASE
)
_COMMON = (
    "feed",
    "feed.xml",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "rss",
    "feed/",
    "feed.json",
    "feeds/posts/default",
    "blog/feed",
    "blog/feed.xml",
    "blog/rss.xml",
    "blog/atom.xml",
    "blog/index.xml",
    "index.rdf",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed that a page names."""

    url: str
    title: str = ""
    media_type: str = ""
    """As the page declares it; empty where it only has a link."""
    declared: bool = True
    """By a ``link`` element, not by a link in the text."""
    is_comments: bool = False
    """It carries the comments, of the site or of one post."""


def feed_links(html: bytes, *, url: str) -> tuple[FeedLink, ...]:
    """Find the feeds of a page: declared ones first, comments last; absolute, each once.

    Args:
        html: The page as served.
        url: Its address after redirects; a ``base`` element in the page overrides it.
    """
    found: dict[str, FeedLink] = {}
    base = url
    for element in _elements(parse_html(decode(html[:MAX_PAGE]))):
        if element.tag == "base" and base == url and (href := attr(element, "href")):
            base = resolve(url, href) or url
            continue
        link = _declared(element, base) if element.tag == "link" else _anchor(element, base)
        if link is None:
            continue
        key = canonical(link.url)
        known = found.get(key)
        if known is None or (link.declared and not known.declared):
            found[key] = link
        if len(found) >= MAX_LINKS * 2:
            break
    links = sorted(found.values(), key=lambda link: (link.is_comments, not link.declared))
    return tuple(links[:MAX_LINKS])


def guesses(url: str) -> tuple[str, ...]:
    """Give addresses where a site's feed usually is, the likeliest first.

    For a post that includes the folders above it; for some large sites it is known.
    """
    if not is_web(url):
        return ()
    known = _known_site(url)
    if known:
        return known
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"
    segments = [segment for segment in parts.path.split("/") if segment]
    found: list[str] = []
    for depth in range(min(len(segments), 3), 0, -1):
        folder = root + "/".join(segments[:depth]) + "/"
        found += [folder + name for name in ("feed", "feed.xml", "rss.xml", "atom.xml")]
        if depth < len(segments) or depth == 1:
            found.append(folder + "index.xml")
    found += [root + name for name in _COMMON]
    if not segments:
        found = [root + name for name in _COMMON]
    return tuple(dict.fromkeys(found))[: MAX_GUESSES + len(_COMMON)]


def _elements(root: Element) -> Iterator[Element]:
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Element):
            if node.tag in {"link", "a", "base"}:
                yield node
            waiting.extend(reversed(node.children))


def _declared(element: Element, base: str) -> FeedLink | None:
    relations = attr(element, "rel").lower().split()
    media_type = attr(element, "type").partition(";")[0].strip().lower()
    href = attr(element, "href").strip()
    is_feed = "feed" in relations
    is_alternate = "alternate" in relations and media_type in _TYPES
    if not href or not (is_feed or is_alternate) or "stylesheet" in relations:
        return None
    url = resolve(base, href)
    if not is_web(url) or (media_type in _VAGUE_TYPES and not is_feed and _is_api(url, element)):
        return None
    title = plain.line(attr(element, "title"), limit=200)
    return FeedLink(
        url=url, title=title, media_type=media_type, is_comments=_is_comments(url, title)
    )


def _is_api(url: str, element: Element) -> bool:
    """Whether a vague type stands for something else: WordPress names its API and oEmbed so."""
    path = urlsplit(url).path
    if "/wp-json/" in url or "oembed" in url:
        return True
    return not (_FEED_PATH.search(path) or _FEED_WORDS.search(attr(element, "title")))


def _anchor(element: Element, base: str) -> FeedLink | None:
    href = attr(element, "href").strip()
    if not href or len(href) > 2000:
        return None
    if href.lower().startswith("feed:"):
        rest = href[5:]
        href = rest if rest.lower().startswith("http") else f"http:{rest}"
    url = resolve(base, href)
    if not is_web(url) or _NO_FEED_HOSTS.search(host(url)):
        return None
    parts = urlsplit(url)
    if not (
        _FEED_PATH.search(parts.path)
        or _FEED_QUERY.search(parts.query)
        or host(url).startswith(("feeds.", "feed.", "rss."))
        or attr(element, "type").lower() in _TYPES - _VAGUE_TYPES
    ):
        return None
    title = plain.line(_words(element) or attr(element, "title"), limit=200)
    return FeedLink(url=url, title=title, declared=False, is_comments=_is_comments(url, title))


def _words(element: Element) -> str:
    pieces: list[str] = []
    waiting: list[Node] = [element]
    while waiting and len(pieces) < 50:
        node = waiting.pop()
        if isinstance(node, Text):
            pieces.append(node.data)
        elif isinstance(node, Element) and node.tag not in {"svg", "style", "script"}:
            waiting.extend(reversed(node.children))
    return "".join(pieces)


def _is_comments(url: str, title: str) -> bool:
    return _COMMENTS.search(urlsplit(url).path) is not None or _COMMENTS.search(title) is not None


def _known_site(url: str) -> tuple[str, ...]:
    """Give the feed's address by rule, where a large site has one."""
    parts = urlsplit(url)
    name = host(url).removeprefix("www.").removeprefix("m.")
    segments = [segment for segment in parts.path.split("/") if segment]
    if name in _KNOWN_SITES:
        return _KNOWN_SITES[name](segments, parts.query)
    # Mastodon and its relatives.
    if segments and re.fullmatch(r"@[\w.\-]+", segments[0]):
        return (f"https://{name}/{segments[0]}.rss",)
    return ()


def _github(segments: list[str], _query: str) -> tuple[str, ...]:
    if not segments:
        return ()
    if len(segments) == 1:
        return (f"https://github.com/{segments[0]}.atom",)
    repository = f"https://github.com/{segments[0]}/{segments[1].removesuffix('.git')}"
    feeds = (f"{repository}/releases.atom", f"{repository}/commits.atom", f"{repository}/tags.atom")
    if segments[2:3] in (["commits"], ["tree"]):
        branch = f"/{segments[3]}" if len(segments) > 3 else ""
        return (f"{repository}/commits{branch}.atom", *feeds)
    if segments[2:3] == ["discussions"]:
        return (f"{repository}/discussions.atom", *feeds)
    return feeds


def _youtube(segments: list[str], query: str) -> tuple[str, ...]:
    feed = "https://www.youtube.com/feeds/videos.xml"
    if playlist := re.search(r"(?:^|&)list=([\w\-]+)", query):
        return (f"{feed}?playlist_id={playlist[1]}",)
    if len(segments) > 1 and segments[0] == "channel":
        return (f"{feed}?channel_id={segments[1]}",)
    if len(segments) > 1 and segments[0] == "user":
        return (f"{feed}?user={segments[1]}",)
    return ()


def _reddit(segments: list[str], _query: str) -> tuple[str, ...]:
    if len(segments) > 1 and segments[0] in {"r", "u", "user"}:
        kind = "r" if segments[0] == "r" else "user"
        return (f"https://www.reddit.com/{kind}/{segments[1]}/.rss",)
    return ("https://www.reddit.com/.rss",) if not segments else ()


def _medium(segments: list[str], _query: str) -> tuple[str, ...]:
    return (f"https://medium.com/feed/{segments[0]}",) if segments else ()


def _bluesky(segments: list[str], _query: str) -> tuple[str, ...]:
    if len(segments) > 1 and segments[0] == "profile":
        return (f"https://bsky.app/profile/{segments[1]}/rss",)
    return ()


_KNOWN_SITES = {
    "github.com": _github,
    "youtube.com": _youtube,
    "music.youtube.com": _youtube,
    "reddit.com": _reddit,
    "old.reddit.com": _reddit,
    "new.reddit.com": _reddit,
    "medium.com": _medium,
    "bsky.app": _bluesky,
}
