"""The transfer size of answers: a long log, which is mostly the reader's own lines, and first visits."""

import random

import pytest

MOST_OF_A_LOG = 90 * 1024
MOST_OF_A_PAGE = 22 * 1024  # of 60 KiB for a first visit; the rest is letters, style and scripts


def _log(lines: int) -> str:
    """Requests with ids of their own, every third of which meets a 529: nothing that a compressor could
    guess.
    """
    chance = random.Random(7)
    made = []
    for number in range(lines):
        time = f"2026-11-25 10:{number // 60 % 60:02}:{number % 60:02},000"
        if number % 3:
            made.append(
                f"{time} INFO request {chance.getrandbits(64):x} took {chance.random():.4f} s for user"
                f" {chance.randrange(10**6)}"
            )
        else:
            made.append(
                f"{time} ERROR worker failed: Error code: 529 - {{'type': 'error', 'error': {{'type':"
                " 'overloaded_error', 'message': 'Overloaded'}, 'request_id':"
                f" 'req_011CV{chance.getrandbits(64):018x}'}}"
            )
    return "\n".join(made)


def test_the_answer_to_a_log_of_two_thousand_lines_is_light(client):
    answer = client.post("/diagnose", data={"text": _log(2000)}, headers={"Accept-Encoding": "gzip"})
    assert (
        answer.headers["Content-Encoding"] == "gzip"
        and "data-only=" in client.post("/diagnose", data={"text": _log(60)}).text
    )
    assert len(answer.data) <= MOST_OF_A_LOG


@pytest.mark.parametrize("path", ["/", "/causes/", "/?error=529", "/causes/tls-certificate", "/docs/doctor"])
def test_a_page_is_light(client, path):
    assert len(client.get(path, headers={"Accept-Encoding": "gzip"}).data) <= MOST_OF_A_PAGE
