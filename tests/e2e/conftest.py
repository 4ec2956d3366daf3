"""Homes for the installed command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from home import Home

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without anything of ours in it."""
    return Home(tmp_path)


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that the tests of a module share."""
    return Home(tmp_path_factory.mktemp("home"))
