"""blogread: a three-pane blog reader for the terminal. Importing the package costs nothing."""

__version__ = "0.1.0"
