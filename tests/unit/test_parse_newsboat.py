from tui_reader.model.feed import Subscription
from tui_reader.parse.newsboat import parse_urls


def test_a_urls_file_is_read():
    found = parse_urls(
        b'# comment\n\nhttps://a.example/feed "~My A" tech "long \\"tag\\"" !hidden "!also"\r\n'
        b"  https://b.example/feed\n"
        b"https://a.example/feed/ more\n"
    )
    assert found.subscriptions == (
        Subscription(
            url="https://a.example/feed",
            title="My A",
            folders=(("tech",), ('long "tag"',), ("more",)),
        ),
        Subscription(url="https://b.example/feed"),
    )
    assert found.folders == (("tech",), ('long "tag"',), ("more",))
    assert found.refused == ()


def test_lines_that_are_no_feeds_are_named():
    found = parse_urls(
        b'"query:Unread:unread = \\"yes\\"" x\nexec:~/run.sh\n'
        b"filter:~/f.py:https://a.example/\nfile:///tmp/x\nhttps://a.example/feed\nwords\n"
    )
    assert [sentence.partition(" was")[0] for sentence in found.refused] == [
        'Line 1: “query:Unread:unread = "yes"”',
        "Line 2: “exec:~/run.sh”",
        "Line 3: “filter:~/f.py:https://a.example/”",
        "Line 4: “file:///tmp/x”",
        "Line 6: “words”",
    ]
    assert found.refused[1].endswith("it runs a program.")
    assert [subscription.url for subscription in found.subscriptions] == ["https://a.example/feed"]


def test_any_bytes_are_survived():
    assert parse_urls(b'\xff\x00"\\\n"""\n"').subscriptions == ()
