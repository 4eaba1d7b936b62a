"""The settings of this machine that affect calls: versions, credentials, URLs, proxies, certificate files."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from diagnostic.doctor.secrets import show_url

PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
CREDENTIALS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
_CA_FILES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")


def variable(name: str) -> str:
    """A variable as HTTP libraries read it: for proxies, also in lower case."""
    lower = os.environ.get(name.lower()) if name.endswith("_PROXY") else None
    return lower or os.environ.get(name) or ""


def python_versions(http: str) -> str:
    """The versions of Python, the SDK and its HTTP library."""
    import anthropic

    return f"Python {platform.python_version()}, anthropic=={anthropic.__version__}, {http} {version(http)}"


def other_python_sdk() -> str | None:
    """The SDK in the project's virtual environment, if this command runs from another one."""
    import anthropic

    folder = Path(os.environ.get("VIRTUAL_ENV") or ".venv")
    places = ("lib/python*/site-packages", "Lib/site-packages")  # on Unix and on Windows
    for found in (found for place in places for found in folder.glob(f"{place}/anthropic-*.dist-info")):
        other = found.name.removeprefix("anthropic-").removesuffix(".dist-info")
        if other != anthropic.__version__:
            return (
                f"The environment {folder.name} of your project has anthropic {other}; this check runs with"
                f" {anthropic.__version__}."
            )
    return None


def node_versions() -> str | None:
    """The versions of Node and of the TypeScript SDK that a program here would load; None without Node."""
    node = shutil.which("node")
    if node is None:
        return None
    try:
        run = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=3)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return "Node is installed but does not start"
    node_version = run.stdout.strip()
    for folder in _module_folders(Path(node)):
        package = folder / "@anthropic-ai" / "sdk" / "package.json"
        if package.is_file():
            sdk = json.loads(package.read_text(encoding="utf-8")).get("version")
            return f"Node {node_version.removeprefix('v')}, @anthropic-ai/sdk@{sdk} in {short_path(folder)}"
    return (
        f"Node {node_version.removeprefix('v')}, no @anthropic-ai/sdk above this folder or installed globally"
    )


def _module_folders(node: Path) -> Iterator[Path]:
    here = Path.cwd()
    yield from (folder / "node_modules" for folder in (here, *here.parents))
    yield from (Path(folder) for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) if folder)
    prefix = node.resolve().parent
    yield from (
        prefix.parent / "lib" / "node_modules",
        prefix / "node_modules",
        Path("/usr/local/lib/node_modules"),
    )


def short_path(path: Path) -> str:
    """A path without the user name and the parent folders."""
    for start, shown in ((Path.cwd(), "."), (Path.home(), "~")):
        if path.is_relative_to(start):
            return str(shown / path.relative_to(start))
    return str(path)


def set_variables() -> Iterator[str]:
    """The variables that redirect calls, without their secrets."""
    if base := variable("ANTHROPIC_BASE_URL"):
        yield f"ANTHROPIC_BASE_URL is {show_url(base)}"
    for name in PROXIES:
        if value := variable(name):
            yield f"{name} is {show_url(value)}"
    if value := variable("NO_PROXY"):
        yield f"NO_PROXY is {value}"
    for name in _CA_FILES:
        if value := variable(name):
            yield f"{name} is {short_path(Path(value))}"
    if headers := variable("ANTHROPIC_CUSTOM_HEADERS"):
        names = [line.partition(":")[0].strip() for line in headers.splitlines() if ":" in line]
        yield f"ANTHROPIC_CUSTOM_HEADERS adds {', '.join(names)}"


def warnings() -> Iterator[str]:
    """Warnings about settings that do not do what they seem to."""
    for name in _CA_FILES:
        value = variable(name)
        if value and not os.access(value, os.R_OK):
            yield f"{name} names a file that cannot be read."
    if variable("REQUESTS_CA_BUNDLE") and not (variable("SSL_CERT_FILE") or variable("SSL_CERT_DIR")):
        yield "The Python SDK does not read REQUESTS_CA_BUNDLE; it reads SSL_CERT_FILE."
    if (
        any(variable(name) for name in PROXIES)
        and shutil.which("node")
        and variable("NODE_USE_ENV_PROXY") != "1"
    ):
        yield "Node reads the proxy variables only with NODE_USE_ENV_PROXY=1 and a version that supports it."


def odd_credentials(names: list[str]) -> Iterator[str]:
    """Warnings about credentials that will be rejected; never shows any part of a value."""
    for name in names:
        value = variable(name)
        if not value.isascii() or any(letter.isspace() for letter in value) or value[0] in "\"'`":
            yield f"{name} contains a quote, a blank or another character that no key has."
