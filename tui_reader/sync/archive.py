"""What addresses of older parts of a feed look like. Pure."""

from __future__ import annotations

from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_PAGE = "paged"
"""The name that WordPress gives the number of a page."""


def numbered(url: str, page: int) -> str:
    """Give the address of a feed's numbered part."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != _PAGE]
    return urlunsplit(parts._replace(query=urlencode([*query, (_PAGE, str(page))])))


def numbers_pages(url: str) -> bool:
    """Whether the address looks like one of WordPress, which may hide what it is."""
    parts = urlsplit(url)
    return parts.path.rstrip("/").rpartition("/")[2] == "feed" or "feed=" in parts.query


def same_secret(feed_url: str, url: str) -> str:
    """Give an address the userinfo of the feed's, where both have one origin."""
    feed, other = urlsplit(feed_url), urlsplit(url)
    userinfo, at, host = feed.netloc.rpartition("@")
    if not at or (feed.scheme, host) != (other.scheme, other.netloc):
        return url
    return urlunsplit(other._replace(netloc=f"{userinfo}@{host}"))


def digest(text: str) -> str:
    """Name a text shortly."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
