"""The cases of a blog that has lived at three addresses, after what is known of Heroku's."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui_reader.model.feed import Author
from tui_reader.parse.feed import parse_feed

FEED = Path(__file__).parent.parent / "data" / "feeds" / "heroku-wordpress.xml"


@pytest.fixture
def feed():
    return parse_feed(FEED.read_bytes(), url="https://www.cloud.example/blog/feed/")


ADDRESSES = [
    "https://blog.cloud.example/archives/2013/7/10/cedar_14_public_beta",
    "https://blog.cloud.example/archives/2013/7/10/cedar-14-public-beta",
    "https://blog.cloud.example/cedar-14-public-beta",
    "https://blog.cloud.example:443/cedar-14-public-beta",
    "https://blog.cloud.example./cedar-14-public-beta?c=70130000000szrj",
    "https://www.cloud.example/blog/cedar-14-public-beta/",
]


def post(url, guid):
    body = (
        f"<rss version='2.0'><channel><item><title>Cedar-14 Public Beta</title><link>{url}</link>"
        f"<guid isPermaLink='false'>{guid}</guid><description>Short.</description></item>"
        "</channel></rss>"
    )
    return parse_feed(body.encode(), url="https://blog.cloud.example/feed").entries[0]


@pytest.mark.parametrize("url", ADDRESSES)
def test_one_post_under_any_of_its_addresses_is_one_entry(url):
    now = post("https://www.cloud.example/blog/cedar-14-public-beta/", "new")
    assert set(post(url, "old").aliases) & set(now.aliases)


def test_another_post_with_the_same_title_is_another_entry():
    one = post("https://blog.cloud.example/archives/2013/7/10/cedar-14-public-beta", "1")
    two = post("https://blog.cloud.example/cedar-14-public-beta-second-part", "2")
    assert not set(one.aliases) & set(two.aliases)


def test_a_role_with_a_comma_stays_whole(feed):
    role = "Product Management Director, Cloud Data"
    assert feed.entries[0].authors == (Author(name="Jane Doe", role=role),)


def test_two_creators_are_two_authors(feed):
    assert feed.entries[1].authors == (
        Author(name="Joe Roe", role="Software Architect"),
        Author(name="Max Moe"),
    )


def test_a_title_keeps_its_backticks(feed):
    assert feed.entries[0].title == "How We Broke `git push cloud main`"


def test_the_excerpt_runs_to_the_fold_with_picture_and_heading(feed):
    assert feed.entries[0].excerpt.split("\n") == [
        (
            "It’s a story about a hook that ran once too often, and about what we learned from it "
            "when we looked."
        ),
        "▨ A hook in a pipe",
        "What a hook is",
        "A hook is a program that runs when code arrives…",
    ]


def test_a_category_keeps_its_comma_and_counts_once(feed):
    assert feed.entries[0].categories == ("Engineering", "Postgres, Redis & Kafka")


def test_dates_of_address_publication_and_update_may_differ(feed):
    entry = feed.entries[1]
    assert entry.published_at == datetime(2014, 8, 19, tzinfo=UTC)
    assert entry.updated_at == datetime(2024, 4, 30, 12, tzinfo=UTC)


def test_a_picture_is_based_on_the_post_itself(feed):
    assert feed.entries[0].html_base == "https://www.cloud.example/blog/how-we-broke-git-push/"
    assert feed.info.title == "Example Cloud – Blog"
