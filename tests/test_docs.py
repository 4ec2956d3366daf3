"""What the documents say is so: paths, links, commands, keys, and what the wheel carries."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tui_reader.cli.parsing import parse
from tui_reader.commands import COMMANDS, show_key

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "tests" / "bench" / "README.md",
]
ADRS = sorted((ROOT / "docs" / "adr").glob("0*.md"))
by_name = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def words_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def shell_blocks(name: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", words_of(name), re.DOTALL)


@by_name
def test_every_link_and_picture_is_there(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    missing = [
        target
        for target in targets
        if not target.startswith(("https://", "http://")) and not (path.parent / target).exists()
    ]
    assert not missing


@by_name
def test_every_path_in_code_is_there(path: Path) -> None:
    named = re.findall(
        r"`((?:tui_reader|tests|docs|screenshots|\.ci)/[\w./-]*)`", path.read_text("utf-8")
    )
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_map_names_every_room_of_the_package() -> None:
    rooms = {
        f"tui_reader/{path.name}/" if path.is_dir() else f"tui_reader/{path.name}"
        for path in (ROOT / "tui_reader").iterdir()
        if not path.name.startswith("__")
    }
    assert rooms <= set(re.findall(r"`([\w./]+)`", words_of("ARCHITECTURE.md")))


def test_ci_runs_the_test_command_of_the_readme() -> None:
    commands = [block.strip() for block in shell_blocks("README.md")]
    assert commands[1].startswith("python3 -m venv .venv && ")
    assert commands[1].endswith(" -m pytest")
    assert commands[1] in words_of(".ci/run")


def test_every_command_of_the_readme_can_be_meant() -> None:
    lines = "\n".join(shell_blocks("README.md")).splitlines()
    commands = [line.partition(" #")[0].partition(" > ")[0] for line in lines]
    commands = [shlex.split(line)[1:] for line in commands if line.startswith("blogread ")]
    assert len(commands) > 5
    for words in commands:
        parse(words)


def test_the_readme_tours_keys_that_exist() -> None:
    tour = words_of("README.md").split("## A tour by keys")[1].split("All of them are in")[0]
    shown = set(re.findall(r"`(\S+?)`", tour))
    assert len(shown) > 20
    assert shown <= {show_key(key) for command in COMMANDS for key in command.keys}


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem[:4])
def test_a_decision_fits_on_a_page_and_says_why(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 40
    assert [part in text for part in ("**Context.**", "**Decision.**", "**Consequences.**")] == [
        True
    ] * 3
    assert text.startswith(f"# {path.stem[:4]} ")
    assert path.name in words_of("docs/adr/README.md")


def test_the_changelog_begins_with_what_is_unreleased() -> None:
    first = re.search(r"^## \[(.+?)\]", words_of("CHANGELOG.md"), re.MULTILINE)
    assert first
    assert first[1] == "Unreleased"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build as b; print(b.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return folder / done.stdout.split()[-1]


def test_the_wheel_carries_every_file_of_the_package(wheel: Path) -> None:
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if name[:11] == "tui_reader/"}
    assert carried == {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tui_reader").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_handbook_is_read_from_the_wheel(wheel: Path) -> None:
    code = "from tui_reader.handbook import feed_bytes; print(len(feed_bytes()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(wheel)},
        cwd=wheel.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 10_000
