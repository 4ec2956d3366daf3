"""A server of feeds in a process of its own, for as long as a bench needs it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def served(program: str, *options: str) -> Iterator[str]:
    """Start a Python program that takes --port; give its address once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    argv = [sys.executable, program, "--port", str(port), *options]
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL) as process:
        try:
            while not _answers(port):
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False
