"""Messages on their way, as the outbox writes them down before a carrier hears of them."""

import random

from sqlalchemy import select

from app.carriers import Outgoing
from app.domain.codes import MessageState, Purpose
from app.office import Office
from app.security.rights import Right
from db.models import Message, MessagePart

NUMBER = "09163004172"
LONG = (
    "متقاضی گرامی مریم کعبی\nبه موضوع شما با کد پیگیری ۴۸۲۷-۳۱۵۵ رسیدگی شد. برای آگاهی از نتیجه با شمارهٔ ۰۶۱۳۳۳۳۰۰۰۰ "
    "تماس بگیرید یا به دفتر دیدار مراجعه کنید.\nشهرداری نخلستان\nلغو۱۱"
)
"""In three parts."""
SHORT = "نتیجهٔ موضوع شما آماده است."


def sending(office: Office, text: str = LONG, number: str = NUMBER) -> Outgoing:
    """A message that was just recorded as being sent."""
    row = _recorded(office, text, number, MessageState.SENDING)
    return Outgoing(row["uid"], number, text)


def waiting(office: Office, text: str, number: str) -> int:
    """A message in the outbox, about no issue; its id."""
    return _recorded(office, text, number, MessageState.WAITING)["id"]


def _recorded(office: Office, text: str, number: str, state: MessageState) -> dict:
    with office.work("tests.queue", Right.FOLLOW_UP) as work:
        return work.insert(
            Message,
            purpose=Purpose.REGISTERED,
            number=number,
            text=text,
            parts=1,
            uid=random.Random().randrange(2**53),
            state=state,
            queued_at=office.now(),
            version=1,
        )


def message_id(office: Office, outgoing: Outgoing) -> int:
    with office.read() as session:
        return session.scalars(select(Message.id).where(Message.uid == outgoing.uid)).one()


def kept(office: Office, outgoing: Outgoing) -> list[tuple[str, int | None]]:
    """State and the modem's number of each part."""
    with office.read() as session:
        rows = session.execute(
            select(MessagePart.state, MessagePart.mr)
            .join(Message, Message.id == MessagePart.message_id)
            .where(Message.uid == outgoing.uid)
            .order_by(MessagePart.number)
        ).all()
    return [(state.value, mr) for state, mr in rows]
