"""What is done ahead of the first article: nothing of it is left for the article to do."""

from __future__ import annotations

import subprocess
import sys

PROBE = """
import sys
from tui_reader.article import highlight
from tui_reader.article.warming import warm_up
warm_up()
assert not highlight.is_loaded("a = 1", "python")
before = set(sys.modules)
from tui_reader.article.build import build
from tui_reader.article.galley import compose
from tui_reader.article.layout import set_lines
set_lines(compose(build("<p>words \N{GRINNING FACE}<pre>a = 1</pre><table><td>1</table>")), 40)
print(*set(sys.modules) - before)
set_lines(compose(build("<pre><code class=language-python>a = 1</code></pre>")), 40)
assert highlight.is_loaded("a = 1", "python")
"""


def test_an_article_loads_nothing_more_but_the_lexers_of_its_languages():
    ran = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=False)
    assert (ran.stdout.split(), ran.stderr) == ([], "")
