"""What a process and its workers agree on: frames and limits.

A frame is four bytes of length, big end first, then that many bytes. To the worker go a frame
of JSON (``task`` and what belongs to it) and a frame with the document; back come a frame of JSON
and one of what is not text. The JSON is ``{"feed": …}``, ``{"links": […]}``, ``{"article": …}``,
``{"not_a_feed": what}`` or ``{"unparsable": why}``, with ``"last": true`` where the worker wants
to be replaced; ``{"bytes": n}`` stands for the next n bytes of the second frame. The end of the
input is the end of the worker.
"""

from __future__ import annotations

import json
from typing import Any

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


def answer_frames(answer: dict[str, Any]) -> list[bytes]:
    """Write an answer as its two frames; the values in it are those of JSON, and bytes."""
    beside: list[bytes] = []

    def put_aside(value: bytes) -> dict[str, int]:
        beside.append(value)
        return {"bytes": len(value)}

    # A letter beyond ASCII as itself is half of its escape at most.
    told = json.dumps(answer, ensure_ascii=False, default=put_aside)
    size = sum(map(len, beside))
    return [*frame(told.encode("utf-8", "surrogatepass")), size.to_bytes(4, "big"), *beside]


def read_answer(told: bytes, beside: bytes) -> dict[str, Any]:
    """Read the two frames of an answer.

    Raises:
        ValueError: They are none.
    """
    place = 0

    def put_back(found: dict[str, Any]) -> dict[str, Any] | bytes:
        nonlocal place
        if len(found) != 1 or "bytes" not in found:
            return found
        size = found["bytes"]
        if not isinstance(size, int) or not 0 <= size <= len(beside) - place:
            raise ValueError(size)
        place += size
        return beside[place - size : place]

    answer = json.loads(told, object_hook=put_back)
    if not isinstance(answer, dict):
        raise TypeError(answer)
    return answer
