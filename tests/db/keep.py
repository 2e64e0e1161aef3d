"""Write down what this release stores, as INSERTs, for all later ones to read: `python -m tests.db.keep`.

Run it when a revision is added (or the first one is made anew): it writes tests/db/kept/REVISION.sql.
"""

import datetime as dt
import tempfile
from pathlib import Path

from app import drafts, notices, outcomes, queue, rulings
from app.agency import found
from app.demo import CHEAP
from app.domain.codes import (
    About,
    AnswerKind,
    CarrierKind,
    KeyState,
    Level,
    MessageState,
    Purpose,
    Status,
    Way,
)
from app.domain.persian.calendar import TEHRAN
from app.office import Office
from app.security.rights import Right
from db.engine import SCHEMA
from db.models import (
    Amendment,
    Announcement,
    Answer,
    Attachment,
    AttachmentContent,
    Base,
    Booking,
    Carrier,
    Contentment,
    DueMove,
    Emblem,
    FailedPrint,
    Holiday,
    Letter,
    Message,
    MessagePart,
    OfficeSetting,
    Pause,
    PhoneCall,
    Phrase,
    Reach,
    Receipt,
    Received,
    Reminder,
    Report,
    SamadHours,
    SenderKey,
    Sending,
    SignedFile,
    SlipKey,
    Subject,
    Unit,
    Unreached,
)
from tests.conftest import MEETING_DAY, NAKHLESTAN, PASSPHRASE
from tests.make import registered

KEPT = Path(__file__).parent / "kept"


def main() -> None:
    at = dt.datetime.combine(MEETING_DAY, dt.time(9, 42), TEHRAN)
    with tempfile.TemporaryDirectory() as folder:
        office, _code = found(Path(folder), NAKHLESTAN, PASSPHRASE, clock=lambda: at, kdf=CHEAP)
        with office:
            write_rows(office)
            KEPT.mkdir(exist_ok=True)
            (KEPT / f"{SCHEMA}.sql").write_text(dumped(office), "utf-8")


def write_rows(office: Office) -> None:
    """One row at least in every table."""
    row = registered(office, 1)
    queue.admit(office, row.visit_id)
    rulings.give(office, row.issue_ids[0], "بررسی شود", unit="فنی و عمرانی", due=MEETING_DAY)
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "انجام شد")
    notices.record(office, row.issue_ids[0], Way.SMS, MEETING_DAY)
    drafts.keep(office, "desk", {"first_name": "مریم"})
    with office.work("test.keep", Right.SIGN_REPORT) as session:
        session.add_all(
            [
                Subject(agency_id=1, parent_id=None, name="عمران"),
                Unit(agency_id=1, name="فنی و عمرانی", position=1),
                Phrase(agency_id=1, text="بررسی شود", position=1),
                Report(
                    agency_id=1,
                    quarter="1405-1",
                    amendment=0,
                    digest="0" * 64,
                    meaning="1" * 64,
                    signed_at=office.now(),
                    file="didar-102168-1405-1.pdf",
                ),
                Booking(
                    agency_id=1,
                    date=MEETING_DAY,
                    hour=dt.time(9, 30),
                    first_name="نرگس",
                    last_name="شریفی",
                    subject="عوارض نوسازی",
                    booked_at=office.now(),
                ),
                Amendment(
                    agency_id=1,
                    meeting_id=1,
                    visit_id=row.visit_id,
                    act="visits.correct",
                    reason="نام درست نبود",
                    made_at=office.now(),
                    made_by=1,
                ),
                Attachment(
                    id=1,
                    agency_id=1,
                    issue_id=row.issue_ids[0],
                    name="petition.png",
                    media_type="image/png",
                    size=3,
                    digest="2" * 64,
                    added_at=office.now(),
                ),
                OfficeSetting(agency_id=1, key="capacity", value="40"),
                Announcement(agency_id=1, about=About.MEETINGS, date=MEETING_DAY, medium="تارنمای شهرداری"),
                SamadHours(agency_id=1, date=MEETING_DAY, opens=dt.time(9), closes=dt.time(10), calls=12),
                SlipKey(agency_id=1, sealed=b"sealed", public=b"public", made_at=office.now()),
                SenderKey(
                    agency_id=1,
                    code="102169",
                    fingerprint="3" * 64,
                    certificate=b"der",
                    name="فرمانداری شوش",
                    state=KeyState.SEEN,
                    seen_at=office.now(),
                ),
                Received(
                    agency_id=1,
                    code="102169",
                    quarter="1405-1",
                    amendment=0,
                    digest="4" * 64,
                    data_digest="5" * 64,
                    fingerprint="3" * 64,
                    epoch="6" * 16,
                    seq=7,
                    head="8" * 64,
                    received_at=office.now(),
                ),
                FailedPrint(visit_id=row.visit_id, paper="slip", reason="out of paper", failed_at=office.now()),
                Holiday(agency_id=1, date=MEETING_DAY, name="تاسوعا"),
                Carrier(agency_id=1, kind=CarrierKind.MAGFA, login="user/domain", line="3000", secret="key"),
                *_followed_up(office, row.issue_ids[0], row.visitor_id),
            ]
        )
        session.flush()
        session.add(Sending(message_id=1, tries=1, next_at=office.now(), said="timeout"))
        session.add(MessagePart(message_id=1, number=1, reference=42, state=MessageState.SENT, mr=11))
        session.add(AttachmentContent(attachment_id=1, content=b"png"))
        session.add(Emblem(digest="a" * 64, content=b"png"))
        session.add(SignedFile(report_id=1, content=b"%PDF"))
        session.add(
            Receipt(
                agency_id=1,
                report_id=1,
                body=b"{}",
                fingerprint="9" * 64,
                received_at=office.now(),
                filed_at=office.now(),
            )
        )


def _followed_up(office: Office, issue_id: int, visitor_id: int) -> list[Base]:
    """What becomes of an issue after it was referred."""
    at = office.now()
    return [
        Answer(agency_id=1, referral_id=1, kind=AnswerKind.PARTIAL, text="بازدید شد", date=MEETING_DAY, recorded_at=at),
        Reminder(agency_id=1, referral_id=1, level=Level.UNIT, how="نامه", reminded_at=at),
        DueMove(agency_id=1, referral_id=1, before=MEETING_DAY, after=None, reason="نبود اعتبار", moved_at=at),
        Pause(agency_id=1, issue_id=issue_id, papers="رونوشت سند", since=MEETING_DAY, asked_at=at),
        Contentment(agency_id=1, issue_id=issue_id, content=False, reason="دیر شد", asked_at=at),
        Reach(agency_id=1, visitor_id=visitor_id, mobile="09160000001", mobile_of="پسر", postal_code="6135712345"),
        PhoneCall(agency_id=1, issue_id=issue_id, incoming=False, called_at=at, answered=True, told=False),
        Unreached(agency_id=1, issue_id=issue_id, outcome_id=1, evidence="سه تماس بی‌پاسخ", said_at=at),
        Letter(agency_id=1, issue_id=issue_id, purpose=Purpose.RESULT, body="انجام شد.", made_at=at),
        Message(
            agency_id=1,
            issue_id=issue_id,
            purpose=Purpose.RESULT,
            number="09160000001",
            text="رسیدگی شد.",
            parts=1,
            uid=1,
            state=MessageState.SENT,
            carrier=CarrierKind.MODEM,
            queued_at=at,
        ),
    ]


def dumped(office: Office) -> str:
    lines = []
    with office.connection() as connection:
        for table in Base.metadata.sorted_tables:
            names = [f'"{column.name}"' for column in table.columns]
            quoted = " || ', ' || ".join(f"quote({name})" for name in names)
            rows = connection.exec_driver_sql(f'SELECT {quoted} FROM "{table.name}"').scalars()
            head = f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES'
            lines += [f"{head} ({row});\n" for row in rows]
    return "".join(lines)


if __name__ == "__main__":
    main()
