"""URL → bytes: one polite HTTP exchange at a time. Knows nothing of feeds or the library."""
