from datetime import UTC, datetime

import pytest

from tui_reader.model.entry import EntryContent
from tui_reader.parse import identity
from tui_reader.parse.markup import Prose
from tui_reader.parse.plain import utf8

TEXT = "A distinctive text that is long enough to be told from every other one. " * 5


def aliases(**changes):
    told = {"guid": "", "url": "https://example.org/a-long-slug", "title": "Title", "text": TEXT}
    told |= changes
    return identity.aliases(**told | {"text": Prose(utf8(told["text"]))})


def entry(**changes):
    return EntryContent(**{"key": "k", "title": "t", **changes})


def test_the_key_is_the_guid_as_given():
    assert identity.own_key("  tag:example.org,2024:1\n") == "tag:example.org,2024:1"


def test_an_endless_guid_is_hashed():
    assert identity.own_key("x" * 10_000) != identity.own_key("x" * 10_001)
    assert len(identity.own_key("x" * 10_000)) < 100


def stand_in(**changes):
    told = {
        "url": "https://example.org/a",
        "url_is_unique": True,
        "title": "Title",
        "text": "Text",
        "published_at": datetime(2024, 1, 1, tzinfo=UTC),
        "media": (),
    }
    told |= changes
    return identity.stand_in_key(**told | {"text": Prose(utf8(told["text"]))})


def test_without_a_guid_a_unique_permalink_is_the_key():
    assert stand_in() == "https://example.org/a"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"text": "Other"},
        {"published_at": None},
        {"url": "https://example.org/b"},
        {"media": ("https://example.org/x.mp3",)},
    ],
)
def test_without_either_everything_counts(change):
    assert stand_in(url_is_unique=False, **change) != stand_in(url_is_unique=False)


def test_a_moved_post_keeps_an_alias():
    old = aliases(url="http://blog.example.org/archives/2013/7/10/cedar_14_public_beta")
    new = aliases(url="https://www.example.org/blog/cedar-14-public-beta/")
    assert set(old) & set(new)


def test_a_new_title_and_text_under_the_same_link_keep_an_alias():
    assert set(aliases()) & set(aliases(title="New", text="Other " * 100))


def test_the_same_text_under_another_link_and_guid_keeps_an_alias():
    assert set(aliases()) & set(aliases(url="https://other.example/x", guid="urn:new"))


def test_a_guid_that_is_a_link_is_an_alias_whatever_its_scheme():
    old = aliases(guid="http://example.org/?p=12", url="", text="")
    new = aliases(guid="https://www.example.org/?p=12", url="", text="")
    assert old == new != ()


@pytest.mark.parametrize(
    "change",
    [
        {"url": "https://example.org/", "text": "Short", "title": ""},
        {"url": "https://example.org", "text": "", "title": "Title"},
        {"url": "tag:x", "guid": "urn:y", "text": "Same", "title": "Weekly links"},
    ],
)
def test_what_is_not_distinctive_makes_no_alias(change):
    assert aliases(**change) == ()


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://example.org/archives/2013/7/10/cedar_14_beta", "cedar-14-beta"),
        ("https://example.org/blog/cedar-14-beta/", "cedar-14-beta"),
        ("https://example.org/cedar-14-beta.html?x=1", "cedar-14-beta"),
        ("https://example.org/posts/12345678", ""),
        ("https://example.org/about", ""),
        ("https://example.org", ""),
        ("tag:example.org/cedar-14-beta", ""),
    ],
)
def test_the_slug_is_what_tells_the_subject(url, slug):
    assert identity.slug_of(url) == slug


def test_an_alias_that_two_entries_share_names_neither():
    one = entry(key="1", aliases=("l:x", "c:1"))
    two = entry(key="2", aliases=("l:x", "c:2"))
    kept = identity.without_shared_aliases([one, two])
    assert [found.aliases for found in kept] == [("c:1",), ("c:2",)]


def test_a_repeated_guid_counts_once_and_the_first_stays():
    kept = identity.each_key_once(
        [entry(title="first"), entry(title="second")], has_guid=[True, True]
    )
    assert [found.title for found in kept] == ["first"]


def test_entries_without_guid_that_are_alike_all_stay():
    kept = identity.each_key_once([entry(), entry(), entry()], has_guid=[False] * 3)
    assert [found.key for found in kept] == ["k", "k:2", "k:3"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x"},
        {"url": "https://x.example/"},
        {"html": "x"},
        {"summary_html": "x"},
        {"categories": ("x",)},
        {"published_at": datetime(2024, 1, 1, tzinfo=UTC)},
        {"image_url": "https://x.example/i"},
    ],
)
def test_the_hash_changes_with_what_a_reader_sees(change):
    assert identity.content_hash(entry(**change)) != identity.content_hash(entry())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"updated_at": datetime(2024, 1, 1, tzinfo=UTC)}, {}),
        ({"html": "a<!-- 1 -->b"}, {"html": "ab"}),
        ({"html": "a<img width=1 height='1' src=//count?7>"}, {"html": "a"}),
        ({"image_url": "https://x/i?token=1"}, {"image_url": "https://x/i?token=2"}),
        ({"aliases": ("l:x",)}, {}),
    ],
)
def test_the_hash_ignores_what_changes_by_itself(one, other):
    assert identity.content_hash(entry(**one)) == identity.content_hash(entry(**other))


def test_fields_do_not_run_into_each_other():
    one = entry(categories=("a", "b"))
    assert identity.content_hash(one) != identity.content_hash(entry(categories=("ab",)))
