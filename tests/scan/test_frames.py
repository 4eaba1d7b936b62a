"""Columns of all types count alike, missing values count as nothing, and invalid input is refused with a
clear message.
"""

import pandas
import pyarrow
import pytest

from diagnostic import classify, scan_frame

ERROR = "anthropic.OverloadedError: Error code: 529 - {'type': 'overloaded_error'}"
MESSAGES = [ERROR, None, "all is well", ERROR]
COLUMNS = {
    "objects": [*MESSAGES, float("nan"), pandas.NA, pandas.NaT, 529, {"error": 529}],
    "bytes": [one and one.encode() for one in MESSAGES],
    "categories": pandas.Categorical(MESSAGES),
    "string": pandas.array(MESSAGES, dtype="string"),
    "string[pyarrow]": pandas.array(MESSAGES, dtype="string[pyarrow]"),
    "large_string": pandas.array(MESSAGES, dtype=pandas.ArrowDtype(pyarrow.large_string())),
    "dictionary": pandas.array(
        MESSAGES, dtype=pandas.ArrowDtype(pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
    ),
}


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("parts", [0, 2])
def test_a_column_counts_whatever_its_type(kind, parts):
    frame = pandas.DataFrame({"message": COLUMNS[kind]})
    if parts:
        import dask.dataframe

        frame = dask.dataframe.from_pandas(frame, npartitions=parts)
    assert [(one.id, one.count) for one in scan_frame(frame, "message").causes] == [("overloaded", 2)]


@pytest.mark.parametrize("missing", [None, float("nan"), pandas.NA, pandas.NaT])
def test_a_missing_fact_is_not_a_name(missing):
    frame = pandas.DataFrame({"message": [ERROR] * 2, "host": [missing, "api-1"], "ts": [missing, "x"]})
    (cause,) = scan_frame(frame, "message").causes
    assert (cause.hosts, cause.first_seen) == ({"api-1": 1}, None)


def test_of_two_columns_with_one_usual_name_none_is_taken():
    frame = pandas.DataFrame([[ERROR, "api-1", "api-2"]], columns=["message", "host", "host"])
    (cause,) = scan_frame(frame, "message").causes
    assert cause.hosts == {}


def test_the_message_may_tell_the_time():
    frame = pandas.DataFrame({"message": [f"2026-11-20T10:00:01Z {ERROR}"]})
    (cause,) = scan_frame(frame, "message", time="message").causes
    assert cause.first_seen == "2026-11-20 10:00:01"


TWICE = pandas.DataFrame([[ERROR, ERROR]], columns=["message", "message"])
ONCE = pandas.DataFrame({"message": [ERROR]})


@pytest.mark.parametrize(
    "frame, column, named, error, says",
    [
        (TWICE, "message", {}, ValueError, "2 columns are called 'message'"),
        (ONCE, "text", {}, KeyError, "no column 'text'; the frame has message"),
        (ONCE, "message", {"time": "when"}, KeyError, "no column 'when'"),
        (pandas.DataFrame(), "message", {}, KeyError, "the frame has none"),
        (ONCE["message"], "message", {}, TypeError, "to_frame"),
    ],
)
def test_a_frame_that_cannot_be_counted_is_refused_with_the_reason(frame, column, named, error, says):
    with pytest.raises(error, match=says):
        scan_frame(frame, column, **named)


@pytest.mark.parametrize("missing", [None, float("nan"), pandas.NA, pandas.NaT])
def test_a_missing_text_is_not_an_error_of_claude(missing):
    assert classify(missing) is None


@pytest.mark.parametrize("value", [ERROR.encode(), bytearray(b"529"), 529, [ERROR], {}])
def test_what_is_not_text_is_refused(value):
    with pytest.raises(TypeError, match="classify takes a text"):
        classify(value)
