"""The blog that ships inside the package: the program's documentation, as a real feed."""

from __future__ import annotations

from importlib.resources import files


def feed_bytes() -> bytes:
    """Give the Handbook's feed document, as a server would."""
    return files("tui_reader.handbook").joinpath("handbook.xml").read_bytes()
