"""What the first article of a process would wait for, done while nobody waits."""

from __future__ import annotations

from tui_reader.article import highlight
from tui_reader.article.build import build
from tui_reader.article.galley import compose
from tui_reader.article.layout import set_lines
from tui_reader.cells import cell_len

_SAMPLE = (
    "<h2>a</h2><p>b <b>c</b> <a href='https://example.org/'>d</a></p><ul><li>e</li></ul>"
    "<blockquote>f</blockquote><table><tr><th>g</th></tr><tr><td>1</td></tr></table>"
)
_WIDE = "字"


def warm_up() -> None:
    """Load the tables and the names that most articles ask for, and go once the way of all.

    No language's lexer is made: there are too many, and each takes as long as all of this.
    """
    cell_len(_WIDE)
    highlight.load()
    set_lines(compose(build(_SAMPLE)), 72)
