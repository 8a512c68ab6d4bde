"""Check addresses against `settings.NOTIFY_HOSTS`, which holds two kinds of entry:

- a host, as `hooks.example.cn`: https only, and only while it resolves to a public address;
- an origin, as `https://10.2.3.4:8443` or `http://127.0.0.1:9000`: exactly that one, in any network.
"""

from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

_TRANSLATED = [ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")]


class HostNotAllowed(ValueError):
    """The address is not on the list of the deployment."""


def check(url: str) -> bool:
    """True when the address may lie in a private network. Raises HostNotAllowed."""
    url_parts = _split(url)
    allowed = {entry.strip().lower().rstrip("/") for entry in settings.NOTIFY_HOSTS}
    if _origin(url_parts) in allowed:
        return True
    if url_parts.scheme == "https" and url_parts.port in {None, 443} and url_parts.hostname in allowed:
        return False
    raise HostNotAllowed


def is_public(address: str) -> bool:
    """True for an IP address of the public internet.

    An IPv6 address that carries an IPv4 address (mapped, NAT64, 6to4, Teredo, IPv4-compatible) leads to a network of
    the translator's choice: mapped ones are checked themselves, the others are never public.
    """
    ip = ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    is_translated = ip.version == 6 and mapped is None and any(ip in network for network in _TRANSLATED)
    return (mapped or ip).is_global and not (mapped or ip).is_multicast and not is_translated


def _split(url: str) -> SplitResult:
    try:
        url_parts = urlsplit(url)
        _ = url_parts.port  # raises for a port that is no number
    except ValueError as reason:
        raise HostNotAllowed from reason
    # A user name in an address is an old trick to make a host look like another.
    if url_parts.scheme not in {"http", "https"} or not url_parts.hostname or url_parts.username or url_parts.password:
        raise HostNotAllowed
    return url_parts


def _origin(url_parts: SplitResult) -> str:
    default_port = {"http": 80, "https": 443}[url_parts.scheme]
    host = f"[{url_parts.hostname}]" if ":" in str(url_parts.hostname) else url_parts.hostname
    return f"{url_parts.scheme}://{host}" + ("" if url_parts.port in {None, default_port} else f":{url_parts.port}")
