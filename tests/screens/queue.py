"""Pictures of the queue on a crowded morning: turns taken otherwise, what is asked in place, late entry, the end."""

import datetime as dt
from pathlib import Path

from app import lanes, queue, turns
from app.domain.codes import QueueState
from app.office import Office
from tests.screens import desk
from tests.screens.render import wait
from ui.desk.screen import DeskScreen
from ui.worker import Worker

NOON = desk.MEETING_DAY.replace(hour=12, minute=4)


def pictures(out_dir: Path, theme: str) -> list[Path]:
    return desk.pictures(out_dir, theme, STATES)


def _waiting(screen: DeskScreen, place: int) -> queue.QueueRow:
    return [row for row in screen.model.rows if row.state is QueueState.WAITING and row.lane is None][place]


def _chosen(screen: DeskScreen, place: int) -> queue.QueueRow:
    row = _waiting(screen, place)
    screen.queue.table.choose(row.visit_id)
    screen.queue.table.setFocus()
    return row


def _reason(screen: DeskScreen, _office: Office, worker: Worker) -> None:
    screen.queue_model.step(_chosen(screen, 3), QueueState.CALLED)
    wait(lambda: worker.idle, "no answer")


def _lane(screen: DeskScreen, _office: Office, _worker: Worker) -> None:
    _chosen(screen, 1)
    screen.of_queue.second_lane()


def _behind(screen: DeskScreen, _office: Office, _worker: Worker) -> None:
    screen.of_queue.forms.ask_turns(_chosen(screen, 1))


def _turns(screen: DeskScreen, office: Office, worker: Worker) -> None:
    """One of each: behind, in the second lane's room, carried, out of turn."""
    rows = [_waiting(screen, place) for place in range(5)]
    turns.put_behind(office, rows[1].visit_id)
    lanes.send(office, rows[2].visit_id, "کارشناس شهرسازی")
    queue.admit(office, rows[2].visit_id)
    turns.carry(office, (rows[3].visit_id,))
    queue.call(office, rows[4].visit_id, "با هماهنگی رئیس دستگاه")
    wait(lambda: worker.idle, "no answer")
    _chosen(screen, 1)
    wait(lambda: worker.idle, "no answer")


def _late(screen: DeskScreen, _office: Office, _worker: Worker) -> None:
    screen.form.turn_late()
    for key, text in (("number", "34"), ("arrived", "08:12"), ("admitted", "08:30"), ("departed", "08:20")):
        screen.form.late.fields[key].set_text(text)
    screen.form.say("departed", "ساعت خروج نمی‌تواند پیش از ساعت ورود یا ملاقات باشد.")


def _asked(screen: DeskScreen, office: Office, worker: Worker) -> None:
    _late(screen, office, worker)
    screen.form.say("presided_by", "حضور رئیس دستگاه در آن روز ثبت نشده است. چه کسی این مراجعه‌کننده را پذیرفت؟")


def _as_it_is(_screen: DeskScreen, _office: Office, _worker: Worker) -> None:
    return None


STATES: dict[str, tuple[dt.datetime, desk.Prepare]] = {
    "queue-reason": (desk.MEETING_DAY, _reason),
    "queue-lane": (desk.MEETING_DAY, _lane),
    "queue-behind": (desk.MEETING_DAY, _behind),
    "queue-late": (desk.MEETING_DAY, _late),
    "queue-late-asked": (desk.MEETING_DAY, _asked),
    "queue-over": (NOON, _as_it_is),
    "queue-turns": (desk.MEETING_DAY, _turns),
}
"""The last one changes the day."""
