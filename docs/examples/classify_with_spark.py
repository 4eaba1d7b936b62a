"""Counts the errors of the Claude API in a table of messages, with PySpark.

    spark-submit classify_with_spark.py s3a://logs/2026-11-20/ message

`error-diagnostic` must be installed for the Python of every executor.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pandas
from pyspark.sql import DataFrame, SparkSession


def classify_column(rows: DataFrame, column: str) -> DataFrame:
    """Each message that is an error of the Claude API, with its cause and how sure that is."""

    def classify_batches(batches: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
        from diagnostic import classify  # here: it is imported once in each Python worker

        for batch in batches:
            found = [(text, classify(text)) for text in batch[column].dropna()]
            yield pandas.DataFrame(
                [(text, *error) for text, error in found if error], columns=[column, "cause", "confidence"]
            )

    return rows.select(column).mapInPandas(
        classify_batches, f"`{column}` string, cause string, confidence string"
    )


if __name__ == "__main__":
    address, name = sys.argv[1:]
    spark = SparkSession.builder.appName("claude-errors").getOrCreate()
    classify_column(spark.read.json(address), name).groupBy("cause", "confidence").count().show(
        100, truncate=False
    )
