"""A store in a database of its own: SQLite in a file, and a PostgreSQL server started for the tests."""

import os
import pwd
import shutil
import subprocess
from itertools import takewhile
from pathlib import Path

import pytest

from diagnostic.intake import Store

# Where distributions put the server's programs; the newest version first.
_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@pytest.fixture(name="postgresql", scope="session")
def _postgresql(tmp_path_factory):
    """The URL of an empty server on a socket of its own; root cannot run one, so another user does."""
    path = os.pathsep.join(map(str, _FOLDERS)) + os.pathsep + os.environ["PATH"]
    if not (initdb := shutil.which("initdb", path=path)):
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    folder = tmp_path_factory.mktemp("pg")
    user = None
    if os.getuid() == 0:
        user = "postgres" if "postgres" in [one.pw_name for one in pwd.getpwall()] else "nobody"
        shutil.chown(folder, user)
        # Only pytest's own folders: that of all programs must stay as it is.
        for parent in takewhile(lambda one: one.name.startswith(("pytest-", "popen-")), folder.parents):
            parent.chmod(0o755)

    def run(program, *args):
        command = [str(Path(initdb).with_name(program)), *args]
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, timeout=60)

    run("initdb", "--auth=trust", "--username=postgres", "--no-sync", "--pgdata", str(folder / "data"))
    run(
        "pg_ctl", "start", "--wait", "--pgdata", str(folder / "data"), "--log", str(folder / "log"),
        "--options", f"-k {folder} -c listen_addresses='' -c fsync=off",
    )  # fmt: skip
    yield f"postgresql://postgres@/postgres?host={folder}"
    run("pg_ctl", "stop", "--mode", "immediate", "--pgdata", str(folder / "data"))


@pytest.fixture(name="url", params=["sqlite", "postgresql"])
def _url(request, tmp_path):
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'intake.db'}"
        return
    url = request.getfixturevalue("postgresql")
    yield url
    from sqlalchemy import create_engine, text

    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS submissions, alembic_version"))
    engine.dispose()


@pytest.fixture(name="store")
def _store(url):
    return Store(url)
