"""How the desk opens: the day's list first, all else behind it, and nothing is lost if that list can't be read."""

from app import drafts, whole_day
from app.domain.errors import Unavailable
from app.office import Office
from tests.robots.desk import Opens
from ui.desk.screen import DeskScreen
from ui.worker import Worker


def test_the_days_list_is_read_before_anything_else(desk_office: Office, worker: Worker, monkeypatch, qtbot) -> None:
    asked = []
    read = worker.read

    def reading(owner, job, *answers, **how):
        asked.append(job.func.__module__)
        return read(owner, job, *answers, **how)

    monkeypatch.setattr(worker, "read", reading)
    screen = DeskScreen(desk_office, worker)
    qtbot.addWidget(screen)
    assert asked == [whole_day.__name__]
    qtbot.waitUntil(lambda: screen.usable and worker.idle, timeout=10_000)
    assert drafts.__name__ in asked
    screen.leave_screen()


def test_a_day_that_cannot_be_read_keeps_no_draft_back(opens: Opens, monkeypatch, qtbot, desk_office, worker) -> None:
    first = opens()
    first.type("نام", "مریم")
    qtbot.waitUntil(lambda: drafts.take(desk_office, "desk") is not None and worker.idle)

    def refused(_office, _date):
        raise Unavailable("پایگاه داده پاسخ نمی‌دهد.")

    monkeypatch.setattr(whole_day, "of", refused)
    screen = DeskScreen(desk_office, worker)
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: screen.form.person.name == "مریم", timeout=10_000)
    assert not screen.usable
    screen.leave_screen()


def test_what_is_built_later_is_prepared_in_a_quiet_moment(opens: Opens) -> None:
    desk = opens().desk
    assert "view" not in vars(desk.bookings)
    desk.prepare()
    assert "view" in vars(desk.bookings)
    assert not desk.bookings.is_open
