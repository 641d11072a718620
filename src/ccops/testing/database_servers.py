"""Database servers of a test's own: on the loopback, in a folder that goes away with them.

What reads rows from a database, or keeps them there, is tried with the database itself::

    @pytest.fixture(scope="session")
    def in_postgres() -> Iterator[Callable[[], Any]]:
        try:
            with postgres() as connect:
                yield connect
        except NoServerError as reason:
            pytest.skip(str(reason))
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_NOBODY: Final = "nobody"  # neither server runs as root
_TRIES: Final = 300
_PAUSE: Final = 0.1
_GRACE: Final = 30
_BESIDE: Final = Path("/usr/lib/postgresql")


class NoServerError(RuntimeError):
    """There is no such server on this machine, or it does not run here."""


@contextlib.contextmanager
def postgres() -> Iterator[Callable[[], Any]]:
    """Yield what opens connections to a PostgreSQL by psycopg; raises ``NoServerError``."""
    psycopg = _driver("psycopg")
    initdb, server = _program("initdb"), _program("postgres")
    with _folder() as folder:
        data, port = folder / "data", _free_port()
        _run([initdb, "-D", str(data), "-U", "ccops", "--auth=trust", "-E", "UTF8", "--locale=C",
              "--no-sync", "--no-instructions"], folder)  # fmt: skip
        command = [server, "-D", str(data), "-p", str(port), "-k", str(folder),
                   "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
                   "-c", "lock_timeout=10s"]  # fmt: skip

        def connect() -> Any:  # noqa: ANN401 - a connection of its driver
            return psycopg.connect(host="127.0.0.1", port=port, user="ccops", dbname="postgres")

        with _served(command, folder, connect, stop=signal.SIGINT):  # whoever is connected
            yield connect


@contextlib.contextmanager
def mariadb() -> Iterator[Callable[[], Any]]:
    """Yield what opens connections to a MariaDB by PyMySQL; raises ``NoServerError``."""
    pymysql = _driver("pymysql")
    install, server = _program("mariadb-install-db"), _program("mariadbd")
    with _folder() as folder:
        data, port = folder / "data", _free_port()
        _run([install, "--no-defaults", f"--datadir={data}", "--skip-test-db",
              "--auth-root-authentication-method=normal"], folder)  # fmt: skip
        command = [server, "--no-defaults", f"--datadir={data}", f"--port={port}",
                   "--bind-address=127.0.0.1", f"--socket={folder / 'socket'}",
                   f"--pid-file={folder / 'pid'}", "--skip-grant-tables", "--skip-networking=0",
                   "--innodb-flush-log-at-trx-commit=0", "--lock-wait-timeout=10"]  # fmt: skip

        def connect(database: str | None = "ccops") -> Any:  # noqa: ANN401 - of its driver
            return pymysql.connect(host="127.0.0.1", port=port, user="root", database=database)

        with _served(command, folder, lambda: connect(None), stop=signal.SIGTERM):
            with contextlib.closing(connect(None)) as first, first.cursor() as cursor:
                cursor.execute("CREATE DATABASE ccops CHARACTER SET utf8mb4")
            yield connect


def _driver(name: str) -> Any:  # noqa: ANN401 - a module
    """Return what connects."""
    try:
        return import_module(name)
    except ImportError:
        raise NoServerError(f"{name} is not installed") from None


def _program(name: str) -> str:
    """Return where a program is."""
    beside = sorted(_BESIDE.glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or (str(beside[0]) if beside else None)
    if found is None:
        raise NoServerError(f"{name} is not on this machine")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _dropped() -> dict[str, Any]:
    """Return what makes a process run as somebody else than root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    try:
        who = pwd.getpwnam(_NOBODY)
    except KeyError:
        told = f"servers do not run as root, and there is no user {_NOBODY}"
        raise NoServerError(told) from None
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": ()}


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder that belongs to whom the server runs as."""
    folder = Path(tempfile.mkdtemp(prefix="ccops-db-"))
    try:
        dropped = _dropped()
        if dropped:
            os.chown(folder, dropped["user"], dropped["group"])
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - a program of the machine, named here
        command, cwd=folder, capture_output=True, text=True, check=False, **_dropped()
    )
    if done.returncode:
        said = done.stderr.strip()[-200:]
        raise NoServerError(f"{Path(command[0]).name} does not run here: {said}")


@contextlib.contextmanager
def _served(
    command: Sequence[str], folder: Path, connect: Callable[[], Any], *, stop: signal.Signals
) -> Iterator[None]:
    """Run a server until the block ends, whatever happens in it."""
    log = folder / "log"
    with (
        log.open("wb") as out,
        subprocess.Popen(  # noqa: S603 - a program of the machine, named here
            command, cwd=folder, stdout=out, stderr=out, **_dropped()
        ) as server,
    ):
        try:
            _await(server, connect, log)
            yield
        finally:
            server.send_signal(stop)
            try:
                server.wait(_GRACE)
            except subprocess.TimeoutExpired:
                server.kill()


def _await(server: subprocess.Popen[bytes], connect: Callable[[], Any], log: Path) -> None:
    """Wait until a server answers."""
    for _ in range(_TRIES):
        if server.poll() is not None:
            break
        with contextlib.suppress(Exception):
            connect().close()
            return
        time.sleep(_PAUSE)
    said = log.read_text("utf-8", "replace")[-200:]
    raise NoServerError(f"the server does not start here: {said}")
