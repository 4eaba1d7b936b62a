"""A few kilobytes of Parquet can expand to gigabytes of rows, so they are counted a
few megabytes at a time.
"""

import pyarrow
import pyarrow.parquet
import pytest

from diagnostic.scan import parquet
from diagnostic.scan.parquet import count_table
from diagnostic.scan.selection import Selection

pytestmark = pytest.mark.slow

ERROR = "anthropic.APIStatusError: Error code: 529 - overloaded_error"
ROWS, LONG = 3000, "x" * 100_000
MESSAGES = [ERROR if row % 1000 == 7 else LONG for row in range(ROWS)]
MOST_BYTES = 200 << 20  # of the 300 MB that the rows have


@pytest.fixture(name="pool")
def _pool():
    """Counts what pyarrow holds."""
    before = pyarrow.default_memory_pool()
    pool = pyarrow.proxy_memory_pool(before)
    pyarrow.set_memory_pool(pool)
    yield pool
    pyarrow.set_memory_pool(before)


@pytest.mark.parametrize("is_shared", [True, False])
def test_rows_of_long_texts_are_read_few_at_a_time(tmp_path, pool, monkeypatch, is_shared):
    path = tmp_path / "long.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"message": MESSAGES}), path, use_dictionary=is_shared)
    assert path.stat().st_size < 30e6
    held = pool.max_memory()
    at_once = []
    find = parquet.find_suspects
    monkeypatch.setattr(
        parquet, "find_suspects", lambda texts: at_once.append(sum(map(len, texts))) or find(texts)
    )
    pool = pyarrow.proxy_memory_pool(pool)
    pyarrow.set_memory_pool(pool)
    with path.open("rb") as file:
        tally = count_table("long", file, Selection(field="message"))
    assert {id: one.count for id, one in tally.causes.items()} == {"overloaded": 3}
    assert tally.bytes_read == sum(map(len, MESSAGES)) == sum(at_once)
    assert max(at_once) < 10e6 and pool.max_memory() < MOST_BYTES < held


def test_rows_keep_their_own_facts_across_portions(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_TEXT_BYTES", 500)
    path = tmp_path / "many.parquet"
    rows = [{"message": ERROR if row % 7 == 0 else "ok", "host": f"api-{row}"} for row in range(200)]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=60)
    with path.open("rb") as file:
        tally = count_table("many", file, Selection(field="message"))
    assert set(tally.causes["overloaded"].hosts.counts) == {f"api-{row}" for row in range(0, 200, 7)}
