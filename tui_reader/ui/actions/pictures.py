"""Pictures: how this terminal shows them, and opening an original."""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
import termios
from typing import TYPE_CHECKING

from tui_reader.model.picture import Size
from tui_reader.ui.actions import links
from tui_reader.ui.widgets.picture_mode import PictureMode, picture_mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session

_STDOUT = 1


def draw_pictures(session: Session, app: App[None], *, write: Callable[[str], None]) -> None:
    """Let the article show pictures, as well as the terminal can.

    Args:
        session: Whose article.
        app: Knows the colours of the terminal.
        write: Gives a whole sequence to the terminal.
    """
    ui = session.config.ui
    mode = picture_mode(
        ui.pictures, os.environ, colours=app.console.color_system, is_ascii=ui.ascii
    )
    if mode is PictureMode.OFF:
        return
    from tui_reader.ui.widgets.kitty_graphics import KittyGraphics  # noqa: PLC0415 - start-up time
    from tui_reader.ui.widgets.picture_painter import Painter  # noqa: PLC0415 - start-up time

    kitty = KittyGraphics(write) if mode is PictureMode.KITTY else None
    quarters = mode is PictureMode.BLOCKS
    painter = Painter(session.reader.pictures, cell=cell_size(), kitty=kitty, quarters=quarters)
    session.screen.article.draw_pictures(painter)


def cell_size() -> Size:
    """Give the pixels of a cell as the terminal tells them; usual ones where it does not."""
    from tui_reader.ui.widgets.picture_painter import USUAL_CELL  # noqa: PLC0415 - start-up time

    with contextlib.suppress(OSError):
        answer = fcntl.ioctl(_STDOUT, termios.TIOCGWINSZ, bytes(8))
        rows, columns, width, height = struct.unpack("HHHH", answer)
        if rows and columns and width >= columns and height >= rows:
            return Size(width // columns, height // rows)
    return USUAL_CELL


async def open_picture(session: Session) -> None:
    """Open the original of the picture in sight; again, and it is the next one's."""
    found = session.screen.article.picture_to_open()
    if found is None:
        session.flash("There is no picture in sight.")
    else:
        await links.open_url(session, found.url)


HANDLERS: dict[str, Handler] = {"picture.open": open_picture}
