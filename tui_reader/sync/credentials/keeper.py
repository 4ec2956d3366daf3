"""Keeping, finding and forgetting the secrets of feeds."""

from __future__ import annotations

import asyncio
import secrets
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import UsageError, reason
from tui_reader.model.login import Login, Place, Secret
from tui_reader.sync.credentials import box, file, header, process, ring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tui_reader.config import CredentialsConfig
    from tui_reader.model.feed import Feed, FeedId
    from tui_reader.model.login import Kind

PATIENCE = 10.0
"""Seconds for ``credentials.command``."""
_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The secrets of some feeds, and for which of them why there is none."""

    secrets: dict[FeedId, Secret] = field(default_factory=dict, repr=False)
    missing: dict[FeedId, str] = field(default_factory=dict)


class Keeper:
    """The places where secrets are kept, as the config wants them."""

    def __init__(self, config: CredentialsConfig, path: Path) -> None:
        """Take the config, and the file that serves where there is no keyring."""
        self._config = config
        self._path = path

    async def keep(self, secret: Secret, kind: Kind) -> tuple[Login, str]:
        """Keep a secret; give where, and why that is not the keyring, in words.

        Raises:
            UsageError: It can be kept nowhere.
        """
        name = secrets.token_hex(8)
        why = ""
        if self._config.store != "file":
            try:
                await ring.put({name: box.pack(secret)})
                place = Place.KEYRING
                return Login(place=place, kind=kind, origin=secret.origin, name=name), ""
            except ring.RingFailure as failure:
                why = str(failure)
                if self._config.store == "keyring":
                    raise UsageError(
                        f"The login was not kept: {why}.",
                        hint='credentials.store = "file" keeps logins in a private file.',
                    ) from None
        packed = box.pack(secret)
        await asyncio.to_thread(file.change, self._path, lambda kept: kept.update({name: packed}))
        return Login(place=Place.FILE, kind=kind, origin=secret.origin, name=name), why

    def by_command(self, url: str) -> Login:
        """Give the login of a feed whose secret ``credentials.command`` prints.

        Raises:
            UsageError: There is no such command.
        """
        if not self._config.command:
            raise UsageError(
                "No command is set that could tell the login.",
                hint="Set credentials.command in the config, such as “pass show feeds/{host}”.",
            )
        return Login(place=Place.COMMAND, origin=urls.origin(url))

    async def forget(self, login: Login) -> None:
        """Drop a secret from where it is kept.

        Raises:
            UsageError: It could not be dropped.
        """
        if login.place is Place.FILE:
            await asyncio.to_thread(file.change, self._path, lambda kept: _drop(kept, login.name))
        elif login.place is Place.KEYRING:
            try:
                await ring.drop([login.name])
            except ring.RingFailure as failure:
                raise UsageError(
                    f"The login is still in the keyring: {failure}.",
                    hint="Try again once the keyring serves.",
                ) from None

    async def find(self, feeds: Iterable[Feed]) -> Found:
        """Find the secrets of those feeds that log in; a feed without is in ``missing``."""
        wanted = [
            (feed, feed.login)
            for feed in feeds
            if feed.login is not None and feed.login.origin == urls.origin(feed.url)
        ]
        found = Found()
        await self._from_ring([one for one in wanted if one[1].place is Place.KEYRING], found)
        await self._from_file([one for one in wanted if one[1].place is Place.FILE], found)
        await self._from_command([one for one in wanted if one[1].place is Place.COMMAND], found)
        return found

    async def _from_ring(self, wanted: Sequence[tuple[Feed, Login]], found: Found) -> None:
        if not wanted:
            return
        try:
            kept = await ring.get([login.name for _, login in wanted])
        except ring.RingFailure as failure:
            found.missing.update({feed.id: str(failure) for feed, _ in wanted})
            return
        _take(kept, wanted, found)

    async def _from_file(self, wanted: Sequence[tuple[Feed, Login]], found: Found) -> None:
        if not wanted:
            return
        try:
            kept = await asyncio.to_thread(file.read, self._path)
        except UsageError as error:
            found.missing.update({feed.id: error.message.rstrip(".") for feed, _ in wanted})
            return
        _take(kept, wanted, found)

    async def _from_command(self, wanted: Sequence[tuple[Feed, Login]], found: Found) -> None:
        turn = asyncio.Semaphore(_AT_ONCE)

        async def one(feed: Feed, login: Login) -> None:
            async with turn:
                try:
                    found.secrets[feed.id] = await self._run(feed, login)
                except UsageError as error:
                    found.missing[feed.id] = error.message.rstrip(".")

        await asyncio.gather(*(one(feed, login) for feed, login in wanted))

    async def _run(self, feed: Feed, login: Login) -> Secret:
        """Let the command tell the secret; its output is repeated nowhere.

        Raises:
            UsageError: It told none.
        """
        name = urls.host(feed.url)
        fills = {"{url}": urls.display(feed.url), "{host}": name, "{id}": str(feed.id)}
        try:
            words = shlex.split(self._config.command)
        except ValueError:
            raise UsageError("credentials.command has an open quote.") from None
        if not words or name.startswith("-"):
            raise UsageError("credentials.command is empty.")
        for sign, text in fills.items():
            words = [words[0], *(word.replace(sign, text) for word in words[1:])]
        try:
            status, heard = await process.ask(words, seconds=PATIENCE, most=header.LONGEST)
        except TimeoutError:
            raise UsageError(f"“{words[0]}” took longer than {PATIENCE:g} seconds.") from None
        except OSError as error:
            raise UsageError(f"“{words[0]}” failed: {reason(error)}.") from None
        if status:
            raise UsageError(f"“{words[0]}” failed with status {status}.")
        return header.said_by_command(heard.decode("utf-8", "replace"), origin=login.origin)


def _take(kept: dict[str, str], wanted: Sequence[tuple[Feed, Login]], found: Found) -> None:
    """Take the secrets that are there, each only where it is for the feed's own origin."""
    for feed, login in wanted:
        secret = box.unpack(kept.get(login.name, ""))
        if secret is None or secret.origin != urls.origin(feed.url):
            found.missing[feed.id] = f"it is no longer in the {login.place}"
        else:
            found.secrets[feed.id] = secret


def _drop(kept: dict[str, str], name: str) -> None:
    kept.pop(name, None)
