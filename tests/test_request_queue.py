"""No client takes all the room of a queue, and clients take turns."""

import asyncio

import pytest

from diagnostic import create_app
from diagnostic.web.request_queue import RequestQueue, client_key
from diagnostic.web.rsgi import RsgiApp


async def _enter(queue, client, count):
    """Starts so many calls that wait for ever, as far as there is room; gives them."""
    never, tasks = asyncio.Event(), []
    for _ in range(count):
        if not queue.is_full(client):
            tasks.append(asyncio.ensure_future(queue.run(client, never.wait)))
            await asyncio.sleep(0)
    return tasks


async def _stop(queue, tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    queue.pool.shutdown()


def _run(scene):
    asyncio.run(scene())


def test_one_client_has_half_of_the_room():
    async def scene():
        queue = RequestQueue(threads=1, capacity=12, has_shares=True)
        queue._free = 0  # nobody's turn comes
        tasks = await _enter(queue, "a", 100)
        assert len(tasks) == 6
        assert queue.is_full("a") and not queue.is_full("b")
        await _stop(queue, tasks)

    _run(scene)


@pytest.mark.parametrize("attackers", [1, 2, 5])
def test_who_comes_late_finds_room_whatever_others_sent(attackers):
    async def scene():
        queue = RequestQueue(threads=1, capacity=64, has_shares=True)
        queue._free = 0
        tasks = []
        for _ in range(100):
            for number in range(attackers):
                tasks += await _enter(queue, f"attacker {number}", 1)
        assert len(tasks) < 64
        assert not queue.is_full("victim")
        await _stop(queue, tasks)

    _run(scene)


def test_clients_take_turns():
    async def scene():
        queue, done = RequestQueue(threads=1, capacity=64, has_shares=True), []
        queue._free = 0
        sent = [
            asyncio.ensure_future(queue.run(client, done.append, client)) for client in ["a"] * 5 + ["b"] * 2
        ]
        await asyncio.sleep(0)
        queue._pass_turn()
        await asyncio.gather(*sent)
        assert done == ["a", "b", "a", "b", "a", "a", "a"]
        assert queue._free == 1 and not queue._in_flight
        queue.pool.shutdown()

    _run(scene)


def test_a_wait_that_is_given_up_costs_nobody_a_turn():
    async def scene():
        queue = RequestQueue(threads=1, capacity=64, has_shares=True)
        queue._free = 0
        gone, stays = [asyncio.ensure_future(queue.run(client, str, client)) for client in "ab"]
        await asyncio.sleep(0)
        gone.cancel()
        queue._pass_turn()
        assert await stays == "b"
        queue.pool.shutdown()

    _run(scene)


@pytest.mark.parametrize(
    "peer, forwarded, hops, name",
    [
        ("192.0.2.7:4000", "198.51.100.1", 0, "192.0.2.7"),
        ("10.0.0.1:4000", "203.0.113.9, 198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.1:4000", "203.0.113.9, 198.51.100.1", 2, "203.0.113.9"),
        ("10.0.0.1:4000", "", 1, "10.0.0.1"),
        ("[::ffff:192.0.2.7]:4000", "", 0, "192.0.2.7"),
    ],
)
def test_a_client_is_what_a_trusted_hop_saw(peer, forwarded, hops, name):
    assert client_key(peer, forwarded, hops) == name


def test_the_addresses_of_one_customer_are_one_client():
    one, same, other = (
        client_key(f"[{address}]:1", "", 0)
        for address in ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1")
    )
    assert one == same != other


def test_who_floods_the_webhooks_leaves_room_for_the_vendors(monkeypatch):
    monkeypatch.setattr("sys.setswitchinterval", lambda seconds: None)
    hooks = RsgiApp(create_app({"ACCESS_LOG": False}), warm_up=lambda: None).hooks
    while not hooks.is_full("192.0.2.1"):
        hooks._in_flight["192.0.2.1"] += 1
    assert not hooks.is_full("192.0.2.2")
