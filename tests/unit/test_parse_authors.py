import time

import pytest

from tui_reader.model.feed import Author
from tui_reader.parse.authors import byline, distinct


def read(text):
    return [(author.name, author.role) for author in byline(text)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Joe Kutner, Software Architect", [("Joe Kutner", "Software Architect")]),
        (
            "Jane Doe, Product Management Director, Heroku Data",
            [("Jane Doe", "Product Management Director, Heroku Data")],
        ),
        ("Jane Doe (Software Engineer)", [("Jane Doe", "Software Engineer")]),
        ("Jane Doe – Senior Engineer", [("Jane Doe", "Senior Engineer")]),
        ("Joe, Engineer", [("Joe", "Engineer")]),
        ("Ada Quay, Harbour Master", [("Ada Quay", "Harbour Master")]),
        ("Noor Halvorsen, Heroku Data", [("Noor Halvorsen", "Heroku Data")]),
        ("John Doe, Jr., CEO", [("John Doe, Jr.", "CEO")]),
        ("Bex Heart for Heroku", [("Bex Heart", "Heroku")]),
        (
            "Jane Doe, Engineer and Bex Heart, Product Manager",
            [("Jane Doe", "Engineer"), ("Bex Heart", "Product Manager")],
        ),
        (
            "Ali Hamidi, Engineer, Data, Bex Heart",
            [("Ali Hamidi", "Engineer, Data, Bex Heart")],
        ),
    ],
)
def test_a_role_is_told_from_the_name_and_never_cut(text, people):
    assert read(text) == people


def test_a_byline_that_is_only_a_role_stays_whole():
    text = "Product Management Director, Heroku Data"
    assert read(text) == [(text, "")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Ali Hamidi, Charlie Gleason and Bex Heart",
            ["Ali Hamidi", "Charlie Gleason", "Bex Heart"],
        ),
        ("Ali Hamidi, Bex Heart, and Joe Kutner", ["Ali Hamidi", "Bex Heart", "Joe Kutner"]),
        ("Ali Hamidi & Bex Heart", ["Ali Hamidi", "Bex Heart"]),
        ("Yves Mertig und Jördis Ahnert", ["Yves Mertig", "Jördis Ahnert"]),
        ("Smith, John; Doe, Jane", ["Smith, John", "Doe, Jane"]),
        ("Martin, K., Anderson, B. J.", ["Martin, K.", "Anderson, B. J."]),
        ("Ann, Ben, Cal", ["Ann", "Ben", "Cal"]),
    ],
)
def test_several_people_are_several(text, names):
    assert [name for name, _ in read(text)] == names


@pytest.mark.parametrize(
    "text",
    ["Smith, John", "Research and Development", "The Verge Staff", "M@", "李小龍", "O'Neill"],
)
def test_one_name_is_one_person(text):
    assert read(text) == [(text, "")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("noreply@x.com (Jane Doe)", ["Jane Doe"]),
        ("Jane Doe <jane@x.com>", ["Jane Doe"]),
        ("Jane Doe (jane@x.com)", ["Jane Doe"]),
        ("jane@x.com", ["jane@x.com"]),
        ("noreply@blogger.com", []),
        ("", []),
        (" , ; ", []),
    ],
)
def test_an_address_gives_way_to_the_name(text, names):
    assert [name for name, _ in read(text)] == names


def test_name_and_role_inside_an_address_are_read():
    assert read("jane@x.com (Jane Doe, Software Engineer)") == [("Jane Doe", "Software Engineer")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Posted 6 days ago by Joe", "Joe"),
        ("Posted 2015-01-20 22:06:01 UTC by Hunter", "Hunter"),
        ("By Jane Doe", "Jane Doe"),
        ("Byron", "Byron"),
    ],
)
def test_the_words_before_a_name_go(text, name):
    assert read(text) == [(name, "")]


def test_a_page_belongs_to_one_person_only():
    assert byline("Ann Lee", url="https://a.example/")[0].url == "https://a.example/"
    assert not any(author.url for author in byline("Ann Lee, Bo Ray", url="https://a.example/"))


def test_one_person_named_twice_counts_once_with_all_that_was_told():
    people = distinct(
        [
            Author(name="Ann Lee"),
            Author(name="ANN LEE", role="Editor"),
            Author(name="Ann Lee", url="https://a.example/"),
        ]
    )
    assert people == (Author(name="Ann Lee", role="Editor", url="https://a.example/"),)


@pytest.mark.parametrize("unit", ["a", "a@", "a and ", "(", "A, "])
def test_a_hostile_byline_takes_no_time(unit):
    start = time.process_time()
    byline(unit * 50_000)
    assert time.process_time() - start < 0.5
