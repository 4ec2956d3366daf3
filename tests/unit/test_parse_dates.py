from datetime import UTC, datetime

import pytest

from tui_reader.parse.dates import from_parts, from_text


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2020-01-02T03:04:05+02:00", "2020-01-02 01:04:05"),
        ("2020-01-02T03:04:05Z", "2020-01-02 03:04:05"),
        ("2020-01-02", "2020-01-02 00:00:00"),
        ("20200102T030405Z", "2020-01-02 03:04:05"),
        ("2020/01/02 03:04", "2020-01-02 03:04:00"),
        ("2020-1-2 3:04", "2020-01-02 03:04:00"),
        ("22.11.2022 12:16:00", "2022-11-22 12:16:00"),
        ("Fri, 05/03/2019 - 15:21", "2019-05-03 15:21:00"),
        ("31/12/2020", "2020-12-31 00:00:00"),
        ("Friday, January 29, 2021 04:42 PM", "2021-01-29 16:42:00"),
        ("January 29, 2021 12:05 am", "2021-01-29 00:05:00"),
        ("Sept 5, 2019 at 3.15pm EST", "2019-09-05 20:15:00"),
        ("mer, 16 nov 2022 00:38:15 +0100", "2022-11-15 23:38:15"),
        ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24 22:42:40"),
        ("Montag, 3. März 2020 um 14:05 MEZ", "2020-03-03 13:05:00"),
        ("12 de octubre de 2019", "2019-10-12 00:00:00"),
        ("Вт, 14 июля 2020 10:00:00 MSK", "2020-07-14 07:00:00"),
        ("3rd March 2020", "2020-03-03 00:00:00"),
        ("16 Nov 2022 00:38:60 GMT", "2022-11-16 00:38:59"),
        ("1601-01-01T00:00:00Z", "1601-01-01 00:00:00"),
        ("9999-12-31T23:59:59Z", "9999-12-31 23:59:59"),
    ],
)
def test_a_date_is_read_in_the_spellings_that_occur(text, when):
    assert from_text(text) == datetime.fromisoformat(when).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "{{ post.date | date_to_xmlschema }}",
        "32.13.2020",
        "99 Foo 2020",
        "9999-12-31T23:59:59-12:00",
        "2020-02-30 10:00",
        "9" * 101,
    ],
)
def test_what_is_no_date_is_none(text):
    assert from_text(text) is None


def test_a_leap_second_is_the_second_before():
    parts = (2016, 12, 31, 23, 59, 60)
    assert from_parts(parts) == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("parts", [None, (), (2020, 13, 1, 0, 0, 0), (0, 1, 1, 0, 0, 0)])
def test_impossible_parts_are_none(parts):
    assert from_parts(parts) is None
