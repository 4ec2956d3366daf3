"""The Handbook: a good feed, and true of the program it teaches."""

import json
import re
import shlex
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from tui_reader.article.blocks import Code, Figure, Footnotes, ListBlock, Quote, Table
from tui_reader.article.build import build
from tui_reader.cli import fault, main, parsing
from tui_reader.cli.table import SUBCOMMANDS
from tui_reader.commands import COMMANDS, show_key
from tui_reader.config.check import options
from tui_reader.config.load import load
from tui_reader.handbook import feed_bytes
from tui_reader.model.feed import HANDBOOK_URL
from tui_reader.parse.feed import parse_feed

FEED = parse_feed(feed_bytes(), url=HANDBOOK_URL, content_type="application/rss+xml")
POSTS = {entry.key.rpartition("/")[2]: entry for entry in FEED.entries}
EACH = pytest.mark.parametrize("post", POSTS.values(), ids=POSTS)

TAG = re.compile(r"<[^>]+>")


def text_of(html):
    return unescape(TAG.sub("", html))


def insides(html, tag):
    """Give the text of every element of that name."""
    return [
        text_of(found) for found in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", html, re.DOTALL)
    ]


def blocks_in(blocks):
    """Give all blocks, however deep."""
    for block in blocks:
        yield block
        for name in ("blocks", "items"):
            yield from blocks_in(getattr(block, name, ()))


ALL_BLOCKS = [
    block for post in POSTS.values() for block in blocks_in(build(post.html, base="").blocks)
]


def code(language):
    return [
        block.text for block in ALL_BLOCKS if isinstance(block, Code) and block.language == language
    ]


def command_lines():
    """Give the words after “blogread” in every line of shell code and every piece of code."""
    pieces = [line for text in code("shell") for line in text.split("\n")]
    pieces += [piece for post in POSTS.values() for piece in insides(post.html, "code")]
    for piece in pieces:
        for found in re.finditer(r"(?:^|(?<=[\s(]))blogread ([^|&#\n)>]*)", piece):
            yield shlex.split(found[1])


# A good feed.


def test_it_is_well_formed_and_parses_without_a_complaint():
    ET.fromstring(feed_bytes())
    assert (FEED.format, FEED.complaints) == ("RSS 2.0", ())


def test_it_has_a_dozen_posts_or_more_each_with_a_guid_of_its_own():
    assert len({entry.key for entry in FEED.entries}) == len(FEED.entries) >= 12


def test_the_welcome_is_the_newest():
    assert max(FEED.entries, key=lambda entry: entry.published_at) is POSTS["welcome"]


def test_the_three_categories_all_occur():
    assert {name for entry in FEED.entries for name in entry.categories} == {
        "news",
        "engineering",
        "life",
    }


@EACH
def test_a_post_has_a_byline_with_a_role(post):
    assert [bool(author.name and author.role) for author in post.authors] == [True]


@EACH
def test_a_post_has_a_category(post):
    assert post.categories


@EACH
def test_a_post_has_a_fold_and_so_an_excerpt_of_its_own(post):
    assert "<!--more-->" in post.html
    assert 0 < len(post.excerpt) < len(text_of(post.html)) / 2


@EACH
def test_a_post_is_read_in_a_few_minutes(post):
    assert 200 <= post.words <= 700


def test_a_person_has_one_role():
    roles = {}
    for entry in FEED.entries:
        for author in entry.authors:
            roles.setdefault(author.name, set()).add(author.role)
    assert all(len(told) == 1 for told in roles.values())


# A picture of all that an article can hold.


@pytest.mark.parametrize("kind", [Table, Quote, Figure, Footnotes, ListBlock])
def test_every_kind_of_block_occurs(kind):
    assert any(isinstance(block, kind) for block in ALL_BLOCKS)


def test_lists_nest():
    nested = [
        block
        for block in ALL_BLOCKS
        if isinstance(block, ListBlock)
        and any(isinstance(inner, ListBlock) for item in block.items for inner in item.blocks)
    ]
    assert nested


@pytest.mark.parametrize("language", ["python", "shell", "toml", "json"])
def test_code_in_several_languages_occurs(language):
    assert code(language)


@EACH
def test_every_link_leads_to_a_page_of_the_web_or_inside_the_post(post):
    document = build(post.html, base="")
    assert all(link.url.startswith("https://") or link.fragment for link in document.links)


# True of the program.

KEYS = {show_key(key) for command in COMMANDS for key in command.keys}


@EACH
def test_every_key_named_is_a_key_of_the_program(post):
    assert set(insides(post.html, "kbd")) <= KEYS


def test_the_keys_of_the_first_hour_are_all_named():
    named = {key for post in POSTS.values() for key in insides(post.html, "kbd")}
    shown = {show_key(command.keys[0]) for command in COMMANDS if command.rank < 15}
    assert shown <= named


@pytest.mark.parametrize("words", command_lines(), ids=" ".join)
def test_every_command_line_can_be_meant(words):
    if words[0] == "mark" and len(words) == 2:
        words = [*words, "1"]  # xargs puts the ids there
    parsing.parse(words)


def test_every_option_named_alone_exists():
    known = {"--help", "--version"}
    for command in SUBCOMMANDS.values():
        known |= set(re.findall(r"--[a-z-]+", parsing.command_parser(command)[0].format_help()))
    named = {
        option
        for post in POSTS.values()
        for piece in insides(post.html, "code")
        for option in re.findall(r"(?<![\w-])--[a-z-]+", piece)
        if "firefox" not in piece
    }
    assert named <= known


def test_every_config_option_named_exists():
    text = "\n".join(post.html for post in POSTS.values())
    known = options()
    named = set(re.findall(r"\b((?:reader|sync|ui)\.[a-z_]+)\b", text))
    assert named
    assert named <= set(known)
    variables = set(re.findall(r"\bBLOGREAD_[A-Z_]+", text)) - {"BLOGREAD_LIBRARY"}
    assert variables
    assert variables <= {option.variable for option in known.values()}


def test_the_config_in_it_loads_without_a_word(tmp_path):
    path = tmp_path / "config.toml"
    [text] = code("toml")
    path.write_text(text)
    loaded = load(path, {}, {})
    assert loaded.warnings == ()
    assert loaded.config.keys["entry.toggle-read"] == ("W",)
    assert loaded.config.ui.start == "folder:Essays"


def test_the_exit_codes_in_it_are_those_of_the_program():
    told = re.findall(r'<td align="right">(\d+)</td>', POSTS["command-line"].html)
    codes = (main.DONE, main.SOME_FAILED, main.USAGE, main.STORE, fault.EXIT_CODE, main.HELD)
    assert [int(code) for code in told] == list(codes)


def test_the_json_in_it_is_json():
    assert all(json.loads(text) for text in code("json"))
