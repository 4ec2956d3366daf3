"""``blogread render``: bytes in, painted lines out."""

from __future__ import annotations

import io
import re
import sys

import pytest

from tui_reader.article.charset import decode
from tui_reader.cells import cell_len
from tui_reader.cli.main import main
from tui_reader.cli.render import render

LINK = b"<p>a <b>b</b> <a href='https://e.example/x'>c</a></p>"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        ("é".encode("cp1252"), "é"),
        (b"\xef\xbb\xbfx", "x"),
        ("\ufeffé".encode("utf-16"), "é"),
        ("<meta charset=koi8-r>привет".encode("koi8-r"), "<meta charset=koi8-r>привет"),
        ("<meta charset=shift_jis>日本".encode("cp932"), "<meta charset=shift_jis>日本"),
        (b"<meta charset=iso-8859-1>\x93q\x94", "<meta charset=iso-8859-1>“q”"),
        ("<meta charset=base64>é".encode(), "<meta charset=base64>é"),
        ("<meta charset=nonsense>é".encode(), "<meta charset=nonsense>é"),
        ("long text é ".encode() * 100 + b"\xc3", "long text é " * 100 + "\ufffd"),
    ],
)
def test_bytes_are_decoded_as_a_browser_does(data: bytes, text: str):
    assert decode(data).removeprefix("\ufeff") == text


def test_plain_lines_hold_no_escape():
    assert "\x1b" not in render(LINK, width=40, plain=True)


def test_painted_lines_hold_weights_and_hyperlinks():
    painted = render(LINK, width=40)
    assert "\x1b[1mb\x1b[0m" in painted
    assert "\x1b]8;id=0;https://e.example/x\x1b\\" in painted


def test_no_color_keeps_weights_and_drops_hues(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_COLOR", "1")
    codes = set(re.findall(r"\x1b\[([\d;]*)m", render(b"<h1>a</h1><ul><li>b</ul>", width=40)))
    assert codes == {"1", "0"}


def test_wide_code_is_folded_in_print():
    lines = render(b"<pre>" + b"word " * 30 + b"</pre>", width=40, plain=True).split("\n")
    assert max(map(cell_len, lines)) <= 40
    assert lines[1].startswith("↪ ")
    assert " ".join(lines).count("word") == 30


def test_one_long_word_of_code_is_folded_within_the_width():
    lines = render("<pre>wordwordwordword&\ufffd[2J".encode(), width=20, plain=True).split("\n")
    assert max(map(cell_len, lines)) <= 20


def test_hostile_input_drives_no_terminal():
    html = (
        "<p>\x1b]52;c;aGk=\x07\u009b2J\u202e<a href='https://e.example/\x1b]8;;x\x07'>y</a>"
        "<img src=a alt='\x1b[31m'><pre>\x1b[2J</pre>"
    )
    painted = render(html.encode(), width=40)
    ours = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;(?:id=\d+)?;[!-~]*\x1b\\", "", painted)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ours)


def test_the_command_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<a href=x>y</a>")))
    assert main(["render", "--base", "https://e.example/", "--width", "40"]) == 0
    assert capsys.readouterr().out == "y[1]\n\nLinks\n\n[1] https://e.example/x\n"


def test_the_command_reads_a_file(tmp_path, capsys: pytest.CaptureFixture[str]):
    page = tmp_path / "page.html"
    page.write_text("<h1>Title</h1>", "utf-8")
    assert main(["render", str(page)]) == 0
    assert capsys.readouterr().out == "Title\n"


@pytest.mark.parametrize("words", [["missing.html"], ["--width", "wide"], ["--width", "5"]])
def test_a_mistake_is_told(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(["render", *words]) == 2
    assert words[-1] in capsys.readouterr().err
