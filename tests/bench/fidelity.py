"""How faithful ``blogread render``, w3m and lynx are to the HTML, as tables in Markdown.

``BLOGREAD_FIDELITY=DIR python tests/bench/fidelity.py [WIDTH ...]``: DIR holds ``fidelity.py``,
which scores any command that turns HTML into text, and the pages in ``articles/``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

COMMANDS = {
    "blogread": f"{sys.executable} -m tui_reader render --width {{width}} --color always",
    "w3m": "w3m -dump -T text/html -I UTF-8 -O UTF-8 -cols {width} "
    "-o display_link_number=1 -o display_image=1",
    "lynx": "lynx -dump -stdin -force_html -assume_charset=UTF-8 -display_charset=UTF-8 "
    "-width={width}",
}
METRICS = (
    "words", "code", "cells", "align", "links", "lists", "heads", "quotes", "images", "width",
    "score",
)  # fmt: skip


def scores(tools: Path, command: str, width: int) -> dict[str, float]:
    """Give the means over all pages, in percent."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run(
            [
                sys.executable, tools / "fidelity.py", "--quiet", "--cmd", command,
                "--width", str(width), "--json", out.name,
                *sorted((tools / "articles").glob("*.html")),
            ],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        total = json.loads(Path(out.name).read_text("utf-8"))["total"]
    return {metric: 100 * total[metric] for metric in METRICS}


def main() -> None:
    """Print a table for each width."""
    tools = os.environ.get("BLOGREAD_FIDELITY")
    if not tools:
        sys.exit("BLOGREAD_FIDELITY names no folder with fidelity.py and articles/.")
    for width in map(int, sys.argv[1:] or ("40", "80", "120")):
        print(f"| {width} columns | {' | '.join(METRICS)} |")
        print(f"|---|{'---|' * len(METRICS)}")
        for name, command in COMMANDS.items():
            if shutil.which(command.split()[0]):
                found = scores(Path(tools), command, width)
                print(f"| {name} | {' | '.join(f'{found[m]:.1f}' for m in METRICS)} |", flush=True)
        print()


if __name__ == "__main__":
    main()
