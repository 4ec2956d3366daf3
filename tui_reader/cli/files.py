"""Files that a person asks for: written whole or not at all, and never over another one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tui_reader.errors import UsageError, reason


def write(target: Path, text: str, *, force: bool) -> None:
    """Write a text file in one step.

    Args:
        target: Where to; its folder has to exist.
        text: The content, written as UTF-8.
        force: Replace a file that is there.

    Raises:
        UsageError: The file exists and ``force`` is not given, or it cannot be written.
    """
    try:
        if target.is_dir():
            raise UsageError(f"{target} is a folder.", hint="Name a file in it.")
        _put(target, text, force=force)
    except FileExistsError as error:
        raise UsageError(
            f"{target} exists and was not touched.", hint="--force replaces it."
        ) from error
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written: {reason(error)}.",
            hint="Nothing was written there.",
        ) from error


def _put(target: Path, text: str, *, force: bool) -> None:
    if not force and os.path.lexists(target):
        raise FileExistsError(target)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o666 & ~_umask())
        if force:
            draft.replace(target)
        else:
            _name_new(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _name_new(draft: Path, target: Path) -> None:
    """Give the draft its name; a link fails where that was taken meanwhile, a rename does not."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:
        # This file system has no links. The name was free a moment ago.
        draft.replace(target)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
