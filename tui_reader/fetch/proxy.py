"""Which proxy an address goes through: the configured one, else the environment's."""

from __future__ import annotations

from urllib.request import getproxies, proxy_bypass

from tui_reader.errors import Forbidden
from tui_reader.fetch.origin import Location, locate


def proxy_for(place: Location, configured: str) -> Location | None:
    """Choose the proxy for a place; None is the direct way.

    Args:
        place: Where the request goes.
        configured: ``[sync] proxy``; it wins over the environment, ``no_proxy`` included.

    Raises:
        Forbidden: The proxy's address is no http(s) address.
    """
    address = configured
    if not address:
        proxies = getproxies()
        address = proxies.get(place.origin.scheme) or proxies.get("all") or ""
        if not address or proxy_bypass(place.origin.netloc):
            return None
    try:
        return locate(address if "://" in address else f"http://{address}")
    except Forbidden:
        raise Forbidden(
            place.url, reason="the proxy it should go through has no http(s) address"
        ) from None
