"""The full-text index: what goes into it, and how a person's words become an expression.

The index holds no text (FTS5, ``content=''``), so a row is taken out of it by giving it the
same words again. They are made anew from the stored entry by ``words_of``: whoever changes
what that function gives must rebuild the index in a migration.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.clean import beyond_ascii
from tui_reader.store.codec import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MAX_TERMS = 32
"""Words of a query that count; a pasted book is no query."""
_MAX_QUERY = 2000
_TUNING = {"automerge": 32, "crisismerge": 64, "pgsz": 4050}
"""Of FTS5, in place of 4, 16 and 1,000: what is found then lies in some 30 parts, not in 16.

With 16 for the first, a sync of 1,000 large feeds merges most of what it writes once more, a tenth
of the writer's work, and leaves no fewer parts: 35, where 32 leaves 24.
"""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_FEW = 24
"""So many different letters are parted one by one; more of them in one walk."""
_UNSPACED_LETTER = re.compile(f"([{_UNSPACED}])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STAYS_NOT = re.compile(f"[{_UNSPACED}\ud800-\udfff]")
_WHOLE_TAG = re.compile(r"<(?:!|/?[A-Za-z])[^<>]*+>")
_SILENT_TAG = re.compile(r"<(?:script|style)(?![A-Za-z0-9])", re.IGNORECASE)
_NAME_OF_TAG = re.compile(r"/?[A-Za-z][A-Za-z0-9]*")
_SILENT = frozenset({"script", "style"})

Words = tuple[str, str, str]
"""Title, authors and body, as the index takes them."""


def words_of(title: str, authors: Iterable[str], *html: str) -> Words:
    """Give what of an entry can be found."""
    return _spaced(title), _spaced(" ".join(authors)), text_words(*html)


def text_words(*html: str) -> str:
    """Give the part of it that is the text of HTML."""
    return _spaced(" ".join(text_of(part) for part in html if part))


def text_of(html: str) -> str:
    """Give the text of HTML, roughly: for the index alone, linear in any input."""
    plain, tags = _WHOLE_TAG.subn(" ", html)
    if tags == html.count("<") and not _SILENT_TAG.search(html):
        return _decoded(plain)
    return _text_around(html)


def _text_around(html: str) -> str:
    """Give the text around tags of which some are broken, or have no text inside."""
    parts = html.split("<")
    out = [parts[0]]
    silent = ""
    for part in parts[1:]:
        tag, closed, text = part.partition(">")
        name = _NAME_OF_TAG.match(tag)
        if name is None:
            text = text if tag.startswith("!") else part
        elif silent:
            silent = "" if name[0].lower() == f"/{silent}" else silent
        elif name[0].lower() in _SILENT:
            silent = name[0].lower()
        if not silent and (closed or name is None):
            out.append(text)
    return _decoded(" ".join(out))


def _decoded(text: str) -> str:
    if "&" not in text:
        return text
    from tui_reader.dom import unescape  # noqa: PLC0415 - the app starts without the HTML parser

    return unescape(text)


def add(connection: sqlite3.Connection, position: int, words: Words) -> None:
    """Make an entry findable."""
    connection.execute(
        "INSERT INTO search (rowid, title, authors, body) VALUES (?, ?, ?, ?)", (position, *words)
    )


def add_all(connection: sqlite3.Connection, found: Iterable[tuple[int, Words]]) -> None:
    """Make entries findable, in the order of their positions.

    FTS5 gathers rows while they come in that order; one that goes back makes it write at once.
    """
    connection.executemany(
        "INSERT INTO search (rowid, title, authors, body) VALUES (?, ?, ?, ?)",
        [(position, *words) for position, words in sorted(found)],
    )


def tune(connection: sqlite3.Connection) -> None:
    """Let the index gather more before it merges, which for a sync is most of its work.

    It holds for the file from then on.
    """
    held = dict(connection.execute("SELECT k, v FROM search_config").fetchall())
    for name, value in _TUNING.items():
        if held.get(name) != value:
            connection.execute("INSERT INTO search (search, rank) VALUES (?, ?)", (name, value))


def remove(connection: sqlite3.Connection, position: int, words: Words) -> None:
    """Take an entry out of the index; the words must be those it was added with."""
    connection.execute(
        "INSERT INTO search (search, rowid, title, authors, body) VALUES ('delete', ?, ?, ?, ?)",
        (position, *words),
    )


def expression(text: str) -> str:
    """Make an FTS5 expression that cannot fail: every word must occur, the last as a prefix.

    A last word of one letter is taken as a whole word: half the library begins with it. (An
    index of prefixes would answer it, at nearly three times the size of the index.)

    Gives an empty string where the text holds nothing to look for.
    """
    words = [_spaced(word) for word in (text[:_MAX_QUERY] + "|").replace("\0", " ").split()]
    words[-1] = words[-1].removesuffix("|")
    found = [word for word in words if any(map(str.isalnum, word))][:MAX_TERMS]
    if not found:
        return ""
    quoted = " ".join('"' + word.replace('"', '""') + '"' for word in found)
    open_ended = len(found[-1]) > 1 and found[-1] is words[-1] and not found[-1][-1].isspace()
    return quoted + "*" * open_ended


def _spaced(text: str) -> str:
    """Part the letters of scripts that have no spaces, so that any run of them can be found."""
    text = storable(text).replace("\0", " ")
    letters = set(_UNSPACED_LETTER.findall(beyond_ascii(text)))
    if len(letters) <= _FEW:
        for letter in letters:
            text = text.replace(letter, f" {letter} ")
        return text
    return _UNSPACED_LETTER.sub(r" \1 ", text)


def spaced_utf8(text: bytes, beyond: str) -> bytes:
    """Give the same of a text in UTF-8 as ``text_words`` gives of the HTML that it was.

    Args:
        text: The text.
        beyond: Its characters that are not ASCII.
    """
    letters = set(_STAYS_NOT.findall(beyond))
    if len(letters) > _FEW or _SURROGATE.search("".join(letters)):
        return _spaced(text.decode("utf-8", "surrogatepass")).encode()
    for letter in letters:
        text = text.replace(letter.encode(), f" {letter} ".encode())
    return text.replace(b"\0", b" ")
