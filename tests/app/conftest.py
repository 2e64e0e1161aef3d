"""What several files of tests share."""

from pathlib import Path

import pytest

from tests.app.update_files import Machine


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Where a stick is plugged in; `put` fills it."""
    return tmp_path / "stick"


@pytest.fixture
def machine() -> Machine:
    return Machine()
