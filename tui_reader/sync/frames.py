"""What a process and its workers agree on: frames and limits.

A frame is four bytes of length, big end first, then that many bytes. To the worker go a frame
of JSON (``task`` and what belongs to it) and a frame with the document; back comes one frame of
JSON: ``{"feed": …}``, ``{"links": […]}``, ``{"article": …}``, ``{"not_a_feed": what}`` or
``{"unparsable": why}``, with ``"last": true`` where the worker wants to be replaced. The end of
the input is the end of the worker.
"""

from __future__ import annotations

MEMORY = 320 * 1024 * 1024
"""Bytes of address space of a worker. A feed of 15 MiB was read in 186 MiB."""
RETIRE_AT = 96 * 1024 * 1024
"""Bytes of memory from which on a worker does not wait for another document."""
LARGE = 2 * 1024 * 1024
"""Bytes of a document that is read alone: beside another one the two would fill the memory."""
OUT_OF_MEMORY = 77
"""The exit status that says so: there may be no memory left for a sentence."""
MOST_ANSWER = 96 * 1024 * 1024
"""Bytes; the parsed form of the largest document stays well below."""
_MIB = 1024 * 1024


def cpu_seconds(size: int) -> int:
    """Give the processor seconds that a document of so many bytes may take.

    An ordinary feed of 1 MiB takes half a second on a slow machine.
    """
    return 4 + 2 * size // _MIB


def frame(data: bytes) -> tuple[bytes, bytes]:
    """Wrap data in a frame; in two parts, since the data may be large."""
    return len(data).to_bytes(4, "big"), data
