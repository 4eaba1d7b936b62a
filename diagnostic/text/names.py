"""Whether a setting, an option, a header or a column contains a secret, judged by its name. The words are in
masks/names.toml.
"""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import cache
from typing import NamedTuple

import re2

from diagnostic.patterns import Pattern
from diagnostic.text.languages import words_of_languages
from diagnostic.text.mask_data import mask_data
from diagnostic.text.memory import once_a_text

_MAX_NAME = 80


# A separate prefilter, not a mask: its names belong to the mask "name".
NAME_OF_OTHER_WORDS = "name-of-other-words"


class Sensitivity(IntEnum):
    """How much a name says about its value."""

    NONE = 0
    KEY_LIKE = 1  # a vendor's setting, or a word such as "key": a secret if the value looks like a key
    WORD = 2  # "token", "password" alone: a setting, or prose about one
    SECRET = 3  # db_password, x-api-key: a secret whatever the value looks like


# On their own these also occur in sentences.
_PROSE_WORDS = frozenset(
    b"password passwords passwd passcode passphrase pass pw pwd secret secrets token credential credentials"
    b" creds key parole".split()
)


class _Words(NamedTuple):
    endings: tuple[bytes, ...]
    words: frozenset[bytes]
    pairs: frozenset[bytes]
    about: frozenset[bytes]
    harmless: frozenset[bytes]
    tails: frozenset[bytes]
    vendors: tuple[bytes, ...]
    plurals: frozenset[bytes]
    access: frozenset[bytes]
    inflected: tuple[bytes, ...]
    keys: tuple[bytes, ...]


def _with_unaccented(words: list[str]) -> list[bytes]:
    """Adds the forms without accents that people type: cle for clé, mat khau for mật khẩu."""
    bare = [
        "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
        for word in words
        if max(word) < "\u2000"  # in other scripts a word without marks is another word
    ]
    return [word.encode() for word in dict.fromkeys([*words, *bare])]


# The lists that the words of languages join.
_OF_LANGUAGES = {"secret": "words", "keys": "keys", "inflected": "inflected", "phrases": "phrases"}


@cache
def _words() -> _Words:
    lists = {name: _with_unaccented(words) for name, words in mask_data("names").items()}
    for own, name in _OF_LANGUAGES.items():
        lists[name] = [*lists[name], *_with_unaccented(words_of_languages(own))]
    return _Words(
        tuple(lists["endings"]),
        frozenset(lists["words"]) | frozenset(lists["endings"]) | frozenset(lists["plurals"]),
        frozenset(lists["pairs"])
        | frozenset(word for word in lists["plurals"] if b" " in word)
        | frozenset(b" ".join(phrase.split()[-2:]) for phrase in lists["phrases"]),
        frozenset(lists["about"]),
        frozenset(lists["harmless"]),
        frozenset(lists["tails"]),
        tuple(lists["vendors"]),
        frozenset(lists["plurals"]),
        frozenset(lists["access"]),
        tuple(lists["inflected"]),
        tuple(lists["keys"]),
    )


# Words that turn an ordinary word into a secret's name, as in "webhook secret".
_QUALIFIERS = (
    r"webhook|shared|client|signing|app|master|private|access|auth|refresh|bearer|api|session|user|admin|"
    r"root|db|database|smtp|imap|mail|email|redis|mysql|postgres|ftp|ssh|vpn|wifi|wi-fi|proxy|bot|deploy|"
    r"encryption|license|licence|vault|keystore|account|service|registry|gateway|server|login"
)
# Stems of names of secrets; adjoining characters belong to the name.
_STEMS = (
    # Names of several words come before the words with which they begin.
    r"(?:chave|clave|chiave)[ _-](?:de[ _-]|d['’i ]+)?(?:acesso|acceso|accesso)|api[ _-]anahtar[ıi]"
    r"|eri[sş]im[ _-]anahtar[ıi]|hozz[aá]f[eé]r[eé]si[ _-]kulcs|(?:token|klucz)[ _-]dost[eę]pu"
    r"|ключ[ _-](?:доступа|шифрования)|jeton(?:[ _-]d['’ ]acc[eè]s)?(?:\b|_)|\bsleutel|парола|गुप्तशब्द|গোপন"
    r"|gizli[ _-]anahtar|geheime[ _-]sleutel|tajn[ýy][ _-]kl[íi][čc]|hemlig[ _-]nyckel"
    r"|salainen[ _-]avain|tajny[ _-]klucz|chiave[ _-]segreta|cl[eé][ _-]secr[eè]te|jeton[ _-]d['’ ]acc[eè]s"
    r"|секретный[ _-]ключ|токен[ _-]доступа|geheim(?:er|es)?[ _-]schlüssel|"
    r"(?:secret|private|aws|personal)["
    r" ._-]?access[ ._-]?(?:key|token)|(?:secret|pass|passphrase|recovery|backup|security|one[ -]time)["
    r" _-](?:key|keys|phrase|codes?|password|token|pin)\b|pin[ _-]?codes?\b"
    r"|(?:admin|user|card|sim|unlock|login|device|door|security)[ ._-]?pin\b"
    r"|(?:clave|chave|llave)s?[ _-](?:de[ _-])?api|cl[eé]s?[ _-](?:d['’ ])?api|klucz[ _-]?api|chiave[ _-]?api"
    r"|ключ[ _-]?api|(?:api|アクセス|シークレット|認証|暗号化|アカウント)[ _-]?(?:キー|密钥|密鑰|金鑰|키)|(?:"
    + _QUALIFIERS
    + r")[ ](?:access |auth |api |app )?(?:secret|token|password|passwd|passphrase|pass|pwd|key"
    r"|credential)s?\b"
    r"|[a-z](?-i:Key)\b|pass(?:word|wd|wort|phrase|code|ord)?|pwd|secret|token|credential|creds|(?:api|access|private|auth|"
    r"signing|encryption|decryption|master"
    r"|instrumentation|unseal|account|storage|subscription|licen[sc]e|service|deploy|webhook|consumer|shared|"
    r"admin|session|app|application|write|read|client|server|ssh"
    r"|hmac|jwt|aes|crypto|root|integration|ingest|management|project|user|org|team|functions|anthropic|"
    r"claude|openai|gemini|azure)["
    r" ._-]?key"
    r"|_key\b|\bx-(?:[a-z]+-){1,3}key\b|\bart-api\b|sonar\.login|(?:auth|in|nonce|password)_salt\b|key_data|key-data|keydata|key_base|authorization|auth\b|_auth|dsn\b|psk\b|\bpw\b|pw\b|"
    r"_session\b"
    r"|sessid|jsessionid|webhook["
    r" _-]?url|connection[ _-]?string|mnemonic|seed[ _-]phrase"
    r"|parola d['’]ordine|zugangsdaten|anmeldedaten"
    r"|credenziali|identifiants|credenciales|credenciais|inloggegevens"
    r"|recovery[ _-]phrase|bearer|jwt|access["
    r" _-]code|kennwort|geheim|contrase|clave|secret[ao]|senha|segredo|chave|mdp\b|mot[ _-]?de["
    r" _-]?passe|cl[eé][ _-]?api|schl[uü]ssel|(?:hub|slack|stripe|webhook|request)[_-]signature"
    r"|\bx-(?:[a-z0-9]{1,20}-){0,3}(?:signature|hmac)\b"
    r"|oidc[_-]data|honeycomb[_-]team"
    r"|wachtwoord|has[lł]o|parol|chiave|[sş]ifre|l[oö]senord|salas[oõ]na|salasana|heslo|jelsz|lozinka|geslo"
    r"|adgangskode|slapta|parool|\bsandi\b|kata["
    r" _-]?sandi|credencia|mot[ _-]?clau|palavra[ _-]passe|συνθηματικό|zaporka|lykilorð"
    r"|fjalëkalim|pasahitza|pasfhocal|कूटशब्द|पासवर्ड|கடவுச்சொல்|গোপন শব্দ|পাসওয়ার্ড|گذرواژه|رمز[ _-]عبور"
    r"|كلمة[ _-]السر|ססמה|พาสเวิร์ด"
    r"|парол|лозинка|ключ|секрет|токен|密码|密碼|密钥|密鑰|口令|令牌|秘钥|パスワード(?:確認)?|暗証番号|秘密鍵|トークン|비밀번호|암호|토큰|시크릿|كلمة["
    r" _-]المرور|(?:kunci|kod|kode)[ _-](?:api|rahasia|akses)|kata[ _-](?:kunci|laluan)|sandi_"
    r"|kh[oó]a[ _-]api"
    r"|m[aậ]t[ _-]m[aã]|κλειδ(?:ί|ι)[ _-]api|مفتاح[ _-](?:api|سري)|סוד|รหัสลับ"
    r"|비밀키|개인키|액세스키|인증키|key[ ._-]?material"
    r"|סיסמה|รหัสผ่าน|κωδικ[όο]ς|m[aậ]t[ _-]?kh[aẩ]u"
)


def _more_stems() -> str:
    """The words of the file that no stem above matches, with any separator."""
    known, rows = Pattern(f"(?i){_STEMS}"), mask_data("names")
    words = [
        _pattern_of(word)
        for word in _with_unaccented([*rows["endings"], *rows["words"], *words_of_languages("secret")])
        if not all(known.search(word.replace(b" ", mark)) for mark in (b" ", b"_", b"x"))
    ]
    keys = "|".join(map(_pattern_of, _with_unaccented([*rows["keys"], *words_of_languages("keys")])))
    # API lykill, clau d'API
    return "|".join((*words, rf"(?:api[ ._-]?)?(?:{keys})(?:[ ._-](?:d['’ ]|de |del |la )?api)?"))


def _phrases() -> str:
    """These come before the stems, which would match the first word only."""
    phrases = [*mask_data("names")["phrases"], *words_of_languages("phrases")]
    return "|".join(map(_pattern_of, _with_unaccented(phrases)))


def _pattern_of(word: bytes) -> str:
    return re2.escape(word.decode()).replace(r"\ ", "[ ._-]?")


def _vendors() -> str:
    return "|".join(word.decode().replace("_", "[_-]") for word in _words().vendors)


@cache
def name_pattern() -> Pattern:
    """Finds names that may hold a secret: letters, digits and . _ - $ @ around a stem or a vendor."""
    return Pattern(
        rf"(?i)[\w.$@\x{{c0}}-\x{{24f}}\x{{370}}-\x{{4ff}}\x{{3040}}-\x{{30ff}}\x{{4e00}}-\x{{9fff}}\x{{ac00}}-\x{{d7a3}}-]*"
        rf"(?:{_phrases()}|{_STEMS}|{_more_stems()}|\b(?:{_vendors()}))[\w\x{{c0}}-\x{{24f}}\x{{370}}-\x{{4ff}}-]*(?:\.[\w-]+)*"
    )


def name_signs() -> dict[str, Pattern]:
    """Prefilters that match every text with such a name; two, because Hyperscan limits the length of a
    pattern.
    """
    return {
        "name": Pattern(rf"(?i)(?:{_STEMS}|\b(?:{_vendors()}))"),
        NAME_OF_OTHER_WORDS: Pattern(rf"(?i)(?:{_phrases()}|{_more_stems()})"),
    }


def _split_camel_case(name: bytes) -> bytes:
    """Turns dbPassword into db_Password."""
    pieces: list[bytes] = []
    start = last = 0
    for at, char in enumerate(name):
        if 65 <= char <= 90 and (97 <= last <= 122 or 48 <= last <= 57):
            pieces.append(name[start:at])
            start = at
        last = char
    return b"_".join((*pieces, name[start:]))


_TO_BLANK = bytes(char if char >= 128 or chr(char).isalnum() else 32 for char in range(256))
_DIGITS = b"0123456789"


def name_parts(name: bytes) -> list[bytes]:
    """The words of a name, in lower case, without numbers."""
    if len(name) > _MAX_NAME:
        name = name[-_MAX_NAME:]
    if not (name.islower() or name.isupper()):
        name = _split_camel_case(name)
    lower = name.lower() if name.isascii() else name.decode("utf-8", "ignore").lower().encode()
    parts = lower.translate(_TO_BLANK).split()
    return [part.rstrip(_DIGITS) or part for part in parts if not part.isdigit()]


@cache
def _plural_ends() -> frozenset[bytes]:
    """A prefilter: the last byte of each plural, which may be only a part of a letter."""
    plurals = [word.decode() for word in _words().plurals]
    return frozenset(
        form.encode()[-1:].lower() for word in plurals for form in (word, word.upper(), word.title())
    )


@once_a_text
def is_plural(name: bytes) -> bool:
    """Whether it names several secrets: passwords, API_KEYS, access tokens."""
    if name.rstrip(b"0123456789_-.$@")[-1:].lower() not in _plural_ends():
        return False  # most names
    parts = name_parts(name)
    return bool(parts) and (parts[-1] in _words().plurals or b" ".join(parts[-2:]) in _words().plurals)


# -Ddb.password=, -PapiKey=: a property given to Java or Gradle
_PROPERTY = (b"-D", b"-P")


@once_a_text
def read_name(name: bytes) -> Sensitivity:
    """How sensitive a setting of this name is."""
    if name.startswith(b"apikey_01"):  # the id of a key
        return Sensitivity.NONE
    sensitivity = _read_words(name)
    return (
        max(sensitivity, _read_words(name[2:]))
        if sensitivity < Sensitivity.WORD and name.startswith(_PROPERTY)
        else sensitivity
    )


def _read_words(name: bytes) -> Sensitivity:
    known = _words()
    parts = name_parts(name)
    while len(parts) > 1 and parts[-1] in known.tails and b" ".join(parts[-2:]) not in known.pairs:
        parts.pop()
    if not parts or b"ratelimit" in parts:
        return Sensitivity.NONE
    if parts[-1] in known.about and b" ".join(parts[-2:]) not in known.pairs:
        return Sensitivity.NONE
    for at in range(len(parts) - 1, -1, -1):
        sensitivity = _read_word(parts, at, known)
        if sensitivity is not None:
            return (
                sensitivity if at == len(parts) - 1 or sensitivity is Sensitivity.NONE else Sensitivity.SECRET
            )
    return _read_key_or_vendor(name, parts, known)


def _read_key_or_vendor(name: bytes, parts: list[bytes], known: _Words) -> Sensitivity:
    """The sensitivity of a name without a word for a secret: some_key, or a vendor at its beginning."""
    if parts[0] == b"x" and name[1:2] == b"-" and (b"signature" in parts or b"hmac" in parts):
        return Sensitivity.SECRET  # a header
    is_key = parts[-1] == b"key" and len(parts) > 1 and parts[-2] not in known.harmless
    # A constant, a header, or a vendor's key.
    if is_key and (
        name.endswith(b"_KEY") and name.isupper() or parts[0] == b"x" or parts[-2] in known.vendors
    ):
        return Sensitivity.SECRET
    return Sensitivity.KEY_LIKE if is_key or b"_".join(parts).startswith(known.vendors) else Sensitivity.NONE


def _read_key_word(word: bytes, before: bytes, parts: list[bytes], known: _Words) -> Sensitivity | None:
    """The sensitivity of a pair of words, or of a word for "key"; None if it is neither."""
    if b" ".join((before, word)) in known.pairs:
        return Sensitivity.SECRET
    if word == b"key" and before and before in known.harmless:
        return Sensitivity.NONE
    if word.endswith(known.keys):
        return Sensitivity.SECRET if len(parts) > 1 or word not in known.keys else Sensitivity.KEY_LIKE
    return None


def _read_word(parts: list[bytes], at: int, known: _Words) -> Sensitivity | None:
    word = parts[at]
    before = parts[at - 1] if at else b""
    if (sensitivity := _read_key_word(word, before, parts, known)) is not None:
        return sensitivity
    is_sensitive = word in known.words or word.endswith(known.endings) or word.startswith(known.inflected)
    if not is_sensitive or (word in known.harmless and word not in known.words):
        return None
    if before in known.harmless or word in known.harmless:
        return Sensitivity.NONE
    if word == b"tokens":  # a model's tokens, unless a word before says that they give access
        return (
            Sensitivity.SECRET
            if before in known.access
            else Sensitivity.NONE
            if before
            else Sensitivity.KEY_LIKE
        )
    if word in (b"auth", b"bearer", b"jwt", b"keys") and not before:
        return Sensitivity.KEY_LIKE
    return Sensitivity.WORD if word in _PROSE_WORDS and not before else Sensitivity.SECRET


Name = tuple[int, int, Sensitivity]
Names = dict[bytes, Sensitivity]


def read_cached(name: bytes, known: Names) -> Sensitivity:
    """`read_name` with `known` as its cache for the names of one text."""
    sensitivity = known.get(name)
    if sensitivity is None:
        sensitivity = known[name] = read_name(name)
    return sensitivity


def find_names(data: bytes, known: Names) -> list[Name]:
    """Start, end and sensitivity of every sensitive name; `known` caches the names of one text."""
    found: list[Name] = []
    for match in name_pattern().finditer(data):
        start, end = match.span()
        if sensitivity := read_cached(data[start:end], known):
            found.append((start, end, sensitivity))
    return found
