"""One check per layer: a probe examines the layer; if it fails, the real SDK shows what programs get."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import anthropic

from diagnostic.doctor import environment, network
from diagnostic.doctor.calls import SdkClient
from diagnostic.doctor.check_log import CheckFailed, CheckLog, Settings
from diagnostic.doctor.secrets import show_url
from diagnostic.timed_client import HTTP_LIBRARY, format_head, http

# Shares of a layer's time limit. If the probe hangs, the SDK's request probably does too, and both must end
# within the limit.
_PROBE_SHARE, _SDK_SHARE, _SINGLE_SHARE = 0.4, 0.5, 0.9
# For servers that do not list their models.
_FALLBACK_MODEL = "claude-haiku-4-5"
_EXPIRES_SOON_DAYS = 14


class ConnectionChecks:
    """The checks of one connection to the API; each uses the results of those before it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limit = settings.seconds
        self._model = settings.model

    def check_environment(self, log: CheckLog) -> None:
        """Versions, variables and credentials; the request is built but not sent."""
        log.facts.append(environment.python_versions(HTTP_LIBRARY))
        log.facts.extend(filter(None, [environment.node_versions()]))
        log.facts.extend(environment.set_variables())
        log.warnings.extend(filter(None, [environment.other_python_sdk()]))
        log.warnings.extend(environment.warnings())
        given = [name for name in environment.CREDENTIALS if environment.variable(name)]
        self._client = SdkClient(self._settings.base_url)
        self._route = network.choose_route(self._client.base_url)
        log.facts.append(f"calls go to {show_url(self._client.base_url)}")
        if self._route.target.scheme not in ("http", "https") or not self._route.target.hostname:
            log.warnings.append("The base URL must begin with https:// or http:// and name a host.")
            self._client.list_models(
                self._limit * _SDK_SHARE
            )  # the SDK rejects such a URL before it connects
        if self._route.target.path.rstrip("/").endswith(("/v1", "/v1/messages")):
            log.warnings.append("The base URL ends in a path that the SDK adds itself; leave /v1 out.")
        if not self._client.has_static_credential:
            log.facts.append("The credential comes from a profile or from identity federation")
            return
        try:
            sent = " and ".join(sorted(self._client.capture_auth_headers()))
        except TypeError:
            if given:
                raise
            # The next layers need no credential; authentication then fails as in a program.
            self._client.has_credential = False
            log.warnings.append("No credential is set. Only the layers up to HTTP are checked.")
            return
        log.facts.append(
            f"{' and '.join(given) or 'A credential'} can be sent, as {sent or 'your own header'}"
        )
        log.warnings.extend(environment.odd_credentials(given))
        if len(given) > 1:
            log.warnings.append(
                f"Two credentials are set, and this SDK sends {sent}; keep one (diagnostic causes"
                " multiple-credentials)."
            )

    def check_dns(self, log: CheckLog) -> None:
        """The name of the first hop resolves to an address."""
        host = self._route.first_hop[0]
        with self._reproduce_with_sdk(log):
            addresses = network.resolve(self._route)
            log.facts.append(f"{host} is {', '.join(addresses[:4])}")
            if host == "api.anthropic.com" and not all(
                ipaddress.ip_address(address).is_global for address in addresses
            ):
                log.warnings.append(
                    "Not a public address: a hosts file, a VPN or a filter redirects the name."
                )

    def check_tcp(self, log: CheckLog) -> None:
        """Each address of the first hop accepts a connection."""
        port = self._route.first_hop[1]
        peer = "the proxy" if self._route.proxy else "the API"
        with self._reproduce_with_sdk(log):
            accepted, failed = network.connect(self._route, self._limit * _PROBE_SHARE)
            for address, seconds in accepted:
                log.facts.append(f"{peer} accepts connections on {address} port {port}, after {_ms(seconds)}")
            if not accepted:
                log.facts.extend(
                    f"{peer} does not accept connections on {address} port {port}" for address, _ in failed
                )
                raise failed[0][1]
            log.warnings.extend(
                f"{address} does not answer: a program that tries it first waits for it ({error})."
                for address, error in failed
            )

    def check_proxy(self, log: CheckLog) -> None:
        """The proxy opens a tunnel."""
        proxy = self._route.proxy
        if proxy is None:
            log.skip("no proxy is used")
        elif not self._route.is_tunnel:
            log.skip(f"{show_url(proxy.geturl())} is used, and the layers below go through it")
        else:
            log.facts.append(
                f"{show_url(proxy.geturl())} was asked for a tunnel to {self._route.target.hostname}"
            )
            with self._reproduce_with_sdk(log):
                network.open_tunnel(self._route, self._limit * _PROBE_SHARE).close()

    def check_tls(self, log: CheckLog) -> None:
        """The certificate is trusted; reports its issuer."""
        if not self._route.is_tls:
            log.skip("not used: the URL begins with http://")
            return
        if self._route.proxy and not self._route.is_tunnel:
            log.skip("cannot be checked through this kind of proxy")
            return
        with self._reproduce_with_sdk(log):
            try:
                version, certificate = network.tls_handshake(self._route, self._limit * _PROBE_SHARE)
            except ssl.SSLCertVerificationError:
                self._report_issuer(log)
                raise
            ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
            log.facts.append(
                f"{version}, signed by {network.issuer(certificate)}, valid until {ends:%Y-%m-%d}"
            )
            if (ends - datetime.now(UTC)).days < _EXPIRES_SOON_DAYS:
                log.warnings.append(f"The certificate expires on {ends:%Y-%m-%d}.")
            if network.is_publicly_trusted(self._route, self._limit * _PROBE_SHARE) is False:
                log.warnings.append(
                    "Only this machine's own settings trust that issuer: it reads your traffic, as company"
                    " proxies do."
                )

    def _report_issuer(self, log: CheckLog) -> None:
        if certificate := network.read_untrusted(self._route, self._limit * _PROBE_SHARE):
            log.facts.append(f"signed by {network.issuer(certificate)}")
            log.facts.append(
                "If that is your company's proxy, antivirus or gateway, it intercepts your traffic to the API"
            )

    def check_http(self, log: CheckLog) -> None:
        """The response comes from an API, not from something in front of it."""
        with self._reproduce_with_sdk(log):
            answer = self._client.probe_without_credentials(self._limit * _PROBE_SHARE)
            by = f" ({server})" if (server := answer.headers.get("server")) else ""
            log.facts.append(
                f"{show_url(str(answer.url))} answers{by}, {_describe_demand(answer.status_code)}"
            )
            if not _is_api(answer):
                self._ask_with_credential(log, answer)

    def _ask_with_credential(self, log: CheckLog, answer: Any) -> None:
        if not self._client.has_credential:
            raise CheckFailed(_print_response(answer))
        try:
            models = self._client.list_models(self._limit * _SDK_SHARE)
        except (anthropic.NotFoundError, anthropic.AuthenticationError) as error:
            if _is_json(error.response):
                return  # the next layers report these
            raise
        if not models:
            raise CheckFailed(_print_response(answer))
        log.facts.append("The API answers a request with the credential")

    def check_authentication(self, log: CheckLog) -> None:
        """The credential is accepted; listing models is free."""
        try:
            models = self._client.list_models(self._limit * _SINGLE_SHARE)
        except anthropic.NotFoundError:
            self._model = self._model or _FALLBACK_MODEL
            log.warnings.append("This server does not list models; only a real call can test the credential.")
            return
        names = [
            model["id"]
            for model in sorted(models, key=lambda model: str(model.get("created_at")), reverse=True)
        ]
        log.facts.append(f"accepted; {len(names)} models can be called")
        if self._model and names and self._model not in names:
            log.warnings.append(f"{self._model} is not in the list of models.")
        self._model = self._model or next(
            (name for name in names if "haiku" in name), (*names, _FALLBACK_MODEL)[0]
        )

    def check_call(self, log: CheckLog) -> None:
        """One token comes back."""
        if not self._settings.call:
            log.skip("skipped: it is a billed call (--no-call)")
            return
        message = self._client.create(self._model or _FALLBACK_MODEL, self._limit * _SINGLE_SHARE)
        log.facts.append(
            f"{self._model} answered {'with text' if message.content else 'without content'},"
            f" {message.usage.output_tokens} tokens"
        )

    def check_stream(self, log: CheckLog) -> None:
        """Events arrive without long gaps, up to message_stop."""
        if not self._settings.call:
            log.skip("skipped: it is a billed call (--no-call)")
            return
        begun, first, types = time.monotonic(), 0.0, list[str]()
        chunk_timer = self._client.chunk_timer
        chunk_timer.begin(self._limit * _SDK_SHARE)
        try:
            for type in self._client.stream(self._model or _FALLBACK_MODEL, self._limit * _PROBE_SHARE):
                first = first or time.monotonic()
                types.append(type)
        except TimeoutError:
            log.facts.append(f"The stream had not ended after {self._limit * _SDK_SHARE:.0f} s")
        finally:
            if types:
                gap = _ms(chunk_timer.longest_silence)
                log.facts.append(
                    f"{len(types)} events, the first after {_ms(first - begun)}, longest gap between chunks"
                    f" {gap}"
                )
        if "message_stop" not in types:
            received = "\n".join(f"event: {type}" for type, _ in groupby(types)) or chunk_timer.body[
                :400
            ].decode("utf-8", "replace")
            raise CheckFailed(f"POST /v1/messages\n{chunk_timer.head}\n{received}".rstrip())
        log.facts.append("The stream ended normally")

    @contextlib.contextmanager
    def _reproduce_with_sdk(self, log: CheckLog) -> Iterator[None]:
        """If a probe fails, repeats the request with the SDK: programs get the SDK's exception."""
        try:
            yield
            return
        except (OSError, http.HTTPError) as error:
            probe_error = error
        # Outside the except block, so that the probe's error is not in the exception chain, as in a program.
        if isinstance(probe_error, (TimeoutError, http.TimeoutException)):
            log.facts.append(f"silent for {self._limit * _PROBE_SHARE:.1f} s")
        elif isinstance(probe_error, socket.gaierror):
            log.facts.append(f"{self._route.first_hop[0]} cannot be resolved")
        elif not log.facts:
            log.facts.append(f"no valid response from {self._route.first_hop[0]}")
        # Any status code is a response: this layer then works for the SDK.
        with contextlib.suppress(anthropic.APIStatusError):
            self._client.reach(self._limit * _SDK_SHARE)
        log.warnings.append(
            f"The SDK succeeded, but the probe failed: {type(probe_error).__name__}: {probe_error}"
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _describe_demand(status: int) -> str:
    # Never the status code: readers of the report, or a diagnosis of it, would take it for an error.
    if status in (401, 403):
        return "and asks for a credential"
    return (
        "without asking for a credential" if status == 200 else "with something other than a list of models"
    )


def _is_json(answer: Any) -> bool:
    return "json" in answer.headers.get("content-type", "")


def _is_api(answer: Any) -> bool:
    """Whether the response is that of an API to a request without credentials."""
    return _is_json(answer) and answer.status_code < 500 and answer.status_code not in (408, 429)


def _print_response(last: Any) -> str:
    """The responses in curl's format: something in front of the API raises no exception."""
    return "\n".join(["GET /v1/models", *map(format_head, (*last.history, last)), last.text[:400]])
