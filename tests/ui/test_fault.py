"""What happens when something goes wrong that nobody expected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from desk import OFFLINE, at_desk, two_blogs

from tui_reader.config import UiConfig
from tui_reader.ui.actions.remembered import Remembered
from tui_reader.ui.app import ReaderApp

if TYPE_CHECKING:
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


@pytest.mark.parametrize(
    ("ui", "said"),
    [
        (UiConfig(theme="no-such"), "There is no theme “no-such” (ui.theme)"),
        (UiConfig(start="folder:Gone"), "There is no view “folder:Gone” to start with (ui.start)"),
    ],
)
async def test_a_name_in_the_config_that_nothing_has_is_said(
    reader: Reader, ui: UiConfig, said: str
) -> None:
    await two_blogs(reader)
    async with at_desk(reader, config=replace(OFFLINE, ui=ui)) as desk:
        assert said in desk.text
        assert desk.view == "Unread"
