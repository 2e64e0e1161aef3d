import datetime as dt
import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import IssueType, Kind, PresidedBy, Status, Way
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali
from app.register.rows import FIELD_CHECKS, KEYS, check, check_companions, check_issue, check_visitor
from app.register.source import open_register
from tests.app.register.registers import row
from tests.make import national_id

SAMPLES = Path(__file__).parents[4] / "shared" / "data"


def refusal(**given):
    """Field and reason of the first fault of a row that is otherwise right."""
    with pytest.raises(Refused) as refused:
        check(row(**given), 2)
    assert refused.value.reason
    return refused.value.field


def test_a_row_is_taken_into_stored_form_with_its_types():
    typed = row(
        kind="ديدار هفتگي",
        date="۱۴۰۵-۶-۲۲",
        arrived="٩:٣٠:٥٩",
        admitted="۱۰:۰۵",
        presided_by="رئيس",
        first_name="\u202bليلا ",
        last_name="  كريمي",
        father_name="",
        national_id="12345679",
        mobile="+98 916 300 4172",
        companions="۳",
        representing="روستای  ابوحمیظه",
        type="شكايت",
        description="=HYPERLINK(1)\r\nدوم",
        due="1405/07/05",
        status="رسیدگی شد",
        notified_by="پيامك",
        notified_on="1405.06.29",
        samad_code="۱۲۳",
    )
    found = check(typed, 7)
    assert {key: getattr(found, key) for key in KEYS} == {
        "kind": Kind.WEEKLY,
        "date": jalali(1405, 6, 22),
        "arrived": dt.time(9, 30),
        "admitted": dt.time(10, 5),
        "presided_by": PresidedBy.HEAD,
        "first_name": "لیلا",
        "last_name": "کریمی",
        "father_name": None,
        "national_id": "0012345679",
        "foreign_id": None,
        "no_id_reason": None,
        "mobile": "09163004172",
        "county": None,
        "address": None,
        "companions": 3,
        "representing": "روستای ابوحمیظه",
        "type": IssueType.COMPLAINT,
        "subject": "آسفالت معابر",
        "description": "=HYPERLINK(1)\nدوم",
        "ruling": None,
        "unit": None,
        "due": jalali(1405, 7, 5),
        "status": Status.RESOLVED,
        "outcome": None,
        "notified_by": Way.SMS,
        "notified_on": jalali(1405, 6, 29),
        "samad_code": "۱۲۳",
    }
    assert found.line == 7


REQUIRED = ("kind", "date", "arrived", "presided_by", "first_name", "last_name", "type", "subject", "status")


@pytest.mark.parametrize("key", REQUIRED)
@pytest.mark.parametrize("empty", ["", "  ", "\u200f\u00a0"])
def test_a_required_cell_may_not_be_empty(key, empty):
    assert refusal(**{key: empty}) == key
    without = row()
    del without[key]
    with pytest.raises(Refused) as refused:
        check(without, 2)
    assert refused.value.field == key


def test_only_what_is_required_is_required():
    bare = {key: row()[key] for key in (*REQUIRED, "national_id")}
    assert check(bare, 2).admitted is None
    assert check(bare, 2).companions == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "wish"}, "kind"),
        ({"presided_by": "رئیس‌جمهور"}, "presided_by"),
        ({"type": "wish"}, "type"),
        ({"status": "done"}, "status"),
        ({"status": "resolved", "notified_by": "fax", "notified_on": "1405/06/29"}, "notified_by"),
        ({"date": "1405/07/31"}, "date"),
        ({"date": "1404/12/30"}, "date"),
        ({"date": "1405/13/01"}, "date"),
        ({"date": "05/06/22"}, "date"),
        ({"date": "2026/09/13"}, "date"),
        ({"arrived": "24:00"}, "arrived"),
        ({"arrived": "9"}, "arrived"),
        ({"admitted": "10:60"}, "admitted"),
        ({"admitted": "09:29"}, "admitted"),
        ({"national_id": "1234567890"}, "national_id"),
        ({"national_id": "1111111111"}, "national_id"),
        ({"national_id": "1234567"}, "national_id"),
        ({"national_id": "00123456790"}, "national_id"),
        ({"national_id": "", "foreign_id": "12345678901"}, "foreign_id"),
        ({"foreign_id": "101234567897"}, "foreign_id"),
        ({"national_id": ""}, "national_id"),
        ({"mobile": "0916123"}, "mobile"),
        ({"mobile": "02112345678"}, "mobile"),
        ({"due": "1405/06/21"}, "due"),
        ({"due": "tomorrow"}, "due"),
        ({"companions": "-1"}, "companions"),
        ({"companions": "2.5"}, "companions"),
        ({"companions": "دو"}, "companions"),
        ({"companions": "²"}, "companions"),
        ({"status": "resolved", "notified_by": "sms", "notified_on": "1405/06/21"}, "notified_on"),
        ({"status": "resolved", "notified_by": "sms"}, "notified_on"),
        ({"status": "resolved", "notified_on": "1405/06/29"}, "notified_by"),
        ({"notified_by": "sms", "notified_on": "1405/06/29"}, "notified_by"),
    ],
)
def test_what_the_contract_refuses_is_refused_at_its_field(given, field):
    assert refusal(**given) == field


@pytest.mark.parametrize("key", KEYS)
def test_a_nul_and_more_than_32_kib_are_refused_in_any_cell(key):
    for bad in ("a\0b", "ی" * 16_385):
        with pytest.raises(Refused) as refused:
            check(row(status="resolved", notified_by="sms", notified_on="1405/06/29") | {key: bad}, 2)
        assert refused.value.field == key


@pytest.mark.parametrize(
    "given",
    [
        {"admitted": "09:30"},
        {"due": "1405/06/22"},
        {"status": "resolved", "notified_by": "call", "notified_on": "1405/06/22"},
        {"national_id": "", "foreign_id": "101234567897"},
        {"national_id": "", "no_id_reason": "شناسنامه ندارد"},
        {"no_id_reason": "کارت همراه نداشت"},
        {"companions": "0"},
        {"date": "1300/01/01"},
        {"date": "1499/12/29"},
        {"status": "باز"},
        {"presided_by": "معاون"},
        {"presided_by": "جانشین"},
        {"presided_by": "رئیس دستگاه"},
    ],
)
def test_what_lies_just_inside_the_rules_is_taken(given):
    assert check(row(**given), 2)


def test_the_first_fault_in_the_order_of_the_table_is_the_one_that_is_told():
    faults = {
        "kind": "x",
        "date": "x",
        "arrived": "x",
        "admitted": "x",
        "presided_by": "x",
        "first_name": "",
        "last_name": "",
        "father_name": "\0",
        "national_id": "x",
        "foreign_id": "x",
        "no_id_reason": "\0",
        "mobile": "x",
        "county": "\0",
        "address": "\0",
        "companions": "x",
        "representing": "\0",
        "type": "x",
        "subject": "",
        "description": "\0",
        "ruling": "\0",
        "unit": "\0",
        "due": "x",
        "status": "x",
        "outcome": "\0",
        "notified_by": "x",
        "notified_on": "x",
        "samad_code": "\0",
    }
    assert list(faults) == list(KEYS)
    good = row(status="resolved", notified_by="sms", notified_on="1405/06/29")
    for place, key in enumerate(KEYS):
        with pytest.raises(Refused) as refused:
            check(good | dict(list(faults.items())[place:]), 2)
        assert refused.value.field == key


def test_an_open_issue_with_half_a_notice_is_told_of_the_field_that_comes_first():
    assert refusal(status="open", notified_by="sms") == "notified_by"
    assert refusal(status="open", notified_on="1405/06/29") == "notified_by"


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=20)))
def test_a_row_is_taken_or_refused_with_one_of_its_fields_whatever_stands_in_it(typed):
    try:
        assert check(row() | typed, 2).line == 2
    except Refused as refused:
        assert refused.field in KEYS  # noqa: PT017


def test_the_form_is_checked_by_the_rules_of_the_register():
    for typed, field in (({"national_id": "1234567890"}, "national_id"), ({"first_name": " "}, "first_name")):
        with pytest.raises(Refused) as refused:
            check_visitor(row(**typed))
        assert refused.value.field == field
    assert check_visitor(row()).national_id == national_id(1)
    assert check_issue(row())["type"] is IssueType.REQUEST
    assert check_companions("") == 0
    for field, text in (("national_id", "1111111111"), ("mobile", "0916"), ("arrived", "25:10"), ("subject", "")):
        with pytest.raises(Refused) as refused:
            FIELD_CHECKS[field](text)
        assert refused.value.field == field


needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample registers are not beside the project")

REASONS = {
    "check digit": ("national_id", "درست نیست"),
    "same digits": ("national_id", "یکسان"),
    "no such day": ("date", "۳۰ روز"),
    "no such month": ("date", "۱ و ۱۲"),
    "not leap": ("date", "۲۹ روز"),
    "mobile": ("mobile", "۰۹"),
    "no name": ("last_name", "نام خانوادگی"),
    "time": ("arrived", "ساعت"),
    "type": ("type", "wish"),
    "notified before the visit": ("notified_on", "پیش از روز"),
    "NUL": ("first_name", "نویسه"),
}


@needs_samples
@pytest.mark.parametrize("name", ["clean", "dirty"])
def test_the_sample_registers_rows_are_refused_for_the_reasons_that_they_must(name):
    expected = json.loads((SAMPLES / f"register-{name}.expected.json").read_text(encoding="utf-8"))
    refused, counted = {}, []
    for raw in open_register(SAMPLES / f"register-{name}.csv").rows:
        try:
            found = check(raw.by_key, raw.line)
        except Refused as reason:
            refused[raw.line] = reason
        else:
            if found.kind is Kind.WEEKLY and found.presided_by is PresidedBy.HEAD:
                counted.append(found)
    assert sorted(refused) == expected["rejected_lines"]
    for line, why in expected["reasons"].items():
        field, words = REASONS[why]
        assert refused[int(line)].field == field
        assert words in refused[int(line)].reason
    twins = len(counted) - len({(each.national_id, each.date, each.arrived, each.subject) for each in counted})
    assert len(counted) - twins == expected["issues"]
    if not twins:
        assert Counter(each.type for each in counted) == +Counter(expected["by_type"])
        assert Counter(each.status for each in counted) == +Counter(expected["by_status"])


def test_five_thousand_rows_are_checked_in_a_second_s_time(undisturbed):
    rows = [
        row(number, first_name="ليلا", date="۱۴۰۵/۰۶/۲۲", address="خيابان نادري، پلاك ۱۷") for number in range(5_000)
    ]
    begun = time.process_time()
    for number, each in enumerate(rows, 2):
        check(each, number)
    assert time.process_time() - begun < 1.5
