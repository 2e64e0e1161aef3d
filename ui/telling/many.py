"""Ctrl+T on several rows, or on one that many people brought: each is told by SMS, at once and with the way back."""

from collections.abc import Sequence
from functools import partial

from app import telling_many
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.telling_many import Queued
from app.worklist import WorkRow
from ui.desk.issue_model import IssueModel

MOST_NAMED = 3


def tell_rows(model: IssueModel, rows: Sequence[WorkRow]) -> None:
    """Those for whom an SMS is the next way; who is left out is named."""
    office = model.office
    call = partial(telling_many.by_sms, office, [row.issue_id for row in rows])
    model.act(call, said_of, lambda done: partial(telling_many.take_back, office, done.messages))


def said_of(done: Queued) -> str:
    """How many wait to be sent, and who is to be told otherwise."""
    said = _("%(n)s SMS wait to be sent.") % {"n": persian_digits(len(done.messages))}
    if not done.left_out:
        return said
    named = [_("%(name)s (%(why)s)") % {"name": name, "why": why} for name, why in done.left_out[:MOST_NAMED]]
    left = _("%(n)s are to be told otherwise: %(names)s")
    words = {"n": persian_digits(len(done.left_out)), "names": _(", ").join(named)}
    return f"{said} {left % words}"
