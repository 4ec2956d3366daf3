"""The parse worker: a child process that reads documents, and may be killed at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.errors import NotAFeed, ParseError
from tui_reader.parse.discover import feed_links
from tui_reader.parse.feed import parse_feed
from tui_reader.store.packing import packed_feed
from tui_reader.sync.plain import to_plain
from tui_reader.sync.serving import serve

if TYPE_CHECKING:
    from collections.abc import Mapping


def main() -> None:
    """Answer one document after another."""
    serve(_answer)


def _answer(task: Mapping[str, Any], body: bytes) -> dict[str, Any]:
    url: str = task["url"]
    try:
        if task["task"] == "links":
            return {"links": to_plain(tuple(feed_links(body, url=url)))}
        if task["task"] == "article":
            from tui_reader.sync.page import read_page  # noqa: PLC0415 - most workers never see a page

            return {
                "article": to_plain(read_page(body, url=url, content_type=task["content_type"]))
            }
        parsed = parse_feed(body, url=url, content_type=task["content_type"], known=task["known"])
        return {"feed": to_plain(packed_feed(parsed))}
    except NotAFeed as error:
        return {"not_a_feed": error.found}
    except ParseError as error:
        return {"unparsable": error.message}
    except RecursionError:
        return {"unparsable": "it is nested too deeply"}


if __name__ == "__main__":
    main()
