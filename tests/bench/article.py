"""CPU and memory of articles, in the pane and in Textual's own ``Markdown`` widget.

``python tests/bench/article.py [FILE ...]``; without files, articles of three sizes are made.
Figures are the least of some rounds, in ms of CPU of all threads: from the key to the first
drawn text (the rest of a long article is being laid out meanwhile), reading the HTML, laying it
out, laying it out at another width, a line step and a page step, drawn; and what is kept.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from tui_reader.article.build import build
from tui_reader.article.charset import decode
from tui_reader.article.galley import compose
from tui_reader.article.highlight import highlighted
from tui_reader.article.layout import lay_out, set_lines
from tui_reader.article.text import markdown
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
MOST_WORDS_OF_PEER = 20_000
"""Beyond, the peer takes minutes."""


def best(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the least CPU milliseconds of some rounds."""
    times: list[float] = []
    for _ in range(rounds):
        start = process_time()
        act()
        times.append((process_time() - start) * 1000)
    return min(times)


def measure(name: str, html: str) -> None:
    """Print one article's row, and the peer's under it."""
    document = build(html)
    galley = compose(document)
    size = kept(lambda: (made := compose(build(html)), set_lines(made, 72)))
    whole = best(lambda: build(html))
    layout = best(lambda: lay_out(document, 72))
    again = best(lambda: set_lines(galley, 60))
    first, step, page = asyncio.run(in_pane(html))
    lines = len(set_lines(galley, 72).lines)
    print(
        f"{name:24} {document.words:7,} words {lines:6,} lines  first paint {first:6.1f}  "
        f"build {whole:6.1f}  layout {layout:6.1f}  re-wrap {again:6.1f}  step {step:5.2f}  "
        f"page {page:5.2f} ms  kept {size:5.1f} MB",
        flush=True,
    )
    if document.words <= MOST_WORDS_OF_PEER:
        first, again, step, page = asyncio.run(in_markdown(markdown(document)))
        print(
            f"{'  Textual’s Markdown':24} {'':27}  first paint {first:6.0f}  {'':29}  "
            f"re-wrap {again:6.0f}  step {step:5.1f}  page {page:5.1f} ms",
            flush=True,
        )


def kept(make: Callable[[], object]) -> float:
    """Give the MB that stay allocated for what is made; what is loaded once is loaded before."""
    make()
    gc.collect()
    tracemalloc.start()
    made = make()
    gc.collect()
    size = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del made
    return size


class Desk(App[None]):
    """An app with nothing but the pane."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    def compose(self):
        yield ArticleView()


async def in_pane(html: str) -> tuple[float, float, float]:
    """Give the CPU from the key to the first drawn text, of a line step, and of a page step."""
    app = Desk()
    async with app.run_test(size=(120, 36)) as pilot:
        view = app.query_one(ArticleView)

        async def first(number: int) -> float:
            start = process_time()
            view.show(entry(html, number))
            # Of the first screen the view tells nobody: its message comes with the whole text.
            while len(view._layout.lines) < 10:  # noqa: ASYNC110 - no event tells of the first screen
                await asyncio.sleep(0.001)
            view.render_lines(view.size.region)
            spent = (process_time() - start) * 1000
            await app.workers.wait_for_complete()
            await pilot.pause()
            view.clear()
            return spent

        paint = min([await first(number) for number in range(1, 5)])
        view.show(entry(html, 9))
        await app.workers.wait_for_complete()
        await pilot.pause()

        def draw(command: str) -> Callable[[], object]:
            return lambda: (
                view.move(command) or view.move("move.top"),
                view.render_lines(view.size.region),
            )

        return paint, best(draw("move.down"), 40), best(draw("move.page-down"), 40)


async def in_markdown(text: str) -> tuple[float, float, float, float]:
    """Give the same figures, and a change of width, of the widget that Textual brings."""

    class Peer(App[None]):
        def compose(self):
            yield VerticalScroll(Markdown(), id="scroll")

    app = Peer()
    async with app.run_test(size=(76, 36)) as pilot:
        scroll = app.query_one("#scroll", VerticalScroll)

        async def spent(act: Callable[[], object]) -> float:
            start = process_time()
            waited = act()
            if inspect.isawaitable(waited):
                await waited
            await pilot.pause()
            return (process_time() - start) * 1000

        first = await spent(lambda: app.query_one(Markdown).update(text))
        step = min([await spent(lambda: scroll.scroll_down(animate=False)) for _ in range(20)])
        page = min([await spent(lambda: scroll.scroll_page_down(animate=False)) for _ in range(20)])
        again = await spent(lambda: pilot.resize_terminal(64, 36))
        return first, again, step, page


def entry(html: str, number: int) -> Entry:
    """Make an entry of an article."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    return Entry(
        id=EntryId(number),
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
