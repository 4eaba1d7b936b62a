"""A store in its own database: an SQLite file, or a PostgreSQL server that is started for the tests."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from diagnostic.intake import Store

# Where distributions put the server's programs; the newest version first.
_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@pytest.fixture(name="postgresql", scope="session")
def _postgresql():
    """The URL of an empty server on a socket of its own; root cannot run one, so another user does."""
    path = os.pathsep.join(map(str, _FOLDERS)) + os.pathsep + os.environ["PATH"]
    if not (initdb := shutil.which("initdb", path=path)):
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    user = None
    if os.getuid() == 0:
        user = "postgres" if "postgres" in [one.pw_name for one in pwd.getpwall()] else "nobody"
    # Not one of pytest's, which later runs tidy away and no other user may enter.
    with TemporaryDirectory(prefix="intake-postgresql-") as made:
        folder = Path(made)
        if user:
            shutil.chown(folder, user)
        yield from _run_postgresql(Path(initdb).parent, folder, user)


def _run_postgresql(programs, folder, user):
    """Its URL, while it runs in a folder that is the user's."""

    def run(program, *args):
        command = [str(programs / program), *args]
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, timeout=240)

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
