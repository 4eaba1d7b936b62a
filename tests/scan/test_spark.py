"""The Spark example runs in a local session, and its counts are right."""

import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from lake import records

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "examples"))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java")
def test_the_example_for_spark_counts_exactly(monkeypatch):
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    from classify_with_spark import classify_column
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    try:
        rows, causes = records(200, 0.1)
        table = session.createDataFrame(
            [(row["error"]["message"],) for row in rows] + [(None,)], "message string"
        )
        found = classify_column(table, "message").groupBy("cause").count().collect()
    finally:
        session.stop()
    assert Counter({row["cause"]: row["count"] for row in found}) == causes
