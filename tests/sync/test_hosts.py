"""Whose turn it is."""

from __future__ import annotations

from builders import NOON, feed_info

from tui_reader.model.feed import Feed, FeedId, FetchState
from tui_reader.sync.hosts import Hosts


def feeds(*addresses: str) -> list[Feed]:
    return [
        Feed(id=FeedId(n), url=url, added_at=NOON, info=feed_info(), fetch=FetchState())
        for n, url in enumerate(addresses)
    ]


def test_hosts_without_a_lane_go_first_and_two_lanes_are_the_most() -> None:
    hosts = Hosts(feeds("http://a/1", "http://a/2", "http://b/1", "http://a/3"))

    assert [hosts.take_host() for _ in range(5)] == ["a", "b", "a", "b", None]


def test_a_host_hands_out_its_feeds_in_order() -> None:
    hosts = Hosts(feeds("http://a/1", "http://b/1", "https://A:81/2"))
    host = hosts.take_host()

    assert host == "a"
    assert [feed.url for _ in range(2) if (feed := hosts.take(host))] == [
        "http://a/1",
        "https://A:81/2",
    ]
    assert hosts.take(host) is None


def test_a_host_that_is_done_is_not_offered_again() -> None:
    hosts = Hosts(feeds("http://a/1"))
    host = hosts.take_host()
    assert host is not None
    hosts.take(host)
    hosts.leave(host)

    assert hosts.take_host() is None


def test_what_still_waits_can_be_taken_at_once() -> None:
    hosts = Hosts(feeds("http://a/1", "http://b/1", "http://c/1"))
    host = hosts.take_host()
    assert host is not None
    hosts.take(host)

    assert [feed.url for feed in hosts.take_all()] == ["http://b/1", "http://c/1"]
    assert hosts.take_host() is None
