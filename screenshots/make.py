"""Make the pictures of the README: the real app over the demo library, at a fixed hour.

``make.py`` writes an SVG and a PNG of each; ``make.py NAME…`` only those. It needs the
project's ``screenshots`` extra, and takes rsvg-convert where that is installed, since it finds
better fonts for scripts that DejaVu lacks.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Literal

# What Textual takes from the environment it takes when it is imported.
os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TZ="UTC")
os.environ.pop("NO_COLOR", None)

import cairosvg
from articles import ARTICLES
from demo import BLOGS, FAILING
from demo_pictures import keep_pictures
from PIL import Image

from tui_reader.bidi import has_rtl
from tui_reader.cells import graphemes, is_single
from tui_reader.config import Config
from tui_reader.config.options import SyncConfig, UiConfig
from tui_reader.model.feed import Subscription
from tui_reader.model.query import AllFeeds, EntryQuery
from tui_reader.reader import Reader
from tui_reader.ui.actions.remembered import Remembered
from tui_reader.ui.app import ReaderApp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from demo import Blog
    from textual.pilot import Pilot

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CELL, ADVANCE = 12.2, 0.602
"""How wide Textual draws a cell, and how wide DejaVu Sans Mono is for its size."""
COLOURS = 160
"""In a picture's palette; chosen so that the rare ones (a star, a fault) are kept."""
BLOCK = "▀"
FONTS = "'DejaVu Sans Mono', 'FreeMono', 'Noto Sans Mono CJK JP', 'Noto Sans CJK JP', monospace"
OFFLINE = SyncConfig(on_start=False)
FAILURES = 3
"""So often a feed fails before the screen says it."""
READ_SINCE = timedelta(days=4)
"""Older posts are shown as read, as on a screen that is in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: what is pressed before it is taken."""

    name: str
    columns: int
    rows: int
    theme: str = "ink"
    keys: Sequence[str] = ()
    library: Literal["demo", "articles", "fresh"] = "demo"
    """Which library: the demo's, that of the hard articles, or one just made."""
    opens: str = "Lanternfish"
    """The blog that is shown."""


READING = ("enter",)
PICTURES = (
    *(
        Picture(name=f"{c}x{r}-{shade}", columns=c, rows=r, theme=theme, keys=keys)
        for c, r, keys in (
            (50, 24, ()),
            (80, 24, ()),
            (120, 36, READING),
            (200, 60, READING),
        )
        for shade, theme in (("dark", "ink"), ("light", "paper"))
    ),
    Picture(name="50x24-article", columns=50, rows=24, keys=READING),
    Picture(name="80x24-article", columns=80, rows=24, keys=READING),
    Picture(name="help", columns=120, rows=36, keys=("question_mark",)),
    Picture(name="add", columns=80, rows=24, keys=("a", *"lanternfish.example")),
    Picture(name="search", columns=120, rows=36, keys=("slash", *"queue")),
    Picture(name="first-start", columns=120, rows=36, library="fresh"),
    *(
        Picture(
            name=f"{name}-{c}x{r}-{shade}",
            columns=c,
            rows=r,
            theme=theme,
            keys=READING,
            library="articles",
            opens=blog,
        )
        for name, blog in (
            ("technical", "Halyard"),
            ("tables", "Benchwork"),
            ("hebrew", "בלוג המחסן"),
            ("chinese", "灯塔笔记"),
            ("pictures", "Quayside"),
        )
        for c, r in ((80, 24), (120, 36))
        for shade, theme in (("dark", "ink"), ("light", "paper"))
    ),
)


def clock() -> datetime:
    """Give the hour of every picture."""
    return NOW


@contextmanager
def served() -> Iterator[str]:
    """Serve the demo's blogs on loopback; give the address they stand under."""
    documents = {f"/{blog.slug}": blog.document(NOW) for blog in (*BLOGS, *ARTICLES)}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            document = documents.get(self.path)
            self.send_response(503 if document is None else 200)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(document or b"")))
            self.end_headers()
            self.wfile.write(document or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing: the pictures are the output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


async def furnish(library: Path, blogs: Sequence[Blog]) -> None:
    """Fill a library, through the same door as any other: subscribe and sync."""
    with served() as address:
        async with await Reader.open(library, Config(sync=OFFLINE), now=clock) as reader:
            heroku = await reader.feeds.find("Heroku Blog")
            await reader.feeds.unsubscribe((heroku.id,))
            await reader.feeds.subscribe(
                [
                    Subscription(
                        url=f"{address}/{blog.slug}", feed_title=blog.title, folders=(blog.folder,)
                    )
                    for blog in blogs
                ]
            )
            for _ in range(FAILURES):
                await reader.net.sync(by_hand=True)
            await _mark_as_in_use(reader)


async def _mark_as_in_use(reader: Reader) -> None:
    """Mark what is old read, and star two entries."""
    page = await reader.entries.page(EntryQuery(source=AllFeeds()), limit=200)
    old = [row.id for row in page.rows if NOW - row.sort_at > READ_SINCE]
    await reader.entries.mark(old, read=True)
    starred = [row.id for row in page.rows if "1,000" in row.title or "B-tree" in row.title]
    await reader.entries.star(starred, starred=True)


async def take(picture: Picture, library: Path) -> str:
    """Run the app at a picture's size, press its keys, and give the screen as SVG."""
    config = Config(sync=OFFLINE, ui=UiConfig(theme=picture.theme, pictures="blocks"))
    async with await Reader.open(library, config, now=clock) as reader:
        if picture.library == "fresh":
            handbook = await reader.feeds.find("blogread Handbook")
            await reader.net.sync((handbook.id,), by_hand=True)
        app = ReaderApp(reader, config, await Remembered.load(reader, config), now=clock)
        async with app.run_test(size=(picture.columns, picture.rows)) as pilot:
            await _settle(pilot)
            if picture.library == "demo":
                await _open_blog(pilot, picture.opens)
                # Its categories are unfolded, and the list has the focus again.
                await pilot.press("1", "l", "2")
                await _settle(pilot)
            elif picture.library == "articles":
                await _open_blog(pilot, picture.opens)
            for key in picture.keys:
                await pilot.press(key)
            await _settle(pilot)
            return _redrawn(app.export_screenshot(title="blogread"))
    raise AssertionError("the app has not run")


async def _open_blog(pilot: Pilot[None], name: str) -> None:
    await pilot.press("colon", *name, "enter")
    await _settle(pilot)


async def _settle(pilot: Pilot[None]) -> None:
    """Wait until the screen stays as it is."""
    before, now = "", pilot.app.export_screenshot()
    while before != now or any(
        worker.group == "pictures" and worker.is_running for worker in pilot.app.workers
    ):
        await pilot.pause(0.3)
        before, now = now, pilot.app.export_screenshot()


def _redrawn(svg: str) -> str:
    """Make Textual's SVG self-contained, and exact where ``textLength`` is not obeyed.

    Fonts are named that a machine has, in place of one that would be fetched; their size is
    such that a character is as wide as a cell; blanks at the start of a text, which some
    renderers drop, become part of its position. Characters of other scripts are set one by one,
    each at its cell: a renderer would give them an order and widths of its own.
    """
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: (?:Fira Code|arial)[^;]*;", f"font-family: {FONTS};", svg)
    svg = svg.replace("font-size: 20px;", f"font-size: {CELL / ADVANCE:.2f}px;")
    svg = re.sub(r'(<text [^>]*? x=")([\d.]+)("[^>]*>)((?:&#160;)+)', _shifted, svg)
    svg = re.sub(r'(<text [^>]*? x=")([\d.]+)("[^>]*>)([^<]*)</text>', _one_by_one, svg)
    return re.sub(r"\n\s*\n+", "\n", svg)


def _shifted(text: re.Match[str]) -> str:
    head, x, tail, blanks = text.groups()
    return f"{head}{float(x) + CELL * (len(blanks) // len('&#160;')):.1f}{tail}"


def _one_by_one(text: re.Match[str]) -> str:
    head, x, tail, content = text.groups()
    plain = unescape(content)
    if is_single(plain) and not has_rtl(plain):
        return text.group()
    tail = re.sub(r' textLength="[^"]*"', "", tail)
    out: list[str] = []
    at = 0
    for cluster, cells in graphemes(plain):
        if cluster.strip():
            size = f' style="font-size: {CELL * 1.9:.1f}px">' if cells == 2 else ">"
            start = f"{head}{float(x) + CELL * at:.1f}{tail[:-1]}{size}"
            out.append(f"{start}{escape(cluster)}</text>")
        at += cells
    return "".join(out)


def write_png(svg: Path) -> None:
    """Draw the SVG as a PNG beside it, with a palette, which keeps it small.

    A photograph in it would take the whole palette, and leave the screen a shade beside its own.
    """
    target = svg.with_suffix(".png")
    if shutil.which("rsvg-convert"):
        subprocess.run(["rsvg-convert", "-o", target, svg], check=True)
    else:
        cairosvg.svg2png(url=str(svg), write_to=str(target))
    with Image.open(target) as image:
        small = image.convert("RGB")
        if BLOCK not in svg.read_text():
            small = small.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE)
        small.save(target, optimize=True)


async def main(wanted: Sequence[str]) -> None:
    """Take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder
        libraries = {name: Path(folder) / f"{name}.db" for name in ("demo", "articles", "fresh")}
        await furnish(libraries["demo"], (*BLOGS, FAILING))
        await furnish(libraries["articles"], ARTICLES)
        for library in libraries.values():
            keep_pictures(library)
        untouched = {
            name: library.read_bytes() for name, library in libraries.items() if library.exists()
        }
        for picture in PICTURES:
            if wanted and picture.name not in wanted:
                continue
            library = libraries[picture.library]
            library.unlink(missing_ok=True)
            if picture.library in untouched:
                library.write_bytes(untouched[picture.library])
            target = HERE / f"{picture.name}.svg"
            target.write_text(await take(picture, library))
            write_png(target)
            print(target.with_suffix(".png").relative_to(HERE.parent))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
