"""How much of the much there is to try: a share in every run, all with BLOGREAD_THOROUGH=1."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

THOROUGH = os.environ.get("BLOGREAD_THOROUGH") == "1"
SMALL = 100_000
"""Bytes of a document that no run leaves out."""


def examples(count: int) -> int:
    """Tell how many examples Hypothesis is to make where every run makes so many."""
    return 10 * count if THOROUGH else count


def sample(paths: Iterable[Path]) -> list[Path]:
    """Choose among the documents of a folder, in order: all small ones, each fifth of the large.

    In the corpus the large ones, a sixth of the documents, are three quarters of the bytes.
    """
    ordered = sorted(path for path in paths if path.suffix != ".tsv")
    large = [path for path in ordered if path.stat().st_size > SMALL]
    left_out = set() if THOROUGH else set(large) - set(large[::5])
    return [path for path in ordered if path not in left_out]
