"""What is measured sleeps while the tests run: pytest-benchmark skips what asks for its fixture, and nothing else."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    awake = [
        item.nodeid
        for item in items
        if "benchmarks" in item.path.parts and "benchmark" not in getattr(item, "fixturenames", ())
    ]
    if awake:
        raise pytest.UsageError(f"benchmarks without the benchmark fixture: {awake}")
