"""A text gets the same answer in every process: nothing depends on the iteration order of sets."""

import os
import subprocess
import sys

import pytest

_SAY = (
    "import sys; from diagnostic.diagnosis import diagnose; from diagnostic.render.json import encode_answer;"
    "sys.stdout.buffer.write(encode_answer(diagnose(sys.argv[1])))"
)
# Two places of evidence begin at one character; two conditions of a cause hold; two vendors are named.
TEXTS = {
    "evidence at one place": "400 status code (no body)",
    "several conditions": "Error code: 400 - {'type': 'error', 'error': {'type': 'invalid_request_error',"
    " 'message': 'prompt is too long: 204811 tokens > 200000 maximum'}}",
    "two vendors": "litellm.RateLimitError: AnthropicException - 429 openai.RateLimitError: rate_limit_error",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_answer_does_not_hang_on_the_hash_seed(text):
    answers = {
        subprocess.run(
            [sys.executable, "-c", _SAY, text],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(answers) == 1
