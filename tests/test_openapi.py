"""The OpenAPI document is true: the running server answers what it allows as
described, and refuses the rest.
"""

import json
import re
import subprocess
import sys

import pytest
from live_server import live_server

pytestmark = pytest.mark.slow


@pytest.fixture(name="base", scope="module")
def _base():
    with live_server() as base:
        yield base


def curl(*args: str) -> str:
    done = subprocess.run(
        ["curl", "-sS", "--max-time", "200", *args], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_response_is_one_that_the_description_names(base):
    command = [
        sys.executable,
        "-m",
        "schemathesis.cli",
        "run",
        f"{base}/openapi.json",
        "--checks",
        "all",
        "--max-examples",
        "40",
        "--seed",
        "7",
        "--workers",
        "1",
        "--no-color",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout[-4000:]
    tested = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert tested and int(tested[1]) > 200, done.stdout[-800:]


def test_a_chatbot_that_knows_only_the_description_gets_a_right_answer(base):
    document = json.loads(curl(f"{base}/openapi.json"))
    path, operation = next(
        (path, methods["post"]) for path, methods in document["paths"].items() if "post" in methods
    )
    content = operation["requestBody"]["content"]
    kind = next(kind for kind in content if "json" in kind)
    example = next(iter(content[kind]["examples"].values()))["value"]
    field = next(name for name, value in example.items() if isinstance(value, str))
    body = json.dumps(
        {
            field: (
                "anthropic.RateLimitError: Error code: 429 - {'type': 'error', 'error': {'type':"
                " 'rate_limit_error', 'message': 'slow down'}}"
            )
        }
    )
    server = document["servers"][0]["url"].rstrip("/")
    answer = json.loads(curl(f"{server or base}{path}", "-H", f"Content-Type: {kind}", "-d", body))
    assert answer["matches"][0]["cause"]["id"] == "rate-limit"


def test_a_chatbot_that_knows_only_llms_txt_gets_a_right_answer(base):
    said = curl(f"{base}/llms.txt")
    command = re.search(r"^ {4}(curl .*)$", said, re.MULTILINE)[1]
    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=240).stdout
    assert "Overload" in answer or "overload" in answer
    linked = re.findall(r"\((http[^)]+\.md)\)", said)
    assert len(linked) > 100
    assert curl(linked[-1]).startswith("# ")
