"""Open a file with the system's LibreOffice, without a window; `make browser` installs it."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SECONDS = 120  # the first start writes its profile


def converted(paths: Sequence[Path], to: str, folder: Path) -> dict[str, Path]:
    """Each file as LibreOffice saves it in another format, by the stem of its name; one start for all of them."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing and these tests need it: sh tests/install_browser.sh"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    suffix = to.partition(":")[0]
    return {path.stem: folder / f"{path.stem}.{suffix}" for path in paths}
