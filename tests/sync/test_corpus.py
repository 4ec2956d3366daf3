"""Every real feed at hand, served from loopback and synced in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feedparser
import pytest
from effort import sample

from tui_reader.fetch.client import Limits
from tui_reader.model.report import OutcomeKind

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Shelf
    from server import Server

pytestmark = [pytest.mark.corpus, pytest.mark.asyncio(loop_scope="session")]

TYPES = {
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
    ".rdf": "application/rdf+xml",
}


async def test_all_real_feeds_sync_like_feedparser_reads_them_and_then_nothing_changes(
    server: Server, shelf: Shelf, corpus: Path
) -> None:
    files = sample((corpus / "real").iterdir())
    shelf.limits = Limits()
    for number, file in enumerate(files):
        tag = f'"{number}"' if number % 2 else ""
        media_type = TYPES.get(file.suffix, "application/rss+xml")
        server.feed(f"/{file.name}", file.read_bytes(), etag=tag, content_type=media_type)
    await shelf.subscribe(*[server.url(f"/{file.name}") for file in files])

    first = await shelf.sync()
    second = await shelf.sync()

    assert [outcome for outcome in first.outcomes if outcome.problem] == []
    assert {outcome.kind for outcome in second.outcomes} == {OutcomeKind.UNCHANGED}
    stored = dict(
        await shelf.rows(
            "SELECT f.url, count(e.id) FROM feed f LEFT JOIN entry e ON e.feed_id = f.id GROUP BY 1"
        )
    )
    differing = {
        file.name: (stored[server.url(f"/{file.name}")], counts)
        for file in files
        if file.suffix != ".json"
        and stored[server.url(f"/{file.name}")] not in (counts := _counts(file.read_bytes()))
    }
    assert differing == {}


def _counts(body: bytes) -> tuple[int, int]:
    """Count the entries, and those with different identities, as feedparser sees them."""
    found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False).entries
    names = {
        entry.get("id")
        or entry.get("link")
        or repr((entry.get("title"), entry.get("published"), entry.get("summary")))
        for entry in found
    }
    return len(found), len(names)
