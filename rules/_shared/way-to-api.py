"""The way to the Claude API without a key: proxy, name, connection, certificate, answer. Safe to paste."""

import os, platform, re, socket, ssl, urllib.error, urllib.request
from urllib.parse import urlsplit

base = (os.environ.get("ANTHROPIC_BASE_URL") or "https://api.anthropic.com").rstrip("/")
url, proxies = urlsplit(base), urllib.request.getproxies()
host = url.netloc.rpartition("@")[2]  # without a login, which an error could show
if not re.fullmatch(r"[\w.-]+(:\d+)?|\[[^]]+\](:\d+)?", host):
    raise SystemExit("ANTHROPIC_BASE_URL is no valid address")
port = url.port or (443 if url.scheme == "https" else 80)
print(f"Way to the Anthropic API from Python {platform.python_version()}: {url.hostname} port {port}")
print("proxies:", ", ".join(sorted(proxies)) or "none")

def tls():
    with socket.create_connection((url.hostname, port), 10) as tcp, \
            ssl.create_default_context().wrap_socket(tcp, server_hostname=url.hostname) as safe:
        return [value for part in safe.getpeercert()["issuer"] for _, value in part]

def http():
    try:
        return urllib.request.urlopen(f"{url.scheme}://{host}{url.path}/v1/models", timeout=15).headers["content-type"]
    except urllib.error.HTTPError as error:  # without a key, a refusal is a healthy answer
        return f"{error.headers['server']} answers, {error.headers['content-type']}"

checks = {"DNS": lambda: socket.getaddrinfo(url.hostname, port)[0][4][0],
          "TCP": lambda: socket.create_connection((url.hostname, port), 10).close() or "connects",
          "TLS": tls if url.scheme == "https" else lambda: "not used", "HTTP": http}
through_proxy = url.scheme in proxies and not urllib.request.proxy_bypass(url.hostname)
for name in ["HTTP"] if through_proxy else checks:
    try:
        print(f"{name}: {checks[name]()}")
    except OSError as error:
        raise SystemExit(f"{name}: {type(error).__name__}: {error}")
