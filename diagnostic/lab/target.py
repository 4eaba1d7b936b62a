"""A fault and a run -> the environment variables that direct an unchanged program to it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from diagnostic.lab.cloud import GOOGLE_USER
from diagnostic.lab.defects import KEY
from diagnostic.lab.fault import Fault
from diagnostic.lab.network import CERTIFICATE, PROXY_PASSWORD, PROXY_USER

# Names under .invalid never resolve (RFC 6761): only the lab's proxy reaches this one.
_UNRESOLVABLE_HOST = "api.lab.invalid"
# The broadcast address of loopback: connecting fails without a route, and no packet is sent.
_NO_ROUTE = "127.255.255.255"


@dataclass(frozen=True)
class Ports:
    """The ports that the lab listens on at 127.0.0.1."""

    plain: int
    tls: int
    proxy: int
    mute: int
    full: int
    closed: int  # nothing listens on it, but it is bound


def client_environment(fault: Fault, ports: Ports, segment: str, run: str, is_fixed: bool) -> dict[str, str]:
    """The variables. With `is_fixed`, those after the user has corrected address, proxy or certificate."""
    if fault.target == "bedrock":
        return {
            "ANTHROPIC_BEDROCK_BASE_URL": f"http://127.0.0.1:{ports.plain}/{segment}",
            "AWS_BEARER_TOKEN_BEDROCK": KEY,
            "AWS_REGION": "us-east-1",
        }
    if fault.target in ("vertex", "foundry"):
        return _to_cloud(ports, segment)
    if is_fixed and fault.target not in ("proxy", "proxy-refused"):
        return _variables(f"http://127.0.0.1:{ports.plain}/{segment}")
    if fault.target == "proxy-socks":
        return _variables(f"http://127.0.0.1:{ports.plain}/{segment}") | {
            "ALL_PROXY": "socks://127.0.0.1:1080"
        }
    if fault.target.startswith("proxy"):
        return _through_proxy(fault, ports, segment, run, is_fixed)
    address = {
        "http": f"http://127.0.0.1:{ports.plain}",
        "tls": f"https://127.0.0.1:{ports.tls}",
        "tls-to-plain": f"https://127.0.0.1:{ports.plain}",
        "plain-on-tls": f"http://127.0.0.1:{ports.tls}",
        "tls-hang": f"https://127.0.0.1:{ports.mute}",
        "connect-hang": f"http://127.0.0.1:{ports.full}",
        "refused": f"http://127.0.0.1:{ports.closed}",
        "dns": f"http://{_UNRESOLVABLE_HOST}",
        "no-route": f"http://{_NO_ROUTE}:{ports.plain}",
    }[fault.target]
    return _variables(f"{address}/{segment}") | (
        {"COMPANY_CA": str(CERTIFICATE)} if fault.target == "tls" else {}
    )


def _to_cloud(ports: Ports, segment: str) -> dict[str, str]:
    # The clients use the platforms' own addresses through the lab's proxy, which gets the schedule as the
    # user name.
    return {
        "HTTPS_PROXY": f"http://{quote(segment, safe='')}:lab@127.0.0.1:{ports.proxy}",
        "NODE_USE_ENV_PROXY": "1",
        "SSL_CERT_FILE": str(CERTIFICATE),
        "REQUESTS_CA_BUNDLE": str(CERTIFICATE),
        "NODE_EXTRA_CA_CERTS": str(CERTIFICATE),
        "GOOGLE_APPLICATION_CREDENTIALS": str(GOOGLE_USER),
        "ANTHROPIC_FOUNDRY_API_KEY": KEY,
    }


def _variables(base_url: str) -> dict[str, str]:
    return {"ANTHROPIC_BASE_URL": base_url, "ANTHROPIC_API_KEY": KEY}


def _through_proxy(fault: Fault, ports: Ports, segment: str, run: str, is_fixed: bool) -> dict[str, str]:
    # The proxy's user name carries the run, because a CONNECT has no path.
    shown = f"{fault.name}:{run or 'run'}"
    right = f"{PROXY_USER}:{quote(PROXY_PASSWORD, safe='')}"
    knows_password = is_fixed or fault.name == "proxy-407"
    user, password = (PROXY_USER, PROXY_PASSWORD) if knows_password else (fault.name, run or "run")
    proxy = f"127.0.0.1:{ports.closed if fault.target == 'proxy-refused' and not is_fixed else ports.proxy}"
    return _variables(f"https://{_UNRESOLVABLE_HOST}/{segment}") | {
        "HTTPS_PROXY": f"http://{right if is_fixed else shown}@{proxy}",
        "NODE_USE_ENV_PROXY": "1",  # Node ignores proxy variables without this
        "SSL_CERT_FILE": str(CERTIFICATE),
        "NODE_EXTRA_CA_CERTS": str(CERTIFICATE),
        "PROXY_USER": user,
        "PROXY_PASSWORD": password,
        "PROXY_HOST": proxy,
    }
