"""Three hundred letters in one PDF, against drawing them alone; how long «توقف» waits."""

import time
from itertools import pairwise

import pytest

from app import letters, outcomes
from app.documents.letter import draw
from app.domain.codes import Purpose, Status
from tests.app.documents.test_letter import LETTER
from tests.make import registered

MANY = 300


@pytest.fixture
def decided(office):
    ids = []
    for number in range(1, MANY + 1):
        ids += registered(office, number).issue_ids
        outcomes.record(office, ids[-1], Status.RESOLVED, f"کوچهٔ شمارهٔ {number} آسفالت شد و از فردا باز است.")
    return ids


def test_drawing_three_hundred_letters(benchmark):
    """The floor: what is drawn has to be drawn."""
    benchmark(lambda: draw([LETTER] * MANY, {}))


def test_making_three_hundred_letters(office, decided, benchmark, undisturbed):
    asked: list[float] = []
    spent: list[float] = []

    def made():
        begun = time.perf_counter()
        ids = letters.make(
            office, decided, Purpose.RESULT, progress=lambda *_so_far: asked.append(time.perf_counter())
        ).ids
        spent.append(time.perf_counter() - begun)
        letters.take_back(office, ids)

    benchmark.pedantic(made, rounds=3, warmup_rounds=1)
    floor = time.perf_counter()
    draw([LETTER] * MANY, {})
    floor = time.perf_counter() - floor
    longest = max(after - before for before, after in pairwise(asked[-MANY:])) * 1000
    print(f"\n{MANY} letters: {min(spent):.2f} s, drawing alone {floor:.2f} s; a stop waits {longest:.0f} ms")
