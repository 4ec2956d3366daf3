"""How a secret is written where it is kept: one line of JSON."""

from __future__ import annotations

import json

from tui_reader.model.login import Secret


def pack(secret: Secret) -> str:
    """Write a secret."""
    return json.dumps({"origin": secret.origin, "header": secret.header, "value": secret.value})


def unpack(text: str) -> Secret | None:
    """Read a secret; None where it is none of ours."""
    try:
        told = json.loads(text)
        origin, header, value = told["origin"], told["header"], told["value"]
    except (ValueError, KeyError, TypeError):
        return None
    if not (isinstance(origin, str) and isinstance(header, str) and isinstance(value, str)):
        return None
    return Secret(origin=origin, header=header, value=value)
