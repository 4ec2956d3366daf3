"""Joining fetch, parse and store: one feed, all feeds, and finding a feed behind an address."""
