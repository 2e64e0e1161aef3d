"""The one door: rights, one transaction an act, the audit trail, and who may open the store."""

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import agency, queue, rulings, visits
from app.domain.codes import Role
from app.domain.errors import Refused, Unavailable
from app.office import Change, SignedIn
from app.report.make import own_signer
from app.security import audit, keys, store_lock
from app.security.rights import FIRST_USER, TABLE, Right
from app.unlock import recover, unlock
from db.engine import DriverError
from tests import make
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE


def entries(office) -> list[str]:
    with office.connection() as connection:
        return [row.act for row in connection.execute(text("SELECT act FROM audit_entry ORDER BY seq"))]


def test_what_a_commit_changed_is_said_once_after_it(home, clock):
    said: list[list[Change]] = []
    with unlock(home, PASSPHRASE, clock=clock, committed=said.append) as office:
        row = make.registered(office)
    assert len(said) == 1
    assert {change.kind for change in said[0]} == {"meeting", "visitor", "visit", "issue"}
    assert Change("visit", row.visit_id) in said[0]


def test_a_refused_act_leaves_nothing_behind_not_even_in_the_trail(office):
    before = entries(office)
    make.registered(office, 1)
    with pytest.raises(Refused):
        make.registered(office, 1)  # the same person again today
    assert len(queue.of_day(office, office.today())) == 1
    assert entries(office)[len(before) :] == ["visits.register"] * 4


def test_the_same_person_again_today_is_asked_and_then_taken(office):
    make.registered(office, 1)
    with pytest.raises(Refused) as refused:
        make.registered(office, 1)
    assert refused.value.field == "again"
    assert make.registered(office, 1, again=True).number == 2


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says_and_no_more(office, role):
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (role,))
    assert {right for right in Right if office.may(right)} == TABLE[role]
    if Right.REGISTER not in TABLE[role]:
        with pytest.raises(Refused, match="دسترسی"):
            make.registered(office)


def test_the_first_user_is_all_but_reader(office):
    assert office.user.roles == FIRST_USER
    assert set(Role) - set(FIRST_USER) == {Role.READER}


def test_a_correction_leaves_the_earlier_value_findable_with_its_reason(office):
    row = make.registered(office)
    written = visits.written(office, row.visit_id)
    corrected = make.visit(particulars={"last_name": "کعب‌عمیر"}, arrived="09:42")
    visits.correct(office, row.visit_id, corrected, reason="نام در شناسنامه چنین است")
    assert written.new.particulars["last_name"] == "کعبی"
    assert queue.one(office, row.visit_id).name == "مریم کعب‌عمیر"
    with office.connection() as connection:
        trail = audit.earlier_values(connection, "visit", row.visit_id)
    assert trail[-1][1]["before"]["last_name"] == "کعبی"
    assert trail[-1][1]["reason"] == "نام در شناسنامه چنین است"


def test_a_registration_taken_back_stays_in_the_store_and_counts_nowhere(office):
    row = make.registered(office)
    visits.withdraw(office, row.visit_id)
    assert queue.of_day(office, office.today()) == []
    with office.connection() as connection:
        assert connection.execute(text("SELECT count(*) FROM visit")).scalar() == 1
    assert make.registered(office).number == 1


def test_each_act_writes_down_who_did_it_in_which_role(office):
    row = make.registered(office)
    rulings.give(office, row.issue_ids[0], "بررسی شود")
    with office.connection() as connection:
        last = connection.execute(text("SELECT by, role, act FROM audit_entry ORDER BY seq DESC LIMIT 1")).one()
    assert tuple(last) == ("zahra", "head", "rulings.give")


@pytest.mark.parametrize("table", ["audit_entry", "audit_value"])
def test_the_trail_is_append_only(office, table):
    make.registered(office)
    for statement in (f"UPDATE {table} SET seq = 1 WHERE seq = 2", f"DELETE FROM {table}"):
        with office.connection() as connection, pytest.raises(DBAPIError, match="append only"):
            connection.execute(text(statement))


def test_a_whole_trail_passes_and_a_row_changed_behind_it_is_named(office):
    make.registered(office)
    with office.connection() as connection:
        assert audit.check(connection) > 10
        connection.execute(text("UPDATE visit SET presided_by = 'deputy'"))
        with pytest.raises(Refused, match="visit"):
            audit.check(connection)


def test_a_row_that_vanished_is_missed(office):
    make.registered(office)
    with office.connection() as connection:
        connection.execute(text("DELETE FROM issue"))
        with pytest.raises(Refused, match="issue"):
            audit.check(connection)


@pytest.mark.parametrize("entries", [1, 3, 5])
def test_a_trail_that_was_cut_at_its_end_is_found_by_the_rows_that_it_told_of(office, entries):
    row = make.registered(office)
    visits.correct(office, row.visit_id, make.visit(particulars={"last_name": "کعب‌عمیر"}, arrived="09:42"))
    with office.connection() as connection:
        for table in ("audit_value", "audit_entry"):
            connection.execute(text(f"DROP TRIGGER {table}_no_delete"))
            last = "(SELECT max(seq) FROM audit_entry)"
            connection.execute(text(f"DELETE FROM {table} WHERE seq > {last} - {entries}"))
        with pytest.raises(Refused, match="جدول"):
            audit.check(connection)


@pytest.mark.parametrize("column", ["act", "at", "by", "prev", "hash", "payload_digest"])
def test_a_changed_link_breaks_the_chain_and_its_date_is_told(office, column):
    make.registered(office)
    with office.connection() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        value = "1" if column == "at" else "'x'"
        connection.execute(text(f"UPDATE audit_entry SET {column} = {value} WHERE seq = 5"))
        with pytest.raises(Refused, match="رویداد"):
            audit.check(connection)


def test_a_changed_value_beside_the_chain_shows(office):
    make.registered(office)
    with office.connection() as connection:
        connection.execute(text("DROP TRIGGER audit_value_no_update"))
        connection.execute(text("UPDATE audit_value SET payload = X'7b7d' WHERE seq = 12"))
        with pytest.raises(Refused):
            audit.check(connection)


def test_a_store_that_is_not_there_is_said(tmp_path, clock):
    with pytest.raises(Unavailable):
        unlock(tmp_path, PASSPHRASE, clock=clock)


def test_a_first_start_never_touches_a_store_that_is_there(home, clock):
    before = (home / "keys.json").read_bytes()
    with pytest.raises(Refused) as refused:
        agency.found(home, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    assert refused.value.field == "folder"
    assert (home / "keys.json").read_bytes() == before


def test_key_files_without_a_store_are_kept_aside_by_a_first_start(home, clock):
    (home / "keys.json.1").write_bytes(b"the one before")
    kept = []
    for _time in range(2):
        (home / "didar.db").unlink()
        kept.append((home / "keys.json").read_bytes())
        agency.found(home, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)[0].close()
    assert [(home / f"keys.json.unfinished{n}").read_bytes() for n in ("", "1")] == kept
    assert (home / "keys.json.1.unfinished").read_bytes() == b"the one before"
    assert not (home / "keys.json.1").exists()


def test_a_first_start_that_fails_leaves_nothing_in_the_way_of_the_next(tmp_path, clock, monkeypatch):
    def full(*_given, **_more):
        raise DBAPIError("CREATE", None, sqlcipher_error("SQLITE_FULL"))

    with monkeypatch.context() as patched:
        patched.setattr("db.migrate.upgrade", full)
        with pytest.raises(Unavailable, match="فضای دیسک"):
            agency.found(tmp_path, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    assert not (tmp_path / "keys.json").exists()
    agency.found(tmp_path, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)[0].close()
    unlock(tmp_path, PASSPHRASE, clock=clock).close()
    assert {path.name for path in tmp_path.iterdir()} == {"didar.db", "keys.json", "store.lock"}


def sqlcipher_error(name):
    error = Exception("full")
    error.sqlite_errorname = name
    return error


def test_two_first_starts_do_not_meet(tmp_path, clock):
    """The second would put its key file beside the first one's store."""
    lock = store_lock.whole(tmp_path)
    with pytest.raises(Unavailable):
        agency.found(tmp_path, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    assert not (tmp_path / "keys.json").exists()
    lock.release()
    office, _code = agency.found(tmp_path, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    with office, pytest.raises(Unavailable):
        store_lock.whole(tmp_path)


def test_a_folder_in_which_no_lock_can_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="file"):
        store_lock.share(tmp_path / "file")


def test_the_key_file_of_another_store_does_not_open_this_one(home, tmp_path, clock):
    other = tmp_path / "other"
    agency.found(other, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)[0].close()
    (home / "keys.json").write_bytes((other / "keys.json").read_bytes())
    with pytest.raises(Unavailable):
        unlock(home, PASSPHRASE, clock=clock)


def test_an_older_key_file_put_back_is_refused(home, clock):
    old = (home / "keys.json").read_bytes()
    with unlock(home, PASSPHRASE, clock=clock) as office:
        keys.change_passphrase(home, office.keys, "zahra", "گذرواژهٔ تازه و بلند", kdf=CHEAP)
    unlock(home, "گذرواژهٔ تازه و بلند", clock=clock).close()
    (home / "keys.json").write_bytes(old)
    with pytest.raises(Refused, match="کهنه"):
        unlock(home, PASSPHRASE, clock=clock)


def test_the_recovery_code_opens_the_store_but_not_the_signing_key(tmp_path, clock):
    folder = tmp_path / "new"
    office, code = agency.found(folder, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    first = own_signer(office).described()["fingerprint"]
    office.close()
    with recover(folder, code, "zahra", "گذرواژهٔ تازه و بلند", clock=clock, kdf=CHEAP) as office:
        assert agency.details(office).name == NAKHLESTAN.name
        assert own_signer(office).described()["fingerprint"] != first
    with pytest.raises(Refused):
        unlock(folder, PASSPHRASE, clock=clock)
    with unlock(folder, "گذرواژهٔ تازه و بلند", clock=clock) as office:
        assert own_signer(office).described()["fingerprint"] != first


def test_wrong_passphrases_make_growing_pauses(home, clock):
    for _try in range(3):
        with pytest.raises(Refused) as refused:
            unlock(home, "گذرواژهٔ نادرست بود", clock=clock)
        assert refused.value.field == "passphrase"
    with pytest.raises(Refused, match="صبر"):
        unlock(home, PASSPHRASE, clock=clock)
    clock.at += dt.timedelta(seconds=31)
    unlock(home, PASSPHRASE, clock=clock).close()


def test_a_look_that_fails_leaves_the_next_one_whole(office):
    with pytest.raises(DriverError), office.look() as connection:
        connection.execute("SELECT no_such_column FROM visitor")
    with office.look() as connection:
        assert connection.execute("SELECT count(*) FROM visitor").fetchone() == (0,)


def test_each_of_two_looks_at_once_sees_one_state_and_the_next_one_what_was_written_meanwhile(office):
    def people(connection) -> int:
        return connection.execute("SELECT count(*) FROM visitor").fetchone()[0]

    with office.look() as first:
        assert people(first) == 0
        make.registered(office)
        with office.look() as second:
            assert (people(first), people(second)) == (0, 1)
    with office.look() as again:
        assert people(again) == 1


def test_a_look_writes_nothing(office):
    with office.look() as connection:
        connection.execute("UPDATE agency SET name = 'دیگر'")
    assert agency.details(office).name == NAKHLESTAN.name
