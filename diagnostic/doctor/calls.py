"""The real SDK with retries off: it gets the same errors as a program on this
machine, and times each chunk.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import anthropic

from diagnostic.timed_client import ChunkTimer, http

_EMPTY_RESPONSE = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"
)


class SdkClient:
    """An SDK client configured like that of any program: from the environment, and without retries."""

    def __init__(self, base_url: str | None) -> None:
        # SDK log lines would appear between the layers; the check reports the same in the right place.
        logging.getLogger("anthropic").addHandler(logging.NullHandler())
        self.chunk_timer = ChunkTimer()
        self.has_credential = True
        # Each layer opens its own connection, because reusing one that the server has closed would fail.
        fresh = http.Limits(max_keepalive_connections=0)
        self._http: Any = anthropic.DefaultHttpxClient(
            limits=fresh, event_hooks={"response": [self.chunk_timer.watch]}
        )
        options: dict[str, Any] = {"base_url": base_url} if base_url else {}
        self.client = anthropic.Anthropic(max_retries=0, http_client=self._http, **options)

    @property
    def base_url(self) -> str:
        """The base URL without a trailing slash."""
        return str(self.client.base_url).rstrip("/")

    @property
    def has_static_credential(self) -> bool:
        """Whether the credential is static, not fetched for each call."""
        return not getattr(self.client, "credentials", None)

    def capture_auth_headers(self) -> set[str]:
        """Sends a request that never leaves this process; returns the names of its credential headers."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(5)
            received: list[bytes] = []
            listener = threading.Thread(target=_answer_one_request, args=(server, received), daemon=True)
            listener.start()
            # No TLS, so no CA certificates: loading them takes longer than everything else here.
            no_ca_certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            with anthropic.DefaultHttpxClient(trust_env=False, verify=no_ca_certificates, timeout=5) as plain:
                address = f"http://127.0.0.1:{server.getsockname()[1]}"
                self.client.with_options(base_url=address, http_client=plain).get("/", cast_to=object)
            listener.join(5)
        names = {line.partition(b":")[0].decode().lower() for line in b"".join(received).split(b"\r\n")}
        return names & {"x-api-key", "authorization"}

    def probe_without_credentials(self, seconds: float) -> Any:
        """The response of the base URL to a request without credentials."""
        headers = {"user-agent": "error-diagnostic", "anthropic-version": "2023-06-01"}
        return self._http.get(
            f"{self.base_url}/v1/models", headers=headers, timeout=seconds, follow_redirects=True
        )

    def list_models(self, seconds: float) -> list[dict[str, Any]]:
        """The models that this credential may use; the request is free."""
        found: Any = self.client.with_options(timeout=seconds).get(
            "/v1/models", cast_to=object, options={"params": {"limit": 100}}
        )
        models = found.get("data") if isinstance(found, dict) else None
        return [
            model for model in models or [] if isinstance(model, dict) and isinstance(model.get("id"), str)
        ]

    def reach(self, seconds: float) -> None:
        """Sends a request to see what answers on the way; without a credential, it sends a placeholder."""
        client = self.client if self.has_credential else self.client.with_options(api_key="none")
        client.with_options(timeout=seconds).get("/v1/models", cast_to=object)

    def create(self, model: str, seconds: float) -> Any:
        """A billed call for one token."""
        return self.client.with_options(timeout=seconds).messages.create(
            model=model, max_tokens=1, messages=[{"role": "user", "content": "Hello"}]
        )

    def stream(self, model: str, seconds: float) -> Iterator[str]:
        """The event types of a short stream."""
        question = "Count from one to twenty, in words."
        events = self.client.with_options(timeout=seconds).messages.create(
            model=model, max_tokens=64, stream=True, messages=[{"role": "user", "content": question}]
        )
        with events:
            for event in events:
                yield event.type


def _answer_one_request(server: socket.socket, received: list[bytes]) -> None:
    try:
        connection, _ = server.accept()
        with connection:
            connection.settimeout(5)
            while not b"".join(received).endswith(b"\r\n\r\n") and (piece := connection.recv(65536)):
                received.append(piece)
            connection.sendall(_EMPTY_RESPONSE)
    except OSError:
        pass  # a request that could not be built never connects
