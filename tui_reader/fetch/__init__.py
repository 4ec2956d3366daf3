"""From an address to bytes: one polite, bounded exchange. Knows nothing of feeds or the library."""
