"""Which proxy an address goes through: the configured one, else the environment's."""

from __future__ import annotations

from urllib.request import getproxies, proxy_bypass

from tui_reader.errors import Forbidden
from tui_reader.fetch.origin import Location, locate


class Proxies:
    """The proxies of one run; the environment is read once."""

    def __init__(self, configured: str = "") -> None:
        """Read the environment.

        Args:
            configured: ``[sync] proxy``; it wins over the environment, ``no_proxy`` included.
        """
        self._configured = configured
        self._by_scheme = {} if configured else getproxies()

    def choose(self, place: Location) -> Location | None:
        """Choose the proxy for a place; None is the direct way.

        Raises:
            Forbidden: The proxy's address is no http(s) address.
        """
        address = self._configured
        if not address:
            schemes = self._by_scheme
            address = schemes.get(place.origin.scheme) or schemes.get("all") or ""
            if not address or proxy_bypass(place.origin.netloc):
                return None
        try:
            return locate(address if "://" in address else f"http://{address}")
        except Forbidden:
            raise Forbidden(
                place.url,
                reason="the proxy it should go through has no http(s) address",
                hint="Check “proxy” in the configuration, and http_proxy in the environment.",
            ) from None
