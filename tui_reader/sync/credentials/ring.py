"""The system's keyring, asked in a process of its own: a D-Bus that hangs must not hang us."""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING

from tui_reader.sync.credentials import process
from tui_reader.sync.python import command, environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATIENCE = 10.0
"""Seconds for the keyring, in which a person may unlock it."""
_MOST = 4 << 20


class RingFailure(Exception):
    """The keyring cannot serve; the message is for people."""


def is_installed() -> bool:
    """Whether the package that speaks to keyrings is there."""
    return importlib.util.find_spec("keyring") is not None


async def get(names: Sequence[str]) -> dict[str, str]:
    """Give what is kept under these names, as far as it is.

    Raises:
        RingFailure: The keyring cannot serve.
    """
    found = await _ask({"get": list(names)})
    return {name: text for name, text in found.items() if isinstance(text, str)}


async def put(kept: Mapping[str, str]) -> None:
    """Keep texts under names.

    Raises:
        RingFailure: The keyring cannot serve.
    """
    await _ask({"put": dict(kept)})


async def drop(names: Sequence[str]) -> None:
    """Forget what is kept under these names.

    Raises:
        RingFailure: The keyring cannot serve.
    """
    await _ask({"drop": list(names)})


async def _ask(wish: dict[str, object]) -> dict[str, object]:
    if not is_installed():
        raise RingFailure("the package “keyring” is not installed")
    try:
        _, heard = await process.ask(
            command("tui_reader.sync.credentials.ring_child"),
            said=json.dumps(wish).encode(),
            seconds=PATIENCE,
            most=_MOST,
            env=environment(),
        )
        answer = json.loads(heard)
        words, found = answer["error"], answer["found"]
    except TimeoutError:
        raise RingFailure(f"the keyring did not answer in {PATIENCE:g} seconds") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise RingFailure("the keyring failed") from None
    if words or not isinstance(found, dict):
        raise RingFailure(str(words))
    return found
