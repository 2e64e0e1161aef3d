"""Parts by themselves: how long a stop takes while a report is made, a signature, the checks of a register."""

import gc
import time
from itertools import pairwise

import pytest

from app.domain.persian.calendar import Quarter, jalali
from app.register.rows import check
from app.report import limits, make
from tests.app.register.test_rows import row
from tests.app.report import envelopes, example
from tests.app.report.test_sign import seal
from tests.make import registered

ROWS = 5_000


@pytest.mark.parametrize("visits", [400, 12_000, 50_000])
def test_the_longest_wait_between_two_askings_whether_to_go_on(office, clock, tmp_path, monkeypatch, benchmark, visits):
    """«توقف» is heard within 200 ms. 12,000 visits are the most that may be signed; 50,000 show where it grows."""
    registered(office)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    asked: list[float] = []  # by the thread's own clock: other programs take their share of the wall's
    enlarged = example.enlarged(make.data.build, visits)

    def built(*given):
        made = enlarged(*given)
        asked.clear()  # to make visits up takes its time
        return made

    monkeypatch.setattr(make.data, "build", built)
    for limit in ("PAGES", "OBJECTS", "SIGNED_ISSUES", "SIGNED_DATA"):
        monkeypatch.setattr(limits, limit, 10**9)
    make.warm_up()
    gc.collect()
    gc.freeze()  # as the client does once it is there
    receiver = envelopes.certificate()
    make.make(
        office,
        Quarter(1405, 2),
        tmp_path,
        receiver=receiver,
        progress=lambda *_page: asked.append(time.thread_time()),
    )
    longest = max(after - before for before, after in pairwise(asked)) * 1000
    benchmark.extra_info["longest_ms"] = longest
    print(f"\n{visits} visits, {len(asked)} askings: the longest wait was {longest:.0f} ms (goal 200)")
    benchmark.pedantic(lambda: None)


def test_a_signature(benchmark):
    seal()
    benchmark(seal)


def test_the_checks_of_a_register(benchmark):
    rows = [row(n, first_name="ليلا", date="۱۴۰۵/۰۶/۲۲", address="خيابان نادري، پلاك ۱۷") for n in range(ROWS)]
    benchmark(lambda: [check(each, line) for line, each in enumerate(rows, 2)])
