"""The library: one SQLite file. Knows no feed format, no HTTP and no screen.

SQL lives in plain functions that take a connection; only ``database`` knows threads.
"""
