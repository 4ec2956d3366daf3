"""The rules of ARCHITECTURE.md that a machine can hold: imports, sizes, clocks, colours."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from importlinter.cli import lint_imports

from tui_reader.commands import COMMANDS
from tui_reader.ui.actions.dispatch import HANDLERS, TABLES
from tui_reader.ui.themes import THEME_NAMES, Colours, Ink, inks_for, theme_named

if TYPE_CHECKING:
    from rich.style import Style

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "tui_reader"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_MODULE, MAX_FUNCTION, MAX_PUBLIC_METHODS = 400, 50, 15
READABLE = 4.5

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*, but: tuple[str, ...] = ()) -> list[tuple[str, ast.Module]]:
    """Every module's path below the package, with its tree."""
    named = [(path.relative_to(PACKAGE).as_posix(), path) for path in MODULES]
    return [(name, tree(path)) for name, path in named if name not in but]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


# Imports


def contracts_hold(folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(str(folder))
    return lint_imports(config_filename=str(folder / "pyproject.toml"), no_cache=True) == 0


def test_the_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    assert contracts_hold(ROOT, monkeypatch)


PLANTED = (
    ("ui/app.py", "tui_reader.store.database"),
    ("store/entries.py", "tui_reader.parse.feed"),
    ("reader/entries.py", "textual"),
    ("ui/widgets/pane.py", "tui_reader.ui.screens.main"),
    ("model/entry.py", "tui_reader.config"),
)


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the contracts say of a copy with an import against each of them."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(PACKAGE, folder / "tui_reader", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for module, forbidden in PLANTED:
        planted = folder / "tui_reader" / module
        planted.write_text(planted.read_text("utf-8") + f"\nimport {forbidden}\n", "utf-8")
    # Its own process: the graph is built from whichever tui_reader is imported first.
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(("module", "forbidden"), PLANTED)
def test_the_import_contracts_catch_a_planted_import(
    module: str, forbidden: str, verdict: str
) -> None:
    importer = "tui_reader." + module.removesuffix(".py").replace("/", ".")
    assert re.search(rf"{re.escape(importer)} ->\s+{re.escape(forbidden)}\b", verdict), verdict


def modules_after(code: str, home: Path, *arguments: str) -> set[str]:
    """The modules that a process of its own has loaded after this code."""
    report = "\nimport sys\nprint('LOADED', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code + report, *arguments],
        env={"HOME": str(home), "PATH": os.environ["PATH"], "COLORTERM": "truecolor"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    loaded = done.stdout.rpartition("LOADED ")[2].split()
    return {name.partition(".")[0] for name in loaded}


def test_the_command_line_loads_nothing_heavy_to_begin_with(tmp_path: Path) -> None:
    loaded = modules_after("import tui_reader.cli.main", tmp_path)
    assert not loaded & {"textual", "rich", "httpx", "feedparser", "turbohtml", "sqlite3"}


def test_a_sync_loads_no_screen(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom tui_reader.cli.main import main\n"
        "assert main(['sync', 'blogread Handbook']) == 0"
    )
    assert "textual" not in modules_after(code, tmp_path)


def test_a_worker_loads_no_feedparser_before_a_document_needs_it(tmp_path: Path) -> None:
    code = (
        "from tui_reader.sync.worker import _answer\n"
        "task = {'task': 'feed', 'url': 'http://a.org', 'content_type': '', 'known': {}}\n"
        "assert _answer(task, b'<rss version=\"2.0\"><channel/></rss>')['feed']\n"
    )
    assert "feedparser" not in modules_after(code, tmp_path)
    more = "assert _answer(task, b'<!DOCTYPE rss><rss version=\"2.0\"><channel/></rss>')['feed']\n"
    assert "feedparser" in modules_after(code + more, tmp_path)


FIRST_PAINT = """
import asyncio
from pathlib import Path
from tui_reader.config import Config
from tui_reader.config.options import SyncConfig
from tui_reader.reader import Reader
from tui_reader.ui.actions import showing
from tui_reader.ui.actions.remembered import Remembered
from tui_reader.ui.app import ReaderApp, utc_now

showing._LOAD_AFTER = 600  # what is loaded behind it may come early on a slow machine

async def paint():
    config = Config(sync=SyncConfig(on_start=False))
    async with await Reader.open(Path.home() / "library.db", config, now=utc_now) as reader:
        app = ReaderApp(reader, config, await Remembered.load(reader, config))
        async with app.run_test(size=(120, 36)) as pilot:
            while "Handbook" not in app.export_screenshot():
                await pilot.pause(0.05)

asyncio.run(paint())
"""


def test_the_first_paint_loads_neither_http_nor_a_parser(tmp_path: Path) -> None:
    loaded = modules_after(FIRST_PAINT, tmp_path)
    assert "textual" in loaded
    assert not loaded & {"httpx", "feedparser", "turbohtml", "justhtml", "pygments"}


# Commands


def test_every_command_has_one_handler_and_every_handler_a_command() -> None:
    ids = [command_id for table in TABLES for command_id in table]
    assert sorted(ids) == sorted(command.id for command in COMMANDS)
    assert set(HANDLERS) == set(ids)


def test_no_two_commands_share_a_key_in_one_pane() -> None:
    taken = [
        (pane, key, command.while_finding)
        for command in COMMANDS
        for key in command.keys
        for pane in command.where
    ]
    assert sorted({pair for pair in taken if taken.count(pair) > 1}, key=str) == []


# Sizes


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_fits_in_the_head(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= MAX_MODULE
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, Function):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < MAX_FUNCTION, node.name
        elif isinstance(node, ast.ClassDef):
            public = [n for n in node.body if isinstance(n, Function) and n.name[0] != "_"]
            assert len(public) <= MAX_PUBLIC_METHODS, node.name


# The clock is passed


def test_only_the_two_shells_read_the_clock() -> None:
    readers = {
        f"{name}:{node.lineno}"
        for name, tree in modules(but=("cli/main.py", "ui/app.py"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr)
        in {
            ("datetime", "now"),
            ("datetime", "utcnow"),
            ("datetime", "today"),
            ("date", "today"),
            ("time", "time"),
            ("time", "localtime"),
            ("time", "gmtime"),
        }
    }
    assert not readers


# Colours


def test_colours_are_named_in_the_themes_alone() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|\brgba?\(|\bhsla?\(")
    found = [
        f"{path.relative_to(PACKAGE)}: {match.group()}"
        for path in sorted((PACKAGE / "ui").rglob("*"))
        if path.suffix in {".py", ".tcss"} and path.name != "themes.py"
        for match in literal.finditer(path.read_text("utf-8"))
    ]
    assert not found


@pytest.mark.parametrize("name", [name for name in THEME_NAMES if not theme_named(name).ansi])
def test_every_text_of_every_theme_can_be_read(name: str) -> None:
    inks = inks_for(theme_named(name), Colours.FULL)
    faint = [
        f"{ink.name} on {ground.name}: {contrast:.2f}"
        for (ground, ink), style in inks.styles.items()
        if ink is not Ink.SCROLL and (contrast := contrast_of(style)) < READABLE
    ]
    assert not faint


def contrast_of(style: Style) -> float:
    """WCAG 2.2, reckoned here anew so that the themes' own arithmetic is tested, too."""
    assert style.color is not None
    assert style.bgcolor is not None
    lights = sorted(luminance(colour.get_truecolor()) for colour in (style.color, style.bgcolor))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: tuple[int, int, int]) -> float:
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# Failure is told, never swallowed


def test_only_the_border_of_the_program_catches_everything() -> None:
    broad = [
        f"{name}:{node.lineno}"
        for name, tree in modules(but=("cli/main.py",))
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
    ]
    assert not broad
