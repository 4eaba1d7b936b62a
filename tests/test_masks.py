"""Each row of the masks' data masks its example and leaves its counter-example; the lists name what
exists.
"""

import random
import re
import string

import pytest

from diagnostic.text import clean
from diagnostic.text.kinds import form_rows
from diagnostic.text.names import Holds, read_name
from diagnostic.text.vendors import vendor_masks

ALPHABETS = {"h": "0123456789abcdef", "d": string.digits, "l": string.ascii_lowercase + string.digits,
    "u": string.ascii_uppercase + string.digits}  # fmt: skip
_HOLE = re.compile(r"‹([hdlu]?)(\d+)›")


def _fill(example, of):
    rng = random.Random(example)
    own = "".join(
        char for char in string.ascii_letters + string.digits if re.fullmatch(f"[{of or 'A-Za-z0-9'}]", char)
    )

    def put(hole):
        alphabet, length = ALPHABETS.get(hole[1], own), int(hole[2])
        mixed = [rng.choice(alphabet) for _ in range(length)]
        if length > 2 and set(alphabet) & set(string.digits):
            mixed[1] = rng.choice(string.digits)
        return "".join(mixed)

    return _HOLE.sub(put, example)


@pytest.mark.parametrize("mask", vendor_masks(), ids=lambda mask: mask.id)
def test_a_vendors_key_is_masked_whole_and_what_only_looks_like_one_stays(mask):
    key = _fill(mask.masked, mask.of)
    for place in ("{}", "Error: got {} from the server", 'x = "{}",', "<td>{}</td>", "a/{}/b"):
        masked = clean(place.format(key)).masked
        body = key[len(mask.prefix) :]
        assert [body[at : at + 7] for at in range(len(body) - 6) if body[at : at + 7] in masked] == [], masked
    assert clean(f"see {mask.kept} here").masked == f"see {mask.kept} here"


@pytest.mark.parametrize("row", form_rows(), ids=lambda row: row["id"])
def test_a_form_is_masked_and_what_only_looks_like_one_stays(row):
    for example in row["masked"]:
        secret = re.search("‹(.*)›", example)[1]
        masked = clean(example.replace("‹", "").replace("›", "")).masked
        assert secret not in masked and "[masked-" in masked
    for example in row["kept"]:
        assert clean(example).masked == example


@pytest.mark.parametrize(
    "name",
    "password DB_PASSWORD db.password dbPassword ANTHROPIC_API_KEY x-api-key apiKey client_secret authToken"
    " PGPASSWORD storepass SECRET_KEY_BASE connectionString Authorization contraseña пароль 密码 passphrase"
    " MYSQL_PWD api_key_anthropic AccountKey".split(),
)
def test_a_name_holds_a_secret(name):
    assert read_name(name.encode()) >= Holds.WORD


@pytest.mark.parametrize(
    "name",
    "max_tokens input_tokens token_count anthropic-ratelimit-tokens-reset prompt_cache_key session_id"
    " secretKeyRef secretName password_file api_key_env public_key primary_key next_page_token token_type"
    " tokenizer compass bypass author auth.mjs cache_key idempotency_key passed keyboard monkey".split(),
)
def test_a_name_holds_no_secret(name):
    assert read_name(name.encode()) is Holds.NOTHING


_PLACES = {
    "a row of a table in a diff": "+ user | password\n+------+----------\n+ app | ‹violet-tin-harbor›",
    "the last row, cut": "   user  password  zone\n0 app  hidden  eu\n1 prod  ‹Kq7!mm29_xW›",
    "a line of a log in JSON in JSON": r'{"log": "{\"msg\": \"time=08:01 password: ‹violet tin harbor›\"}"}',
    "a name in escapes": r'{"msg": "\u30d1\u30b9\u30ef\u30fc\u30c9:\n    ‹VdpEhNdE4hWdvlPsYKkk›"}',
    "a name that a width parted": "the worker in zone eu started with passw\nord = '‹violet81›'",
    "in brackets, beginning with a mark": "(pass phrase ‹<,+BY,7Ag0{VYPHu›)",
    "what a password was compared with": "expected password '‹Kq7mm29xW41›' to equal '‹NYZc*3JSfrtvh2›'",
    "a token with few changes": "+ seen ‹whk_szitNNb8lwaanLsnweOdjNtbjjsKLRNCGjmlgOck›",
}


@pytest.mark.parametrize("place", _PLACES)
def test_a_secret_is_masked_where_it_stands(place):
    secrets = re.findall("‹(.*?)›", _PLACES[place])
    masked = clean(_PLACES[place].replace("‹", "").replace("›", "")).masked
    assert [secret for secret in secrets if secret in masked] == []


@pytest.mark.parametrize(
    "text",
    [
        "request id: 20260318060736567560333Ni8gnAqM",
        "    _get_token\n    response = super()._send_request(request, stream=stream)",
        "seen getServerSidePropsFromContext2WithRetries and KmsS3EncryptionOperationsNetwork",
    ],
)
def test_what_no_secret_is_stays(text):
    assert clean(text).masked == text
