"""Redirects, hop by hop: where they may lead, and what goes along."""

from __future__ import annotations

import base64
import ipaddress
from typing import TYPE_CHECKING

import pytest
from server import Server, rss

from tui_reader.errors import FetchError, Forbidden, Unreachable
from tui_reader.fetch.addresses import is_public
from tui_reader.fetch.answer import Fetched
from tui_reader.fetch.origin import follow, locate

if TYPE_CHECKING:
    from tui_reader.fetch.client import Lane


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 127.0.0.1 count as public, so that a redirect may lead there."""
    monkeypatch.setenv("BLOGREAD_PUBLIC_HOSTS", "127.0.0.1")


async def test_a_relative_redirect_is_followed(server: Server, lane: Lane) -> None:
    server.redirect("/a/feed", "../b/feed?x=1", status=307)
    server.feed("/b/feed?x=1", rss(1))

    answer = await lane.get(server.url("/a/feed"))

    assert answer.url == server.url("/b/feed?x=1")
    assert answer.moved_to == ""


async def test_permanent_redirects_tell_where_the_feed_is_now(server: Server, lane: Lane) -> None:
    server.redirect("/1", "/2", status=301)
    server.redirect("/2", "/3", status=308)
    server.feed("/3", rss(1))

    assert (await lane.get(server.url("/1"))).moved_to == server.url("/3")


async def test_what_lies_behind_a_temporary_redirect_is_not_the_new_address(
    server: Server, lane: Lane
) -> None:
    server.redirect("/1", "/2", status=301)
    server.redirect("/2", "/3", status=302)
    server.redirect("/3", "/4", status=301)
    server.feed("/4", rss(1))

    assert (await lane.get(server.url("/1"))).moved_to == server.url("/2")


async def test_a_location_in_utf_8_is_understood(server: Server, lane: Lane) -> None:
    server.redirect("/feed", "/füße".encode().decode("latin-1"))
    server.feed("/f%C3%BC%C3%9Fe", rss(1))

    assert isinstance(await lane.get(server.url("/feed")), Fetched)


async def test_ten_hops_are_enough_and_eleven_too_many(server: Server, lane: Lane) -> None:
    for hop in range(11):
        server.redirect(f"/{hop}", f"/{hop + 1}")
    server.feed("/11", rss(1))

    assert isinstance(await lane.get(server.url("/1")), Fetched)
    with pytest.raises(Unreachable, match="circles"):
        await lane.get(server.url("/0"))


@pytest.mark.parametrize(
    "location",
    ["", "file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "http://[bad/"],
)  # fmt: skip
async def test_only_web_addresses_are_followed(server: Server, lane: Lane, location: str) -> None:
    server.redirect("/feed", location)

    with pytest.raises(Forbidden):
        await lane.get(server.url("/feed"))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.2", "127.1", "2130706434", "0x7f000002", "0177.0.0.2", "10.0.0.1",
        "169.254.169.254", "[::1]", "[::ffff:127.0.0.2]", "[fe80::1]", "[fd00::1]", "0.0.0.0",
        "localhost", "224.0.0.1",
    ],
)  # fmt: skip
async def test_a_redirect_into_a_private_network_is_refused_however_it_is_spelt(
    server: Server, lane: Lane, host: str
) -> None:
    server.redirect("/feed", f"http://{host}:{server.port}/secret")

    with pytest.raises(FetchError):
        await lane.get(server.url("/feed"))

    assert server.to("/secret") == []


async def test_the_user_may_name_a_private_address_and_be_redirected_within_it(
    server: Server, lane: Lane
) -> None:
    server.redirect("/", "/feed", status=301)
    server.feed("/feed", rss(1))

    assert isinstance(await lane.get(server.url("/", host="localhost")), Fetched)


async def test_an_address_that_nobody_typed_is_checked_at_once(server: Server, lane: Lane) -> None:
    server.feed("/feed", rss(1))

    with pytest.raises(Forbidden, match="private network"):
        await lane.get(server.url("/feed"), trusted=False)


async def test_a_secret_is_sent_to_its_origin(server: Server, lane: Lane) -> None:
    server.redirect("/feed", "/moved")
    server.feed("/moved", rss(1))

    answer = await lane.get(server.url("/feed", host="ann:p%40ss@127.0.0.1"))

    secret = "Basic " + base64.b64encode(b"ann:p@ss").decode()
    assert [request.headers.get("authorization") for request in server.requests] == [secret] * 2
    assert "ann" not in answer.url


async def test_a_secret_is_not_sent_to_another_host(
    server: Server, lane: Lane, public: None
) -> None:
    server.redirect("/feed", server.url("/other"))
    server.feed("/other", rss(1))

    await lane.get(server.url("/feed", host="ann:pass@localhost"))

    assert "authorization" in server.to("/feed")[0].headers
    assert "authorization" not in server.to("/other")[0].headers


async def test_a_site_cannot_log_us_in(server: Server, lane: Lane) -> None:
    server.redirect("/feed", server.url("/other", host="eve:evil@127.0.0.1"), status=301)
    server.feed("/other", rss(1))

    answer = await lane.get(server.url("/feed"))

    assert answer.moved_to == server.url("/other")


async def test_no_error_holds_a_secret(server: Server, lane: Lane) -> None:
    server.answer("/feed", status=500)
    address = server.url("/feed", host="ann:topsecret@127.0.0.1")

    with pytest.raises(FetchError) as caught:
        await lane.get(address)

    assert "topsecret" not in f"{caught.value.message} {caught.value.hint} {caught.value.url}"


def test_https_is_never_left_for_plain_http() -> None:
    with pytest.raises(Forbidden, match="plain http"):
        follow(locate("https://example.org/feed"), "http://example.org/feed")


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("HTTP://Example.ORG.:80/a b?q=ü#part", "http://example.org/a%20b?q=%C3%BC"),
        ("https://bücher.example:8443", "https://xn--bcher-kva.example:8443/"),
        ("http://[::1]:81/x", "http://[::1]:81/x"),
    ],
)
def test_an_address_is_written_as_http_wants_it(url: str, there: str) -> None:
    assert locate(url).url == there


@pytest.mark.parametrize("url", ["http://", "http://a b/", "http://h:99999/", "gopher://h/", "x"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(Forbidden):
        locate(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07::1", True), ("100.64.0.1", False),
        ("192.168.1.1", False), ("::", False), ("2002:7f00:1::", False), ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d70e", True), ("ff02::1", False), ("fe80::1%eth0", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert ipaddress.ip_address(address.partition("%")[0])
    assert is_public(address) is public
