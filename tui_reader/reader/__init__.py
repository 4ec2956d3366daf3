"""Every use case, one method each: what the screen and the command line call.

``Reader`` is seven rooms over one library: ``entries`` (pages, marks, undo), ``reading`` (where
one stopped), ``articles`` (the feed's text or the page's), ``feeds`` (sidebar, subscriptions,
import and export), ``upkeep`` (settings, addresses, what needs attention), ``net`` (sync, adding,
full text, here or in a child process), ``care`` (status, doctor, backup, restore).
"""

from __future__ import annotations

from tui_reader.reader.reader import Reader

__all__ = ["Reader"]
