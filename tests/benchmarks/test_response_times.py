"""Response times of 200,000 issues, all of them in one stretch of days: against reading the same rows by the driver.

Goal: at most three times that reading.
DIDAR_BENCH_ISSUES: fewer of them.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import demo, response_times
from app.domain.persian.periods import Period
from app.report import figures
from app.unlock import unlock
from tests.benchmarks.crowd import raw
from tests.conftest import PASSPHRASE, Clock

ISSUES = int(os.environ.get("DIDAR_BENCH_ISSUES", "200_000"))
ROUNDS = 5
OUTCOMES = """
SELECT issue.id, outcome.status, outcome.recorded_at FROM issue JOIN visit ON issue.visit_id = visit.id
JOIN outcome ON outcome.issue_id = coalesce(issue.common_with, issue.follows, issue.id)
WHERE visit.kind = 'weekly' AND visit.presided_by = 'head' AND outcome.withdrawn_at IS NULL
ORDER BY issue.id, outcome.id
"""
NOTICES = "SELECT issue_id, date FROM notice WHERE withdrawn_at IS NULL AND void_at IS NULL"


def taken(work: Callable[[], object]) -> float:
    """Seconds of the processor, the least of some rounds: other programs do not lengthen these much."""
    times = []
    for _round in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def test_the_response_times_of_everything_that_an_office_ever_heard(home: Path, clock: Clock, benchmark: Any) -> None:
    with unlock(home, PASSPHRASE, clock=clock) as office:
        demo.fill(office, ISSUES, until=office.today(), weeks=2_000)
        span = Period(office.today().replace(year=1980), office.today())
        counted = figures.count(office, span)
        connection = raw(home, office.keys.store_key())
        floor = taken(lambda: [connection.execute(statement).fetchall() for statement in (OUTCOMES, NOTICES)])
        ours = taken(lambda: response_times.of(office, counted))
        found = benchmark.pedantic(response_times.of, args=(office, counted), rounds=1)
        connection.close()
    issues = len(counted.issues)
    print(
        f"response times of {len(found.issues):,} issues that count, of {issues:,}: {ours:.2f} s;"
        f" their rows by the driver: {floor:.2f} s; {ours / floor:.1f} times, goal 3 (load {os.getloadavg()[0]:.1f})"
    )
