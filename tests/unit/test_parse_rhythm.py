from datetime import timedelta

import pytest

from tui_reader.parse.rhythm import rhythm


def read(ttl="", period="", frequency="", body=b""):
    return rhythm(ttl=ttl, period=period, frequency=frequency, body=body)


@pytest.mark.parametrize(
    ("told", "interval"),
    [
        ({"ttl": "60"}, timedelta(hours=1)),
        ({"period": "daily", "frequency": "2"}, timedelta(hours=12)),
        ({"period": " Hourly ", "frequency": ""}, timedelta(hours=1)),
        ({"ttl": "60", "period": "daily"}, timedelta(days=1)),
        ({"ttl": "soon"}, None),
        ({"ttl": "0"}, None),
        ({"ttl": "-5"}, None),
        ({"ttl": "9" * 30}, None),
        ({"period": "hourly", "frequency": "0"}, timedelta(hours=1)),
        ({"period": "fortnightly"}, None),
    ],
)
def test_the_longest_interval_counts(told, interval):
    assert read(**told).interval == interval


def test_every_skipped_hour_and_day_counts():
    body = (
        b"<rss><skipHours><hour>0</hour><hour> 7 </hour><hour>24</hour><hour>99</hour></skipHours>"
        b"<skipDays><day>Monday</day><day>sunday</day><day>Someday</day></skipDays></rss>"
    )
    assert read(body=body).skip_hours == {0, 7}
    assert read(body=body).skip_days == {0, 6}


def test_a_feed_that_skips_all_hours_skips_none():
    hours = b"".join(b"<hour>%d</hour>" % hour for hour in range(24))
    assert read(body=b"<skipHours>" + hours + b"</skipHours>").skip_hours == frozenset()
