"""Where things are kept, and who may read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_reader import paths
from tui_reader.errors import UsageError


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own home, without the variables that move its folders."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name)
    return Path.home()


def test_everything_is_below_the_home_folder(home: Path) -> None:
    for path in (paths.library_file(), paths.config_file(), paths.log_file()):
        assert path.is_relative_to(home)


def test_the_xdg_folders_are_obeyed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "elsewhere"))
    assert paths.library_file().is_relative_to(home / "elsewhere")


def test_asking_for_a_path_makes_nothing(home: Path) -> None:
    paths.library_file()
    paths.config_file()
    paths.log_file()
    assert list(home.iterdir()) == []


def test_folders_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    paths.make_private_folder(tmp_path / "a" / "b")
    for folder in (tmp_path / "a", tmp_path / "a" / "b"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_exists_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    paths.make_private_folder(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_system_without_a_home_folder_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths.platformdirs, "user_data_path", lambda *_, **__: Path("~/blogread"))
    with pytest.raises(UsageError, match="no home folder"):
        paths.library_file()
