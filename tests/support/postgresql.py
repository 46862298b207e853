"""A PostgreSQL server for one test session: a private cluster on a Unix socket, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support.tools import MissingToolError, find_postgresql

# Speed over durability: no test survives a power cut, and none claims to.
OPTIONS = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=100"
)


class PostgresqlServer:
    """A running cluster; `create_database` makes empty databases in it."""

    def __init__(self) -> None:
        self._programs = find_postgresql()
        # Socket paths may have 107 characters at most: not below pytest's long folders.
        self._folder = Path(tempfile.mkdtemp(prefix="voteapp-pg-"))
        # PostgreSQL refuses to run as root; Debian's package brings this user.
        self._user: str | None = None
        if os.geteuid() == 0:
            try:
                owner = pwd.getpwnam("postgres")
            except KeyError:
                raise MissingToolError("the user 'postgres'") from None
            self._user = owner.pw_name
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        self._role = self._user or pwd.getpwuid(os.geteuid()).pw_name
        self._numbers = count(1)
        data = str(self._folder / "data")
        try:
            self._run("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
            options = f"{OPTIONS} -c unix_socket_directories={self._folder}"
            log = str(self._folder / "log")
            self._run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def _run(self, program: str, *arguments: str) -> None:
        # A file, not a pipe: the server keeps its copy of the descriptor open.
        with (self._folder / "output").open("wb") as output:
            result = subprocess.run(
                [str(self._programs / program), *arguments],
                cwd=self._folder,
                user=self._user,
                group=self._user,
                extra_groups=None if self._user is None else [],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=120,
            )
        if result.returncode:
            text = (self._folder / "output").read_text(errors="replace")
            raise RuntimeError(f"{program} failed:\n{text}")

    def _administer(self, command: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self._folder), user=self._role, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(command)

    def create_database(self) -> str:
        """The SQLAlchemy address of a new, empty database."""
        name = f"test_{next(self._numbers)}"
        self._administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"postgresql+psycopg://{self._role}@/{name}?host={self._folder}"

    def drop_database(self, url: str) -> None:
        """Remove a database of this server, whoever is still connected."""
        name = url.partition("@/")[2].partition("?")[0]
        self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """End the server and remove its files."""
        try:
            self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
