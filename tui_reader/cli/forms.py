"""The JSON forms of what the commands print. Keys are permanent; new ones may be added.

Instants are RFC 3339 in UTC (``2026-11-24T06:30:00Z``), or null. Addresses are without
userinfo. docs/cli.md lists the forms.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC
from typing import TYPE_CHECKING

from tui_reader import urls

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tui_reader.article.extract import Extracted
    from tui_reader.cli.output import JsonValue
    from tui_reader.model.change import StatusChange
    from tui_reader.model.entry import Entry, EntryContent, EntryPage, EntryRow
    from tui_reader.model.feed import Author, Feed, Problem
    from tui_reader.model.login import Login
    from tui_reader.model.settings import Settings
    from tui_reader.reader.upkeep import Tuning

    Form = dict[str, JsonValue]


def instant(when: datetime | None) -> str | None:
    """Write an instant to the second."""
    if when is None:
        return None
    return when.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def feed(of: Feed, tuning: Tuning) -> Form:
    """Write a subscription, and how it is set."""
    return {
        "id": of.id,
        "title": of.title,
        "url": urls.display(of.url),
        "site_url": urls.display(of.info.site_url),
        "folders": ["/".join(path) for path in of.folders],
        "unread": of.unread,
        "total": of.total,
        "added_at": instant(of.added_at),
        "checked_at": instant(of.fetch.checked_at),
        "changed_at": instant(of.fetch.changed_at),
        "due_at": instant(of.fetch.due_at),
        "failures": of.fetch.failures,
        "stopped": of.fetch.stopped,
        "problem": problem(of.fetch.problem),
        "fetched_at": instant(of.fetch.good_at),
        "moved_from": urls.display(of.moved_from),
        "login": _login(of.login),
        "settings": _settings(tuning.own),
        "effective": _settings(tuning.effective),
    }


def _login(of: Login | None) -> Form | None:
    if of is None:
        return None
    return {"place": of.place.value, "kind": of.kind and of.kind.value, "origin": of.origin}


def _settings(of: Settings) -> Form:
    return {each.name: getattr(of, each.name) for each in fields(of)}


def problem(of: Problem | None) -> Form | None:
    """Write why a feed fails."""
    if of is None:
        return None
    return {
        "kind": of.kind,
        "message": of.message,
        "hint": of.hint,
        "status": of.status,
        "since": instant(of.since),
    }


def row(of: EntryRow) -> Form:
    """Write an entry as a list shows it."""
    return {
        "id": of.id,
        "feed_id": of.feed_id,
        "feed": of.feed_title,
        "title": of.title,
        "url": urls.display(of.url),
        "authors": _authors(of.authors),
        "categories": list(of.categories),
        "at": instant(of.sort_at),
        "minutes": of.minutes,
        "excerpt": of.excerpt,
        "read": of.read,
        "starred": of.starred,
        "progress": of.progress,
        "changed": of.changed,
        "has_enclosure": of.has_enclosure,
    }


def entry(of: Entry) -> Form:
    """Write an entry whole. Its HTML is as the feed sent it, without control characters."""
    content = of.content
    return {
        "id": of.id,
        "feed_id": of.feed_id,
        "feed": of.feed_title,
        "title": content.title,
        "url": urls.display(content.url),
        "comments_url": urls.display(content.comments_url),
        "authors": _authors(content.authors),
        "categories": list(content.categories),
        "at": instant(of.sort_at),
        "published_at": instant(content.published_at),
        "updated_at": instant(content.updated_at),
        "first_seen_at": instant(of.first_seen_at),
        "language": content.language,
        "words": content.words,
        "excerpt": content.excerpt,
        "html": content.html,
        "html_base": urls.display(content.html_base),
        "summary_html": content.summary_html,
        "image_url": urls.display(content.image_url),
        "enclosures": [
            {
                "url": urls.display(enclosure.url),
                "media_type": enclosure.media_type,
                "size": enclosure.size,
                "title": enclosure.title,
            }
            for enclosure in content.enclosures
        ],
        "read": of.status.read,
        "starred": of.status.starred,
        "progress": of.stop.percent if of.stop else 0,
        "page": page(of.page),
        "as_read": _as_read(of.as_read),
    }


def _as_read(of: EntryContent | None) -> Form | None:
    if of is None:
        return None
    return {
        "html": of.html,
        "html_base": urls.display(of.html_base),
        "summary_html": of.summary_html,
    }


def page(of: EntryPage | None) -> Form | None:
    """Write what came of fetching an entry's own page."""
    if of is None:
        return None
    return {
        "url": urls.display(of.url),
        "html": of.html,
        "authors": _authors(of.authors),
        "published_at": instant(of.published_at),
        "image_url": urls.display(of.image_url),
        "language": of.language,
        "words": of.words,
        "chosen": of.chosen,
        "fetched_at": instant(of.fetched_at),
        "problem": problem(of.problem),
    }


def extracted(of: Extracted) -> Form:
    """Write the article of a page."""
    return {
        "title": of.title,
        "authors": _authors(of.authors),
        "published_at": instant(of.published_at),
        "language": of.language,
        "site_name": of.site_name,
        "image_url": urls.display(of.image_url),
        "words": of.words,
        "html": of.html,
        "reason": of.reason,
    }


def change(of: StatusChange | None) -> Form | None:
    """Write a journalled change."""
    if of is None:
        return None
    return {
        "id": of.id,
        "field": of.field.value,
        "value": of.value,
        "at": instant(of.at),
        "scope": of.scope,
        "count": of.count,
        "entry_ids": list(of.entry_ids),
        "feed_ids": list(of.feed_ids),
        "undone": of.undone,
        "summary": of.summary,
    }


def _authors(of: Iterable[Author]) -> list[JsonValue]:
    return [
        {"name": author.name, "role": author.role, "url": urls.display(author.url)} for author in of
    ]
