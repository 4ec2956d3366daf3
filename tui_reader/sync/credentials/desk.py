"""Logging a feed in and out, as a person asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import UsageError
from tui_reader.model.login import Place
from tui_reader.store import feeds, logins
from tui_reader.sync.credentials import header

if TYPE_CHECKING:
    from tui_reader.model.feed import FeedId
    from tui_reader.model.login import Kind, Login
    from tui_reader.store.database import Database
    from tui_reader.sync.credentials.keeper import Keeper


async def log_in(database: Database, keeper: Keeper, feed_id: FeedId, kind: Kind, said: str) -> str:
    """Keep a login, in place of an older one; give where it is, in words.

    Raises:
        FeedNotFound: There is no such feed.
        UsageError: It cannot be that, or can be kept nowhere.
    """
    feed = await database.read(feeds.get, feed_id)
    secret = header.secret(kind, said, origin=_origin(feed.url))
    login, why = await keeper.keep(secret, kind)
    await _note(database, keeper, feed_id, feed.login, login)
    if login.place is Place.FILE:
        return f"a file that only you can read{f' ({why})' if why else ''}"
    return "the system's keyring"


async def log_in_by_command(database: Database, keeper: Keeper, feed_id: FeedId) -> str:
    """Have the configured command tell the login; give that in words.

    Raises:
        FeedNotFound: There is no such feed.
        UsageError: There is no such command.
    """
    feed = await database.read(feeds.get, feed_id)
    _origin(feed.url)
    await _note(database, keeper, feed_id, feed.login, keeper.by_command(feed.url))
    return "credentials.command"


async def log_out(database: Database, keeper: Keeper, feed_id: FeedId) -> bool:
    """Forget a login; False where there is none.

    Raises:
        FeedNotFound: There is no such feed.
        UsageError: It could not be dropped from where it is.
    """
    feed = await database.read(feeds.get, feed_id)
    if feed.login is None:
        return False
    await keeper.forget(feed.login)
    await database.write(logins.keep, feed_id, None)
    return True


async def _note(
    database: Database, keeper: Keeper, feed_id: FeedId, old: Login | None, new: Login
) -> None:
    """Note a new login, then drop the old secret: whatever ends this between, one is known."""
    await database.write(logins.keep, feed_id, new)
    if old is not None:
        await keeper.forget(old)


def _origin(url: str) -> str:
    origin = urls.origin(url)
    if not origin:
        raise UsageError("Only feeds from the web take a login.")
    return origin
