"""The blogs of the pictures: invented ones, written for them, served as real feed documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post; ``age`` counts back from the moment of the picture."""

    title: str
    age: timedelta
    author: str
    category: str = ""
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blog:
    """One blog of the demo library."""

    slug: str
    title: str
    folder: tuple[str, ...]
    posts: tuple[Post, ...] = field(default=())

    def document(self, now: datetime) -> bytes:
        """Give its RSS document, as its server would at this moment."""
        items = "".join(_item(self.slug, post, now) for post in self.posts)
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>{escape(self.title)}</title><link>https://{self.slug}.example/</link>"
            f"<description>{escape(self.title)}</description>{items}</channel></rss>"
        ).encode()


def _item(slug: str, post: Post, now: datetime) -> str:
    address = f"https://{slug}.example/{escape(post.title.lower().replace(' ', '-'))}"
    category = f"<category>{escape(post.category)}</category>" if post.category else ""
    return (
        f"<item><title>{escape(post.title)}</title><link>{address}</link>"
        f'<guid isPermaLink="false">{address}</guid>'
        f"<dc:creator>{escape(post.author)}</dc:creator>{category}"
        f"<pubDate>{format_datetime(now - post.age)}</pubDate>"
        f"<content:encoded>{escape(post.html)}</content:encoded></item>"
    )


def days(count: float) -> timedelta:
    """Give an age in days."""
    return timedelta(days=count)


_QUEUE = """
<p>For three weeks our dashboard told two stories. The median request took 40 ms, the 99th
percentile took four seconds, and nothing on the machines was busy. This is how we found the
queue that nobody had drawn on a whiteboard.</p>
<!--more-->
<h2>What the graph does not show</h2>
<p>An average hides its worst day. We plotted every request of one minute as a dot, and the dots
stood in <em>columns</em>: eight quick ones, then one that waited for all the others. The columns
were exactly as wide as our <a href="https://lanternfish.example/pools">connection pool</a>.</p>
<blockquote><p>A pool is a queue with a better name. Measure the time spent waiting for it, or you
will blame the database.</p></blockquote>
<h2>One line that waits</h2>
<p>The culprit held a connection while it rendered a page:</p>
<pre><code class="language-python">async def page(request):
    async with pool.acquire() as connection:      # taken here …
        rows = await connection.fetch(QUERY)
        return render("orders.html", rows=rows)   # … and kept for 300 ms
</code></pre>
<p>Moving the return out of the block was a change of four spaces. Then we looked for the same
pattern elsewhere, and found it:</p>
<ul>
<li>in the export job, which streamed to a slow client;</li>
<li>in two health checks, which took a connection to say that connections are fine;</li>
<li>in a retry, which slept for a second <strong>inside</strong> the transaction.</li>
</ul>
<h2>Before and after</h2>
<table>
<tr><th>Percentile</th><th>Before</th><th>After</th></tr>
<tr><td>50th</td><td>40 ms</td><td>38 ms</td></tr>
<tr><td>95th</td><td>900 ms</td><td>71 ms</td></tr>
<tr><td>99th</td><td>4,100 ms</td><td>120 ms</td></tr>
</table>
<figure><img src="https://lanternfish.example/dots.png" alt="Dots in columns, then a flat band">
<figcaption>One minute of requests, before and after</figcaption></figure>
<p>We now export the time spent <em>waiting to start</em> beside the time spent working. If you run
a pool of anything, draw that line first.</p>
"""


def _text(lead: str, *more: str) -> str:
    """Give a post's HTML: its lead, the fold, the rest."""
    paragraphs = "".join(f"<p>{text}</p>" for text in more)
    return f"<p>{lead}</p><!--more-->{paragraphs}"


_FILLER = (
    "The rest of the story is a list of small decisions, each of them dull, which is how we like "
    "them. We wrote them down so that the next person does not have to guess. " * 12
)

BLOGS: tuple[Blog, ...] = (
    Blog(
        slug="lanternfish",
        title="Lanternfish Blog",
        folder=("Engineering",),
        posts=(
            Post(
                title="The queue that nobody had drawn",
                age=timedelta(hours=3),
                author="Ines Okafor, Principal Engineer",
                category="engineering",
                html=_QUEUE,
            ),
            Post(
                title="Deploys now wait for the slowest region",
                age=timedelta(hours=9),
                author="Tomasz Wilk",
                category="news",
                html=_text(
                    "From today a release is called done when the <em>last</em> region serves it, "
                    "not the first. Here is what changes for you, and why it took us a year.",
                    _FILLER,
                ),
            ),
            Post(
                title="What we learned from 1,000 incident reviews",
                age=days(1.2),
                author="Maren Solheim, Reliability Lead",
                category="engineering",
                html=_text(
                    "We read all of them again. The most common cause was not a bug, a disk or a "
                    "person: it was a change that was safe alone and unsafe in company.",
                    _FILLER,
                    _FILLER,
                ),
            ),
            Post(
                title="A day in the life of our support desk",
                age=days(2.4),
                author="Joseph Adeyemi",
                category="life",
                html=_text(
                    "<img src='https://lanternfish.example/desk.jpg' alt='A desk with three "
                    "teapots'> At seven the queue is empty and the tea is hot. By nine it is the "
                    "other way round.",
                    _FILLER,
                ),
            ),
            Post(
                title="Postgres 19 in preview, with `MERGE` that explains itself",
                age=days(3.1),
                author="Ines Okafor, Principal Engineer",
                category="news",
                html=_text(
                    "The preview is open to every plan. Upgrades keep your extensions, and a dry "
                    "run tells you what would break before anything does.",
                    _FILLER,
                ),
            ),
            Post(
                title="Drawing status pages for people who are worried",
                age=days(5),
                author="Lucía Ferrer, Designer",
                category="design",
                html=_text(
                    "Nobody opens a status page on a good day. So we tested ours on bad ones: with "
                    "one thumb, on a train, in the dark.",
                    _FILLER,
                ),
            ),
            Post(
                title="Hiring in the open: our interview, word for word",
                age=days(9),
                author="Joseph Adeyemi",
                category="life",
                html=_text(
                    "We publish the questions, the rubric and what we listen for. Knowing them "
                    "makes the talk better, not easier.",
                    _FILLER,
                ),
            ),
            Post(
                title="Ten lines of C that kept a database awake",
                age=days(16),
                author="Maren Solheim, Reliability Lead",
                category="engineering",
                html=_text(
                    "The checkpoint ran every five minutes, and every five minutes the disk sang. "
                    "Between the two stood a loop that was older than two of our engineers.",
                    _FILLER,
                ),
            ),
            Post(
                title="Private networks between apps, now without a form",
                age=days(31),
                author="Tomasz Wilk",
                category="news",
                html=_text("One command, one minute, and no ticket. Here is the command.", _FILLER),
            ),
        ),
    ),
    Blog(
        slug="margins",
        title="Notes in the Margin",
        folder=("Engineering",),
        posts=(
            Post(
                title="Parsers should refuse politely",
                age=timedelta(hours=5),
                author="Hanna Lindqvist",
                html=_text(
                    "A good error message names the place, the cause and the way out. A great one "
                    "also keeps everything that could be read.",
                    _FILLER,
                ),
            ),
            Post(
                title="Reading a B-tree by candlelight",
                age=days(6),
                author="Hanna Lindqvist",
                html=_text(
                    "Pages, cells and pointers, drawn by hand until they made sense.", _FILLER
                ),
            ),
        ),
    ),
    Blog(
        slug="nightlibrary",
        title="夜の図書館",
        folder=("Essays",),
        posts=(
            Post(
                title="静かな閲覧室で、端末の光だけが灯る",
                age=timedelta(hours=20),
                author="森 美咲",
                html=_text(
                    "本を読むための道具は、本より静かでなければならない。そう思うようになった理由を書く。",
                    "目録カードから端末まで、三十年の変化を振り返る。",
                ),
            ),
        ),
    ),
    Blog(
        slug="slowpages",
        title="Slow Pages",
        folder=("Essays",),
        posts=(
            Post(
                title="On keeping a commonplace book for twenty years",
                age=days(1.7),
                author="Rosalind Achebe",
                html=_text(
                    "Every sentence I copied by hand is one I can still find. The others are "
                    "somewhere, safe and lost.",
                    _FILLER,
                ),
            ),
            Post(
                title="The index is the book",
                age=days(12),
                author="Rosalind Achebe",
                html=_text("Begin at the back. It tells you what the author feared.", _FILLER),
            ),
        ),
    ),
)
"""Every blog of the pictures, in the sidebar's order."""

FAILING = Blog(slug="oldharbour", title="Old Harbour Log", folder=("Essays",))
"""A blog whose server answers 503, for the mark of a failing feed."""
