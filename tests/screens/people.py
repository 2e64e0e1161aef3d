"""Pictures of who this is: somebody noticed before saving, two records side by side, an open matter gone on with."""

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app import likeness, merging
from app.office import Office
from tests.make import registered
from tests.robots.keys import press, type_into
from tests.screens.desk import MEETING_DAY, Prepare, _idle, _somebody_promised, _take
from tests.screens.desk import pictures as drawn
from tests.screens.render import wait
from ui.desk.screen import DeskScreen
from ui.worker import Worker


def pictures(out_dir: Path, theme: str) -> list[Path]:
    return drawn(out_dir, theme, STATES)


def _known(office: Office) -> likeness.Noticed:
    """Somebody with a promise that is late."""
    from app import visitors

    known = visitors.known(office, national_id=_somebody_promised(office))
    assert known is not None
    return likeness.others(office, known.id)[0]


def _noticed(desk: DeskScreen, office: Office, worker: Worker) -> None:
    """The name and the phone of somebody known, before the id."""
    person = _known(office).person
    desk.of_form.begin_new()
    fields = desk.form.person.fields
    for key in ("first_name", "last_name", "mobile"):
        fields[key].setFocus()
        type_into(fields[key].edit, getattr(person, key))
    desk.likeness.ask_now()
    wait(lambda: bool(desk.same_person.line.text), "nobody was noticed")
    _idle(worker)


def _taken(desk: DeskScreen, office: Office, worker: Worker) -> None:
    _noticed(desk, office, worker)
    type_into(desk.form.person.fields["address"].edit, "خیابان بهار، پلاک ۳")
    desk.same_person.act()
    _idle(worker)


def _twin(office: Office) -> None:
    """The same person without the card, under another spelling."""
    person = _known(office).person
    given = {"first_name": person.first_name, "last_name": person.last_name, "mobile": person.mobile or ""}
    given |= {
        "father_name": person.father_name or "",
        "county": "شوش",
        "national_id": "",
        "no_id_reason": "همراه نداشت",
    }
    if not likeness.others(office, person.id)[1]:
        registered(office, 3, particulars=given)


def _beside(desk: DeskScreen, office: Office, worker: Worker) -> None:
    _twin(office)
    _take(desk, worker, _somebody_promised(office))
    desk.same_person.act()
    _idle(worker)


def _two_people(desk: DeskScreen, office: Office, worker: Worker) -> None:
    _beside(desk, office, worker)
    type_into(desk.area.merge.other.edit, "محمدی")
    wait(lambda: len(desk.area.merge._found) > 1, "nobody was found")
    press(QApplication.focusWidget(), "Enter")
    press(QApplication.focusWidget(), "Enter")
    _idle(worker)


def _one_now(desk: DeskScreen, office: Office, worker: Worker) -> None:
    _twin(office)
    one, (other, *_more) = likeness.others(office, _known(office).person.id)
    joined = merging.merge(office, one.person.id, other.person.id)
    _idle(worker)
    _take(desk, worker, _somebody_promised(office))
    desk.area.open_history()
    assert joined.into


def _offered(desk: DeskScreen, office: Office, worker: Worker) -> None:
    _take(desk, worker, _somebody_promised(office))


def _joined(desk: DeskScreen, office: Office, worker: Worker) -> None:
    _take(desk, worker, _somebody_promised(office))
    desk.form.issues.follow(0)
    _idle(worker)


STATES: dict[str, tuple[dt.datetime, Prepare]] = {
    "people-noticed": (MEETING_DAY, _noticed),
    "people-taken": (MEETING_DAY, _taken),
    "people-open-matters": (MEETING_DAY, _offered),
    "people-joined-matter": (MEETING_DAY, _joined),
    "people-beside": (MEETING_DAY, _beside),
    "people-two-people": (MEETING_DAY, _two_people),
    "people-one-now": (MEETING_DAY, _one_now),
}
"""Name, the moment, and what is done before the picture; the last ones change the store for those after them."""
