"""What servers ask for in headers, as durations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.fetch.politeness import DAY, back_off, fraction, fresh_for, retry_after

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 90 ", 90),
        ("86401", 86_400),
        ("9" * 5000, 86_400),
        ("Tue, 24 Nov 2026 12:30:00 GMT", 1800),
        ("Tue, 24 Nov 2026 11:30:00 GMT", 0),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 86_400),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: int) -> None:
    assert retry_after(value, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "²", "Tue, 99 Nov 2026", "0 0 0 0"])
def test_retry_after_without_sense_is_none(value: str) -> None:
    assert retry_after(value, NOW) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache_control": "public, max-age=600"}, 600),
        ({"cache_control": 'MAX-AGE="600"', "age": "100"}, 500),
        ({"cache_control": "max-age=60", "age": "100"}, 0),
        ({"cache_control": "no-cache, max-age=600"}, 0),
        ({"cache_control": "max-age=99999999"}, 86_400),
        ({"expires": "Tue, 24 Nov 2026 12:10:00 GMT"}, 600),
        (
            {
                "expires": "Tue, 24 Nov 2020 12:10:00 GMT",
                "date": "Tue, 24 Nov 2020 12:00:00 GMT",
            },
            600,
        ),
        ({"cache_control": "max-age=60", "expires": "Tue, 24 Nov 2026 13:00:00 GMT"}, 60),
    ],
)
def test_freshness_is_what_the_server_says(headers: dict[str, str], seconds: int) -> None:
    assert fresh_for(NOW, **headers) == timedelta(seconds=seconds)


@pytest.mark.parametrize("headers", [{}, {"expires": "0"}, {"cache_control": "max-age=x"}])
def test_freshness_without_a_word_is_none(headers: dict[str, str]) -> None:
    assert fresh_for(NOW, **headers) is None


def test_the_pause_doubles_up_to_a_day() -> None:
    hours = [back_off(failures, "seed") / timedelta(hours=1) for failures in range(1, 9)]

    for pause, expected in zip(hours, [1, 2, 4, 8, 16, 24, 24, 24], strict=True):
        assert expected * 0.9 <= pause <= expected * 1.1


def test_a_pause_is_the_same_each_time_and_differs_between_feeds() -> None:
    assert back_off(3, "one") == back_off(3, "one")
    assert back_off(3, "one") != back_off(3, "another")


@settings(deadline=None)
@given(st.text(), st.text(), st.text(), st.text())
def test_no_header_is_too_odd(cache_control: str, expires: str, date: str, age: str) -> None:
    found = fresh_for(NOW, cache_control=cache_control, expires=expires, date=date, age=age)

    assert found is None or timedelta() <= found <= DAY


@settings(deadline=None)
@given(st.text())
def test_no_retry_after_is_too_odd(value: str) -> None:
    found = retry_after(value, NOW)

    assert found is None or timedelta() <= found <= DAY


@settings(deadline=None)
@given(st.text())
def test_a_fraction_lies_between_zero_and_one(seed: str) -> None:
    assert 0 <= fraction(seed) < 1
