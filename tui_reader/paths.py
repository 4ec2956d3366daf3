"""Where things are kept: config in the config folder, library in the data folder, log in state.

What can be had again, the pictures, is kept in the cache folder.
Folders that blogread makes are for their owner alone: what a person reads is private.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import platformdirs

from tui_reader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

APP = "blogread"


def library_file() -> Path:
    """Give the library's place: user data, never the config folder."""
    return _known(platformdirs.user_data_path(APP, appauthor=False)) / "library.db"


def config_file() -> Path:
    """Give the place of the config file, whether or not it exists."""
    return _known(platformdirs.user_config_path(APP, appauthor=False)) / "config.toml"


def credentials_file(config: Path | None) -> Path:
    """Give the place of the feeds' logins where no keyring keeps them: beside the config."""
    return (config or config_file()).parent / "credentials.json"


def log_file() -> Path:
    """Give the place of the log; older parts lie beside it with a number."""
    return _known(platformdirs.user_log_path(APP, appauthor=False)) / "blogread.log"


def backup_folder(library: Path) -> Path:
    """Give the folder for the backups of a library: beside it."""
    return library.parent / "backups"


def picture_folder(library: Path) -> Path:
    """Give the folder for the pictures of a library's entries: each library has its own."""
    name = hashlib.blake2b(os.fsencode(library.absolute()), digest_size=8).hexdigest()
    return _known(platformdirs.user_cache_path(APP, appauthor=False)) / "pictures" / name


def make_private_folder(folder: Path) -> None:
    """Make a folder and what is missing above it, for the owner alone; leave one that exists.

    Raises:
        OSError: It cannot be made.
    """
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for part in reversed(missing):
        part.mkdir(mode=0o700, exist_ok=True)


def _known(folder: Path) -> Path:
    """Refuse the relative path that comes out where the system tells no home folder."""
    if not folder.is_absolute():
        raise UsageError(
            "This system tells no home folder, so blogread does not know where to keep things.",
            hint="Set HOME, or name the files with --library and --config.",
        )
    return folder
