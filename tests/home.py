"""A home folder for the installed command, away from the person's files and from the net."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from terminal import Terminal

BLOGREAD = Path(sys.executable).with_name("blogread")


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder, and the command run in it."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        """A person's environment; whatever asks the net is refused by a closed port."""
        return {
            "HOME": str(self.folder),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
            "no_proxy": "127.0.0.1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }

    @property
    def library(self) -> Path:
        """The library's usual place in it."""
        return self.folder / ".local" / "share" / "blogread" / "library.db"

    def run(self, *words: str) -> str:
        """Run a command that must succeed; give what it printed."""
        done = subprocess.run(
            [BLOGREAD, *words],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        assert done.returncode == 0, f"blogread {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def app(self, *words: str, columns: int = 80, rows: int = 24, **env: str) -> Terminal:
        """Open the screen at a size."""
        argv = [str(BLOGREAD), *words]
        return Terminal(argv, columns=columns, rows=rows, env={**self.env, **env})
