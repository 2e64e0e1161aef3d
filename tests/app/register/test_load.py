"""Registers that take some care, all the way into the store and out of it again."""

import pytest

from app import common_matters, issues, notices, outcomes
from app.domain.codes import PresidedBy, QueueState, Status, Way
from app.domain.errors import Unavailable
from app.domain.persian.calendar import Quarter, jalali
from app.register import plan
from app.register.load import load
from app.report import figures as quarter_figures
from db.models import Outcome, Referral
from tests import make
from tests.app.register.registers import as_csv, as_xlsx, row, table
from tests.conftest import MEETING_DAY


@pytest.fixture(autouse=True)
def autumn(clock):
    clock.set(9, day=jalali(1405, 7, 4))


def figures(loaded):
    return loaded.stored, loaded.updated, loaded.unchanged, len(loaded.rejected)


VISIT = (
    row(admitted="", address="نشانی یکم"),
    row(subject="آب و فاضلاب", address="نشانی دوم", first_name="مریم‌سادات"),
    row(subject="برق", admitted="", mobile=""),
)


@pytest.mark.parametrize("write", [as_csv, lambda folder, rows: as_xlsx(folder, table(rows))])
@pytest.mark.parametrize("update", [False, True])
def test_a_visit_of_several_issues_is_one_visit_and_adds_nothing_the_second_time(office, tmp_path, write, update):
    from db.models import Issue, Visit

    path = write(tmp_path, [*VISIT, row(2)])
    assert figures(load(office, path)) == (4, 0, 0, 0)
    assert figures(load(office, path, update=update)) == (0, 0, 4, 0)
    with office.read() as session:
        assert (session.query(Visit).count(), session.query(Issue).count()) == (2, 4)
        visit = session.query(Visit).order_by(Visit.id).first()
        assert (visit.address, f"{visit.admitted:%H:%M}", visit.state) == ("نشانی یکم", "10:05", QueueState.SEEN)


def test_a_row_that_is_corrected_later_joins_its_visit_and_leaves_it_as_it_was(office, tmp_path):
    from db.models import Visit

    path = as_csv(tmp_path, [VISIT[0], VISIT[1] | {"type": "wish"}])
    assert figures(load(office, path, skip_bad=True)) == (1, 0, 0, 1)
    path = as_csv(tmp_path, [VISIT[1]])
    assert figures(load(office, path)) == (1, 0, 0, 0)
    assert figures(load(office, as_csv(tmp_path, [VISIT[0]]))) == (0, 0, 1, 0)
    with office.read() as session:
        (visit,) = session.query(Visit)
        assert (visit.address, f"{visit.admitted:%H:%M}", visit.state) == ("نشانی یکم", "10:05", QueueState.SEEN)


def test_update_takes_the_later_values_and_only_once(office, tmp_path):
    from db.models import Visit

    load(office, as_csv(tmp_path, [row()]))
    path = as_csv(tmp_path, [row(presided_by="deputy"), row(presided_by="deputy", admitted="")])
    refused = load(office, path)
    assert [each.field for each in refused.rejected] == ["subject", "subject"]
    assert figures(load(office, path, update=True)) == (0, 1, 1, 0)
    assert figures(load(office, path, update=True)) == (0, 0, 2, 0)
    with office.read() as session:
        (visit,) = session.query(Visit)
        assert (visit.presided_by, visit.admitted, visit.state) == (PresidedBy.DEPUTY, None, QueueState.LEFT)


def test_a_visit_that_the_desk_wrote_with_one_subject_twice_takes_a_further_issue(office, clock, tmp_path):
    from app import visits
    from db.models import Issue

    clock.set(9, 30, day=MEETING_DAY)
    visits.register(office, make.visit(1, issues=(make.issue(), make.issue(description="دیگر"))))
    given = make.person(1) | {"admitted": "", "subject": "برق"}
    assert figures(load(office, as_csv(tmp_path, [row(1, **given)]))) == (1, 0, 0, 0)
    with office.read() as session:
        assert [issue.position for issue in session.query(Issue).order_by(Issue.id)] == [1, 2, 3]


def test_a_name_that_is_corrected_by_update_is_corrected_in_the_list_of_people(office, tmp_path):
    from app.security import backup
    from db.models import Visitor

    earlier = row(date="1405/06/15", last_name="کعب")
    load(office, as_csv(tmp_path, [earlier, row(last_name="کعبیی")]))
    load(office, as_csv(tmp_path, [earlier | {"last_name": "نادرست"}, row()]), update=True)
    with office.read() as session:
        (person,) = session.query(Visitor)
        assert (person.last_name, "کعبی" in person.search.split()) == ("کعبی", True)
    assert backup.check(office)


def test_when_the_rejected_rows_cannot_be_written_nothing_is_stored(office, tmp_path, monkeypatch):
    from db.models import Visit

    def no_room(*_given):
        raise Unavailable("no room")

    monkeypatch.setattr("app.register.load.write_rejected", no_room)
    with pytest.raises(Unavailable):
        load(office, as_csv(tmp_path, [row(1), row(2, kind="x")]), skip_bad=True)
    with office.read() as session:
        assert session.query(Visit).count() == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(date="1405/06/23")], "روز دیدار این دستگاه نیست"),
        ([row(arrived="07:59")], "بیرون از ساعت دیدار"),
        ([row(arrived="12:01", admitted="12:30")], "بیرون از ساعت دیدار"),
        ([row(date="1405/07/05")], "هنوز نرسیده"),
        ([row(kind="tour", date="1405/07/05")], "هنوز نرسیده"),
        ([row(1), row(1, last_name="طرفی", arrived="09:40")], "با نام دیگری"),
        ([row(1), row(1, last_name="طرفی", subject="آب")], "با نام دیگری"),
        ([row(arrived="08:00"), row(2, arrived="12:00", admitted=""), row(3, date="1405/07/04", kind="daily")], None),
        ([row(kind="speech", date="1405/06/23", arrived="17:00", admitted="17:00")], None),
    ],
)
def test_what_is_odd_but_possible_is_taken_with_a_warning(office, tmp_path, rows, said):
    loaded = load(office, as_csv(tmp_path, rows))
    assert figures(loaded) == (len(rows), 0, 0, 0)
    told = [warning for warning in loaded.warnings if said is None or said in warning]
    assert len(told) == len(loaded.warnings) == (said is not None)


def test_a_weekly_row_on_another_weekday_or_hour_counts_since_its_kind_decides(office, tmp_path):
    load(office, as_csv(tmp_path, [row(date="1405/06/23"), row(2, arrived="13:30", admitted="13:40")]))
    totals = quarter_figures.count(office, Quarter(1405, 2)).totals
    assert (totals.visits, totals.meetings_held) == (2, 2)


def test_people_get_their_numbers_in_the_order_in_which_they_came(office, tmp_path):
    from db.models import Visit

    hours = ["10:00", "08:05", "09:00", "08:05"]
    load(office, as_csv(tmp_path, [row(n, arrived=hour, admitted="") for n, hour in enumerate(hours)]))
    with office.read() as session:
        found = [(visit.number, f"{visit.arrived:%H:%M}") for visit in session.query(Visit).order_by(Visit.number)]
    assert found == [(1, "08:05"), (2, "08:05"), (3, "09:00"), (4, "10:00")]


def test_the_visit_keeps_its_own_particulars_and_the_person_the_latest(office, tmp_path):
    from db.models import Visit, Visitor

    rows = [row(last_name="طرفی", address="خانهٔ نو"), row(date="1405/06/15", address="خانهٔ پیشین")]
    load(office, as_csv(tmp_path, rows))
    assert figures(load(office, as_csv(tmp_path, rows))) == (0, 0, 2, 0)
    with office.read() as session:
        assert [each.address for each in session.query(Visit).order_by(Visit.date)] == ["خانهٔ پیشین", "خانهٔ نو"]
        (person,) = session.query(Visitor)
        assert (person.last_name, person.address) == ("طرفی", "خانهٔ نو")


def test_what_update_replaces_is_found_in_the_trail(office, tmp_path):
    from app.security import audit, backup
    from db.models import Issue, Ruling

    load(office, as_csv(tmp_path, [row(ruling="یکم")]))
    assert figures(load(office, as_csv(tmp_path, [row(ruling="دوم", type="complaint")]), update=True)) == (0, 1, 0, 0)
    with office.connection() as connection:
        before = [payload["before"] for _entry, payload in audit.earlier_values(connection, "issue", 1)]
    assert before[0] is None
    assert before[-1]["type"] == "request"
    with office.read() as session:
        assert [each.text for each in session.query(Ruling).order_by(Ruling.id)] == ["یکم", "دوم"]
        assert session.query(Issue).count() == 1
    assert backup.check(office)


def test_the_desk_goes_on_while_a_register_is_read(office, clock, tmp_path, monkeypatch):
    """A long register takes long to read; the store is nobody's meanwhile."""
    from app import visits
    from app.register import load as loading

    def slowly(rows):
        visits.register(office, make.visit(7))
        return plan.checked(rows)

    clock.set(9, 30, day=MEETING_DAY)
    monkeypatch.setattr(loading, "checked", slowly)
    assert figures(load(office, as_csv(tmp_path, [row(1)]))) == (1, 0, 0, 0)


def test_unknown_columns_and_cells_under_no_heading_are_said(office, tmp_path):
    path = as_csv(tmp_path, [row(ملاحظات="خوب")])
    path.write_text(path.read_text(encoding="utf-8").rstrip() + ",x\n", encoding="utf-8")
    warnings = " ".join(load(office, path).warnings)
    assert "ملاحظات" in warnings
    assert "سطر 2" in warnings


def test_rows_of_one_common_matter_that_say_the_same_are_one_result(office, tmp_path):
    load(office, as_csv(tmp_path, [row(number) for number in (1, 2, 3)]))
    common_matters.link(office, [1, 2, 3], 1)
    said = {"ruling": "لوله عوض شود", "unit": "آبفا", "status": "resolved", "outcome": "آب وصل شد"}
    told = said | {"notified_by": "call", "notified_on": "1405/06/25"}
    path = as_csv(tmp_path, [row(1, **said), row(2, **told), row(3, **said)])
    assert figures(load(office, path, update=True)) == (0, 3, 0, 0)
    assert figures(load(office, path, update=True)) == (0, 0, 3, 0)
    with office.read() as session:
        assert [(one.issue_id, one.text) for one in session.query(Outcome)] == [(1, "آب وصل شد")]
        assert [(one.issue_id, one.unit) for one in session.query(Referral)] == [(1, "آبفا")]
    assert [issues.one(office, one).told_by for one in (1, 2, 3)] == [None, Way.CALL, None]


def test_a_row_that_opens_a_common_matter_again_makes_void_what_the_others_were_told(office, tmp_path):
    load(office, as_csv(tmp_path, [row(1), row(2)]))
    common_matters.link(office, [1, 2], 1)
    outcomes.record(office, 1, Status.RESOLVED, "آب وصل شد")
    notices.record(office, 2, Way.CALL, office.today())
    load(office, as_csv(tmp_path, [row(1, status="open", outcome="")]), update=True)
    assert [(one.status, one.told_by) for one in (issues.one(office, 1), issues.one(office, 2))] == [
        (Status.OPEN, None),
        (Status.OPEN, None),
    ]
