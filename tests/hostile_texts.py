"""Texts that are designed to be slow: name -> text of roughly a given size. As a program, prints how long
each takes: the better of two runs, in CPU time.
"""

import gc
import random
import statistics
import sys
import time

_REPEATED = {
    "letters": "a",
    "spaces": " ",
    "line ends": "\n",
    "carriage returns": "\r",
    "open braces": "{",
    "open brackets": "[",
    "backslashes": "\\",
    "double quotes": '"',
    "escaped line ends": "\\n",
    "escaped quotes": '\\"',
    "colons": ":",
    "digits": "1",
    "numbers and dots": "1.",
    "NUL": "\0",
    "escape": "\x1b",
    "colour codes": "\x1b[31m",
    "open colour codes": "\x1b[1;",
    "entities": "&quot;",
    "ampersands": "&",
    "percent signs": "%",
    "percent escapes": "%40",
    "emoji": "🙂",
    "zero width": "\u200b",
    "curly quotes": "“”",
    "dotted names": "anthropic.",
    "exceptions": "anthropic.APIError: x\n",
    "exceptions on one line": "ValueError: ",
    "open exceptions": "anthropic.APIError('",
    "bare classes": "Error\n",
    "causes": "[cause]: Error: terminated\n    at x (y.js:1:2)\n",
    "tracebacks": (
        'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    x()\nValueError:'
        " x\n\nDuring handling of the above exception, another exception occurred:\n\n"
    ),
    "open bodies": '{"type":"error","error":{"type":',
    "bodies": '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n',
    "bodies on one line": '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} ',
    "foreign bodies": '{"error":{"param":null,"code":null,"type":"invalid_request_error","message":"x"}}\n',
    "open messages": '"type":"overloaded_error","message":"x\\',
    "statuses": "Error code: 529 - ",
    "status words": "error 529 ",
    "curl codes": "curl: (18) ",
    "errno": "[Errno 111] ",
    "request ids": "req_011CQabcdef ",
    "models": "claude-sonnet-4-5 ",
    "hosts": "for url https://a.b.example/ ",
    "frames": 'File "/usr/lib/python3.11/site-packages/anthropic/_base_client.py", line 1, in x\n',
    "node frames": "    at x (/app/node_modules/@anthropic-ai/sdk/core/streaming.js:1:2)\n",
    "events": 'event: content_block_delta\ndata: {"type":"content_block_delta"}\n\n',
    "open events": "event: content_block_delta\n",
    "log prefixes": "2026-01-01T00:00:00Z ",
    "log lines": "2026-01-01 00:00:00,000 ERROR app - x\n",
    "levels": "ERROR ",
    "syslog": "Jan 01 00:00:00 host app[1]: x\n",
    "quotes": "> ",
    "quoted lines": "> > > x\n",
    "bars": "| ",
    "bar lines": "  | | x\n",
    "groups": "  +-+---------------- 1 ----------------\n  | ValueError: x\n",
    "docker": "api-1  | x\n",
    "keys": "sk-ant-api03-",
    "whole keys": "sk-ant-api03-Qm3xT9vLk2ZpW8yRb5Nc7Hd4Jf6Gs1Aa ",
    "key names": "api_key=",
    "secret names": "password: ",
    "long names": "a_" * 20 + "token_",
    "private keys": "-----BEGIN PRIVATE KEY-----\n",
    "private key lines": "-----BEGIN RSA PRIVATE KEY-----\\n" + "QUJD" * 16 + "\\n",
    "tokens": "eyJhbGciOi",
    "token parts": "eyJhbGciOi.",
    "bearers": "Bearer ",
    "at signs": "a@",
    "mail parts": "a.b@c.",
    "addresses": "8.8.8.8 ",
    "long addresses": "2001:db8:",
    "URLs": "https://",
    "credentials": "https://u:p",
    "queries": "?key=",
    "cookies": "cookie: a=b",
    "home folders": "/home/x",
    "Windows folders": "C:\\\\Users\\",
    "curl options": " -u a:b",
    "stop reasons": '"stop_reason": null, ',
    "prompt sizes": "prompt is too long: 1 tokens > 2 maximum ",
    "JSON in strings": '"{\\"a\\":\\"',
    "wrapped lines": "x" * 79 + "=\n",
    "wrapped bodies": '{"error": {"message": "' + "x" * 60 + "\n",
    "nested escapes": '{\\\\\\"',
    "fences": "```",
    "tags": "<html>",
    "times": "00:00:00 ",
}


def hostile_texts(size: int) -> dict[str, str]:
    """Repetitions of what each pattern begins with, and some mixtures, of `size` characters each."""
    texts = {name: (piece * (size // len(piece) + 1))[:size] for name, piece in _REPEATED.items()}
    mixed = "".join(_REPEATED.values())
    texts["everything"] = (mixed * (size // len(mixed) + 1))[:size]
    texts["every byte"] = ("".join(map(chr, range(256))) * (size // 256 + 1))[:size]
    texts["a key after letters"] = "a" * (size - 40) + " sk-ant-api03-Qm3xT9vLk2ZpW8yRb5Nc7Hd4Jf6"
    texts["thousands of different exceptions"] = "".join(
        f"pkg{n}.Name{n}Error: {n}\n" for n in range(size // 22)
    )[:size]
    texts["thousands of different names"] = "".join(f"name_{n}_token=value{n}x; " for n in range(size // 26))[
        :size
    ]
    return texts


# What settings, logs, commands and escapes are made of: a text of these, in any order, is new to every
# automaton.
_PARTS = (
    "password api_key token secret x-api-key Authorization DB_PASSWORD client_secret credentials cookie auth "
        "bearer pwd private_key passphrase sig key".split(),
    [" ", "=", ":", ": ", '"', "'", "`", ",", ";", "{", "}", "[", "]", "(", ")", "<", ">", "|", "&", "?",
    "\n", "\n  ", " "
        " ", "\t", "@", "://", "/", "-", "$", "${", "}}", "=>", "│", "#", "value", "is"],
    ["\\n", '\\"', '\\\\\\"', "%3D", "%22", "%2522", "&quot;", "&amp;quot;", "\\u0022", "\x1b[31m", "\u200b"],
    ["Bearer ", "Basic ", "-u ", "-p ", "mysql -p", "sk-ant-", "eyJ", "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----", "kind: Secret\n", "data:\n", "INSERT INTO t (password) VALUES (",
    '"role": "user"', '"content": "', '"kty":', "/home/", "C:\\Users\\", "1.2.3.4", "a@b.example",
    "2a02:1::", "docker login "],
    "abc hunter2 Qm3xT9vLk2 correct horse claude-sonnet-4-5 529 Error overloaded_error xxx None os.environ "
        "ERROR 2026-01-01T00:00:00Z".split(),
)  # fmt: skip


def token_soup(rng: random.Random, size: int) -> str:
    """A text of `size` characters of words of settings, punctuation, escapes and log shapes, in an order
    of its own.
    """
    pieces: list[str] = []
    length = 0
    while length < size:
        pieces.append(rng.choice(rng.choice(_PARTS)))
        length += len(pieces[-1])
    return "".join(pieces)[:size]


def time_fresh(size: int, count: int, seed: int) -> list[float]:
    """How many seconds of processor time each of so many fresh texts takes, diagnosed once, in a process that
    has its patterns compiled, has read others and has frozen what it holds, as a worker of the server does.
    Of its own thread: another one may compile beside it.
    """
    from diagnostic.diagnosis import diagnose
    from diagnostic.pattern_sets import compile_sets
    from diagnostic.warm_up import warm_up

    warm_up()  # which also makes the sets
    compile_sets()
    rng = random.Random(seed)
    for _ in range(20):
        diagnose(token_soup(rng, 2000))
    gc.collect()
    gc.freeze()
    taken: list[float] = []
    for text in (token_soup(rng, size) for _ in range(count)):
        begun = time.thread_time()
        diagnose(text)
        taken.append(time.thread_time() - begun)
    gc.unfreeze()
    return taken


def time_examples() -> float:
    """How many seconds of processor time an example of a rule takes: the median, each diagnosed once."""
    from diagnostic.diagnosis import diagnose, rulebook

    texts = [example.text for cause in rulebook().causes.values() for example in cause.examples()]
    taken: list[float] = []
    for text in [*texts[1::40], *texts[::10]]:
        begun = time.thread_time()
        diagnose(text)
        taken.append(time.thread_time() - begun)
    return statistics.median(taken[-len(texts[::10]) :])


if __name__ == "__main__":
    from diagnostic.diagnosis import diagnose

    size = int(sys.argv[1]) if len(sys.argv) > 1 else 256 * 1024
    diagnose("warm up")
    took = {}
    for name, text in hostile_texts(size).items():
        runs = []
        for _ in range(2):  # the first one also builds the automata of the patterns
            begun = time.process_time()
            diagnose(text)
            runs.append(time.process_time() - begun)
        took[name] = min(runs)
    for name, seconds in sorted(took.items(), key=lambda item: -item[1])[:20]:
        print(f"{seconds * 1000:8.1f} ms  {name}")
    print(f"{len(took)} texts of {size} characters, slowest {max(took.values()) * 1000:.1f} ms")
