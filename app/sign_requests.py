"""Who may prepare a report but not sign it asks the head: the request waits until the report is signed."""

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from app.setting_rows import _put, _value
from db.models import OfficeSetting, Report

_PREFIX = "sign_request:"


@dataclass(frozen=True)
class Request:
    """by: who prepared the report and asks; meaning: a digest of what it said then (app/report/ready.py)."""

    quarter: str
    by: str
    at: dt.datetime
    meaning: str


def ask(office: Office, quarter: Quarter) -> Request:
    """Ask for the signature of a quarter's report as the data stand now; a later asking takes the earlier one's place.

    Raises Refused for a quarter that is not over, when the totals do not add up, or when these data are signed.
    """
    from app.report import data, ready

    if not office.may(Right.PREPARE_REPORT):
        raise Refused(_("You have no access to this."))
    if office.today() <= quarter.last:
        raise Refused(_("This quarter is not over yet; the report will be a draft."))
    report, _figures = data.build(office, quarter, office.now().replace(microsecond=0))
    ready.check(report)
    asked = Request(str(quarter), office.user.name, office.now(), ready.meaning(report))
    with office.work("sign_requests.ask", Right.PREPARE_REPORT) as session:
        newest = select(Report.meaning).where(Report.quarter == asked.quarter).order_by(Report.id.desc()).limit(1)
        if ready.says_no_more(report, session.scalar(newest) or ""):
            raise Refused(_("The report is signed, and the data have not changed since."))
        _keep(session, office, asked)
    return asked


def take_back(office: Office, quarter: Quarter) -> None:
    """The request is withdrawn; without one nothing changes."""
    with office.work("sign_requests.take_back", Right.PREPARE_REPORT) as session:
        if _value(session, _PREFIX + str(quarter)) is not None:
            _put(session, office, _PREFIX + str(quarter), "{}")


def of_quarter(office: Office, quarter: Quarter) -> Request | None:
    """The request that waits for this quarter's signature."""
    return next((one for one in waiting(office) if one.quarter == str(quarter)), None)


def waiting(office: Office) -> tuple[Request, ...]:
    """All that wait, oldest first: asked, and neither taken back nor followed by a signature."""
    with office.read() as session:
        rows = session.scalars(select(OfficeSetting).where(OfficeSetting.key.startswith(_PREFIX, autoescape=True)))
        asked = [_request(row) for row in rows if row.value != "{}"]
        signed = dict(
            session.execute(select(Report.quarter, func.max(Report.signed_at)).group_by(Report.quarter)).all()
        )
    # a report bears whole seconds: one signed in the second of the asking answers it
    open_ = [one for one in asked if one.quarter not in signed or signed[one.quarter] < one.at.replace(microsecond=0)]
    return tuple(sorted(open_, key=lambda one: one.at))


def _request(row: OfficeSetting) -> Request:
    kept = json.loads(row.value)
    return Request(row.key.removeprefix(_PREFIX), kept["by"], dt.datetime.fromisoformat(kept["at"]), kept["meaning"])


def _keep(session: Session, office: Office, asked: Request) -> None:
    value = json.dumps(
        {"by": asked.by, "at": asked.at.isoformat(), "meaning": asked.meaning}, ensure_ascii=False, sort_keys=True
    )
    _put(session, office, _PREFIX + asked.quarter, value)
