"""Bad input through every interface gives an answer or a 4xx, never a 500, and is never slow."""

import io
import json
import subprocess
import sys
import time

import pytest
from hostile_texts import hostile_texts

from diagnostic.diagnosis import diagnose
from diagnostic.text import clean

# CPU seconds on a quiet machine: 20 ms for any text of 4 KB, 1 s for any body of 2 MiB; a busy one gets more.
_SLACK = 5
KIB = 1024
PROMISED = {4 * KIB: 0.020, 256 * KIB: 1.0}
TEXTS = {
    "empty": "",
    "white space": " \n\t\r\n\u00a0",
    "one byte": "x",
    "NUL": "\0" * 1000,
    "a lone surrogate": "\ud800 529 \udfff",
    "a BOM": "\ufeff529",
    "a line of 50,000 characters": "anthropic.APIError: " + "x" * 50_000,
    "brackets": "[" * 200_000,
    "binary": "".join(map(chr, range(256))) * 1000,
    "two mebibytes": "a line of a log\n" * (2 * KIB * KIB // 16),
    "ten megabytes": "x" * 10_000_000,
}
BODIES = {name: text.encode("utf-8", "surrogatepass") for name, text in TEXTS.items()} | {
    "invalid UTF-8": b"\xff\xfe\x80529\xc3\x28",
    "UTF-16": "anthropic.APIError: x".encode("utf-16"),
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00" + bytes(range(256)) * 20,
}


def _took(text):
    begun = time.thread_time()
    diagnose(text)
    return time.thread_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("size", PROMISED)
@pytest.mark.parametrize("name", hostile_texts(64))
def test_no_text_is_slow(name, size):
    text = hostile_texts(size)[name]
    allowed = PROMISED[size] * _SLACK
    assert _took(text) < allowed or _took(text) < allowed


@pytest.mark.slow
@pytest.mark.parametrize("name", hostile_texts(64))
def test_twice_the_text_takes_twice_the_time(name):
    """What grows with the square of the text is found at sizes where it does not hurt yet."""
    small, large = (hostile_texts(size)[name] for size in (16 * KIB, 128 * KIB))
    allowed = max(_took(small), _took(small), 0.002) * 8 * 3
    assert _took(large) < allowed or _took(large) < allowed


@pytest.mark.parametrize("name", TEXTS)
def test_the_library_answers(name):
    text = TEXTS[name]
    diagnosis = diagnose(text)
    assert len(diagnosis.clean.masked.encode()) <= 257 * KIB
    assert diagnosis.clean.truncated == (len(text.encode("utf-8", "replace")) > 256 * KIB)


def _answers_of_interfaces(client, data):
    text = data.decode("utf-8", "replace")
    yield (
        "JSON",
        client.post(
            "/api/v1/diagnose",
            data=b'{"text": ' + json.dumps(text).encode() + b"}",
            content_type="application/json",
        ),
    )
    yield "raw body as JSON", client.post("/api/v1/diagnose", data=data, content_type="application/json")
    yield (
        "bytes in JSON",
        client.post("/api/v1/diagnose", data=b'{"text": "' + data + b'"}', content_type="application/json"),
    )
    yield "form", client.post("/diagnose", data={"text": text})
    yield (
        "raw form",
        client.post("/diagnose", data=b"text=" + data, content_type="application/x-www-form-urlencoded"),
    )
    yield "file", client.post("/diagnose", data={"text": "", "file": (io.BytesIO(data), "error.log")})
    yield "raw multipart", client.post("/diagnose", data=data, content_type="multipart/form-data; boundary=x")
    yield "link", client.get("/", query_string={"error": text[:100_000]})
    yield "query", client.get("/api/v1/diagnose", query_string={"text": text[:100_000]})
    yield "short link", client.get("/e/" + text[:200].replace("/", "").replace("\0", ""))
    yield (
        "Markdown",
        client.post("/api/v1/diagnose", json={"text": text}, headers={"Accept": "text/markdown"}),
    )


@pytest.mark.parametrize("name", BODIES)
def test_every_interface_answers_or_says_why_not(client, name):
    data = BODIES[name]
    begun = time.thread_time()
    statuses = {name: response.status_code for name, response in _answers_of_interfaces(client, data)}
    assert {name: status for name, status in statuses.items() if status >= 500} == {}
    assert (time.thread_time() - begun) / len(statuses) < _SLACK
    if len(data) > 3 * KIB * KIB:
        assert {statuses[name] for name in ("JSON", "form", "file", "Markdown")} == {413}
    if not data.strip():
        assert {statuses[name] for name in ("JSON", "form", "file")} == {422}


def test_a_form_of_many_parts_is_refused(client):
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nv\r\n' % number for number in range(2000)
    )
    response = client.post(
        "/diagnose", data=parts + b"--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    assert 400 <= response.status_code < 500


def test_a_text_over_flasks_own_form_limit_is_answered(client):
    """Flask keeps half a megabyte of a form's field by default; a log of one has more."""
    text = (
        "a line\n"
        * 100_000
        + "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
        " 'Overloaded'}}"
    )
    for kind in ({}, {"content_type": "multipart/form-data"}):
        page = client.post("/diagnose", data={"text": text}, **kind)
        assert page.status_code == 200
        assert "overload" in page.text


@pytest.mark.slow
@pytest.mark.parametrize("name", BODIES)
def test_the_command_line_answers_a_pipe(name):
    done = subprocess.run(
        [sys.executable, "-m", "diagnostic", "explain"],
        input=BODIES[name],
        capture_output=True,
        timeout=240,
    )
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
    assert (done.returncode == 2) == (not BODIES[name].decode("utf-8", "replace").strip())


@pytest.mark.parametrize("name", hostile_texts(64))
def test_a_hostile_text_keeps_its_way_back(name):
    cleaned = clean(hostile_texts(2 * KIB)[name])
    lines = cleaned.masked.split("\n")
    for at in range(0, len(cleaned.text), 97):
        for span in cleaned.locate(at, at + 30):
            assert lines[span.line - 1][span.column - 1 : span.column - 1 + span.length] == span.text
