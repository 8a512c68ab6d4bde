"""Static files with a note of the release they were collected from, so that another host can notice older ones."""

import hashlib
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

NOTE = "release.txt"  # in the folder of collected files


class StaticFilesOfOtherRelease(RuntimeError):
    """The collected static files are missing or of another release: every page would fail or look wrong."""


def fingerprint(root: Path) -> str:
    """16 hex digits for the static files of a release: those of its apps, and the packages that bring their own."""
    digest = hashlib.sha256((root / "requirements" / "run.txt").read_bytes())
    for path in sorted(root.glob("services/*/static/**/*")):
        if path.is_file():
            digest.update(f"{path.relative_to(root)}:".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def are_current(collected: Path, root: Path) -> bool:
    """Whether the collected files are those of the release in `root`."""
    note = collected / NOTE
    return note.exists() and note.read_text().strip() == fingerprint(root)


def check(collected: Path, root: Path) -> None:
    """Raise StaticFilesOfOtherRelease, with the remedy."""
    if not are_current(collected, root):
        raise StaticFilesOfOtherRelease(
            f"{collected} has no static files of this release. Run `manage.py collectstatic --noinput` on this host,"
            " as nuanyang-prepare does (docs/operations.md)."
        )


class NotedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Writes the note last, after the manifest: an interrupted collection has none."""

    def save_manifest(self) -> None:
        from django.conf import settings

        super().save_manifest()
        (Path(self.location) / NOTE).write_text(fingerprint(settings.ROOT) + "\n")
