"""The process that speaks to the keyring: one wish on stdin, one answer on stdout, as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

SERVICE = "blogread"


def main() -> None:
    """Carry out the wish."""
    wish: dict[str, Any] = json.load(sys.stdin)
    import keyring  # noqa: PLC0415 - an optional package, and slow to load
    from keyring.errors import KeyringError  # noqa: PLC0415 - the same

    answer: dict[str, Any] = {"error": "", "found": {}}
    try:
        if keyring.get_keyring().priority < 1:
            answer["error"] = "this system has no keyring"
        else:
            answer["found"] = _serve(keyring, wish)
    except KeyringError:
        answer["error"] = "the keyring is locked, or refuses"
    json.dump(answer, sys.stdout)


def _serve(keyring: Any, wish: dict[str, Any]) -> dict[str, str | None]:  # noqa: ANN401 - a module
    for name, text in wish.get("put", {}).items():
        keyring.set_password(SERVICE, name, text)
    for name in wish.get("drop", ()):
        if keyring.get_password(SERVICE, name) is not None:
            keyring.delete_password(SERVICE, name)
    return {name: keyring.get_password(SERVICE, name) for name in wish.get("get", ())}


if __name__ == "__main__":
    main()
