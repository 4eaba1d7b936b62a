"""The simulated cloud platforms: Google's sign-in, errors by region, model and deployment, and Bedrock's
frames.
"""

import asyncio
import base64
import json
import struct
import zlib

import pytest

from diagnostic.lab import cloud, healthy
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.fault import Request
from diagnostic.lab.server import Lab
from diagnostic.lab.wire import aws_frame


def to_vertex(model, region="us-east5"):
    path = f"/v1/projects/my-project/locations/{region}/publishers/anthropic/models/{model}:rawPredict"
    return Request("POST", path, {"host": "aiplatform.googleapis.com"}, b"{}")


@pytest.mark.parametrize(
    "model",
    ["claude-haiku-4-5-20251001", "claude-opus-4-20250514", "claude-opus-4-7@20260301", "claude-opus-4"],
)
def test_vertex_refuses_a_name_of_the_claude_api(model):
    refused = FAULTS["vertex-model"].check(to_vertex(model))
    assert refused.startswith(b"HTTP/1.1 404 ") and b"Publisher Model" in refused


@pytest.mark.parametrize(
    "model",
    ["claude-haiku-4-5@20251001", "claude-haiku-4-5%4020251001", "claude-opus-4-7", "claude-opus-5-5"],
)
def test_vertex_answers_to_its_own_names(model):
    assert FAULTS["vertex-model"].check(to_vertex(model)) is None


def test_vertex_has_a_quota_at_the_global_endpoint_only():
    check = FAULTS["vertex-quota"].check
    assert check(to_vertex("claude-opus-4-7")).startswith(b"HTTP/1.1 429 ")
    assert check(to_vertex("claude-opus-4-7", "global")) is None


def test_foundry_knows_a_deployment_by_its_own_name_at_its_own_path():
    wrong, right = (json.dumps({"model": name}).encode() for name in ("claude-opus-4-7", cloud.DEPLOYMENT))
    check = FAULTS["foundry-deployment"].check
    assert b"DeploymentNotFound" in check(Request("POST", "/anthropic/v1/messages", {}, wrong))
    assert check(Request("POST", "/anthropic/v1/messages", {}, right)) is None
    check = FAULTS["foundry-address"].check
    assert b"Resource not found" in check(Request("POST", "/v1/messages", {}, right))
    assert check(Request("POST", "/anthropic/v1/messages", {}, right)) is None


def test_a_tunnel_that_nobody_used_leaves_nothing_to_the_next_connection_from_its_port():
    async def leave_at_once():
        async with Lab() as lab:
            reader, writer = await asyncio.open_connection("127.0.0.1", lab.proxy_port)
            user = base64.b64encode(b"vertex-quota:lab").decode()
            writer.write(
                b"CONNECT aiplatform.googleapis.com:443 HTTP/1.1\r\n"
                b"proxy-authorization: Basic %b\r\n\r\n" % user.encode()
            )
            assert b" 200 " in await reader.readline()
            during = dict(lab.tunnels)
            writer.close()
            while lab.tunnels:
                await asyncio.sleep(0.01)
            return during

    during = asyncio.run(asyncio.wait_for(leave_at_once(), 60))
    assert list(during.values()) == ["vertex-quota"]


def test_only_googles_host_gives_a_token():
    signed_in = cloud.sign_in(Request("POST", "/token", {"host": "oauth2.googleapis.com:443"}, b""))
    assert b'"access_token"' in signed_in
    assert cloud.sign_in(to_vertex("claude-opus-4-7")) is None


def test_a_frame_of_aws_has_right_lengths_and_checksums():
    frame = aws_frame({":event-type": "chunk"}, {"bytes": "e30="})
    total, of_headers, of_prelude = struct.unpack(">III", frame[:12])
    assert total == len(frame) and zlib.crc32(frame[:8]) == of_prelude
    assert zlib.crc32(frame[:-4]) == struct.unpack(">I", frame[-4:])[0]
    assert json.loads(frame[12 + of_headers : -4]) == {"bytes": "e30="}
    assert len(healthy.aws_events()) == 8
