"""Secrets of every kind, generated from a seed: kind -> the text to plant, and its part that must not
survive.
"""

import base64
import json
import random
import string
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

ALNUM = string.ascii_letters + string.digits
URL64 = ALNUM + "-_"
BASE64 = ALNUM + "+/"
HEX = "0123456789abcdef"


class Secret(NamedTuple):
    """A secret as written, and its parts that must not be seen."""

    text: str
    parts: tuple[str, ...]


def _chars(rng: random.Random, alphabet: str, length: int) -> str:
    # No mark at the ends: a generator's key may end in one, but then nobody could say where it ends.
    middle = "".join(rng.choice(alphabet) for _ in range(length - 2))
    inner = [char for char in alphabet if char.isalnum()]
    return rng.choice(inner) + middle + rng.choice(inner)


def _shaped(*shape: str | tuple[str, int]) -> Callable[[random.Random], Secret]:
    def make(rng: random.Random) -> Secret:
        pieces = [piece if isinstance(piece, str) else _chars(rng, *piece) for piece in shape]
        return Secret(
            "".join(pieces),
            tuple(made for made, piece in zip(pieces, shape, strict=True) if not isinstance(piece, str)),
        )

    return make


def _encoded(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _jwt(rng: random.Random) -> Secret:
    claims = _encoded(
        {"sub": _chars(rng, ALNUM, 20), "iss": "https://issuer.example", "exp": rng.randrange(10**9)}
    )
    signature = _chars(rng, URL64, 43)
    return Secret(f"{_encoded({'alg': 'HS256', 'typ': 'JWT'})}.{claims}.{signature}", (claims, signature))


def _jwe(rng: random.Random) -> Secret:
    parts = [_chars(rng, URL64, size) for size in (86, 16, 60, 22)]
    return Secret(".".join([_encoded({"alg": "RSA-OAEP", "enc": "A256GCM"}), *parts]), tuple(parts))


def _basic(rng: random.Random) -> Secret:
    text = base64.b64encode(f"svc-{_chars(rng, ALNUM, 5)}:{_chars(rng, ALNUM, 14)}".encode()).decode()
    return Secret(text, (text.rstrip("="),))


def _key_in_base64(rng: random.Random) -> Secret:
    text = base64.b64encode(f"sk-ant-api03-{_chars(rng, URL64, 93)}AA".encode()).decode()
    return Secret(text, (text[20:].rstrip("="),))


def _pem(kind: str) -> Callable[[random.Random], Secret]:
    def make(rng: random.Random) -> Secret:
        lines = [_chars(rng, BASE64, 64) for _ in range(6)] + [_chars(rng, BASE64, 40) + "=="]
        body = "\n".join(lines)
        return Secret(
            f"-----BEGIN {kind}PRIVATE KEY-----\n{body}\n-----END {kind}PRIVATE KEY-----", tuple(lines)
        )

    return make


def _uuid(rng: random.Random) -> Secret:
    text = "-".join(_chars(rng, HEX, size) for size in (8, 4, 4, 4, 12))
    return Secret(text, (text,))


def _strong_password(rng: random.Random) -> Secret:
    text = _chars(rng, ALNUM + "!#%*+-.=^_~", 14)
    return Secret(text, (text,))


def _word_password(rng: random.Random) -> Secret:
    word = rng.choice(["Tiger", "winter", "Blaubeere", "hunter"])
    text = f"{word}{rng.randrange(10, 9999)}{rng.choice('!?#*')}"
    return Secret(text, (text,))


def _phrase(rng: random.Random) -> Secret:
    words = rng.sample("correct horse battery staple quiet river marble lantern copper window".split(), 4)
    return Secret(" ".join(words), (" ".join(words),))


def _url(scheme: str, host: str, awkward: str = "") -> Callable[[random.Random], Secret]:
    def make(rng: random.Random) -> Secret:
        user, password = (
            _chars(rng, string.ascii_lowercase, 7),
            _chars(rng, ALNUM, 7) + awkward + _chars(rng, ALNUM, 7),
        )
        return Secret(f"{scheme}://{user}:{password}@{host}", (password,))

    return make


def _public_v4(rng: random.Random) -> Secret:
    first = rng.choice([52, 81, 93, 104, 151, 203])
    text = f"{first}.{rng.randrange(10, 99)}.{rng.randrange(120, 250)}.{rng.randrange(1, 250)}"
    return Secret(text, (text,))


def _public_v6(rng: random.Random) -> Secret:
    text = f"2a02:{_chars(rng, HEX, 4)}:{_chars(rng, HEX, 4)}::{_chars(rng, HEX, 4)}"
    return Secret(text, (text,))


def _email(rng: random.Random) -> Secret:
    local = f"{_chars(rng, string.ascii_lowercase, 6)}.{_chars(rng, string.ascii_lowercase, 8)}"
    return Secret(f"{local}@{_chars(rng, string.ascii_lowercase, 7)}.example.com", (local,))


def _user(rng: random.Random) -> Secret:
    text = _chars(rng, string.ascii_lowercase, 8)
    return Secret(text, (text,))


def _full_name(rng: random.Random) -> Secret:
    first, last = (_chars(rng, string.ascii_lowercase, 7).capitalize() for _ in range(2))
    return Secret(f"{first} {last}", (first, last))


def _cookie(rng: random.Random) -> Secret:
    session, csrf = _chars(rng, URL64, 32), _chars(rng, ALNUM, 24)
    return Secret(f"session={session}; csrftoken={csrf}; theme=dark", (session, csrf))


def _sigv4(rng: random.Random) -> Secret:
    key, signature = "AKIA" + _chars(rng, string.ascii_uppercase + "234567", 16), _chars(rng, HEX, 64)
    return Secret(
        f"AWS4-HMAC-SHA256 Credential={key}/20251119/us-east-1/bedrock/aws4_request, "
        f"SignedHeaders=content-type;host;x-amz-date, Signature={signature}",
        (key[4:], signature),
    )


def _digest(rng: random.Random) -> Secret:
    response, nonce = _chars(rng, HEX, 32), _chars(rng, HEX, 32)
    return Secret(
        f'Digest username="svc", realm="proxy", nonce="{nonce}", uri="/v1/messages", response="{response}"',
        (response,),
    )


def _aws_pair(rng: random.Random) -> Secret:
    key, secret = _chars(rng, string.ascii_uppercase + "234567", 16), _chars(rng, BASE64, 40)
    return Secret(f"AKIA{key},{secret}", (key, secret))


def _dsn(rng: random.Random) -> Secret:
    key = _chars(rng, HEX, 32)
    return Secret(f"https://{key}@o4505.ingest.sentry.io/4505", (key,))


def _slack_webhook(rng: random.Random) -> Secret:
    path = _chars(rng, ALNUM, 24)
    return Secret(f"https://hooks.slack.com/services/T02ABCDEF/B03ABCDEF/{path}", (path,))


def _discord_webhook(rng: random.Random) -> Secret:
    token = _chars(rng, URL64, 68)
    return Secret(f"https://discord.com/api/webhooks/{rng.randrange(10**17, 10**18)}/{token}", (token,))


def _telegram(rng: random.Random) -> Secret:
    token = "AA" + _chars(rng, URL64, 33)
    return Secret(f"{rng.randrange(10**9, 10**10)}:{token}", (token,))


def _bcrypt(rng: random.Random) -> Secret:
    body = _chars(rng, ALNUM + "./", 53)
    return Secret(f"$2b$12${body}", (body,))


def _presigned(rng: random.Random) -> Secret:
    signature, token = _chars(rng, HEX, 64), quote(_chars(rng, BASE64, 60), safe="")
    return Secret(
        "https://bucket.s3.amazonaws.com/report.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600"
        f"&X-Amz-Security-Token={token}&X-Amz-Signature={signature}",
        (signature, token),
    )


def _sas(rng: random.Random) -> Secret:
    signature = quote(_chars(rng, BASE64, 43) + "=", safe="")
    return Secret(
        f"https://acct.blob.core.windows.net/c/b?sv=2023-11-03&se=2026-01-01&sp=r&sig={signature}",
        (signature,),
    )


def _storage(rng: random.Random) -> Secret:
    key = _chars(rng, BASE64, 86) + "=="
    return Secret(
        f"DefaultEndpointsProtocol=https;AccountName=acct;AccountKey={key};EndpointSuffix=core.windows.net",
        (key[:-2],),
    )


# A class names the places that a kind can stand in: «token» is known by its shape, «opaque» only by a name
# beside it.
KINDS: dict[str, dict[str, Callable[[random.Random], Secret]]] = {
    "token": {
        "anthropic": _shaped("sk-ant-api03-", (URL64, 93), "AA"),
        "anthropic-admin": _shaped("sk-ant-admin01-", (URL64, 93), "AA"),
        "anthropic-oauth": _shaped("sk-ant-oat01-", (URL64, 86), "AA"),
        "anthropic-refresh": _shaped("sk-ant-ort01-", (URL64, 86), "AA"),
        "anthropic-session": _shaped("sk-ant-sid01-", (URL64, 86), "AA"),
        "anthropic-base64": _key_in_base64,
        "openai": _shaped("sk-", (ALNUM, 48)),
        "openai-project": _shaped("sk-proj-", (URL64, 120)),
        "openai-service": _shaped("sk-svcacct-", (URL64, 60)),
        "openrouter": _shaped("sk-or-v1-", (HEX, 64)),
        "langfuse": _shaped("sk-lf-", (HEX, 8), "-", (HEX, 4), "-", (HEX, 4), "-", (HEX, 4), "-", (HEX, 12)),
        "google": _shaped("AIza", (URL64, 35)),
        "google-oauth": _shaped("ya29.", (URL64, 120)),
        "google-client": _shaped("GOCSPX-", (URL64, 28)),
        "hugging-face": _shaped("hf_", (string.ascii_letters, 34)),
        "groq": _shaped("gsk_", (ALNUM, 52)),
        "xai": _shaped("xai-", (ALNUM, 80)),
        "perplexity": _shaped("pplx-", (ALNUM, 48)),
        "replicate": _shaped("r8_", (ALNUM, 37)),
        "fireworks": _shaped("fw_", (ALNUM, 24)),
        "github": _shaped("ghp_", (ALNUM, 36)),
        "github-fine": _shaped("github_pat_", (ALNUM, 22), "_", (ALNUM, 59)),
        "github-app": _shaped("ghs_", (ALNUM, 36)),
        "gitlab": _shaped("glpat-", (URL64, 20)),
        "slack-bot": _shaped("xoxb-", (string.digits, 12), "-", (string.digits, 13), "-", (ALNUM, 24)),
        "slack-app": _shaped("xapp-1-", (ALNUM, 11), "-", (string.digits, 13), "-", (HEX, 64)),
        "stripe": _shaped("sk_live_", (ALNUM, 24)),
        "stripe-restricted": _shaped("rk_live_", (ALNUM, 24)),
        "stripe-webhook": _shaped("whsec_", (ALNUM, 32)),
        "langsmith": _shaped("lsv2_pt_", (HEX, 32), "_", (HEX, 10)),
        "tavily": _shaped("tvly-", (ALNUM, 32)),
        "npm": _shaped("npm_", (ALNUM, 36)),
        "pypi": _shaped("pypi-AgEIcHlwaS5vcmc", (URL64, 120)),
        "sendgrid": _shaped("SG.", (URL64, 22), ".", (URL64, 43)),
        "digitalocean": _shaped("dop_v1_", (HEX, 64)),
        "shopify": _shaped("shpat_", (HEX, 32)),
        "nvidia": _shaped("nvapi-", (URL64, 64)),
        "pinecone": _shaped("pcsk_", (ALNUM, 6), "_", (ALNUM, 60)),
        "vault": _shaped("hvs.", (URL64, 90)),
        "databricks": _shaped("dapi", (HEX, 32)),
        "linear": _shaped("lin_api_", (ALNUM, 40)),
        "notion": _shaped("ntn_", (ALNUM, 46)),
        "atlassian": _shaped("ATATT3x", (URL64, 180)),
        "telegram": _telegram,
        "aws-id": _shaped("AKIA", (string.ascii_uppercase + "234567", 16)),
        "aws-temporary-id": _shaped("ASIA", (string.ascii_uppercase + "234567", 16)),
        "bedrock": _shaped("ABSK", (BASE64, 120)),
        "jwt": _jwt,
        "jwe": _jwe,
        "unknown-vendor": _shaped("acme-", (ALNUM, 40)),
    },
    "opaque": {
        "hex": _shaped((HEX, 32)),
        "long-hex": _shaped((HEX, 64)),
        "uuid": _uuid,
        "letters-digits": _shaped((ALNUM, 24)),
        "azure": _shaped((ALNUM, 84)),
        "base64": _shaped((BASE64, 40)),
        "url-base64": _shaped((URL64, 43)),
        "capitals": _shaped((string.ascii_uppercase + string.digits, 20)),
    },
    "password": {"strong": _strong_password, "word": _word_password},
    "phrase": {"phrase": _phrase},
    "pem": {name or "pkcs8": _pem(name) for name in ("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ")},
    "url": {
        "https": _url("https", "gateway.example.com/v1"),
        "proxy": _url("http", "proxy.corp.example:3128"),
        "postgres": _url("postgresql", "db.internal:5432/app"),
        "postgres-awkward": _url("postgresql+asyncpg", "db.internal:5432/app", "/@#"),
        "mysql": _url("mysql+pymysql", "db.internal/app"),
        "mongodb": _url("mongodb+srv", "cluster0.example.net/app"),
        "redis": _url("redis", "cache.internal:6379/0"),
        "amqp": _url("amqp", "mq.internal:5672/%2f"),
        "sentry": _dsn,
        "slack": _slack_webhook,
        "discord": _discord_webhook,
        "presigned": _presigned,
        "sas": _sas,
    },
    "storage": {"azure": _storage},
    "cookie": {"session": _cookie},
    "basic": {"basic": _basic},
    "sigv4": {"sigv4": _sigv4},
    "digest": {"digest": _digest},
    "pair": {"aws-pair": _aws_pair},
    "hash": {"bcrypt": _bcrypt},
    "email": {"email": _email},
    "ip": {"v4": _public_v4, "v6": _public_v6},
    "ip4": {"v4": _public_v4},
    "user": {"user": _user},
    "name": {"full-name": _full_name},
}
