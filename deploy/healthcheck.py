"""Check the local web server as the proxy would, for containers and watchdogs. Exit 0 or 1."""

import os
import sys
import urllib.error
import urllib.request


def main(port: str = "8000") -> int:
    """Request ``/healthz`` with an allowed host name, as if over https."""
    # Django refuses other names, and redirects what does not come over https.
    host = os.environ.get("NUANYANG_ALLOWED_HOSTS", "127.0.0.1").split(",")[0]
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310  our own address
            return 0 if response.status == 200 else 1
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
