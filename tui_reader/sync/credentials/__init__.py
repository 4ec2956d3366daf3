"""Where the secrets of feeds are kept: the system's keyring, a private file, or a command.

The library knows only where a secret is (``model.login.Login``). A secret lives in memory for
one sync, goes to its own origin, and is in no text of ours.
"""
