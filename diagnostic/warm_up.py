"""Compiles ahead what most texts need, so that no request waits for it. A server does this beside its first
requests.
"""

from __future__ import annotations

from diagnostic.diagnosis import diagnose, rulebook

# A little of each form that people paste: without them, the first text with many forms would take four times
# as long, for its patterns. None of the values is a secret. In one text so many settings would be a crowd,
# which is masked unread.
ORDINARY = (
    r"""Hi, since today I get this, what can I do?
2026-11-03T10:12:13Z ERROR [app] job 7: request failed {"level": "error", "msg": "Error code: 529"}
Traceback (most recent call last):
  File "/home/maria/app/main.py", line 12, in <module>
    client = anthropic.Anthropic(api_key="sk-ant-api03-EXAMPLE", default_headers={"x-api-key": token})
  File "/usr/lib/python3.11/site-packages/anthropic/_base_client.py", line 1047, in request
anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error'}}
Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
    at APIError.generate (/app/node_modules/@anthropic-ai/sdk/core/error.js:45:14)
curl: (28) Operation timed out; OSError: [Errno 111] Connection refused; request-id: req_011CQabcdefgh
[cause]: Error: connect ECONNREFUSED 93.184.216.34:443 for url https://api.anthropic.com/v1/messages
event: message_start
data: {"type": "message_start", "message": {"id": "msg_01", "model": "claude-sonnet-4-5", "usage": null}}
2026-11-03T10:12:14Z ERROR [app] job 8: request failed {"level": "error", "msg": "Error code: 529"}

export DB_PASSWORD='Blue-Harbor-81'  # staging
mysql --password Blue-Harbor-81 -h 2001:db8:7:8::9
-----BEGIN PRIVATE KEY-----
QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=
-----END PRIVATE KEY-----
""",
    r"""curl -u maria:Blue-Harbor-81 -H "Authorization: Bearer abcd-1234-efgh" -H 'Cookie: session=abcd1234' \
    https://maria:Blue-Harbor-81@example.com/?token=abcd1234
  | """
    "\x1b[31mValueError\x1b[0m: "
    r"""caf\u00e9 &quot;x&quot; %7B%22a%22%3A1%7D, \"a\", ""b"" 3f2504e0-4f89-41d3-9a0c-0305e82c3301
{'error': 'a\nb', "detail": "line\n  File \"a.py\""}
api_key: ${API_KEY}, token => "abcd-1234-efgh", secret = os.environ["SECRET"]
user_query: Tell me about rivers in Asia, please
{"messages": [{"role": "user", "content": "Tell me about rivers"}]}
AccountKey=QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpBQkNERUZHSElKS0xN==
""",
    r"""| name | value |
| client_secret | Blue-Harbor-81 |
<add key="password" value="Blue-Harbor-81" /><password>Blue-Harbor-81</password>
{"name": "DB_PASSWORD", "value": "Blue-Harbor-81"}
variable "password" { default = "Blue-Harbor-81" }
password
  Blue-Harbor-81
tokens: abcd-1234, efgh-5678
My password is Blue-Harbor-81 and the key (abcd-1234), mail me at maria@example.com
the password for the database was changed to Blue-Harbor-81
""",
    r"""2026-11-03 10:12:13,123 ERROR app.jobs: req_011CQabcdefghijkl claude-sonnet-4-5: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}
2026-11-03 10:12:15,321 ERROR app.jobs: C:\Users\maria lopez\app: Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error', 'message': 'Too many'}}
2026-11-03 10:12:16,321 ERROR app.jobs: job 3f2504e0-4f89-41d3-9a0c-0305e82c3301 of {{ name }}: api_token=Blue-Harbor-81
    "data: {
",
""",  # noqa: E501 - as logged
)


def warm_up() -> None:
    """Compiles the patterns that locate sentences, and those that ordinary texts need."""
    rulebook().compile_places()
    for text in ORDINARY:
        diagnose(text)
