"""Which proxy an address goes through: the configured one, else the environment's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

from tui_reader.errors import Forbidden
from tui_reader.fetch import socks
from tui_reader.fetch.origin import Location, locate

if TYPE_CHECKING:
    from tui_reader.fetch.socks import Socks


class Proxies:
    """The proxies of one run; the environment is read once."""

    def __init__(self, configured: str = "") -> None:
        """Read the environment.

        Args:
            configured: ``[sync] proxy``; it wins over the environment, ``no_proxy`` included.
        """
        self._configured = configured
        self._by_scheme = {} if configured else getproxies()

    def choose(self, place: Location) -> Location | Socks | None:
        """Choose the proxy for a place; None is the direct way.

        Raises:
            Forbidden: The proxy is of no kind that is spoken here.
        """
        address = self._configured
        if not address:
            schemes = self._by_scheme
            address = schemes.get(place.origin.scheme) or schemes.get("all") or ""
            if not address or proxy_bypass(place.origin.netloc):
                return None
        scheme, separator, _ = address.partition("://")
        try:
            if scheme.lower() in socks.SCHEMES:
                return socks.read(address)
            return locate(address if separator else f"http://{address}")
        except Forbidden:
            raise Forbidden(
                place.url,
                reason="its proxy has no address of http, https or socks5",
                hint="Check “proxy” in the config; http_proxy, https_proxy and all_proxy in the "
                "environment.",
            ) from None
