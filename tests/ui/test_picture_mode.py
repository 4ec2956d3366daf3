"""How pictures are drawn is told by the environment and the setting."""

from __future__ import annotations

import pytest

from tui_reader.ui.widgets.picture_mode import PictureMode, picture_mode

OFF, BLOCKS, KITTY = PictureMode.OFF, PictureMode.BLOCKS, PictureMode.KITTY
XTERM = {"TERM": "xterm-256color"}
IN_KITTY = {"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}
IN_GHOSTTY = {"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}


def mode(
    wanted: str = "auto",
    environ: dict[str, str] | None = None,
    *,
    colours: str | None = "truecolor",
    is_ascii: bool = False,
) -> PictureMode:
    return picture_mode(
        wanted, XTERM if environ is None else environ, colours=colours, is_ascii=is_ascii
    )


@pytest.mark.parametrize(
    ("environ", "drawn"),
    [
        (XTERM, BLOCKS),
        (IN_KITTY, KITTY),
        (IN_GHOSTTY, KITTY),
        ({**XTERM, "KITTY_WINDOW_ID": "1"}, KITTY),
        # A terminal that was started from Kitty inherits its variable.
        ({**XTERM, "KITTY_WINDOW_ID": "1", "VTE_VERSION": "7600"}, BLOCKS),
        ({**XTERM, "TERM_PROGRAM": "WezTerm", "WEZTERM_PANE": "0"}, BLOCKS),
        ({**IN_KITTY, "TMUX": "/tmp/tmux"}, BLOCKS),
        ({**IN_KITTY, "ZELLIJ": "0"}, BLOCKS),
    ],
)
def test_the_terminal_is_known_by_its_environment(environ: dict[str, str], drawn: PictureMode):
    assert mode(environ=environ) is drawn


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_a_line_that_may_be_slow_pictures_have_to_be_asked_for(name: str):
    environ = {**IN_KITTY, name: "set"}
    assert mode(environ=environ) is OFF
    assert mode("blocks", environ) is BLOCKS
    assert mode("kitty", environ) is KITTY


def test_the_setting_overrides_what_was_recognized():
    assert mode("halves") is PictureMode.HALVES
    assert mode("halves", IN_KITTY) is PictureMode.HALVES
    assert mode("off", IN_KITTY) is OFF
    assert mode("blocks", IN_KITTY) is BLOCKS
    assert mode("kitty", {**XTERM, "TMUX": "/tmp/tmux"}) is KITTY


@pytest.mark.parametrize("wanted", ["auto", "kitty", "blocks", "halves"])
def test_without_colours_there_are_no_pictures(wanted: str):
    assert mode(wanted, colours=None) is OFF
    assert mode(wanted, colours="standard") is OFF
    assert mode(wanted, {**XTERM, "NO_COLOR": "1"}) is OFF
    assert mode(wanted, is_ascii=True) is OFF


def test_where_colours_are_few_the_number_of_a_picture_cannot_be_told():
    assert mode("kitty", colours="256") is BLOCKS
