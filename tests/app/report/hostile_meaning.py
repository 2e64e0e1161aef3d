"""Data that are right in form and contradict themselves: one file for each single check of rules 19, 20, 22 and 23."""

from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.domain.canonical import dumps
from tests.app.report import hostile
from tests.app.report.hostile import report, sealed
from tests.app.report.hostile_files import bad

Change = Callable[[dict[str, Any]], object]


def saying(change: Change) -> bytes:
    """The good data changed; the pages are those of the good ones, as these are looked at later."""
    said = report()
    change(said)
    return sealed(said, drawn=hostile.base())


def written(old: bytes, new: bytes) -> bytes:
    """The good data with other bytes, whatever they are."""
    data = dumps(report())
    assert old in data
    return sealed(data.replace(old, new, 1))


# form


@bad(19)
def data_that_are_not_utf_8() -> bytes:
    return written("شوش".encode(), "شوش".encode("cp1256"))


@bad(19)
def a_nul() -> bytes:
    return written(b'"layout":1', b'"layout":1\0')


@bad(19)
def a_lone_surrogate() -> bytes:
    return written(b'"province":"', b'"province":"\\ud800')


@bad(19)
def not_a_number() -> bytes:
    return written(b'"layout":1', b'"layout":NaN')


@bad(19)
def a_number_that_some_readers_round() -> bytes:
    return written(b'"layout":1', b'"layout":%d' % 2**53)


@bad(19)
def a_list_in_place_of_an_object() -> bytes:
    return sealed(b"[]")


@bad(19)
def nested_thirteen_deep() -> bytes:
    return written(b'"layout":1', b'"layout":' + b"[" * 12 + b"]" * 12)


@bad(19)
def a_string_without_end() -> bytes:
    return written(b'"province":"', b'"province":"' + b"x" * 20_001)


@bad(19)
def half_of_the_data() -> bytes:
    data = dumps(report())
    return sealed(data[: len(data) // 2])


@bad(20)
def keys_in_another_order() -> bytes:
    return written(b'"demo":false,"draft":false', b'"draft":false,"demo":false')


@bad(20)
def a_letter_written_as_an_escape() -> bytes:
    return written(b'"draft"', b'"\\u0064raft"')


@bad(20)
def a_control_character() -> bytes:
    return written(b'"province":"', b'"province":"\\u0001')


# meaning


def _with_visits(said: dict[str, Any]) -> dict[str, Any]:
    """The first meeting at which somebody was heard; one held less stands in the totals already."""
    said["totals"]["meetings_held"] -= 1
    return next(meeting for meeting in said["meetings"] if meeting["visits"])


@bad(22)
def visits_on_a_day_that_the_deputy_held() -> bytes:
    """All figures follow: only the rule itself is broken."""
    deputy = {"state": "held_by_deputy", "head_from": None, "head_to": None}
    return saying(lambda said: _with_visits(said).update(deputy))


@bad(22)
def visits_on_a_day_of_which_nothing_is_said() -> bytes:
    def change(said: dict[str, Any]) -> None:
        said["meetings"].remove(_with_visits(said))
        said["totals"]["meetings_scheduled"] -= 1

    return saying(change)


@bad(22)
def a_day_of_making_that_is_none() -> bytes:
    data = dumps(report()).replace(b"2026-09-24T07", b"2026-13-31T07")
    return sealed(data)


@bad(22)
def a_head_of_another_quarter() -> bytes:
    return saying(lambda said: said["agency"]["heads"][0].update({"from": "2026-06-21"}))


@bad(22)
def a_head_who_left_before_coming() -> bytes:
    return saying(lambda said: said["agency"]["heads"][0].update({"to": "2026-06-21"}))


@bad(22)
def a_day_given_twice() -> bytes:
    return saying(lambda said: said["meetings"].insert(0, said["meetings"][0]))


@bad(22)
def a_day_of_another_quarter() -> bytes:
    return saying(lambda said: said["meetings"][0].update(date="2026-06-21"))


@bad(22)
def a_presence_that_ends_before_it_begins() -> bytes:
    return saying(lambda said: said["meetings"][0].update(head_from="12:00", head_to="08:00"))


@bad(22)
def visits_in_another_order() -> bytes:
    return saying(lambda said: said["visits"].reverse())


@bad(22)
def admitted_before_arriving() -> bytes:
    return saying(lambda said: said["visits"][0].update(arrived="09:00", admitted="08:00"))


@bad(22)
def a_national_and_a_foreign_id() -> bytes:
    return saying(lambda said: said["visits"][0].update(foreign_id="123456789012"))


@bad(22)
def ten_equal_digits() -> bytes:
    return saying(lambda said: said["visits"][0].update(national_id="1111111111"))


@bad(22)
def a_notice_without_its_day() -> bytes:
    return saying(lambda said: said["visits"][0]["issues"][0].update(notified_by="sms", notified_on=None))


@bad(22)
def a_notice_before_its_visit() -> bytes:
    return saying(lambda said: said["visits"][0]["issues"][0].update(notified_by="sms", notified_on="2026-06-22"))


@bad(22)
def a_due_day_that_is_none() -> bytes:
    return saying(lambda said: said["visits"][0]["issues"][0].update(due="2026-09-31"))


@bad(22)
def words_that_are_the_heads_alone() -> bytes:
    return saying(lambda said: said["visits"][0]["issues"][0].update(head_only=True, subject="x"))


@bad(22)
def a_day_with_more_visits_than_there_are() -> bytes:
    return saying(lambda said: said["meetings"][0].update(visits=99))


@bad(22)
def more_days_planned_than_there_were() -> bytes:
    return saying(lambda said: said["totals"].update(meetings_scheduled=len(said["meetings"])))


@bad(22)
def fewer_days_planned_than_were_missed() -> bytes:
    return saying(lambda said: said["totals"].update(meetings_scheduled=1))


def _total(key: str) -> Callable[[], bytes]:
    def change(said: dict[str, Any]) -> None:
        place = said["totals"]
        *way, last = key.split(".")
        for step in way:
            place = place[step]
        place[last] += 1

    return lambda: saying(change)


for _key in ("meetings_held", "seen", "visitors", "issues", "by_type.thanks", "by_status.open", "notified"):
    _make = _total(_key)
    _make.__name__ = f"one_too_many_in_{_key}"
    _make.__module__ = __name__
    bad(22)(_make)


@bad(23)
def a_trail_behind_an_earlier_report() -> bytes:
    return saying(lambda said: said["audit"]["earlier"][0].update(seq=said["audit"]["seq"]))


@bad(23)
def a_trail_in_an_epoch_that_it_does_not_name() -> bytes:
    return saying(lambda said: said["audit"].update(epoch="0" * 16))


# the tree over the visits


@bad(23)
def a_visit_that_is_not_in_the_tree() -> bytes:
    return saying(lambda said: said["visits"][0].update(k="0" * 64))


@bad(23)
def a_tree_of_one_visit_more() -> bytes:
    return saying(lambda said: said["merkle"].update(n=said["merkle"]["n"] + 1))


@bad(23)
def two_visits_under_one_key() -> bytes:
    return saying(lambda said: said["visits"][0].update(k=said["visits"][1]["k"], salt=said["visits"][1]["salt"]))


@bad(22)
def an_announcement_after_the_quarter() -> bytes:
    return saying(lambda said: said["announcements"][-1].update(date="2027-01-01"))


@bad(22)
def hours_at_samad_that_end_before_they_begin() -> bytes:
    return saying(lambda said: said["samad"][0].update({"from": "12:00"}))


@bad(22)
def nobody_and_no_reason_for_it() -> bytes:
    return saying(lambda said: said["visits"][0].update(national_id=None, foreign_id=None, no_id_reason=None))


@bad(22)
def due_on_a_day_that_is_none() -> bytes:
    return saying(lambda said: said["visits"][0]["issues"][0].update(due="2026-06-31"))


@bad(22)
def a_head_who_is_not_among_its_heads() -> bytes:
    return saying(lambda said: said["agency"].update(head="دیگری"))


@bad(23)
def a_slip_key_that_is_none() -> bytes:
    return saying(lambda said: said.update(slip_keys=["0" * 182]))


@bad(23)
def the_signers_key_on_the_desk() -> bytes:
    spki = hostile.key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return saying(lambda said: said.update(slip_keys=[spki.hex()]))
