"""Bytes → model: feeds, JSON Feed, OPML, newsboat's urls, feed links in pages. No I/O, no clock."""
