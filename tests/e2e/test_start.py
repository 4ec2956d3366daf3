"""The first minute: a fresh home without a network, in terminals of every size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from reading import RULE, Reading

from tui_reader.commands import COMMANDS, show_key

if TYPE_CHECKING:
    from home import Home
    from terminal import Terminal

SIZES = [(50, 24), (80, 24), (120, 36), (200, 60)]
PANES = {50: 1, 80: 2, 120: 3, 200: 3}
ITEMS = {f"{show_key(key)} {command.label}" for command in COMMANDS for key in command.keys}
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
STATES = re.compile(
    r"(synced .+|never synced|offline|syncing( \d+/\d+( · \d+ failed)?)?|\d+ feeds? failing)$"
)


def faults_of(terminal: Terminal) -> list[str]:
    """Say what is drawn badly: rules that are not straight, footer items that are cut."""
    faults = []
    columns = [
        {column for column, cell in enumerate(terminal.cells(row)) if cell == RULE}
        for row in range(terminal.rows - 1)
    ]
    faults += [f"row {row}" for row, rules in enumerate(columns) if rules != columns[0]]
    *items, last = re.split(r" {2,}", terminal.lines[-1].strip())
    faults += [item for item in items if item not in ITEMS]
    if last not in ITEMS and not STATES.match(last):
        faults.append(last)
    return faults


def words_in(text: str) -> int:
    """Count words."""
    return len(re.findall(r"\w+", text))


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_handbook_is_read_at_once_on_a_fresh_home_without_a_network(
    columns: int, rows: int, home: Home
) -> None:
    with home.app(columns=columns, rows=rows) as terminal:
        reading = Reading(terminal)
        reading.wait(lambda r: "•" in r.terminal.text and len(r.panes) == PANES[columns])
        assert faults_of(terminal) == [], terminal.framed()
        terminal.press("enter")
        reading.wait(lambda r: r.panes[-1].has_focus and words_in(r.panes[-1].body) > 40)
        assert faults_of(terminal) == [], terminal.framed()
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.leftovers == []


def test_a_resize_keeps_the_cursor_and_draws_every_size_well(home: Home) -> None:
    with home.app(columns=120, rows=36) as terminal:
        reading = Reading(terminal)
        reading.wait(lambda r: r.list.has_focus and r.list.selected)
        reading.wait(lambda r: "•" in r.list.body)
        title = home.run("list").splitlines()[2].split("\t")[5][:16]
        terminal.press("j", "j")
        reading.wait(lambda r: title in r.list.selected)
        for columns, rows in (*SIZES, (30, 10), (72, 16), (120, 36)):
            terminal.resize(columns, rows)
            panes = 1 if columns < 72 else 2 if columns < 120 else 3
            reading.wait(
                lambda r, panes=panes: (
                    len(r.panes) == panes and any(title in pane.selected for pane in r.panes)
                )
            )
            if rows >= 16:
                reading.wait(lambda r: not faults_of(r.terminal))


def test_without_colours_weight_and_reverse_tell_the_same(home: Home) -> None:
    with home.app(columns=120, rows=36, NO_COLOR="1") as terminal:
        reading = Reading(terminal)
        reading.wait(lambda r: "•" in r.list.body and r.list.has_focus)
        terminal.press("enter")
        reading.wait(lambda r: r.article.has_focus)
        assert not COLOUR.search(terminal.raw)
        left = reading.list.left
        barred = [row for row in range(1, 35) if any(r.reverse for r in terminal.runs(row, left))]
        assert barred
