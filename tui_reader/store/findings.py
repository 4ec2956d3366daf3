"""What a damaged library still holds, row by row: from its tables, else from stray pages."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui_reader.store import codec, opening, schema
from tui_reader.store.pagefile import Far, PageFile

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from pathlib import Path

    from tui_reader.store.pagefile import Record, Tree

Row = dict[str, Any]

TABLES = (
    *("meta", "folder", "feed", "placement", "entry", "entry_body", "entry_alias", "unread"),
    *("starred", "reading", "entry_page", "entry_as_read", "change", "change_entry"),
    *("change_feed", "change_text", "bin", "purged", "awaited"),
)
"""What is saved; counts, categories and the index of words are made anew."""
_JOURNAL = ("change", "change_entry", "change_feed", "change_text")
_COUNTED = ("feed", "folder", "entry", "change", "category", "bin")
_TABLE_LEAF = 13
_LARGEST_ID = 1 << 40
_ZLIB = b"x"
"""How a packed body begins; blocks of the index of words do not."""
_PACKED = ("authors", "categories")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    name: str
    kind: str
    """INTEGER, TEXT or BLOB."""
    required: bool
    default: Any
    key: int
    """Its place in the key, from 1; 0 is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """How a table's rows look."""

    columns: tuple[_Column, ...]
    """In the order in which a row holds them."""
    numbered: bool
    """Its key is the number of the row, and is not among the values."""

    def row(self, number: int, values: Record) -> Row | None:
        """Give a row by the names of its columns; None where it is none of this table."""
        if len(values) > len(self.columns):
            return None
        row: Row = {}
        for at, column in enumerate(self.columns):
            value = values[at] if at < len(values) else column.default
            if self.numbered and column.key:
                value = number if value is None else None
            if not _fits(column, value):
                return None
            row[column.name] = _list_or_none(value) if column.name in _PACKED else value
        return row

    def key(self, row: Row) -> Hashable:
        """Give what a row is told apart by."""
        keys = sorted((column for column in self.columns if column.key), key=lambda c: c.key)
        found = tuple(row[column.name] for column in keys)
        return found[0] if len(found) == 1 else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All rows that could be read."""

    rows: Mapping[str, dict[Any, Row]]
    """By table and key."""
    flaws: int
    journal_is_whole: bool
    sequence: Mapping[str, int]

    def told_of(self) -> set[int]:
        """Give the entries that texts, names and marks tell of."""
        told = set(self.rows["entry_body"])
        told |= {row["entry_id"] for row in self.rows["entry_alias"].values()}
        for table in ("unread", "starred", "reading"):
            told |= {codec.entry_of(place) for place in self.rows[table]}
        return told

    def last_numbers(self) -> dict[str, int]:
        """Give the highest number that each table has given out, as far as anything tells."""
        last = {name: number for name, number in self.sequence.items() if name in _COUNTED}
        if told := self.told_of():
            last["entry"] = max(last.get("entry", 0), *told)
        return {name: number for name, number in last.items() if 0 < number < _LARGEST_ID}


def read(library: Path) -> Findings:
    """Read all that can be read of a library, whatever has become of it."""
    file = PageFile(library)
    shapes, usual = _shapes(file.size)
    told = file.roots()
    # The first pages of tables lie where those of every library do.
    roots = told or usual
    rows: dict[str, dict[Any, Row]] = {table: {} for table in TABLES}
    hurt: list[str] = []
    flaws = 0
    for table in TABLES:
        tree = file.tree(roots[table]) if table in roots else None
        refused = 0 if tree is None else _take(rows[table], tree, shapes[table])
        flaws += 0 if tree is None else tree.flaws + refused
        if tree is None or tree.flaws or refused or not told:
            hurt.append(table)
    sequence = _sequence(file, roots)
    for name, root in roots.items():
        if name not in TABLES and root not in file.seen:
            # Read for its pages alone: they belong to it, and to nothing else.
            file.tree(root)
    if hurt:
        for kind, leaf in file.strays():
            _take_stray(kind, leaf, hurt, rows, shapes)
    return Findings(
        rows=rows,
        flaws=flaws,
        journal_is_whole=not set(_JOURNAL) & set(hurt),
        sequence=sequence,
    )


def _take(rows: dict[Any, Row], tree: Tree, shape: _Shape) -> int:
    """Take in the rows that are some; give how many are none."""
    refused = 0
    for number, values in tree.rows:
        row = shape.row(number, values)
        if row is None:
            refused += 1
        else:
            rows.setdefault(shape.key(row), row)
    return refused


def _take_stray(
    kind: int,
    leaf: Tree,
    hurt: list[str],
    rows: dict[str, dict[Any, Row]],
    shapes: Mapping[str, _Shape],
) -> None:
    """Give a stray page to the hurt table that all its rows fit: never more than it can hold."""
    for table in hurt:
        shape = shapes[table]
        # Pages of an index look like those of a table without numbers, but for this one.
        if shape.numbered is not (kind == _TABLE_LEAF) or not (
            shape.numbered or table == "entry_alias"
        ):
            continue
        found = [shape.row(number, values) for number, values in leaf.rows]
        if found and all(row is not None and _is_sound(table, row) for row in found):
            _take(rows[table], leaf, shape)
            return


def _is_sound(table: str, row: Row) -> bool:
    """Tell a row from one of another table of the same columns."""
    if "position" in row and table != "entry":
        return bool(row["position"] > _LARGEST_ID or row["position"] < 0)
    if table == "entry_body":
        body = row["body"]
        head = body.head if isinstance(body, Far) else body[:1]
        return bool(head == _ZLIB and 0 < row["entry_id"] <= codec.ID_MASK)
    if table == "entry_alias":
        return len(row["alias"]) == 16 and 0 < row["entry_id"] <= codec.ID_MASK
    return True


def _fits(column: _Column, value: object) -> bool:
    if value is None:
        return not column.required
    kinds = {"INTEGER": int, "TEXT": str, "BLOB": bytes | Far}
    return isinstance(value, kinds[column.kind])


def _list_or_none(packed: Any) -> str:  # noqa: ANN401 - a value of a row, as sqlite3 gives them
    """Give a packed list, or an empty one where it was hit."""
    try:
        return str(packed) if isinstance(json.loads(packed), list) else ""
    except (TypeError, ValueError):
        return ""


def _sequence(file: PageFile, roots: Mapping[str, int]) -> dict[str, int]:
    root = roots.get("sqlite_sequence")
    if root is None:
        return {}
    return {
        str(values[0]): values[1]
        for _, values in file.tree(root).rows
        if len(values) == 2 and isinstance(values[1], int)
    }


def _shapes(page_size: int) -> tuple[dict[str, _Shape], dict[str, int]]:
    """Learn from a library that has just been made how tables look, and where they begin."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        with opening.transaction(connection):
            for migrate in schema.MIGRATIONS:
                migrate(connection)
        shapes = {table: _shape(connection, table) for table in TABLES}
        usual = dict(
            connection.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'")
        )
        return shapes, {name: page for name, page in usual.items() if page}


def _shape(connection: sqlite3.Connection, table: str) -> _Shape:
    told = connection.execute(f"PRAGMA table_info({table})").fetchall()
    columns = [
        _Column(
            name=name,
            kind=kind,
            required=bool(required or key),
            default=_literal(default),
            key=key,
        )
        for _, name, kind, required, default, key in told
    ]
    sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    numbered = "WITHOUT ROWID" not in sql[0]
    if not numbered:
        # Such a table holds its key first. Source: fileformat2.html §2.4.
        columns.sort(key=lambda column: (column.key == 0, column.key))
    return _Shape(columns=tuple(columns), numbered=numbered)


def _literal(default: str | None) -> object:
    if default is None:
        return None
    return default[1:-1] if default.startswith("'") else int(default)


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """Give the names of a table's columns."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
