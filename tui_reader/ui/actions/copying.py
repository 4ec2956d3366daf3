"""Copying from an article, through the terminal (OSC 52), which reaches over SSH, too."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.cells import truncate
from tui_reader.clean import clean_line
from tui_reader.errors import UsageError
from tui_reader.ui.actions import links
from tui_reader.ui.widgets.article_blocks import blocks_between, plain_text
from tui_reader.ui.widgets.choice_rows import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.model.entry import Entry
    from tui_reader.ui.actions.dispatch import Handler
    from tui_reader.ui.actions.session import Session
    from tui_reader.ui.screens.copy import CopyScreen
    from tui_reader.ui.widgets.article_blocks import TextBlock

SAFE, MOST = 74_994, 750_000
"""Bytes that every terminal takes, and that hardly one does: base64 makes a third more of them.

Source: hterm takes sequences of 100,000 bytes, tmux of 1 MiB (its ``input-buffer-size``).
"""
_WIDE = 400
"""Cells of a line for plain text: only tables are as wide as they need."""
_SHOWN = 60
_KEYS = "123456789"


async def menu(session: Session) -> None:
    """Offer what may be copied of the entry, and copy it."""
    from tui_reader.ui.screens.copy import CodeScreen, CopyScreen, QuoteScreen  # noqa: PLC0415 - start-up time

    row = session.screen.entries.row
    if row is None:
        return
    entry = await session.reader.entries.get(row.id)
    url = _link(session, entry)
    address = _address(_whole(entry, url))
    blocks = _blocks(session, entry)
    code = [block for block in blocks if block.is_code]
    quotes = [block for block in blocks if not block.is_code]
    choices = [
        *((Choice(id="link", lead="l", text="Link", side=_short(url)),) if url else ()),
        *((Choice(id="markdown-link", lead="m", text="Link as Markdown"),) if address else ()),
        *((Choice(id="quote", lead="q", text="Quote", side=_few(quotes)),) if quotes else ()),
        *((Choice(id="code", lead="c", text="Code block", side=_few(code)),) if code else ()),
        Choice(id="markdown", lead="a", text="Article as Markdown"),
        Choice(id="text", lead="t", text="Article as plain text"),
    ]
    chosen = await session.ask(CopyScreen(choices))
    if chosen == "link":
        links.copy_place(session, url)
    elif chosen == "markdown-link":
        _send(session, _linked(_label(session, entry) or address, address), "the link")
    elif chosen == "quote":
        block = await _choose(session, QuoteScreen, quotes)
        if block is not None:
            _send(session, quoted(block.text, entry), "the quote")
    elif chosen == "code":
        block = await _choose(session, CodeScreen, code)
        if block is not None:
            _send(session, block.text, "the code")
    elif chosen is not None:
        make = as_markdown if chosen == "markdown" else as_text
        _send(session, await asyncio.to_thread(make, entry), "the article")


def quoted(text: str, entry: Entry) -> str:
    """Write a passage as a Markdown quotation that says whose it is."""
    content = entry.content
    title = clean_line(content.title) or clean_line(entry.feed_title)
    source = _linked(title, _address(content.url))
    names = _names(entry)
    lines = [*text.split("\n"), "", f"— {names}, {source}" if names else f"— {source}"]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def as_markdown(entry: Entry) -> str:
    """Write the whole article as Markdown, with its title and where it is from."""
    from tui_reader.article.entry import entry_document  # noqa: PLC0415 - the parser is heavy
    from tui_reader.article.text import escaped, markdown  # noqa: PLC0415 - with it

    content = entry.content
    day = entry.sort_at.astimezone().date().isoformat()
    address = _address(content.url)
    byline = " · ".join(filter(None, (_names(entry), day, f"<{address}>" if address else "")))
    text = markdown(entry_document(content, entry.shown_page))
    return f"# {escaped(clean_line(content.title))}\n\n{byline}\n\n{text}"


def as_text(entry: Entry) -> str:
    """Write the whole article as text, each paragraph in one line."""
    from tui_reader.article.entry import entry_galley, entry_layout  # noqa: PLC0415 - heavy

    return plain_text(entry_layout(entry, entry_galley(entry), _WIDE)) + "\n"


def _send(session: Session, text: str, what: str) -> None:
    """Copy a text, and say what it was and how long; one that no terminal takes is not sent."""
    size = len(text.encode("utf-8"))
    if size > MOST:
        session.flash(
            f"Not copied: {what} has {size // 1000:,} kB, more than terminals take",
            "“blogread show” prints it",
            is_error=True,
        )
        return
    session.screen.app.copy_to_clipboard(text)
    said = f"Sent to the terminal’s clipboard: {what}, {len(text):,} characters"
    session.flash(said, "some terminals take 75 kB at most" if size > SAFE else "")


async def _choose(
    session: Session, screen: type[CopyScreen], blocks: Sequence[TextBlock]
) -> TextBlock | None:
    """Let a person choose where there are several."""
    if len(blocks) == 1:
        return blocks[0]
    choices = [
        Choice(
            id=str(index),
            lead=_KEYS[index] if index < len(_KEYS) else "",
            text=clean_line(block.text, limit=200),
        )
        for index, block in enumerate(blocks)
    ]
    chosen = await session.ask(screen(choices))
    return None if chosen is None else blocks[int(chosen)]


def _blocks(session: Session, entry: Entry) -> list[TextBlock]:
    """Give the blocks in sight; the one of the current hit or of the chosen link alone."""
    article = session.screen.article
    if article.entry_id != entry.id or not session.screen.article_is_visible:
        return []
    blocks = blocks_between(article.layout_shown, article.place, article.progress[0])
    line = article.chosen_line
    if line is None:
        return blocks
    pinned = article.layout_shown.lines[line].block
    return [block for block in blocks if block.is_code or block.block == pinned] or blocks


def _link(session: Session, entry: Entry) -> str:
    article = session.screen.article
    return (article.focused_link if session.screen.in_article else "") or entry.content.url


def _label(session: Session, entry: Entry) -> str:
    article = session.screen.article
    chosen = article.focused_text if session.screen.in_article else ""
    return chosen or clean_line(entry.content.title)


def _names(entry: Entry) -> str:
    from tui_reader.article.text import escaped  # noqa: PLC0415 - start-up time

    names = (clean_line(author.name) for author in entry.content.authors)
    return ", ".join(escaped(name) for name in names if name)


def _linked(label: str, address: str) -> str:
    from tui_reader.article.text import escaped  # noqa: PLC0415 - start-up time

    return f"[{escaped(label)}](<{address}>)" if address else escaped(label)


def _address(url: str) -> str:
    """Give an address that cannot end the Markdown around it; empty where it is not opened."""
    try:
        return urls.openable(urls.without_userinfo(url))
    except UsageError:
        return ""


def _whole(entry: Entry, url: str) -> str:
    return f"{entry.content.url}{url}" if url.startswith("#") else url


def _short(url: str) -> str:
    return truncate(urls.display(url), _SHOWN)


def _few(blocks: Sequence[TextBlock]) -> str:
    return "" if len(blocks) == 1 else f"one of {len(blocks)}"


HANDLERS: dict[str, Handler] = {"article.copy": menu}
