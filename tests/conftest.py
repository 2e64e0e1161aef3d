"""What all tests share: an office of the tests' own, in a temporary folder, on a clock that the test sets."""

import datetime as dt
import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app import presets
from app.agency import NewAgency, found
from app.domain.codes import AgencyKind, Weekday
from app.domain.persian.calendar import TEHRAN, jalali
from app.domain.texts import speak
from app.office import Office
from app.security.keys import Kdf
from app.unlock import unlock
from tests import derived

settings.register_profile("didar", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("didar")

PASSPHRASE = "چهار واژهٔ دور از هم"
CHEAP = Kdf(m=32 * 1024, t=2, p=1)
MEETING_DAY = jalali(1405, 6, 22)
"""A Sunday: the day of the tests' office."""

NAKHLESTAN = NewAgency(
    name="شهرداری نخلستان",
    code="102168",
    kind=AgencyKind.MUNICIPALITY,
    province="خوزستان",
    county="اهواز",
    head="فرهاد بهرامی",
    weekday=Weekday.SUN,
    user="zahra",
    user_name="زهرا موسوی",
    subjects={"شهرسازی": ["آسفالت معابر", "عوارض نوسازی"], "رفاه": ["مستمری"]},
    units=["فنی و عمرانی", "خدمات شهری", "درآمد"],
    phrases=["بررسی و اقدام شود", "طبق ضوابط اقدام شود", "ظرف ۱۰ روز بازدید و اقدام شود"],
)


class Clock:
    """The office's clock, which stands until a test moves it."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at

    def set(self, hour: int, minute: int = 0, *, day: dt.date | None = None) -> None:
        self.at = dt.datetime.combine(day or self.at.date(), dt.time(hour, minute), TEHRAN)

    def tick(self, minutes: int = 1) -> None:
        self.at += dt.timedelta(minutes=minutes)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest are begun first, or one worker would end alone with them."""
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


@pytest.fixture(autouse=True)
def persian() -> Iterator[None]:
    speak("fa")
    yield
    speak("fa")


@pytest.fixture(autouse=True)
def without_preset(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PC on which the tests run may have a preset of its own (tests/presets.py lays others)."""
    monkeypatch.setattr(presets, "of_this_pc", lambda: presets.NONE)


@pytest.fixture(scope="session", autouse=True)
def derived_once() -> Iterator[None]:
    """Thousands of tests open copies of one office by one passphrase: each key is derived once a process."""
    with derived.remembered():
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock(dt.datetime.combine(MEETING_DAY, dt.time(9, 42), TEHRAN))


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tests' office as it is after its first start; tests take copies of it."""
    folder = tmp_path_factory.mktemp("founded")
    clock = Clock(dt.datetime.combine(jalali(1405, 4, 1), dt.time(8), TEHRAN))
    office, _recovery_code = found(folder, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    office.close()
    return folder


@pytest.fixture
def home(founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """DIDAR_HOME of this test: a fresh copy of the office."""
    folder = tmp_path / "home"
    shutil.copytree(founded, folder)
    monkeypatch.setenv("DIDAR_HOME", str(folder))
    return folder


@pytest.fixture
def office(home: Path, clock: Clock) -> Iterator[Office]:
    office = unlock(home, PASSPHRASE, clock=clock)
    yield office
    office.close()


@pytest.fixture
def undisturbed() -> Iterator[None]:
    """What is timed is the code's own work, as in the client: without collecting what all the tests before have left in
    memory (the client freezes its heap once it is there).
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
