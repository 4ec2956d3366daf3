"""The configuration: frozen dataclasses with every default, and the reading of the TOML file.

``load`` is not imported here: who only needs the types (tests, workers) does not pay for TOML.
"""

from __future__ import annotations

from tui_reader.config.options import (
    Config,
    CredentialsConfig,
    ReaderConfig,
    SyncConfig,
    UiConfig,
)

__all__ = ["Config", "CredentialsConfig", "ReaderConfig", "SyncConfig", "UiConfig"]
