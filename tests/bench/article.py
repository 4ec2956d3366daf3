"""CPU and memory of articles: build, layout, first screen, re-wrap, a step and a page in the pane.

``python tests/bench/article.py [FILE ...]``; without files, articles of three sizes are made.
"""

from __future__ import annotations

import asyncio
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from textual.app import App

from tui_reader.article.build import build
from tui_reader.article.charset import decode
from tui_reader.article.galley import compose
from tui_reader.article.highlight import highlighted
from tui_reader.article.layout import lay_out, set_lines
from tui_reader.model.entry import Entry, EntryContent, EntryId, EntryStatus
from tui_reader.model.feed import FeedId
from tui_reader.ui.themes import variable_defaults
from tui_reader.ui.widgets.article_view import ArticleView

if TYPE_CHECKING:
    from collections.abc import Callable

SECTION = (
    "<h2>Part {n}</h2><p>"
    + "Some <b>words</b> of <a href='/{n}'>a post</a> on engineering, plainly told. " * 8
    + "</p><ul><li>first point<li>second <code>point()</code></ul><blockquote>"
    + "Quoted words. " * 20
    + "</blockquote><pre><code class=language-python>def f(x):\n    return x + {n}\n</code></pre>"
    + "<table><tr><th>a<th>b<tr><td>1<td>2</table>"
)
SIZES = {"typical": 15, "long": 340, "huge": 1700}
ROUNDS = 5


def best(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the least CPU milliseconds of some rounds."""
    times: list[float] = []
    for _ in range(rounds):
        start = process_time()
        act()
        times.append((process_time() - start) * 1000)
    return min(times)


def measure(name: str, html: str) -> None:
    """Print one article's row."""
    document = build(html)
    galley = compose(document)
    tracemalloc.start()
    made = compose(build(html))
    kept = set_lines(made, 72)
    size = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    first = best(lambda: lay_out(build(html, most=60), 72, beginning=True))
    whole = best(lambda: build(html))
    layout = best(lambda: lay_out(document, 72))
    again = best(lambda: set_lines(galley, 60))
    step, page = asyncio.run(steps(html))
    print(
        f"{name:24} {document.words:7,} words {len(kept.lines):6,} lines  first {first:6.1f}  "
        f"build {whole:6.1f}  layout {layout:6.1f}  re-wrap {again:6.1f}  step {step:5.2f}  "
        f"page {page:5.2f} ms  {size:5.1f} MB"
    )


class Desk(App[None]):
    """An app with nothing but the pane."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    def compose(self):
        yield ArticleView()


async def steps(html: str) -> tuple[float, float]:
    """Give the CPU of a line step and of a page step, drawn."""
    app = Desk()
    async with app.run_test(size=(120, 36)) as pilot:
        view = app.query_one(ArticleView)
        view.show(entry(html))
        await app.workers.wait_for_complete()
        await pilot.pause()

        def draw(command: str) -> Callable[[], object]:
            return lambda: (view.move(command), view.render_lines(view.size.region))

        return best(draw("move.down"), 40), best(draw("move.page-down"), 40)


def entry(html: str) -> Entry:
    """Make an entry of an article."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    return Entry(
        id=EntryId(1),
        feed_id=FeedId(1),
        feed_title="",
        content=EntryContent(key="k", title="Bench", html=html),
        status=EntryStatus(read=False, starred=False),
        first_seen_at=now,
        sort_at=now,
    )


def main() -> None:
    """Measure the files named, or made articles."""
    start = process_time()
    list(highlighted("def f(): pass", "python"))
    print(f"the first code block of a process: {(process_time() - start) * 1000:.0f} ms CPU")
    if sys.argv[1:]:
        for name in sys.argv[1:]:
            measure(Path(name).stem, decode(Path(name).read_bytes()))
        return
    for name, sections in SIZES.items():
        measure(name, "".join(SECTION.replace("{n}", str(n)) for n in range(sections)))


if __name__ == "__main__":
    main()
