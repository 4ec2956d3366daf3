"""Names and passwords out of addresses: into the keeper, and out of the library."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import UsageError
from tui_reader.model.login import Kind
from tui_reader.store import feeds as feed_store
from tui_reader.store import logins
from tui_reader.sync.credentials import header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.model.feed import Feed
    from tui_reader.model.login import Login
    from tui_reader.store.database import Database
    from tui_reader.sync.credentials.keeper import Keeper

_LOG = logging.getLogger(__name__)


async def kept(keeper: Keeper, url: str) -> Login | None:
    """Keep the secret that an address carries; None where it carries none.

    Raises:
        UsageError: It can be kept nowhere.
    """
    said = header.of_userinfo(url)
    if not said or not urls.is_web(url):
        return None
    secret = header.secret(Kind.BASIC, said, origin=urls.origin(url))
    login, _ = await keeper.keep(secret, Kind.BASIC)
    return login


async def cut(database: Database, keeper: Keeper, feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """Cut the secrets out of the addresses of feeds that were subscribed with them.

    One that cannot be kept elsewhere stays where it is: it must not be lost.
    """
    return tuple([await _one(database, keeper, feed) for feed in feeds])


async def _one(database: Database, keeper: Keeper, feed: Feed) -> Feed:
    if "@" not in feed.url or feed.login is not None:
        return feed
    try:
        login = await kept(keeper, feed.url)
        if login is None:
            return feed
        if await database.write(logins.cut_userinfo, feed.id, feed.url, login):
            return await database.read(feed_store.get, feed.id)
        await keeper.forget(login)
    except UsageError as error:
        _LOG.warning("The login in the address of feed %d stays there: %s", feed.id, error.message)
    return feed
