"""A private folder for a library that insists on writing files in plain text."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

MAX_AGE = 3600  # seconds; no document takes as long, so an older folder is a dead process's


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that only the service's user may enter, gone afterwards. What a crash left behind goes first."""
    root = Path(settings.DATA_DIR) / "scratch"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as folder:
        _remove_older(root, than=Path(folder).stat().st_mtime - MAX_AGE)
        yield Path(folder)


def _remove_older(root: Path, *, than: float) -> None:
    """Remove folders that were last written before a moment of the file system's own clock."""
    for left in root.iterdir():
        if left.stat().st_mtime < than:
            shutil.rmtree(left, ignore_errors=True)
