"""Joins fetch, parse and store: the one process that talks to the net."""
