"""The second lane: a deputy or an expert takes some of those who wait. Such visits are never counted (c1)."""

from app.domain.codes import PresidedBy, QueueState
from app.domain.errors import Refused
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.meetings import _meeting_on
from app.office import Office
from app.office_settings import _settings
from app.queue import FOLLOWS, QueueRow, _changed, _row, _step, _today
from app.security.rights import Right
from app.turns import _still_waits


def names(office: Office) -> tuple[str, ...]:
    """Who may receive beside the head: the office's own list, then whoever else receives today."""
    with office.read() as session:
        today = (row.lane for row in _today(session, office) if row.lane is not None)
        return tuple(dict.fromkeys((*_settings(session).lanes, *today)))


def send(office: Office, visit_id: int, lane: str) -> QueueRow:
    """Who waits goes to this receiver, in a room of his own; number and arrival stay. It is not counted from now on.

    Raises Refused with the field "lane" without a name.
    """
    lane = normalise(lane)
    if not lane:
        raise Refused(_("Write who receives."), "lane")
    with office.work("lanes.send", Right.REGISTER) as session:
        visit = _still_waits(session, visit_id)
        before = _row(session, visit_id)
        visit.state, visit.called = QueueState.WAITING, None
        visit.lane, visit.presided_by = lane, PresidedBy.DEPUTY
        return _changed(session, before)


def take_back(office: Office, visit_id: int) -> QueueRow:
    """Back to the main queue, before he was received: he stands where he would have stood."""
    with office.work("lanes.take_back", Right.REGISTER) as session:
        visit = _still_waits(session, visit_id)
        if visit.lane is None:
            raise Refused(_("This one is in the main queue already."))
        before = _row(session, visit_id)
        visit.state, visit.called, visit.lane = QueueState.WAITING, None, None
        visit.presided_by = _meeting_on(session, office, visit.date).presided_by
        return _changed(session, before)


def go_on(office: Office) -> QueueRow:
    """The second lane's next step: who is inside comes out, else the one called goes in, else the next is called."""
    with office.work("lanes.go_on", Right.REGISTER) as session:
        rows = _today(session, office)
        who = next((row for row in rows if row.lane is not None and row.state in _GOES_ON), None)
        if who is None:
            raise Refused(_("Nobody is in the second lane. Choose who is to go there first."))
        return _step(session, office, who.visit_id, FOLLOWS[who.state])


_GOES_ON = (QueueState.IN_ROOM, QueueState.CALLED, QueueState.WAITING)
