"""Every use case, one method each: what the screen and the command line call.

``Reader`` is four rooms over one library: ``entries`` (pages, marks, undo), ``feeds``
(sidebar, subscriptions, import and export), ``net`` (sync and adding, here or in a child
process), ``care`` (status, doctor, backup, restore).
"""

from __future__ import annotations

from tui_reader.reader.reader import Reader

__all__ = ["Reader"]
