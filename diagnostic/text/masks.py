"""What counts as a secret: the kinds, how each is found, and in words what it covers; the privacy page shows this list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from diagnostic.text.secret_checks import (
    Hit,
    is_cookie,
    is_credential,
    is_header_value,
    is_mail,
    is_obvious_secret,
    is_personal_username,
    is_public_address,
    is_random_token,
    is_secret_value,
    is_url_secret,
    is_user_info,
    mixes_character_classes,
)


@dataclass(frozen=True)
class Mask:
    """One kind of secret: group 1 stays, the last group that took part goes if `is_secret` says so."""

    kind: str
    covers: str
    pattern: str
    is_secret: Callable[[Hit], bool] | None = None
    has_shape: bool = False  # known by its shape alone, whatever stands beside it


_QUOTE = r"""\\*["'`]"""
# Between a name and its value: "x": 'y', x=y, ("x", "y"), {name: x, value: y}, <x>y</x>, x: |\n  y
_EQUALS = (
    rf"(?:(?:{_QUOTE}\]?)?[ \t]*(?::[ \t]?&?[A-Za-z_][\w.\[\]<>| ]+=|=>|:=|<-|[:=])[ \t]*(?:[|>][+-]?[\s>]*|\n[> \t]+)?"
    rf"|(?:{_QUOTE})?[ \t]*,?[\s>]*(?:{_QUOTE})?[vV]alue(?:{_QUOTE})?[ \t]*[:=][ \t]*"
    r"|[\w:-]*>\s*)"
)
_LISTED = rf"{_QUOTE}[ \t]*,\s*"
# Around a value: ['y'], SecretStr('y'), Some("y"), (value=y
_WRAP = r"(?:\[\s*)?(?:[A-Za-z_][\w.]+[({](?:\w+[=:] ?)?)?(?:b|[rRfFuU])?\\*"
_WRAP_BARE = r"(?:\[\s{0,20})?(?:[A-Za-z_][\w.]{1,40}[({]\w{1,20}[=:] ?|[A-Z][\w.]{1,40}\[)?"
_BARE = r"""[^\s"'`\\,;)}\]\[<>&|]{4,}"""


def _assigned(names: str, scheme: str = "") -> str:
    """A name, and the value that is given to it: in double quotes, in single ones, or bare."""
    quoted = "|".join(
        rf"({names}(?:{_EQUALS}|{_LISTED}){_WRAP}{quote}{scheme})((?:[^{quote}\\\n]|\\[^{quote}\nnrt]){{3,}})"
        for quote in "\"'`"
    )
    return rf"(?i){quoted}|({names}{_EQUALS}{_WRAP_BARE}{scheme})({_BARE})"


_NAMES = (
    r"(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[._ -]?key|(?:access|private|auth|signing|encryption|master|account|storage"
    r"|subscription|license|service|deploy|webhook|consumer|shared|admin|session|app|write|read)[._-]?key|_KEY|credentials?|sess(?:ion)?[_-]?id|(?:\b|_)pw\b|bearer"
    r"|authorization|[_\"']auth|dsn|webhook[_-]?url|connection[_-]?string)"
)
_KEY_HEADERS = (
    r"(?:x-api-key|api-key|x-goog-api-key|x-auth-token|x-access-token|x-csrf-token|ocp-apim-subscription-key"
    r"|x-amz-security-token|x-functions-key|(?:proxy-)?authorization|x-[a-z-]{0,20}(?:key|token|secret|auth|authorization|signature)|[a-z-]{2,20}-api-key)"
)

MASKS = (
    Mask(
        "private-key",
        "PEM private keys, also with escaped line ends, and the tail of one",
        r"()(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s:,.()>|-]|\\+[nr])*?"
        r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\z|[^A-Za-z0-9+/=\s:,.()>|\\-])"
        r"|(?:[A-Za-z0-9+/=]{1,80}(?:\s|\\+[nr])+)+-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
        r"|\bAGE-SECRET-KEY-1[A-Z0-9]{20,}|Private-Lines: \d+\s(?:[A-Za-z0-9+/=]{10,80}\s)+)",
        has_shape=True,
    ),
    Mask(
        "anthropic-key",
        "Anthropic API keys, admin keys, session keys and OAuth tokens (sk-ant-…), also in base64",
        r"(?i)(?:^|[^a-z0-9])()(sk-ant-[a-z0-9_-]{10,})|\b()((?-i:c2stYW50L)[a-z0-9+/=]{10,})",
        lambda hit: len(set(hit.value)) > 9,
        has_shape=True,
    ),
    Mask(
        "vendor-key",
        "keys of other vendors by their shape: OpenAI, OpenRouter, Google, Hugging Face, GitHub, GitLab, Slack, Stripe, Groq, "
        "xAI, Perplexity, Replicate, LangSmith, Langfuse, Tavily, npm, PyPI, SendGrid, DigitalOcean, Shopify, Telegram, Vault, "
        "Pinecone, Linear, Notion, Airtable, Doppler, Databricks and others that begin in the same way",
        r"(?:^|[^A-Za-z0-9])()(sk-(?:proj-|svcacct-|or-v1-|admin-|lf-)?[A-Za-z0-9_-]{20,}|pk-lf-[A-Za-z0-9-]{20,}|AIza[0-9A-Za-z_-]{30,}|AQ\.[\w-]{30,}|ya29\.[\w.-]{20,}"
        r"|1//0[\w-]{30,}|GOCSPX-[\w-]{20,}|(?:hf|gsk|fw|co|key|tok|npm|lin_api|ntn|secret|pat|rnd|re|csk|sbp|shpat|shpca|shppa|shpss|phc|phx|glsa|figd|prv)_[A-Za-z0-9]{24,}|dapi[0-9a-f]{32}"
        r"|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|gl(?:pat|ptt|rt|dt|soat|cbt)-[\w.-]{18,}|xox[abcdeoprs]-[A-Za-z0-9.-]{10,}|xapp-[\w-]{20,}|[srp]k_(?:live|test)_[A-Za-z0-9]{10,}"
        r"|whsec_[A-Za-z0-9+/=]{16,}|xai-[A-Za-z0-9]{20,}|pplx-[A-Za-z0-9]{20,}|r8_[A-Za-z0-9]{20,}|lsv2_\w{20,}|tvly-[\w-]{16,}|pypi-[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}"
        r"|do[opr]_v1_[0-9a-f]{32,}|nvapi-[\w-]{20,}|hv[sbr]\.[\w-]{20,}|dp\.(?:pt|st|ct|sa)\.[\w.-]{30,}|pcsk_\w{30,}|pat[A-Za-z0-9]{14}\.[0-9a-f]{40,}|ATATT[\w=-]{30,}|ATCTT[\w=-]{30,}"
        r"|EAAC[\w]{30,}|\d{8,10}:AA[\w-]{32,}|sq0(?:atp|csp)-[\w-]{20,}|[0-9a-f]{32}-us\d{1,2}|eyJrIjoi[\w=-]{20,})",
        lambda hit: mixes_character_classes(hit.value),
        has_shape=True,
    ),
    Mask(
        "aws-key",
        "AWS access key ids, the secret keys beside them, and request signatures",
        r"\b()((?:AKIA|ASIA)[A-Z0-9]{16}[,;:|\s\"']{1,4}[A-Za-z0-9/+]{40})\b|\b()((?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16})\b|(\bSignature=)([0-9a-f]{64})|\b()(ABSK[A-Za-z0-9+/=]{30,})|\b()(bedrock-api-key-[\w+/=-]{20,})",
        has_shape=True,
    ),
    Mask(
        "jwt",
        "JSON Web Tokens",
        r"(?:^|[^A-Za-z0-9_])()(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,3})",
        has_shape=True,
    ),
    Mask(
        "url-credentials",
        "user names and passwords in URLs and connection strings (https://user:password@host, postgres://…)",
        r"""(\b[A-Za-z][A-Za-z0-9+.-]{1,30}://)([^\s/@"'<>\[\]\\?#]+)@|(\b(?i:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqps?|mssql|snowflake|clickhouse|oracle|cockroachdb|neo4j|nats|smtps?|ftps?|ldaps?)(?:\+[\w+.]{1,20})?://)([^\s"'<>\[\]\\:/]*:[^\s"'<>\[\]\\]+)@[\w.-]|(\bjdbc:oracle:\w{1,8}:)([^\s@/:"']+/[^\s@"']+)@|(?:^|[\s=("'`])()([\w.-]+:[^\s@"'`/\[]{3,})@[\w.-]+:\d{2,5}\b""",
        is_user_info,
    ),
    Mask(
        "webhook",
        "addresses that are secrets themselves: webhooks of Slack, Discord, Teams and Telegram, and keys in paths",
        r"""(?i)(hooks\.slack\.com/(?:services|workflows|triggers)/)([\w/-]{8,})|(discord(?:app)?\.com/api/webhooks/)([\w/-]{8,})|(webhook\.office\.com/webhookb2/)([\w@/-]{8,})|(api\.telegram\.org/(?:file/)?bot)([\w:-]{8,})|(/(?:api-?keys?|keys?|tokens?|secrets?)/)([A-Za-z0-9_-]{24,})""",
        lambda hit: mixes_character_classes(hit.value),
    ),
    Mask(
        "url-secret",
        "secrets in query strings (?token=, &sig=, X-Amz-Signature=, …)",
        r"""(?i)([?&#](?:[\w-]{0,30}(?:token|secret|password|passwd|signature|credential|session|assertion|verifier)|(?:[\w-]{0,20}[_-])?key|api[_-]?key|sig|auth|code|pwd|pass)=)([^\s&"'`#<>\\\[]{4,})""",
        is_url_secret,
    ),
    Mask(
        "storage-key",
        "keys in Azure connection strings (AccountKey=, SharedAccessKey=, SharedAccessSignature=)",
        r"""(?i)((?:Account|SharedAccess)(?:Key|Signature)=)([^;\s"'\[]{8,})""",
    ),
    Mask(
        "cookie",
        "Cookie and Set-Cookie headers, and cookie jars",
        rf"""(?i)(\b(?:set-)?cookie(?:{_QUOTE})?[ \t]{{0,8}}[:=][ \t]{{0,8}}(?:\[\s{{0,20}})?(?:b?{_QUOTE})?|{_QUOTE}(?:set-)?cookie{_QUOTE}\s{{0,8}},\s{{0,20}}b?{_QUOTE})([^\n"'`\[\\]{{4,}})"""
        rf"|(\bcookies?(?:{_QUOTE})?[ \t]{{0,8}}[:=][ \t]{{0,8}}(?:[\w.]{{1,40}}\()?\{{)([^{{}}\n]{{4,}})|(<Cookie )([^\n<>]+=[^\n<>]+) for ",
        lambda hit: is_cookie(hit) or (hit.lead.endswith(b"{") and b":" in hit.value),
    ),
    Mask(
        "header-key",
        "values of x-api-key, authorization and similar headers, whatever their scheme",
        _assigned(
            rf"(?:\b|_){_KEY_HEADERS}",
            r"(?:(?:bearer|basic|token|apikey|digest|negotiate|ntlm|hmac|sso-key|key|bot|splunk|sharedkey|api-key)[ ]{1,4})?",
        ),
        is_header_value,
    ),
    Mask(
        "credential",
        "Bearer, Basic, Digest and similar credentials, in any header or text",
        r"""(?i)(\b(?:digest|oauth|hawk|signature)\s+)((?:[\w-]{1,40}=(?:\\*"[^"\n\\]+\\*"|[^\s,"'\\]+)(?:,\s{0,8})?){2,})|(\b(?:bearer|basic|digest|negotiate|ntlm|apikey|token|key|bot)\s{1,4})([A-Za-z0-9._~+/=:-]{8,})""",
        lambda hit: (
            (is_credential(hit) if b'="' not in hit.value else True)
            and (
                hit.lead.strip().lower() not in (b"key", b"token", b"bot")
                or mixes_character_classes(hit.value)
            )
        ),
    ),
    Mask(
        "credential",
        "user names and passwords given to curl, wget, sshpass and netrc",
        r"""((?:\s-[uUa]\s{0,4}|--(?:proxy-|http-)?user(?:\s{1,4}|=)|--auth(?:\s{1,4}|=))["']?)([^\s"':\[/]{1,80}:[^\s"'\[]{2,})|(\b(?:mysql\w{0,10}|mariadb|redis-cli|login|mongosh?|sshpass)\b[^\n]{0,80}\s-[pa]\s?["']?)([^\s"'\[-][^\s"'\[]{3,})|((?:--password|--http-password|--proxy-password|sshpass -p)(?:\s{1,4}|=)["']?)([^\s"'\[]{3,})|(?i)(\blogin\s{1,8}\S{1,80}\s{1,8}password\s{1,8})([^\s\[]\S{2,})|(\b(?:identified (?:with \w{1,40} )?by|with password|password)\s{1,4}\\*['"])([^'"\n\\]{3,})|(\b(?:\w{0,20}auth|credentials?)\s?[=(]\s?\(?\s?b?\\*["'][^"'\n\\]{0,80}\\*["'],\s{0,8}b?\\*["'])([^"'\n\\]{3,})""",
    ),
    Mask(
        "credential",
        "hashes of passwords (bcrypt, crypt, Argon2)",
        r"()(\$(?:2[abxy]|apr1|[156y]|argon2i?d?|scrypt|pbkdf2[\w-]{0,12})\$[\w./$=,+-]{20,})",
    ),
    Mask(
        "secret",
        "values of settings, options and arguments whose name says password, secret, token, key or credential",
        _assigned(rf"{_NAMES}[\w-]*"),
        is_secret_value,
    ),
    Mask(
        "secret",
        "the same in environment dumps, .env and YAML files: to the end of the line",
        rf"(?im)(^[ \t]{{0,20}}(?:export |set |env |declare -x |- )?[\w.-]{{0,60}}(?:{_NAMES})\w{{0,24}}[ \t]{{0,2}}[=:][ \t]{{0,20}})([^\s\"'`\[{{(<$][^\s]{{3,}})[ \t]*$",
        is_secret_value,
    ),
    Mask(
        "secret",
        "the same as command-line options and in tables and prose",
        rf"(?i)((?:^|\s)--?[\w-]{{0,30}}(?:key|token|secret|password|passwd)[ \t]{{1,4}}(?:{_QUOTE})?)([^\s\"'`\\,;)}}\]\[<>|-][^\s\"'`\\,;)}}\]\[<>|]{{5,}})"
        rf"|((?:{_NAMES}|\bkey)\w{{0,24}}(?:{_QUOTE}[\])]?)?(?:[ \t]{{0,40}}[|\x{{2502}}]|[ \t,:=({{-]{{1,4}}(?:(?:is|was|are|be|set|to|header|value|from|returned|used|using|equals|as|got|str(?:ing)?|&str)\b[ \t,:=(-]{{1,4}}){{0,4}})[ \t]{{0,40}}(?:{_QUOTE})?)([A-Za-z0-9+/=_.~-]{{8,}})"
        rf"|((?:{_NAMES}|\bkey)[^\n]{{0,32}}[^A-Za-z0-9_\n-])([A-Za-z0-9]{{20,}})",
        is_obvious_secret,
    ),
    Mask(
        "email",
        "e-mail addresses",
        r"()(\b[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}\b)",
        is_mail,
    ),
    Mask("ip-address", "public IPv4 addresses", r"()(\b(?:\d{1,3}\.){3}\d{1,3}\b)", is_public_address),
    Mask(
        "ip-address",
        "public IPv6 addresses",
        # What is routed in public begins with 2 or 3; times and the paths of C++ and Rust do not look like it.
        r"(?i)()(\b[23][0-9a-f]{3}(?:(?:::?[0-9a-f]{1,4}){1,8}(?:::)?|::))",
        is_public_address,
    ),
    Mask(
        "user-name",
        "user names in home folders",
        r"""(/(?:home|Users)/|\b[A-Za-z]:[\\/]{1,8}Users[\\/]{1,8})([^/\\\s"'`:<>|\[\](),]{1,64})""",
        is_personal_username,
    ),
    Mask(
        "user-name",
        "names of several words in home folders",
        r"""(/(?:home|Users)/|\b[A-Za-z]:[\\/]{1,8}Users[\\/]{1,8})([^/\\\s"'`:<>|\[\](),]{1,40}(?: [^/\\\s"'`:<>|\[\](),]{1,32}){1,3})[\\/]""",
        is_personal_username,
    ),
    Mask(
        "user-name",
        "user names in shell prompts, environment dumps and the folders of Claude Code",
        r"""(/-(?:home|Users)-)([A-Za-z0-9_]{1,40})|((?:^|[\s"'`>=])(?:\([\w.-]{1,30}\) )?)([a-z_][\w.-]{0,31}@[\w.-]{1,60})(?::[~/]|[ ]\S{1,80} ?[%$#] )"""
        r"""|((?:^|[\s"'`>=])\[)([a-z_][\w.-]{0,31}@[\w.-]{1,60}) [^\n\]]{1,80}\][$#] |(\b(?:USER|LOGNAME|USERNAME|SUDO_USER)(?:=|['"]: ?['"]))([^\s'"\\;,]{1,40})""",
        is_personal_username,
    ),
    Mask(
        "random-token",
        "other long random tokens that nothing explains",
        r"(?:^|[^A-Za-z0-9_-])()([A-Za-z0-9_-]{24,})",
        is_random_token,
    ),
)
