import pytest

from tui_reader.parse.kind import name


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "an empty document"),
        (b" \r\n\x00", "an empty document"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"RIFF\x00\x00\x00\x00WEBP", "an image"),
        (b"%PDF-1.7", "a PDF document"),
        (b"PK\x03\x04", "an archive"),
        (b'{"a": 1}', "a JSON document"),
        (b"<!DOCTYPE html><title>Hi</title>", "a web page"),
        (b"<html><form><input type='password'>", "a login page"),
        (b"<?xml version='1.0'?><opml/>", "an OPML subscription list"),
        (b"<?xml version='1.0'?><urlset/>", "a sitemap"),
        (b"<?xml version='1.0'?><note/>", "an XML document of another kind"),
        (b"Not found", "plain text"),
        (b"\x01\x00\x02", "a binary file"),
    ],
)
def test_a_document_is_named_for_a_person(body, found):
    assert name(body) == found


def test_the_content_type_helps_where_the_bytes_do_not():
    assert name(b"\x01\x02", "video/x-odd") == "a video"
