"""What each ``--json`` prints, key by key: the text of docs/cli.md, and what tests hold us to."""

from __future__ import annotations

Keys = dict[str, tuple[str, str]]
"""Key → (type, meaning)."""

ERROR: Keys = {
    "error.kind": ("text", "a stable word: `usage-error`, `store-locked`, `timeout` …"),
    "error.message": ("text", "what happened, to which feed or file"),
    "error.hint": ("text", "what to do next; may be empty"),
    "error.url": ("text", "only where an address is to blame"),
}

PROBLEM: Keys = {
    "kind": ("text", "a stable word: `timeout`, `http`, `not-a-feed` …"),
    "message": ("text", "a sentence"),
    "hint": ("text", "what to do next; may be empty"),
    "status": ("number", "the HTTP status, or 0"),
    "since": ("instant", "when this row of failures began"),
}

FEED: Keys = {
    "id": ("number", "stays the same for good"),
    "title": ("text", "your title, else the feed's own, else the host"),
    "url": ("text", "the feed's address"),
    "site_url": ("text", "the blog's address; may be empty"),
    "folders": ("list of text", "paths with `/` between; an empty one is the top level"),
    "unread": ("number", "unread entries"),
    "total": ("number", "entries kept"),
    "added_at": ("instant", "when it was subscribed to"),
    "checked_at": ("instant or null", "the last exchange with the server"),
    "changed_at": ("instant or null", "when a fetch last brought something new"),
    "due_at": ("instant or null", "not fetched by schedule before this"),
    "failures": ("number", "failed fetches in a row"),
    "stopped": ("true or false", "the site said that the feed is gone"),
    "problem": ("problem or null", "why it fails"),
    "fetched_at": ("instant or null", "the last fetch that succeeded"),
    "moved_from": ("text", "its address before a move that was followed; may be empty"),
    "login": (
        "object or null",
        "`place` (keyring, file, command), `kind`, and `origin`, the only place it is sent to",
    ),
    "settings": ("object", "what is set for the feed itself; null is inherited"),
    "effective": ("object", "what holds in the end, with the same keys"),
    "attention": (
        "object or null",
        (
            "why it needs a person: `kind` (gone, login, not-a-feed, failing, stayed, moved, "
            "silent), `message`, `advice`, `since`; null also where it failed but once or twice"
        ),
    ),
}

ROW: Keys = {
    "id": ("number", "stays the same for good"),
    "feed_id": ("number", "the feed's id"),
    "feed": ("text", "the feed's title"),
    "title": ("text", "one line"),
    "url": ("text", "the permalink; may be empty"),
    "authors": ("list of author", "`name`, `role`, `url`, each a text"),
    "categories": ("list of text", "as the feed writes them"),
    "at": ("instant", "what lists are ordered by"),
    "minutes": ("number", "reading time; 0 where there is no text"),
    "excerpt": ("text", "plain text; paragraphs parted by one newline"),
    "read": ("true or false", "whether it is read"),
    "starred": ("true or false", "whether it is starred"),
    "progress": ("number", "percent that was read, 1 to 99; 0 where it is not in progress"),
    "changed": ("true or false", "whether its text changed after it was read"),
    "has_enclosure": ("true or false", "whether a file is attached"),
}

ENTRY: Keys = {
    **{key: ROW[key] for key in ("id", "feed_id", "feed", "title", "url")},
    "comments_url": ("text", "the comments page; may be empty"),
    **{key: ROW[key] for key in ("authors", "categories", "at")},
    "published_at": ("instant or null", "as the feed tells"),
    "updated_at": ("instant or null", "as the feed tells"),
    "first_seen_at": ("instant", "when a sync first brought it"),
    "language": ("text", "a language tag; may be empty"),
    "words": ("number", "words of the text"),
    "excerpt": ROW["excerpt"],
    "html": ("text", "the article as the feed sent it: hostile until you sanitise it"),
    "html_base": ("text", "what links in it are relative to"),
    "summary_html": ("text", "the feed's summary where it differs; as hostile"),
    "image_url": ("text", "may be empty"),
    "enclosures": ("list", "`url`, `media_type`, `size` (bytes or null), `title`"),
    "read": ROW["read"],
    "starred": ROW["starred"],
    "progress": ROW["progress"],
    "page": ("page or null", "what came of fetching the entry's own page; null: never tried"),
    "as_read": (
        "object or null",
        "with `--changes`: `html`, `html_base`, `summary_html` as you read them; null: the same",
    ),
}

PAGE: Keys = {
    "url": ("text", "where it came from at last"),
    "html": ("text", "its article; empty where there is none; as hostile as the feed's"),
    "authors": ROW["authors"],
    "published_at": ("instant or null", "as the page tells"),
    "image_url": ("text", "may be empty"),
    "language": ("text", "a language tag; may be empty"),
    "words": ("number", "words of its article"),
    "chosen": ("true or false", "whether it is read in place of the feed's text"),
    "fetched_at": ("instant", "when the last attempt was"),
    "problem": ("problem or null", "why the last attempt failed"),
}

CHANGE: Keys = {
    "id": ("number", "its place in the journal"),
    "field": ("text", "`read`, `starred`, `subscribed`, `title`, `address` or `settings`"),
    "value": ("true or false", "what it was set to"),
    "at": ("instant", "when it was done"),
    "scope": ("text", "where, for people; may be empty"),
    "count": ("number", "entries or feeds that turned"),
    "entry_ids": ("list of number", "at most the first 1,000"),
    "feed_ids": ("list of number", "the feeds, where it was about feeds"),
    "undone": ("true or false", "whether it was taken back"),
    "summary": ("text", "a sentence without its full stop"),
}

OUTPUTS: dict[str, tuple[str, Keys]] = {
    "list, search": (
        '`{"entries": [row …], "more": true}`; `more` says whether the limit cut the list. A row:',
        {
            **ROW,
            "snippet": (
                "text",
                "of a search: the passage with the hit, where title and excerpt do not show it",
            ),
        },
    ),
    "show": ("An entry:", ENTRY),
    "page": ("The page of an entry:", PAGE),
    "extract": (
        "One object, also where nothing was found (exit code 1):",
        {
            "title": ("text", "without the site's name; may be empty"),
            "authors": ROW["authors"],
            "published_at": ("instant or null", "as the page tells"),
            "language": ENTRY["language"],
            "site_name": ("text", "may be empty"),
            "image_url": ENTRY["image_url"],
            "words": ENTRY["words"],
            "html": ("text", "the article; empty where none was found"),
            "reason": ("text", "why none was found; else empty"),
        },
    ),
    "mark, undo, remove": (
        (
            '`{"change": change}`, or null where nothing turned; `undo --list` prints '
            '`{"changes": [change …]}`. A change:'
        ),
        CHANGE,
    ),
    "feeds": ('`{"feeds": [feed …]}`. A feed:', FEED),
    "problem": ("Why a feed fails, wherever it is told:", PROBLEM),
    "add": (
        (
            'One object; with several addresses `{"results": [object …]}`, an error in the place '
            "of what failed. Keys that have nothing to tell are left out."
        ),
        {
            "feed_id": ("number or null", "null where you have to choose with `--pick`"),
            "title": ("text", "how it is listed"),
            "url": ("text", "the feed's address"),
            "already": ("true", "it was subscribed before"),
            "outcome": ("object", "the first fetch, as in `sync`"),
            "candidates": (
                "list",
                (
                    "what was found: `url`, `title`, `kind`, `entries`, `newest_at`, "
                    "`recent_titles`, `is_comments`, `subscribed`"
                ),
            ),
        },
    ),
    "sync": (
        (
            "One object a line, after each feed; where no feed is due, one without `outcome`. Keys "
            "that have nothing to tell are left out."
        ),
        {
            "done": ("number", "feeds that are finished"),
            "total": ("number", "feeds of this sync"),
            "failed": ("number", "of the finished ones"),
            "new": ("number", "new entries so far"),
            "outcome": (
                "object",
                (
                    "the feed just finished: `feed_id`, `title`, `kind` (updated, unchanged, "
                    "failed, skipped), `new`, `changed`, `problem`, `note`, `elapsed` (seconds)"
                ),
            ),
        },
    ),
    "import": (
        (
            'One object; without a file `{"importable": [{"path": …, "kind": …, "feeds": …}]}`, '
            "where `kind` is `OPML` or `newsboat`."
        ),
        {
            "added": ("number", "feeds subscribed to"),
            "already": ("number", "feeds that were subscribed before"),
            "folders": ("number", "folders made"),
            "refused": ("list of text", "a sentence for each line that was left out"),
        },
    ),
    "status": (
        "One object:",
        {
            "library": ("text", "the file"),
            "feeds": ("number", "subscriptions"),
            "failing": ("number", "of them that keep failing, or whose problem will not pass"),
            "entries": ("number", "entries kept"),
            "unread": ("number", "of them unread"),
            "starred": ("number", "of them starred"),
            "in_progress": ("number", "of them begun and not read to their end"),
            "synced_at": (
                "instant or null",
                "when the last sync finished; before the first, when a feed was last fetched",
            ),
            "offline": ("true or false", "it found no network"),
            "syncing": ("true or false", "a sync is running now"),
        },
    ),
    "keys": (
        '`{"keys": [command …]}`. A command:',
        {
            "id": ("text", "as `[keys]` names it"),
            "keys": ("list of text", "as Textual names them"),
            "title": ("text", "what it does"),
            "help": ("text", "a sentence or two"),
            "group": ("text", "its heading in the help"),
            "panes": ("list of text", "`feeds`, `entries`, `article`"),
            "changed": ("true or false", "whether the config changed its keys"),
        },
    ),
    "config": (
        "One object; `config --path` prints its first two keys.",
        {
            "path": ("text", "the config file"),
            "exists": ("true or false", "whether it is there"),
            "options": ("object", "by full name: `value` and `source`"),
            "warnings": ("list of text", "names that mean nothing"),
        },
    ),
    "doctor": (
        '`{"checks": [check …]}`. A check:',
        {
            "name": ("text", "what was examined"),
            "ok": ("true or false", "whether it is well"),
            "detail": ("text", "what was found"),
            "hint": ("text", "what to do; may be empty"),
        },
    ),
    "backup": (
        "One object:",
        {
            "backup": ("text", "the file"),
            "bytes": ("number", "its size"),
        },
    ),
    "restore": (
        "One object:",
        {
            "library": ("text", "the file that now holds the backup's content"),
            "kept": ("text or null", "where the file that it replaced is now"),
        },
    ),
    "error": (
        "With `--json` a failure is one object on stderr, and stdout is empty:",
        ERROR,
    ),
}
"""By command, in the order of docs/cli.md: an introduction, and the keys."""
