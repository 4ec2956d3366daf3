import time
from xml.etree import ElementTree

import pytest

from tui_reader.errors import UsageError
from tui_reader.model.feed import HANDBOOK_URL, Subscription
from tui_reader.parse.opml import OpmlDocument, looks_like_opml, parse_opml, write_opml

A, B = "https://a.example/feed", "https://b.example/feed"


def read(inside, head=""):
    return parse_opml(
        f"<opml version='2.0'><head>{head}</head><body>{inside}</body></opml>".encode()
    )


def only(inside):
    (subscription,) = read(inside).subscriptions
    return subscription


def test_a_list_is_read_with_nested_folders():
    found = read(
        f"<outline text='Tech'><outline text='Python'>"
        f"<outline type='rss' text='A' xmlUrl='{A}' htmlUrl='https://a.example/'/></outline>"
        f"<outline text='Empty'></outline></outline>"
        f"<outline text='B' xmlUrl='{B}'/>",
        head="<title>Mine &amp; yours</title>",
    )
    assert found.title == "Mine & yours"
    assert found.folders == (("Tech",), ("Tech", "Python"), ("Tech", "Empty"))
    assert found.subscriptions == (
        Subscription(
            url=A,
            feed_title="A",
            site_url="https://a.example/",
            folders=(("Tech", "Python"),),
        ),
        Subscription(url=B, feed_title="B"),
    )
    assert found.refused == ()


def test_attributes_count_in_any_case_and_quotes():
    assert only(f'<OUTLINE TEXT=A XMLURL="{A}" type=RSS />').url == A


def test_names_that_another_reader_encoded_twice_are_decoded():
    assert only(f"<outline text='AT&amp;amp;T' xmlUrl='{A}'/>").feed_title == "AT&T"


def test_a_title_serves_where_text_is_missing():
    assert only(f"<outline title='A' xmlUrl='{A}'/>").feed_title == "A"


def test_text_that_differs_from_the_title_is_the_users_own():
    found = only(f"<outline text='Mine' title='Theirs' xmlUrl='{A}'/>")
    assert (found.title, found.feed_title) == ("Mine", "Theirs")


def test_a_feed_in_two_folders_is_one_subscription():
    found = only(
        f"<outline text='x'><outline text='A' xmlUrl='{A}'/></outline>"
        f"<outline text='y'><outline text='A' xmlUrl='{A}/'/></outline>"
    )
    assert found.folders == (("x",), ("y",))


def test_the_category_attribute_names_folders():
    found = read(f"<outline text='A' xmlUrl='{A}' category='/x/y,/z,tag'/>")
    assert found.subscriptions[0].folders == (("x", "y"), ("z",))
    assert found.folders == (("x",), ("x", "y"), ("z",))


def test_nesting_and_category_both_count():
    found = only(f"<outline text='n'><outline text='A' xmlUrl='{A}' category='/c'/></outline>")
    assert found.folders == (("n",), ("c",))


def test_a_folder_that_is_typed_as_a_feed_is_a_folder():
    found = read(f"<outline type='rss' title='x'><outline title='A' xmlUrl='{A}'/></outline>")
    assert found.subscriptions[0].folders == (("x",),)


def test_url_serves_where_xmlurl_is_missing():
    assert only(f"<outline type='rss' text='A' url='{A}'/>").url == A


def test_feed_schemes_are_understood():
    assert only("<outline text='A' xmlUrl='feed://a.example/feed'/>").url == "http://a.example/feed"


@pytest.mark.parametrize(
    ("outline", "sentence"),
    [
        (
            "<outline text='J' xmlUrl='javascript:alert(1)'/>",
            "Line 2: “J” was left out: “javascript:alert(1)” is no web address.",
        ),
        (
            "<outline text='P' xmlUrl='|~/run.py'/>",
            "Line 2: “P” was left out: “|~/run.py” is no web address.",
        ),
        (
            "<outline text='F' xmlUrl='file:///etc/passwd'/>",
            "Line 2: “F” was left out: “file:///etc/passwd” is no web address.",
        ),
        ("<outline text='N' type='rss'/>", "Line 2: “N” was left out: it has no address."),
        (
            "<outline text='L' type='link' url='https://x.example/'/>",
            "Line 2: “L” was left out: it is a link to a page, not a feed.",
        ),
        (
            "<outline text='I' type='include' url='https://x.example/l.opml'/>",
            "Line 2: “I” was left out: it is a link to another list, not a feed.",
        ),
        (
            "<outline text='V' type='vfolder' xmlUrl='v'><outline type='rule' text='r'/></outline>",
            "Line 2: “V” was left out: it is a search folder of another reader.",
        ),
        (
            "<outline text='Q xmlUrl='x' <",
            "Line 2: this outline cannot be read: <outline text='Q xmlUrl='x' <",
        ),
    ],
)
def test_what_is_left_out_is_named_and_the_rest_is_kept(outline, sentence):
    found = read(f"\n{outline}\n<outline text='A' xmlUrl='{A}'/>")
    assert found.refused == (sentence,)
    assert [subscription.url for subscription in found.subscriptions] == [A]


def test_a_list_that_breaks_off_is_kept_and_said():
    found = parse_opml(f"<opml><body><outline text='x'><outline xmlUrl='{A}'/>".encode())
    assert found.subscriptions[0].folders == (("x",),)
    assert found.refused == ("The list breaks off before its end; what came before was kept.",)


def test_bare_ampersands_and_angles_are_read():
    found = only(f"<outline text='a & b < c' xmlUrl='{A}?x=1&y=2'/>")
    assert (found.feed_title, found.url) == ("a & b < c", f"{A}?x=1&y=2")


def test_comments_are_no_outlines():
    assert read(f"<!-- <outline xmlUrl='{A}'/> --><![CDATA[<outline xmlUrl='{A}'/>]]>") == (
        OpmlDocument()
    )


def test_entities_of_a_dtd_stay_words():
    data = (
        b"<!DOCTYPE opml [<!ENTITY a 'x'><!ENTITY b '&a;&a;'><!ENTITY f SYSTEM '/etc/passwd'>]>"
        b"<opml><body><outline text='&b;&f;' xmlUrl='https://a.example/'/></body></opml>"
    )
    assert parse_opml(data).subscriptions[0].feed_title == "&b;&f;"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1251"])
def test_any_encoding_is_read(encoding):
    name = encoding.removesuffix("-sig")
    data = (
        f"<?xml version='1.0' encoding='{name}'?><opml><outline text='Блог' xmlUrl='{A}'/></opml>"
    )
    assert parse_opml(data.encode(encoding)).subscriptions[0].feed_title == "Блог"


def test_what_is_no_opml_is_refused():
    with pytest.raises(UsageError, match="no OPML"):
        parse_opml(b"this is not valid")
    assert not looks_like_opml(b"https://a.example/feed")
    assert looks_like_opml(b"<?xml version='1.0'?><opml>")


@pytest.mark.parametrize(
    "data",
    [
        b"<opml><body>" + b"<outline text='x'>" * 10_000 + b"</outline>" * 10_000,
        b"<opml>" + b"".join(b"<outline xmlUrl='http://x%d.example/'/>" % n for n in range(10_000)),
        b"<opml>" + b"<outline text='" * 20_000,
        b"<opml>" + b"<!--" * 50_000,
        b"<opml><!DOCTYPE [" * 10_000,
        b"<opml><outline " + b"a='1' " * 50_000 + b"/>",
    ],
    ids=["deep", "many", "unclosed", "comments", "doctypes", "attributes"],
)
def test_hostile_lists_are_bounded(data):
    start = time.process_time()
    found = parse_opml(data)
    assert time.process_time() - start < 8
    assert len(found.refused) <= 201
    assert all(len(path) <= 16 for path in found.folders)


HOSTILE_NAME = '"/><outline xmlUrl="https://evil.example/"/>\x1b]52;c;x\x07\u202e&amp;\ufffe'


def sample():
    return OpmlDocument(
        title=f"Mine {HOSTILE_NAME}",
        subscriptions=(
            Subscription(url=B, title=HOSTILE_NAME, feed_title="Theirs", folders=(("x",), ("y",))),
            Subscription(url=A, feed_title="A", site_url="https://a.example/", folders=((),)),
            Subscription(url="https://c.example/", folders=(("x", "deep"),)),
            Subscription(url=HANDBOOK_URL, feed_title="Handbook"),
            Subscription(url="file:///tmp/feed.xml", feed_title="Local"),
        ),
        folders=(("Empty",), ("x",), ("x", HOSTILE_NAME)),
    )


def test_what_is_written_is_well_formed_and_holds_no_foreign_outline():
    text = write_opml(sample())
    outlines = list(ElementTree.fromstring(text).iter("outline"))
    assert len(outlines) == 11
    assert not any("evil" in outline.get("xmlUrl", "") for outline in outlines)
    assert all(character.isprintable() or character == "\n" for character in text)


def test_export_import_export_is_identical():
    first = write_opml(sample())
    again = parse_opml(first.encode())
    assert write_opml(again) == first
    assert again.refused == ()
    assert ("Empty",) in again.folders


def test_titles_and_folders_survive_the_round_trip():
    found = {s.url: s for s in parse_opml(write_opml(sample()).encode()).subscriptions}
    assert found[B].feed_title == "Theirs"
    assert found[B].title.startswith('"/><outline')
    assert set(found[B].folders) == {("x",), ("y",)}
    assert found["https://c.example/"].feed_title == found["https://c.example/"].title == ""
    assert found[HANDBOOK_URL].feed_title == "Handbook"


def test_the_order_of_subscriptions_does_not_change_the_text():
    document = sample()
    turned = OpmlDocument(
        title=document.title,
        subscriptions=document.subscriptions[::-1],
        folders=(*document.folders, ("x", "deep"), ("y",)),
    )
    straight = OpmlDocument(
        title=document.title, subscriptions=document.subscriptions, folders=turned.folders
    )
    assert write_opml(turned) == write_opml(straight)


def test_passwords_are_not_exported():
    document = OpmlDocument(subscriptions=(Subscription(url="https://me:secret@a.example/"),))
    assert "secret" not in write_opml(document)
