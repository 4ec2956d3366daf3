"""Every exception that is ours.

Each carries data as attributes; ``message`` says what happened and to which feed or file,
``hint`` what to do next. Words shown to a person are written here, once.

    BlogreadError
    ├ ConfigError                    a mistake in the config file
    ├ UsageError                     a request that cannot be meant
    ├ StoreError                     the library file
    │ ├ StoreLocked                  another process writes for too long
    │ ├ StoreReadOnly                the file or its folder cannot be written
    │ ├ StoreFull                    no space left on the disk
    │ ├ StoreForeign                 an SQLite file of some other program, or no database at all
    │ ├ StoreTooNew                  written by a newer blogread
    │ └ StoreDamaged                 SQLite says that the file is malformed
    ├ SyncHeld                       another sync holds the lease
    ├ FeedNotFound · EntryNotFound · AlreadySubscribed
    └ FeedError                      one feed's failure: a value in a sync, never a crash
      ├ FetchError
      │ ├ TimedOut · Unreachable ─ UnknownName · Offline · BadCertificate
      │ ├ HttpStatus                 an answer that is no feed: 404, 410, 429, 5xx …
      │ ├ TooLarge                   more bytes or headers than a feed may have
      │ └ Forbidden                  an address we refuse to go to
      └ ParseError
        ├ NotAFeed                   a whole document, but no feed
        ├ NoArticle                  a whole document, but no article in it
        └ Unparsable                 a worker gave up: too slow, too much memory, crashed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class BlogreadError(Exception):
    """The root of the tree."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(BlogreadError):
    """A mistake in the config file; names the file and, where known, key and line."""

    def __init__(
        self, message: str, *, path: Path, key: str = "", line: int = 0, hint: str = ""
    ) -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {message}", hint=hint)
        self.path = path
        self.key = key
        self.line = line


class UsageError(BlogreadError):
    """A request that cannot be meant: an unknown view, a bad number, a missing file."""


class StoreError(BlogreadError):
    """The library file cannot serve; ``path`` is that file."""

    def __init__(self, message: str, *, path: Path, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path


class StoreLocked(StoreError):
    """Another process has been writing for longer than we wait."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The library {path} is in use by another program that does not let go.",
            path=path,
            hint="Nothing was changed. Close other blogread windows and try again.",
        )


class StoreReadOnly(StoreError):
    """The file or its folder cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The library {path} cannot be written: {reason}.",
            path=path,
            hint="Nothing was changed. Check the owner and the permissions of the file and "
            "its folder, or name another file with --library.",
        )


class StoreFull(StoreError):
    """No space is left on the disk that holds the library."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The disk that holds {path} is full; the last change was not saved.",
            path=path,
            hint="Everything saved before is safe. Free some space and try again.",
        )


class StoreForeign(StoreError):
    """The file is no library of ours."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} is not a blogread library: {reason}. It was not touched.",
            path=path,
            hint="Name another file with --library, or move this one away.",
        )


class StoreTooNew(StoreError):
    """The library was written by a newer blogread; ``found`` and ``known`` are schema versions."""

    def __init__(self, path: Path, *, found: int, known: int) -> None:
        super().__init__(
            f"The library {path} was written by a newer blogread "
            f"(schema {found}; this one knows {known}). It was not touched.",
            path=path,
            hint="Update blogread, or name another file with --library.",
        )
        self.found = found
        self.known = known


class StoreDamaged(StoreError):
    """SQLite reports that the file is malformed."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The library {path} is damaged: {reason}. It was not touched.",
            path=path,
            hint="“blogread restore --recover” saves what can be read, and keeps this file.",
        )


class SyncHeld(BlogreadError):
    """Another sync holds the lease of this library."""

    def __init__(self, owner: str, since: datetime) -> None:
        super().__init__(
            f"Another sync is running ({owner}, since {since.astimezone():%H:%M:%S}).",
            hint="Its results will be in the library. Wait for it, or stop that process.",
        )
        self.owner = owner
        self.since = since


class FeedNotFound(BlogreadError):
    """No subscription matches what was asked for."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"No subscription matches “{wanted}”.", hint="“blogread feeds” lists them."
        )
        self.wanted = wanted


class EntryNotFound(BlogreadError):
    """No entry has the id that was asked for."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"There is no entry {wanted}.", hint="“blogread list” shows the ids.")
        self.wanted = wanted


class AlreadySubscribed(BlogreadError):
    """The feed is subscribed already; ``title`` is how it is listed."""

    def __init__(self, url: str, title: str) -> None:
        super().__init__(f"Already subscribed: {title} ({url}).")
        self.url = url
        self.title = title


class FeedError(BlogreadError):
    """One feed's failure.

    ``url`` is the address without userinfo; ``kind`` a stable word for scripts.
    """

    kind = "failed"

    def __init__(self, message: str, *, url: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.url = url


class FetchError(FeedError):
    """No usable answer came from the address."""


class TimedOut(FetchError):
    """A connection, a pause or the whole exchange took too long."""

    kind = "timeout"

    def __init__(self, url: str, *, what: str, connecting: bool = False) -> None:
        super().__init__(
            f"The server took too long ({what}).",
            url=url,
            hint="blogread tries again by itself, at growing intervals.",
        )
        self.connecting = connecting
        """No connection came about: where that happens everywhere, there is no network."""


class Unreachable(FetchError):
    """The name does not resolve, or nothing answers, or the exchange broke off."""

    kind = "unreachable"

    def __init__(self, url: str, *, reason: str) -> None:
        super().__init__(
            f"The server cannot be reached: {reason}.",
            url=url,
            hint="blogread tries again by itself, at growing intervals.",
        )


class UnknownName(Unreachable):
    """No machine goes by the name in the address."""

    def __init__(self, url: str, *, name: str) -> None:
        super().__init__(url, reason=f"there is no site named “{name}”")
        self.name = name


class Offline(FetchError):
    """This machine has no network; no feed is to blame."""

    kind = "offline"

    def __init__(self, url: str) -> None:
        super().__init__("There is no network connection.", url=url)


class BadCertificate(FetchError):
    """TLS was refused."""

    kind = "certificate"

    def __init__(self, url: str, *, reason: str) -> None:
        super().__init__(
            f"The server's certificate was refused: {reason}.",
            url=url,
            hint="Nothing was sent. The site's owner has to renew it; check the address, too.",
        )


class LoginMissing(FetchError):
    """The feed's login is not where it was kept; nothing was sent without it."""

    kind = "login"

    def __init__(self, url: str, *, reason: str) -> None:
        super().__init__(
            f"The feed's login could not be read: {reason}.",
            url=url,
            hint="Give it again: E in the feeds, or “blogread feeds --login FEED”.",
        )


class HttpStatus(FetchError):
    """The server answered with a status that carries no feed.

    ``retry_after`` is in seconds from the answer, already clamped, or None.
    """

    kind = "http"

    def __init__(self, url: str, status: int, *, retry_after: float | None = None) -> None:
        super().__init__(_status_words(status), url=url, hint=_status_hint(status))
        self.status = status
        self.retry_after = retry_after


class TooLarge(FetchError):
    """The answer exceeds what a feed may take; ``limit`` is in bytes."""

    kind = "too-large"

    def __init__(self, url: str, *, what: str, limit: int) -> None:
        super().__init__(
            f"The answer's {what} is larger than the {limit // 1024:,} KiB a feed may have.",
            url=url,
            hint="Nothing of it was kept; what was stored before is untouched.",
        )
        self.limit = limit


class Forbidden(FetchError):
    """An address that is refused: another scheme, or a redirect into a private network."""

    kind = "refused"

    def __init__(
        self,
        url: str,
        *,
        reason: str,
        hint: str = "Subscribe to the address itself if you trust it.",
    ) -> None:
        super().__init__(f"The address was refused: {reason}.", url=url, hint=hint)


class ParseError(FeedError):
    """The document came whole, and cannot be read as a feed."""


class NotAFeed(ParseError):
    """A document of another kind; ``found`` names it (“a web page”, “an image”)."""

    kind = "not-a-feed"

    def __init__(self, url: str, *, found: str) -> None:
        super().__init__(
            f"This is {found}, not a feed.",
            url=url,
            hint="Its site may name another: f in the details (d), or “blogread add SITE”.",
        )
        self.found = found


class NoArticle(ParseError):
    """An entry's own page came whole, and no article is in it; ``reason`` is a sentence."""

    kind = "no-article"

    def __init__(self, url: str, *, reason: str) -> None:
        super().__init__(reason, url=url)


class Unparsable(ParseError):
    """A parse worker gave up on the document."""

    kind = "unparsable"

    def __init__(self, url: str, *, reason: str) -> None:
        super().__init__(
            f"The document could not be read: {reason}.",
            url=url,
            hint="What was stored before is untouched.",
        )


_STATUS = {
    400: ("The server does not understand the request", "Check the address."),
    401: (
        "The feed needs a login",
        "Give it one: E in the feeds, or “blogread feeds --login FEED”.",
    ),
    402: ("The feed asks for payment", ""),
    403: (
        "The server refuses to give this feed to us",
        "It may need a login (“blogread feeds --login FEED”), or block feed readers.",
    ),
    404: (
        "There is no feed at this address",
        "Its site may name a new one: f in the details (d), or “blogread add SITE”.",
    ),
    406: ("The server has no version of this feed for us", ""),
    410: ("The site says that this feed is gone for good", "Unsubscribe, or look for a new one."),
    429: ("The server asks us to come less often", "blogread waits as long as it asks."),
    451: ("The feed is not available for legal reasons", ""),
}


def reason(error: OSError) -> str:
    """Give the system's words for it, to go on in a sentence."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def _status_words(status: int) -> str:
    words = _STATUS.get(status, ("", ""))[0]
    if not words:
        words = "The server has trouble" if status >= 500 else "The server gave an odd answer"
    return f"{words} (status {status})."


def _status_hint(status: int) -> str:
    if status >= 500:
        return "blogread tries again by itself, at growing intervals."
    return _STATUS.get(status, ("", ""))[1]
