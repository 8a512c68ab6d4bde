"""Where messages may go at all. `settings.NOTIFY_HOSTS` holds two kinds of entry:

- a host, as `hooks.example.cn`: https only, and only while it lies in the public internet;
- an origin written out, as `https://10.2.3.4:8443` or `http://127.0.0.1:9000`: exactly that one, wherever it lies.
"""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings


class HostNotAllowed(ValueError):
    """The address is not on the list of the deployment."""


def check(url: str) -> bool:
    """Whether the address may lie in a private network too. Raises HostNotAllowed."""
    parts = _split(url)
    listed = {entry.strip().lower().rstrip("/") for entry in settings.NOTIFY_HOSTS}
    if _origin(parts) in listed:
        return True
    if parts.scheme == "https" and parts.port in {None, 443} and parts.hostname in listed:
        return False
    raise HostNotAllowed


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet; one that hides another inside does not."""
    found = ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None)
    return (inner or found).is_global and not found.is_multicast


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as reason:
        raise HostNotAllowed from reason
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise HostNotAllowed
    return parts


def _origin(parts: SplitResult) -> str:
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if parts.port in {None, usual} else f":{parts.port}")
