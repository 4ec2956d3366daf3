"""The byline and date at the start of an article, which the head of the article tells."""

from __future__ import annotations

import pytest

from tui_reader.article.extract import extract

TEXT = (
    "<p>The keeper climbed the stairs, lit the lamp, and came down again before the rain.</p>" * 8
)


def article(start: str, *, author: str = "Ada Quay") -> str:
    head = f"<meta name=author content='{author}'><title>A lamp</title>"
    return extract(f"{head}<article>{start}{TEXT}</article>", url="https://e.example/").html


@pytest.mark.parametrize(
    "start",
    [
        "<p>ADA QUAY</p>",
        "<p>By Ada Quay - 11/18/19 11:04 PM EST</p>",
        "<div><p><span>Ada Quay</span></p><p><time>Nov. 20, 2019</time> 1:35 a.m.</p></div>",
        "<p>21. Jan 2022 // Ada Quay</p>",
        "<p>Published 2022-01-21</p>",
    ],
)
def test_what_only_names_author_and_date_is_left_out(start: str) -> None:
    assert article(start).startswith("<p>The keeper climbed")


@pytest.mark.parametrize(
    "start",
    [
        "<p>Ada Quay was at sea that night, and the lamp was out when she came back.</p>",
        "<p>In 2019 the harbour had no lamp, and nobody missed it until the autumn came.</p>",
        "<h2>Ada's lamp</h2>",
    ],
)
def test_what_says_more_stays(start: str) -> None:
    assert article(start).startswith(start)


def test_a_picture_at_the_start_stays() -> None:
    assert "lamp.jpg" in article("<figure><img src=lamp.jpg alt='The lamp'></figure>")
