"""The shape of the library file, and the numbered steps from every older shape to this one.

``position`` is ``codec.position``: the sort second and the entry's id in one integer. What is
narrow here is narrow on purpose: marking 200,000 entries read moves rows of two integers.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Migration = Callable[[sqlite3.Connection], None]

APPLICATION_ID = 0x626C6F67
"""“blog”; in the file's header, so that no other program's database is taken for ours."""

_VERSION_1 = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE lease (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    owner TEXT NOT NULL,
    pid INTEGER NOT NULL,
    acquired_at INTEGER NOT NULL,
    heartbeat_at INTEGER NOT NULL
);

CREATE TABLE host_wait (
    host TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;

-- A subscription. Times are microseconds since 1970, UTC. archived_at is set by unsubscribing.
CREATE TABLE feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    url_key TEXT NOT NULL,
    user_title TEXT NOT NULL DEFAULT '',
    added_at INTEGER NOT NULL,
    archived_at INTEGER,
    title TEXT NOT NULL DEFAULT '',
    site_url TEXT NOT NULL DEFAULT '',
    info TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_hash TEXT NOT NULL DEFAULT '',
    checked_at INTEGER,
    changed_at INTEGER,
    due_at INTEGER,
    not_before INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    moved_to TEXT NOT NULL DEFAULT '',
    moved_since INTEGER,
    stopped INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX feed_by_url_key ON feed (url_key);

-- Kept by the transactions that change the rows they count.
CREATE TABLE feed_count (
    feed_id INTEGER PRIMARY KEY REFERENCES feed (id),
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0
);

-- Folder 0 is the top level.
CREATE TABLE folder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES folder (id),
    name TEXT NOT NULL,
    place INTEGER NOT NULL,
    UNIQUE (parent_id, name)
);
INSERT INTO folder (id, parent_id, name, place) VALUES (0, NULL, '', 0);

CREATE TABLE placement (
    folder_id INTEGER NOT NULL REFERENCES folder (id),
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    place INTEGER NOT NULL,
    PRIMARY KEY (folder_id, feed_id)
) WITHOUT ROWID;
CREATE INDEX placement_by_feed ON placement (feed_id);

CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL,
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    key TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    authors TEXT NOT NULL,
    categories TEXT NOT NULL,
    published_at INTEGER,
    updated_at INTEGER,
    first_seen_at INTEGER NOT NULL,
    words INTEGER NOT NULL,
    has_enclosure INTEGER NOT NULL,
    excerpt TEXT NOT NULL,
    UNIQUE (feed_id, key)
);
CREATE INDEX entry_by_position ON entry (position, feed_id);
CREATE INDEX entry_by_feed ON entry (feed_id, position);

-- zlib over JSON: what only the open article needs.
CREATE TABLE entry_body (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id),
    body BLOB NOT NULL
);

-- alias: 16 bytes, codec.digest; a key that the entry had before is kept here, too.
CREATE TABLE entry_alias (
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    alias BLOB NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entry (id),
    PRIMARY KEY (feed_id, alias, entry_id)
) WITHOUT ROWID;
CREATE INDEX entry_alias_by_entry ON entry_alias (entry_id);

-- No references in unread and change_entry: looking them up for each of 200,000 rows costs a
-- fifth of the marking, and SQLite empties a table at once only where it has none.
CREATE TABLE unread (
    position INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL
);
CREATE INDEX unread_by_feed ON unread (feed_id);

CREATE TABLE starred (
    position INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feed (id)
);
CREATE INDEX starred_by_feed ON starred (feed_id);

CREATE TABLE category (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    name TEXT NOT NULL,
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    UNIQUE (feed_id, name)
);

CREATE TABLE entry_category (
    position INTEGER NOT NULL,
    category_id INTEGER NOT NULL REFERENCES category (id),
    PRIMARY KEY (position, category_id)
) WITHOUT ROWID;
CREATE INDEX entry_category_by_category ON entry_category (category_id, position);

-- rowid is the position. Holds no text of its own (content=''): see store/search.py.
CREATE VIRTUAL TABLE search USING fts5 (
    title, authors, body,
    content='', columnsize=0, tokenize="unicode61 remove_diacritics 2"
);

-- The journal. What turned is in change_entry or change_feed, so that undo is a copy back.
-- undone: 0 it stands, 1 it can be done again, 2 a newer change came after its undoing.
CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    field TEXT NOT NULL,
    value INTEGER NOT NULL,
    at INTEGER NOT NULL,
    scope TEXT NOT NULL,
    count INTEGER NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX change_to_redo ON change (undone) WHERE undone = 1;

CREATE TABLE change_entry (
    change_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    feed_id INTEGER NOT NULL,
    PRIMARY KEY (change_id, position)
) WITHOUT ROWID;
CREATE INDEX change_entry_by_position ON change_entry (position, change_id);

CREATE TABLE change_feed (
    change_id INTEGER NOT NULL REFERENCES change (id),
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    PRIMARY KEY (change_id, feed_id)
) WITHOUT ROWID;
"""

_VERSION_2 = """
-- JSON of model.settings.Settings, only what was set; empty for none.
ALTER TABLE feed ADD COLUMN settings TEXT NOT NULL DEFAULT '';
ALTER TABLE folder ADD COLUMN settings TEXT NOT NULL DEFAULT '';

-- The address before the last move that was trusted, for its undo.
ALTER TABLE feed ADD COLUMN moved_from TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN moved_at INTEGER;
-- Where a move led that the user has taken back: it is not followed again.
ALTER TABLE feed ADD COLUMN move_refused TEXT NOT NULL DEFAULT '';

-- The last fetch that succeeded.
ALTER TABLE feed ADD COLUMN good_at INTEGER;
UPDATE feed SET good_at = checked_at WHERE problem = '';

-- JSON of model.login.Login: where the feed's secret is kept. The secret itself is never here.
ALTER TABLE feed ADD COLUMN login TEXT NOT NULL DEFAULT '';

-- What a change set anew that is words, not a state: a feed's title, address or settings, a
-- folder's settings. what: the column, as store/revisions.py names it; owner_id: of its row.
CREATE TABLE change_text (
    change_id INTEGER NOT NULL REFERENCES change (id),
    what TEXT NOT NULL,
    owner_id INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (change_id, what, owner_id)
) WITHOUT ROWID;

-- JSON: how far the archive of the blog was walked back; empty where it never was.
ALTER TABLE feed ADD COLUMN history TEXT NOT NULL DEFAULT '';

-- Where the reader stopped; position is the entry's. A row is an entry in progress: one that is
-- read to its end has none.
CREATE TABLE reading (
    position INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    block INTEGER NOT NULL,
    char_offset INTEGER NOT NULL,
    quote TEXT NOT NULL,
    percent INTEGER NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX reading_by_feed ON reading (feed_id);

-- The article of an entry's own page, beside the feed's text; zlib over JSON, as entry_body, and
-- NULL where there is none. authors and excerpt are what a row shows where the feed has none.
-- chosen: the reader wants it in place of the feed's text. problem: why there is none; neither a
-- body nor a problem means that the feed's text is complete.
CREATE TABLE entry_page (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id),
    body BLOB,
    authors TEXT NOT NULL DEFAULT '',
    excerpt TEXT NOT NULL DEFAULT '',
    words INTEGER NOT NULL DEFAULT 0,
    chosen INTEGER NOT NULL DEFAULT 1,
    problem TEXT NOT NULL DEFAULT '',
    fetched_at INTEGER NOT NULL
);

-- What a read entry said when it was read, from its first change on until that was looked at.
CREATE TABLE entry_as_read (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id),
    body BLOB NOT NULL,
    changed_at INTEGER NOT NULL
);

-- What was purged, whole, for thirty days.
CREATE TABLE bin (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER NOT NULL,
    purged_at INTEGER NOT NULL,
    act INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX bin_by_act ON bin (act);
CREATE INDEX bin_by_time ON bin (purged_at);

-- The names of purged entries, as in entry_alias: what a document still holds of them is not new.
CREATE TABLE purged (
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    alias BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (feed_id, alias)
) WITHOUT ROWID;

-- Marks of a copy for entries that have not come in yet. alias: the first 8 bytes of the key's.
CREATE TABLE awaited (
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    alias BLOB NOT NULL,
    read INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    PRIMARY KEY (feed_id, alias)
) WITHOUT ROWID;
"""


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run statements one by one inside the caller's transaction.

    ``executescript`` would commit it first.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _create(connection: sqlite3.Connection) -> None:
    run_script(connection, _VERSION_1)


def _settle(connection: sqlite3.Connection) -> None:
    run_script(connection, _VERSION_2)


MIGRATIONS: tuple[Migration, ...] = (_create, _settle)
"""Step ``n`` leads from version ``n`` to ``n + 1``; the first makes the file."""

VERSION = len(MIGRATIONS)
