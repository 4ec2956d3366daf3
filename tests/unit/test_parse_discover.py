import pytest

from tui_reader.parse.discover import FeedLink, feed_links, guesses

PAGE = b"""<!doctype html><html><head><title>x</title>
<link rel="stylesheet" href="/s.css">
<link rel="alternate" type="application/rss+xml" title="Comments on A post" href="/a-post/feed/">
<link rel="alternate" type="application/rss+xml; charset=utf-8" title="Main &amp;amp; all"
  href="/feed/">
<link rel="alternate" type="application/feed+json" href="feed.json">
<LINK REL="FEED" HREF="https://other.example/atom">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
<link rel="alternate" type="text/xml+oembed" href="/oembed">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="alternate" type="application/atom+xml" href="javascript:alert(1)">
</head><body>
<a href="/about">About the feed</a>
<a href="/category/news/feed/">News <svg><title>no</title></svg></a>
<a href="http://www.blog.example/feed">RSS again</a>
<a href="https://feeds.blog.example/main">Subscribe</a>
<a href="https://feedly.com/i/subscription/feed/http://x">Feedly</a>
<a href="feed:https://blog.example/podcast.rss">Podcast</a>
<a href="http://[broken/feed">broken</a>
</body></html>"""


def test_links_of_a_page_come_declared_first_and_comments_last():
    links = feed_links(PAGE, url="https://blog.example/")
    assert [link.url for link in links] == [
        "https://blog.example/feed/",
        "https://blog.example/feed.json",
        "https://other.example/atom",
        "https://blog.example/category/news/feed/",
        "https://feeds.blog.example/main",
        "https://blog.example/podcast.rss",
        "https://blog.example/a-post/feed/",
    ]
    assert [link.is_comments for link in links] == [False] * 6 + [True]
    assert [link.declared for link in links] == [True] * 3 + [False] * 3 + [True]


def test_a_link_tells_its_title_and_type():
    assert feed_links(PAGE, url="https://blog.example/")[0] == FeedLink(
        url="https://blog.example/feed/", title="Main & all", media_type="application/rss+xml"
    )


def test_a_base_element_counts():
    page = b"<base href='https://b.example/x/'><link rel=alternate type=application/rss+xml href=f>"
    assert [link.url for link in feed_links(page, url="https://a.example/")] == [
        "https://b.example/x/f"
    ]


def test_titles_are_clean():
    page = b"<link rel=alternate type=application/rss+xml href=/f title='a&#27;]52;c&#8238;b'>"
    title = feed_links(page, url="https://a.example/")[0].title
    assert all(character.isprintable() for character in title)


def test_a_page_of_links_is_bounded():
    page = b"".join(b"<a href='/%d/feed'>x</a>" % number for number in range(5_000))
    assert len(feed_links(page, url="https://a.example/")) == 40


@pytest.mark.parametrize("page", [b"", b"\xff\xfe\x00", b"<" * 1000, b"<div>" * 20_000], ids=len)
def test_any_page_is_survived(page):
    assert feed_links(page, url="https://a.example/") == ()


def test_a_bare_site_is_guessed_at_common_places():
    found = guesses("https://me:pw@example.org")
    assert found[:3] == (
        "https://example.org/feed",
        "https://example.org/feed.xml",
        "https://example.org/rss.xml",
    )
    assert "https://example.org/blog/feed" in found
    assert "https://example.org/index.xml" in found


def test_a_posts_folders_are_tried_too():
    found = guesses("https://example.org/blog/2024/a-post")
    assert "https://example.org/blog/feed" in found
    assert "https://example.org/feed" in found
    assert len(found) <= 40


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/releases.atom"),
        ("https://github.com/a", "https://github.com/a.atom"),
        ("https://github.com/a/b/commits/dev", "https://github.com/a/b/commits/dev.atom"),
        ("https://github.com/a/b/discussions", "https://github.com/a/b/discussions.atom"),
        ("https://mastodon.example/@ann", "https://mastodon.example/@ann.rss"),
        (
            "https://www.youtube.com/channel/UC1",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC1",
        ),
        (
            "https://m.youtube.com/playlist?list=PL-1",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL-1",
        ),
        ("https://old.reddit.com/r/python/", "https://www.reddit.com/r/python/.rss"),
        ("https://www.reddit.com/u/me", "https://www.reddit.com/user/me/.rss"),
        ("https://medium.com/@ann/x", "https://medium.com/feed/@ann"),
        ("https://bsky.app/profile/ann.example", "https://bsky.app/profile/ann.example/rss"),
    ],
)
def test_large_sites_are_known(url, feed):
    assert guesses(url)[0] == feed


@pytest.mark.parametrize("url", ["", "mailto:x", "http://[x", "https://github.com/"])
def test_nothing_is_guessed_where_nothing_can_be(url):
    assert all(found.startswith("https://github.com/") for found in guesses(url))
