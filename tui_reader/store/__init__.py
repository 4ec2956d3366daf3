"""The library: one SQLite file. Keeps model; knows nothing of HTTP or feed formats."""
