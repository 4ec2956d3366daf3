"""What happens when something goes wrong that nobody expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import OFFLINE

from tui_reader.ui.actions.remembered import Remembered
from tui_reader.ui.app import ReaderApp

if TYPE_CHECKING:
    import pytest

    from tui_reader.reader import Reader


async def test_a_fault_ends_the_app_and_no_traceback_reaches_the_terminal(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    app = ReaderApp(reader, OFFLINE, await Remembered.load(reader, OFFLINE))

    async def break_down() -> None:
        raise RuntimeError("a feed's secret words")

    monkeypatch.setattr(app.session, "start", break_down)
    await app.run_async(headless=True)

    assert isinstance(app.fault, RuntimeError)
    printed = "".join(capfd.readouterr())
    assert "Traceback" not in printed
    assert "secret" not in printed
