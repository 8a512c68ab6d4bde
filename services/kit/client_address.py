"""The address of the caller, behind proxies that the deployment trusts and behind no other.

It is the first middleware, so that forged headers reach neither limits nor logs.
"""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_CLAIMS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
)


class TrustedProxyMiddleware:
    """Put the caller's address into REMOTE_ADDR; drop forwarding headers of anybody but a trusted proxy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        is_proxy = _is_trusted(meta.get("REMOTE_ADDR", ""))
        if is_proxy:
            meta["REMOTE_ADDR"] = _caller(meta.get("HTTP_X_FORWARDED_FOR", ""), meta["REMOTE_ADDR"])
        for name in _CLAIMS:
            # Of a trusted proxy only the protocol is kept; Django decides by it whether cookies are secure.
            if name != "HTTP_X_FORWARDED_PROTO" or not is_proxy:
                meta.pop(name, None)
        return self.get_response(request)


def _caller(forwarded: str, peer: str) -> str:
    """The last address that no trusted proxy has written: the ones before it are the caller's own claims."""
    for claimed in reversed(forwarded.split(",")):
        address = _parse(claimed)
        # Rubbish in the header: the proxy that wrote it is the last thing that is sure.
        if not address:
            return peer
        if not _is_trusted(address):
            return address
        peer = address
    return peer


def _is_trusted(address: str) -> bool:
    parsed = _parse(address)
    return bool(parsed) and any(ip_address(parsed) in ip_network(network) for network in settings.TRUSTED_PROXIES)


def _parse(text: str) -> str:
    """An address in its normal form, an IPv4 address mapped into IPv6 as IPv4; "" for anything else."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
