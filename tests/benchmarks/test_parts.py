"""Parts by themselves: how long a stop takes while a report is made, a signature, the checks of a register."""

import gc
import time
from itertools import pairwise

from app.domain.persian.calendar import Quarter, jalali
from app.register.rows import check
from app.report import make
from tests.app.register.test_rows import row
from tests.app.report import example
from tests.app.report.test_sign import seal
from tests.make import registered

VISITS, ROWS = 400, 5_000


def test_the_longest_wait_between_two_askings_whether_to_go_on(office, clock, tmp_path, monkeypatch, benchmark):
    """«توقف» is heard within 200 ms."""
    registered(office)
    clock.set(11, 20, day=jalali(1405, 7, 4))
    monkeypatch.setattr(make.data, "build", example.enlarged(make.data.build, VISITS))
    make.warm_up()
    gc.collect()
    gc.freeze()  # as the client does once it is there
    asked = [time.perf_counter()]
    make.make(office, Quarter(1405, 2), tmp_path, progress=lambda *_page: asked.append(time.perf_counter()))
    longest = max(after - before for before, after in pairwise(asked)) * 1000
    benchmark.extra_info["longest_ms"] = longest
    print(f"\n{VISITS} visits, {len(asked)} askings: the longest wait was {longest:.0f} ms (goal 200)")
    benchmark.pedantic(lambda: None)


def test_a_signature(benchmark):
    seal()
    benchmark(seal)


def test_the_checks_of_a_register(benchmark):
    rows = [row(n, first_name="ليلا", date="۱۴۰۵/۰۶/۲۲", address="خيابان نادري، پلاك ۱۷") for n in range(ROWS)]
    benchmark(lambda: [check(each, line) for line, each in enumerate(rows, 2)])
