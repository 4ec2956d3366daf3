"""The generated documents are what their sources say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_reader.cli import docs
from tui_reader.config.check import options

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", docs.documents())
def test_a_generated_document_is_fresh(name: str) -> None:
    made = docs.documents()[name]
    assert (DOCS / name).read_text(encoding="utf-8") == made, "run python -m tui_reader.cli.docs"


def test_every_option_is_explained() -> None:
    assert set(docs.option_meanings()) == set(options())


def test_writing_puts_every_document_into_a_folder(tmp_path: Path) -> None:
    docs.write(tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.md")) == ["cli.md", "config.md", "keys.md"]


def test_the_documents_do_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    before = docs.cli_page()
    monkeypatch.setenv("COLUMNS", "40")
    assert docs.cli_page() == before
