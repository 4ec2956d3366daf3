"""The way to the terminal."""

from __future__ import annotations

import io

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.app import App
from textual.drivers._writer_thread import WriterThread

from tui_reader.ui.driver import TerminalDriver


class Screen(io.StringIO):
    """A terminal that keeps what it is given, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        self.pieces.append(text)
        return len(text)


async def test_a_frame_is_handed_over_in_one_piece_and_all_else_at_once():
    screen = Screen()
    driver = TerminalDriver(App())
    driver._writer_thread = WriterThread(screen)
    driver._writer_thread.start()
    for data in ("before", SYNC_START, "a", "b", SYNC_END, "after"):
        driver.write(data)
    driver._writer_thread.stop()
    assert screen.pieces == ["before", f"{SYNC_START}ab{SYNC_END}", "after"]
