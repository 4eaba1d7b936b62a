"""The queueing model agrees with theory."""

import random
import statistics

import pytest
from capacity import at, simulate


@pytest.mark.parametrize("load", [0.3, 0.6, 0.8])
def test_one_worker_with_random_services_waits_as_theory_says(load):
    chance = random.Random(3)
    services = [chance.expovariate(100) for _ in range(20_000)]
    mean = statistics.mean(services)
    answered = simulate(load / mean, 1, services, 2_000)
    assert statistics.mean(answered) == pytest.approx(mean / (1 - load), rel=0.1)  # M/M/1


def test_one_worker_with_even_services_waits_half_as_long():
    answered = simulate(60, 1, [0.01], 3_000)
    assert statistics.mean(answered) == pytest.approx(0.01 + 0.01 * 0.6 / (2 * 0.4), rel=0.05)  # M/D/1


def test_the_less_busy_of_two_is_far_better_than_chance():
    services = [0.01] * 9 + [0.1]
    one, two = (simulate(10 * 0.8 / 0.019, 10, services, 500, choices) for choices in (1, 2))
    assert at(0.99, two) < 0.7 * at(0.99, one)
