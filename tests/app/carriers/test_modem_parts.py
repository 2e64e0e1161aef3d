"""Parts of a message: what is out never goes again, what is in doubt waits for a person or a report."""

import datetime as dt

import pytest

from app.domain.codes import MessageState
from app.domain.errors import Unavailable
from app.modem_parts import Parts, _rows, _undecided
from tests.app.carriers.desk import ABROAD, on_both
from tests.app.carriers.messages import LONG, SHORT, kept, message_id, sending
from tests.conftest import Clock


def test_where_the_store_could_not_note_that_a_part_is_out_it_does_not_go_again(desk, monkeypatch):
    def full(*_arguments):
        raise Unavailable("فضای دیسک کافی نیست.")

    with monkeypatch.context() as patch:
        patch.setattr(Parts, "out", full)
        with pytest.raises(Unavailable):
            desk.send(LONG)
    assert desk.modem.send(desk.outgoing).state is MessageState.UNKNOWN
    assert [part.index for part in desk.stick.accepted] == [1]


def test_where_the_store_could_not_note_that_a_part_goes_it_does_not_go(desk, monkeypatch):
    def full(*_arguments):
        raise Unavailable("فضای دیسک کافی نیست.")

    with monkeypatch.context() as patch:
        patch.setattr(Parts, "going", full)
        with pytest.raises(Unavailable):
            desk.send(LONG)
    assert desk.stick.accepted == []
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert desk.stick.read_by(ABROAD) == [LONG]


@pytest.mark.parametrize("out", [1, 2])
def test_after_a_power_cut_between_two_parts_only_the_others_go(desk, out):
    desk.stick.acts = ["ok"] * (out - 1) + ["gone"]
    with pytest.raises(Unavailable):
        desk.send(LONG)
    assert [state for state, _mr in desk.parts] == ["sent"] * out + ["waiting"] * (3 - out)
    desk.replug()
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert [part.index for part in desk.stick.accepted] == [1, 2, 3]
    assert desk.stick.read_by(ABROAD) == [LONG]


@on_both
@pytest.mark.parametrize("act", ["cut taken", "cut lost"])
def test_sent_again_the_missing_parts_join_what_the_phone_has(desk, act):
    desk.stick.acts = ["ok", act]
    answer = desk.send(LONG)
    assert answer.words == "معلوم نیست بخش ۲ از ۳ ارسال شده باشد؛ بخش‌های پیش از آن ارسال شده است."
    assert desk.decide(sent=False) is MessageState.WAITING
    desk.replug()
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert desk.stick.read_by(ABROAD) == [LONG]
    assert [part.index for part in desk.stick.accepted].count(1) == 1
    assert len({part.reference for part in desk.stick.accepted}) == 1


def test_said_to_be_sent_the_parts_that_never_went_still_go(desk):
    desk.stick.acts = ["ok", "cut taken"]
    desk.send(LONG)
    assert desk.decide(sent=True) is MessageState.WAITING
    desk.replug()
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert [part.index for part in desk.stick.accepted] == [1, 2, 3]


def test_said_to_be_sent_the_last_part_is(desk):
    desk.stick.acts = ["ok", "ok", "cut taken"]
    desk.send(LONG)
    assert desk.decide(sent=True) is MessageState.SENT
    assert desk.modem.ask(desk.outgoing.uid, None).state is MessageState.SENT


@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("hours", [1, 25])
def test_a_decision_that_is_taken_back_leaves_the_doubt_as_it_was(desk, clock: Clock, sent, hours):
    desk.stick.acts = ["ok", "cut lost"]
    desk.send(LONG)
    before = whole(desk)
    clock.at += dt.timedelta(hours=hours)
    desk.decide(sent=sent)
    with desk.office.note() as session:
        _undecided(session, message_id(desk.office, desk.outgoing))
    assert whole(desk) == before


def whole(desk) -> list[tuple]:
    with desk.office.read() as session:
        return [
            (row.number, row.reference, row.state, row.mr, row.sent_at)
            for row in _rows(session, message_id(desk.office, desk.outgoing))
        ]


def test_after_a_day_all_of_it_goes_anew_under_another_reference(desk, clock: Clock):
    desk.stick.acts = ["ok", "cut lost"]
    desk.send(LONG)
    clock.at += dt.timedelta(days=1, minutes=1)
    desk.decide(sent=False)
    desk.replug()
    desk.modem.send(desk.outgoing)
    assert [part.index for part in desk.stick.accepted] == [1, 1, 2, 3]
    assert len({part.reference for part in desk.stick.accepted}) == 2
    assert desk.stick.read_by(ABROAD) == [LONG]


@on_both
def test_a_report_ends_a_doubt_without_a_person(desk):
    desk.stick.acts = ["cut taken"]
    desk.send(SHORT)
    desk.replug()
    desk.hear(0.3)
    desk.stick.report(ABROAD, desk.stick.accepted[0].mr)
    assert desk.hear() == [desk.outgoing.uid]
    assert desk.modem.ask(desk.outgoing.uid, None).state is MessageState.DELIVERED


def test_a_report_that_may_be_of_either_of_two_ends_no_doubt(desk):
    doubtful = []
    for _ in range(2):
        desk.stick.acts = ["cut taken"]
        desk.send(SHORT)
        doubtful.append(desk.outgoing)
        desk.replug()
        desk.hear(0.3)
    desk.stick.report(ABROAD, desk.stick.accepted[0].mr)
    assert desk.hear(0.5) == []
    assert [kept(desk.office, outgoing) for outgoing in doubtful] == [[("sending", None)]] * 2


def test_a_message_that_never_began_is_certainly_not_out(desk):
    assert desk.modem.ask(sending(desk.office).uid, None).state is MessageState.WAITING
