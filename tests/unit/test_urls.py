import re
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader import urls
from tui_reader.errors import UsageError


@pytest.mark.parametrize(
    "other",
    [
        "http://blog.example.org/a-post",
        "https://www.blog.example.org/a-post/",
        "https://blog.example.org:443/a-post",
        "http://blog.example.org:80/a-post",
        "https://blog.example.org:80/a-post",
        "https://blog.example.org./a-post",
        "https://BLOG.example.org/a-post#comments",
        "https://blog.example.org/a-post?utm_source=feed&utm_medium=rss",
        "https://blog.example.org/a-post?fbclid=x&gclid=y&mc_cid=z",
        "https://blog.example.org/a-post?c=70130000000szrj",
        "https://blog.example.org/%61-post",
        " https://blog.example.org/a-post\n",
    ],
)
def test_addresses_of_one_page_have_one_canonical_form(other):
    assert urls.canonical(other) == urls.canonical("https://blog.example.org/a-post")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a#!one", "https://example.org/a#!two"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://example.org/index.php?c=1", "https://example.org/index.php?c=2"),
        ("https://example.org/?c=1", "https://example.org/?c=2"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://wwwexample.org/", "https://example.org/"),
        ("https://one@example.org/", "https://two@example.org/"),
    ],
)
def test_addresses_of_two_pages_stay_two(one, other):
    assert urls.canonical(one) != urls.canonical(other)


@pytest.mark.parametrize("url", ["tag:example.org,2024:1", "urn:uuid:1", "", "http://[broken"])
def test_canonical_leaves_what_is_no_web_address(url):
    assert urls.canonical(url) == url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:secret@example.org/feed", "https://example.org/feed"),
        ("https://google.com@evil.example/", "https://evil.example/"),
        ("https://example.org/\x1b[31mred", "https://example.org/[31mred"),
        ("https://аррӏе.com/", "https://xn--80ak6aa92e.com/"),
        ("https://example.org/\u202egnp.exe", "https://example.org/gnp.exe"),
        ("https://me:pw@[broken/x", "https://[broken/x"),
        ("https://example.org:8080/a?b#c", "https://example.org:8080/a?b#c"),
        ("http://[2001:db8::1]:81/x", "http://[2001:db8::1]:81/x"),
        ("mailto:jane@example.org", "mailto:jane@example.org"),
    ],
)
def test_display_hides_secrets_and_disguises(url, shown):
    assert urls.display(url) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://e.example/1955_%D0%B3%D0%BE%D0%B4", "https://e.example/1955_год"),
        ("https://e.example/%E4%B8%AD%e6%96%87?q=%E4%B8%AD%20a", "https://e.example/中文?q=中%20a"),
        ("https://e.example/%E0%A4%B9%E0%A4%BF", "https://e.example/हि"),
        ("https://e.example/a%2Fb%3F%23%25", "https://e.example/a%2Fb%3F%23%25"),
        ("https://e.example/x%E2%80%AEgpj.exe", "https://e.example/x%E2%80%AEgpj.exe"),
        ("https://e.example/%E2%80%8Ca%C2%9B2J", "https://e.example/%E2%80%8Ca%C2%9B2J"),
        ("https://e.example/%D0%B3%E2%80%93%D0%B3", "https://e.example/г%E2%80%93г"),
        ("https://e.example/%E9t%E9", "https://e.example/%E9t%E9"),
        ("https://e.example/50%", "https://e.example/50%"),
    ],
)
def test_letters_are_read_as_letters_and_all_else_stays_encoded(url, shown):
    assert urls.readable(url) == shown


def test_an_address_made_of_marks_is_no_storm_of_them():
    assert len(urls.readable("https://e.example/a" + "%CC%81" * 400)) < 60


@pytest.mark.parametrize(
    ("base", "url", "found"),
    [
        ("https://example.org/blog/", "post", "https://example.org/blog/post"),
        ("https://example.org/blog/", "/post", "https://example.org/post"),
        ("https://example.org/blog/", "//cdn.example.org/x", "https://cdn.example.org/x"),
        ("https://example.org/", "ht\ntps://exa\tmple.org/x", "https://example.org/x"),
        ("https://example.org/", "/a\u202eb\u200bc", "https://example.org/abc"),
        ("https://example.org/", "http://[::1", ""),
        ("", "https://example.org/", "https://example.org/"),
    ],
)
def test_resolve_makes_absolute_and_never_raises(base, url, found):
    assert urls.resolve(base, url) == found


@pytest.mark.parametrize(
    "base",
    ["https://example.org/blog/?q#f", "http://u:p@[::1]:80", "//e.example/x", "x/y", "", "a:b",
     "HTTPS://E.example", "file:///a/b", "https:///x", "https://[::1"],
)  # fmt: skip
@pytest.mark.parametrize(
    "url",
    ["/", "/post", "/a/b/", "/a//b", "/a/../b", "/a/./b", "/a/..", "/.a", "/a.b/c.d", "/a?b=c&d",
     "/a?", "/a#", "/a?b#c", "/a;b", "/a:b", "/a%20b", "/a b", "/a?b?c", "//e/x", "/wiki/A_(b),_c"],
)  # fmt: skip
def test_what_begins_at_the_root_of_a_site_is_resolved_by_the_rules(base, url):
    try:
        found = urljoin(base, url)
    except ValueError:
        found = ""
    assert urls.resolve(base, url) == found


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org", "https://example.org"),
        ("  example.org/feed \n", "https://example.org/feed"),
        ("example.org:8080/feed", "https://example.org:8080/feed"),
        ("<https://example.org/feed>", "https://example.org/feed"),
        ("“https://example.org/feed”", "https://example.org/feed"),
        ("'http://example.org'", "http://example.org"),
        ("feed:https://example.org/feed", "https://example.org/feed"),
        ("feed://example.org/feed", "http://example.org/feed"),
        ("FEED:example.org/feed", "http://example.org/feed"),
        ("//example.org/feed", "https://example.org/feed"),
        ("localhost:8000/feed", "https://localhost:8000/feed"),
        ("http://intranet/feed", "http://intranet/feed"),
        ("https://me:pw@example.org/feed", "https://me:pw@example.org/feed"),
        ("https://münchen.example/ä b", "https://xn--mnchen-3ya.example/%C3%A4%20b"),
        ("file:///tmp/feed.xml", "file:///tmp/feed.xml"),
    ],
)
def test_what_a_person_types_becomes_an_address(typed, address):
    assert urls.feed_url(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "feed:",
        "javascript:alert(1)",
        "ftp://example.org/",
        "data:text/html,x",
        "word",
        "|~/run.py",
        "https://",
        "https://exa mple.org/",
        "http://[::1",
    ],
)
def test_what_cannot_be_subscribed_to_is_refused(typed):
    with pytest.raises(UsageError):
        urls.feed_url(typed)


def test_a_path_becomes_a_file_address_only_on_the_callers_word(tmp_path):
    feed = tmp_path / "my feed.xml"
    assert urls.feed_url(str(feed), is_file=True) == feed.as_uri()


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/`rm`$(x);\"'", "https://example.org/%60rm%60$(x);%22'"),
        ("https://example.org/a%20b?q=1#f", "https://example.org/a%20b?q=1#f"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("mailto:jane@example.org", "mailto:jane@example.org"),
        ("HTTPS://example.org/\x00\x1b", "HTTPS://example.org/"),
    ],
)
def test_openable_gives_one_safe_argument(url, safe):
    assert urls.openable(url) == safe


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("javascript:alert(1)", "“javascript:” links are not opened"),
        ("file:///etc/passwd", "“file:” links are not opened"),
        ("-rf", "Links without a scheme are not opened"),
        ("https:///path", "names no host"),
    ],
)
def test_openable_says_why_it_refuses(url, reason):
    with pytest.raises(UsageError, match=reason):
        urls.openable(url)


def test_userinfo_is_taken_off_and_the_rest_stays():
    assert urls.without_userinfo("https://me:pw@example.org:81/a?b") == "https://example.org:81/a?b"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://me:pw@EXAMPLE.org.:81/", "example.org"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("nothing", ""),
        ("http://[x", ""),
    ],
)
def test_host_is_lower_case_ascii_without_port(url, name):
    assert urls.host(url) == name


@pytest.mark.parametrize(
    ("url", "yes"),
    [
        ("http://example.org", True),
        ("HTTPS://example.org", True),
        ("https://", False),
        ("gemini://example.org", False),
        ("/path", False),
    ],
)
def test_is_web_asks_for_scheme_and_host(url, yes):
    assert urls.is_web(url) is yes


@given(
    st.from_regex(
        r"https?://[a-cA-Cw.\-]{0,9}/?[a-z._~%/\-4]{0,9}(?:\?[a-z=&]{1,9})?", fullmatch=True
    )
)
def test_a_plain_address_is_understood_as_any_other(url):
    ask = (urls.is_web, urls.host, urls.canonical)
    found = [question.__wrapped__(url) for question in ask]
    with pytest.MonkeyPatch.context() as patch:
        for shape in ("_PLAIN", "_SIMPLE"):
            patch.setattr(urls, shape, re.compile(r"(?!)"))

        assert [question.__wrapped__(url) for question in ask] == found
