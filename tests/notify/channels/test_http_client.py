"""HTTP calls: allowed hosts, private addresses, time and size."""

import http.server
import socket
import threading
from typing import Any

import pytest

from services.notify.channels import allowed_hosts, http_client
from services.notify.choices import AttemptOutcome

LISTED = ["hooks.example.cn", "https://10.2.3.4:8443", "http://127.0.0.1:9000"]


@pytest.mark.parametrize(
    ("url", "may_be_private"),
    [
        ("https://hooks.example.cn/x?y=z", False),
        ("https://HOOKS.example.cn:443/", False),
        ("https://10.2.3.4:8443/in", True),
        ("http://127.0.0.1:9000/", True),
    ],
)
def test_listed_hosts_are_allowed(url: str, may_be_private: bool, settings: Any) -> None:
    settings.NOTIFY_HOSTS = LISTED

    assert allowed_hosts.check(url) is may_be_private


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.cn/",  # not by https
        "https://hooks.example.cn:8443/",
        "https://evil.hooks.example.cn/",
        "https://hooks.example.cn.evil.cn/",
        "https://hooks.example.cn@evil.cn/",
        "https://user:word@hooks.example.cn/",
        "https://10.2.3.4/",
        "http://127.0.0.1:9001/",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "https://hooks.example.cn:port/",
        "https://[::1/",
        "",
    ],
)
def test_unlisted_addresses_are_refused(url: str, settings: Any) -> None:
    settings.NOTIFY_HOSTS = LISTED

    with pytest.raises(allowed_hosts.HostNotAllowed):
        allowed_hosts.check(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("10.0.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("100.64.0.1", False),
        ("64:ff9b::a00:1", False),  # NAT64 of 10.0.0.1
        ("64:ff9b:1::a00:1", False),
        ("2002:a00:1::1", False),  # 6to4 of 10.0.0.1
        ("2002:808:808::1", False),
        ("::10.0.0.1", False),
        ("2001:0:a00:1::1", False),  # Teredo
        ("::ffff:8.8.8.8", True),
        ("2400:3200::1", True),
    ],
)
def test_private_ip_addresses_are_recognised(address: str, public: bool) -> None:
    assert allowed_hosts.is_public(address) is public


def test_listed_name_resolving_to_private_address_gets_no_request(settings: Any) -> None:
    """The address stands for a name that its owner lets resolve to ours."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        line = http_client._session(is_trusted=False, keep=False)
        plain = line.get_adapter("https://").poolmanager.connection_from_host("127.0.0.1", port, "http")

        with pytest.raises(http_client._PrivateAddress):
            plain.request("POST", "/", retries=False, headers={"X": "a secret"})
        with server.accept()[0] as line:
            assert line.recv(100) == b""

    assert http_client._failure(http_client._PrivateAddress(None, "")).result.outcome == AttemptOutcome.REJECTED


class Slow(http.server.BaseHTTPRequestHandler):
    """Answers by the path."""

    def do_POST(self) -> None:
        if self.path == "/never":
            self.server.released.wait(10)  # type: ignore[attr-defined]
            return
        size = {"/long": http_client.MAX_REPLY_BYTES * 2, "/short": 5}[self.path]
        self.send_response(200)
        self.send_header("Content-Length", str(10 if self.path == "/short" else size))
        self.end_headers()
        self.wfile.write(b"x" * size)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.mark.parametrize(
    ("path", "reason", "seconds"),
    [("/never", "ReadTimeout", 0.2), ("/long", "ANSWER_TOO_LONG", 60), ("/short", "ANSWER_INCOMPLETE", 60)],
)
def test_incomplete_reply_has_unknown_outcome(
    path: str, reason: str, seconds: float, settings: Any, monkeypatch: Any
) -> None:
    """On a busy machine the body arrives late: only the reply that never comes has a short timeout."""
    monkeypatch.setattr(http_client, "READ_TIMEOUT", seconds)
    monkeypatch.setattr(http_client, "MAX_DURATION", 60)
    server: Any = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads, server.released = True, threading.Event()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    settings.NOTIFY_HOSTS = [address]

    with pytest.raises(http_client.CallFailed) as failure:
        http_client.call(address + path, body=b"{}", headers={})
    server.released.set()
    server.shutdown()
    server.server_close()

    assert failure.value.result.outcome == AttemptOutcome.UNKNOWN
    assert failure.value.result.reason == reason


def test_proxy_of_the_environment_is_ignored(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")

    assert http_client._session(is_trusted=True, keep=False).proxies == {}
    settings.NOTIFY_PROXY = "http://10.0.0.9:3128"
    assert http_client._session(is_trusted=True, keep=False).proxies["https"] == "http://10.0.0.9:3128"
