"""Checks of what a form's pattern matched as a person's or a machine's address or name. The rows of
masks/forms.toml name these functions.
"""

from __future__ import annotations

import ipaddress

from diagnostic.patterns import Pattern
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.secret_checks import Hit

_VERSION_BEFORE = Pattern(
    rb"(?i)(?:[v_.-]|==|~=|>=|<=|\^|[a-z]/|\b(?:version|ver|build|release|revision|driver|firmware|tag|sdk|"
    rb"assembly|package|chrome|chromium|edge|edg"
    rb"|safari|firefox|glibc|kernel|linux|than|office|webview2|dll|runtime|framework)[\w\"' :=@/()-]{0,12})$"
)
_PORT = Pattern(rb":\d{2,5}\b")
_COMMON_USERS = frozenset(
    b"user users you username me runner app apps ubuntu root node ec2-user vscode circleci travis jenkins"
    b" gitlab-runner appuser nonroot python worker deploy www-data site public shared default vsts azureuser"
    b" coder vagrant airflow jovyan codespace sbx_user1051 runneradmin containeradministrator administrator"
    b" name your-name xxx".split()
)


# Anthropic's public addresses, which error messages contain.
_ROLE = Pattern(
    rb"(?i)(?:support|sales|security|usersafety|privacy|no-?reply|notifications?)@(?:mail\.)?anthropic\.com"
)


_FILES = tuple(b".js .mjs .cjs .ts .py .tgz .whl .so .jar".split())


def is_mail(hit: Hit) -> bool:
    """Whether it is the address of a person, not a file, the version of a package or git@host."""
    numbers = hit.value.partition(b"@")[2].split(b".")[:-1]
    # pkg@1.2.3, also with the word after the full stop.
    if len(numbers) > 1 and all(part.isdigit() for part in numbers):
        return False
    if _ROLE.fullmatch(hit.value):
        return False
    return not hit.value.startswith(b"git@") and not hit.value.lower().endswith(_FILES)


# The ranges that Anthropic publishes: https://docs.claude.com/en/api/ip-addresses
_ANTHROPIC = (ipaddress.ip_network("160.79.104.0/21"), ipaddress.ip_network("2607:6bc0::/48"))


def is_public_address(hit: Hit) -> bool:
    """Whether it is a public IP address of somebody else than Anthropic, not a version with four parts."""
    value, before = hit.value, hit.before
    if value.count(b":") == 8:  # Node appends the port
        value = value.rpartition(b":")[0]
    if b":" in value and b"::" not in value and value.count(b":") != 7:
        return False
    try:
        address = ipaddress.ip_address(value.decode())
    except ValueError:
        return False
    if not address.is_global or any(address in network for network in _ANTHROPIC):
        return False
    return address.version == 6 or not _is_version(before, hit.after)


def _is_version(before: bytes, after: bytes) -> bool:
    # Java prints host.example/1.2.3.4:443; Chrome/120.0.0.0 has no port.
    return bool(_VERSION_BEFORE.occurs(before)) and not (before[-1:] == b"/" and _PORT.match(after))


# What follows /home/ is a source file if a page or a module is called home: src/home/index.tsx
_SOURCE_FILE = Pattern(
    rb"\.(?:[cm]?[jt]sx?|py|vue|svelte|html?|css|php|cs|go|rs|java|kt|rb|swift|dart|ex|json)$"
)


def is_personal_username(hit: Hit) -> bool:
    """Whether it is the name of a person, not of a system account."""
    name = hit.value.lower().partition(b"@")[0].partition(b" ")[0]
    return name not in _COMMON_USERS and not (_SOURCE_FILE.occurs(hit.value) or is_placeholder(hit.value))


# Words before a backslash that are not Windows domains: levels of a log, roots of the registry, words before
# an escaped line end.
_NO_DOMAINS = frozenset(
    b"ERROR INFO WARN WARNING DEBUG FATAL TRACE HKLM HKCU HKCR HKU AUTHORITY BUILTIN SERVICE JSON HTTP HTTPS"
    b" API URL NULL TRUE FALSE OK GET POST PUT".split()
)


# u00e9 and x1b behind a backslash are letters.
_CODE_POINT = Pattern(rb"u[0-9a-fA-F]|x[0-9a-fA-F]{2}")


def is_domain_user(hit: Hit) -> bool:
    """Whether DOMAIN\\name is a Windows user: not a path, an escape or a system account."""
    lead = hit.lead.lstrip(b" \t\n\"'`(=:,")
    domain = lead.rstrip(b"\\")
    if (
        domain in _NO_DOMAINS
        or not is_personal_username(hit)
        or hit.value.lower() in (b"system", b"network", b"local")
    ):
        return False
    # The first letter may belong to an escape: DOMAIN\nadia may be a line end and "adia".
    is_machine = domain.startswith((b"DESKTOP-", b"LAPTOP-"))
    return (
        is_machine
        or hit.value[:1] not in b"nrtuxv"
        or hit.value[:1] in b"ux"
        and not _CODE_POINT.match(hit.value)
        or hit.before.lower()[: -len(hit.lead)]
        .rstrip()
        .endswith((b"user", b"account", b"login", b"as", b"whoami", b"'", b'"'))
    )
