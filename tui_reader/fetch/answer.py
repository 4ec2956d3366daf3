"""What an exchange brings: a body, or the word that nothing has changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes the next request conditional, byte for byte as the server sent it.

    Source: RFC 9110 §8.8 and §13.1.
    """

    etag: str = ""
    last_modified: str = ""

    @property
    def strong(self) -> bool:
        """Whether both are there and the tag promises equality byte for byte."""
        return self.etag.startswith('"') and bool(self.last_modified)


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A whole body."""

    url: str
    """Where it came from at last, after redirects; never with userinfo."""
    body: bytes = field(repr=False)
    content_type: str = ""
    validators: Validators = Validators()
    """Empty where the body may have been cut: such a one must not be called current later."""
    fresh_for: timedelta | None = None
    """How long the server calls it fresh (max-age, Expires), clamped; None where it is silent."""
    moved_to: str = ""
    """Where an unbroken row of permanent redirects (301, 308) led, or empty."""

    @cached_property
    def body_hash(self) -> str:
        """Name the body: equal hashes are equal bodies."""
        return body_hash(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server (or the file) says that what is stored is current."""

    url: str
    validators: Validators = Validators()
    """Those that came with the answer; each one empty where it did not come."""
    fresh_for: timedelta | None = None
    moved_to: str = ""


Answer = Fetched | NotModified


def body_hash(body: bytes) -> str:
    """Hash a body with BLAKE2b, 128 bits."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()
