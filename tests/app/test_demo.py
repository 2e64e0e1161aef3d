"""The made-up visits: believable, valid, whole, and never in the office's own store."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import agency, demo, home, meetings, queue
from app.demo_people import national_id
from app.domain.codes import Kind, MeetingState, PresidedBy, QueueState, Status
from app.domain.errors import Refused, Unavailable
from app.domain.persian import ids
from app.domain.persian.calendar import TEHRAN, Quarter, jalali
from app.domain.persian.text import normalise
from app.office import Office
from app.report import figures
from app.security import backup
from db.models import Issue, Notice, Outcome, Referral, Ruling, Unit, Visit, Visitor
from tests.conftest import MEETING_DAY, Clock

VISITS = 400


def at(hour: int, minute: int = 0, day: dt.date = MEETING_DAY) -> Clock:
    return Clock(dt.datetime.combine(day, dt.time(hour, minute), TEHRAN))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with demo.demo_office(tmp_path_factory.mktemp("home"), VISITS, at(9, 42)) as office:
        yield office


def test_there_are_as_many_visits_as_were_asked_for(office: Office) -> None:
    with office.read() as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == VISITS


def test_the_store_is_whole_and_each_row_is_in_the_trail(office: Office) -> None:
    assert backup.check(office) > VISITS * 3


def test_what_was_referred_was_given_to_units_of_the_office(office: Office) -> None:
    with office.read() as session:
        pairs = session.execute(
            select(Referral.unit, Unit.name).outerjoin(Unit, Unit.id == Referral.unit_id).distinct()
        ).all()
    assert pairs
    assert [unit for unit, name in pairs if unit != name] == []


def test_it_is_marked_as_a_demonstration(office: Office) -> None:
    assert agency.details(office).demo


def test_a_morning_is_in_progress(office: Office) -> None:
    rows = queue.of_day(office, office.today())
    states = Counter(row.state for row in rows)
    assert states == {
        QueueState.IN_ROOM: 1,
        QueueState.CALLED: 1,
        QueueState.WAITING: 6,
        QueueState.SEEN: 11,
        QueueState.LEFT: 1,
    }
    assert sorted(row.number or 0 for row in rows) == list(range(1, 21))
    assert any(row.priority for row in rows if row.state is QueueState.WAITING)
    assert any(row.companions for row in rows if row.state is QueueState.WAITING)
    day = meetings.today(office)
    assert day.head_from is not None
    assert day.head_to is None
    assert queue.call_next(office).state is QueueState.CALLED


def test_hours_follow_one_another(office: Office) -> None:
    with office.read() as session:
        for visit in session.scalars(select(Visit)):
            hours = [hour for hour in (visit.arrived, visit.called, visit.admitted, visit.departed) if hour]
            assert hours == sorted(hours)
            assert (visit.admitted is not None) or visit.state is not QueueState.SEEN or visit.kind is not Kind.WEEKLY


def test_people_have_valid_particulars_in_stored_form(office: Office) -> None:
    with office.read() as session:
        for person in session.scalars(select(Visitor)):
            if person.national_id:
                assert ids.national_id(person.national_id) == person.national_id
            if person.foreign_id:
                assert ids.foreign_id(person.foreign_id) == person.foreign_id
            if person.mobile:
                assert ids.mobile(person.mobile) == person.mobile
            for text in (person.first_name, person.last_name, person.address or "", person.father_name or ""):
                assert normalise(text) == text
        without = session.scalars(select(Visit).where(Visit.national_id.is_(None), Visit.foreign_id.is_(None))).all()
        assert without
        assert all(visit.no_id_reason for visit in without)


def test_some_came_again_while_a_promise_to_them_was_late(office: Office) -> None:
    with office.read() as session:
        visits = Counter(session.scalars(select(Visit.visitor_id)))
        late = session.scalars(
            select(Visit.visitor_id)
            .join(Issue, Issue.visit_id == Visit.id)
            .join(Referral, Referral.issue_id == Issue.id)
            .where(Issue.status == Status.OPEN, Referral.due < office.today())
        ).all()
    assert sum(number > 1 for number in visits.values()) > VISITS / 20
    assert any(visits[person] > 1 for person in late)


def test_no_rule_of_the_office_is_broken(office: Office) -> None:
    with office.read() as session:
        rows = session.execute(
            select(Issue.status, Visit.date, Notice.date)
            .select_from(Issue)
            .join(Visit)
            .join(Notice, Notice.issue_id == Issue.id)
        ).all()
        assert rows
        assert all(status is not Status.OPEN and came <= on <= office.today() for status, came, on in rows)
        assert session.scalar(select(func.count()).select_from(Ruling))
        assert all(text for text in session.scalars(select(Outcome.text).where(Outcome.status == Status.REJECTED)))
        dues = select(Referral.due, Visit.date).select_from(Referral).join(Issue, Referral.issue_id == Issue.id)
        rows = session.execute(dues.join(Visit, Issue.visit_id == Visit.id)).all()
        assert rows
        assert all(due >= came for due, came in rows)


def test_every_sort_of_day_and_of_contact_is_to_be_seen(office: Office) -> None:
    this = figures.count(office, Quarter.of(office.today()))
    assert {day.state for day in this.meetings} == set(MeetingState)
    assert all(day.reason for day in this.meetings if day.state is not MeetingState.HELD)
    assert any(day.instead_of for day in this.meetings)
    with office.read() as session:
        assert set(session.scalars(select(Visit.kind))) == set(Kind)
        assert set(session.scalars(select(Visit.presided_by))) == set(PresidedBy)
    before = figures.count(office, Quarter.of(office.today()).previous)
    assert before.totals.meetings_held > 10


def test_the_same_seed_gives_the_same_visits(tmp_path: Path) -> None:
    names = []
    for folder in ("one", "two"):
        with demo.demo_office(tmp_path / folder, 60, at(10)) as office, office.read() as session:
            names.append(session.execute(select(Visit.last_name, Visit.date, Visit.arrived).order_by(Visit.id)).all())
    assert names[0] == names[1]


@pytest.mark.parametrize("hour", [0, 3, 8, 12, 15, 19, 20, 22, 23])
def test_a_morning_is_in_progress_at_any_hour(tmp_path: Path, hour: int) -> None:
    with demo.demo_office(tmp_path, 40, at(hour, 40)) as office:
        day = meetings.today(office)
        assert day.meeting
        assert day.in_room == 1
        assert day.waiting >= 1


@pytest.mark.parametrize("visits", [0, 1, 2, 19])
def test_few_visits_are_no_trouble(tmp_path: Path, visits: int) -> None:
    with demo.demo_office(tmp_path, visits, at(9, 42)) as office:
        backup.check(office)
        with office.read() as session:
            assert session.scalar(select(func.count()).select_from(Visit)) == visits


def test_after_hours_of_another_day_nobody_waits(home: Path, clock: Clock, tmp_path: Path) -> None:
    from app.unlock import unlock
    from tests.conftest import PASSPHRASE

    clock.set(18)
    with unlock(home, PASSPHRASE, clock=clock) as office:
        demo.fill(office, 100, until=office.today(), weeks=6)
        states = {row.state for row in queue.of_day(office, MEETING_DAY)}
        assert states <= {QueueState.SEEN, QueueState.LEFT}
        backup.check(office)


def test_the_offices_own_store_is_not_touched(home: Path, clock: Clock) -> None:
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    with demo.demo_office(home, 20, clock) as office:
        assert office.folder.parent == home
    assert {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()} == before


def test_an_earlier_demonstration_is_made_anew_but_nothing_else(tmp_path: Path, clock: Clock) -> None:
    demo.demo_office(tmp_path, 20, clock).close()
    with demo.demo_office(tmp_path, 10, clock) as office, office.read() as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == 10
        with pytest.raises(Unavailable):
            demo.demo_office(tmp_path, 10, clock)
    other = tmp_path / "other" / home.DEMO
    other.mkdir(parents=True)
    (other / "letters.txt").write_text("مهم")
    with pytest.raises(Refused, match="نمایشی"):
        demo.demo_office(tmp_path / "other", 10, clock)
    assert (other / "letters.txt").read_text() == "مهم"


def test_no_national_id_is_given_twice() -> None:
    made = [national_id(number) for number in range(20_000)]
    assert len(set(made)) == len(made)


def test_the_demonstrations_texts_are_in_stored_form() -> None:
    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from texts(below)

    from app.demo_people import words

    assert all(normalise(text) == text for text in texts(words()))


def test_a_longer_span_may_be_asked_for(home: Path, clock: Clock) -> None:
    from app.unlock import unlock
    from tests.conftest import PASSPHRASE

    with unlock(home, PASSPHRASE, clock=clock) as office:
        demo.fill(office, 60, until=jalali(1405, 6, 15), weeks=12)
        with office.read() as session:
            first, last = session.execute(select(func.min(Visit.date), func.max(Visit.date))).one()
    assert jalali(1405, 3, 24) <= first < last <= jalali(1405, 6, 15)
