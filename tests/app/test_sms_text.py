"""What stands in a message: proofread words, counted, and by default nothing of the matter itself."""

from dataclasses import replace

import pytest

from app import issues, office_settings, outbox, outcomes, sms_settings, sms_text
from app.documents import bidi
from app.domain import sms
from app.domain.codes import Purpose, Status
from app.domain.errors import Refused
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import persian_digits
from app.domain.texts import speak
from app.sms_settings import SmsSettings
from tests.make import issue, registered

ORDER = "\u200e"
"""Keeps a number in order; a receiver does not see it."""
SECRET = "چاه بی‌پروانهٔ همسایه"


@pytest.fixture
def own(office):
    office_settings.change(office, replace(office_settings.of(office), telephone="061-33224455"))
    return registered(office, issues=(issue(subject=SECRET, description="شرح پنهان"),)).issue_ids[0]


def decided(office, own, status, text="پیوست پروندهٔ همسایه", **more):
    outcomes.record(office, own, status, text, **more)
    return sms_text.compose(office, own, Purpose.RESULT)


def test_the_registered_text_is_the_proofread_one(office, own):
    assert sms_text.compose(office, own, Purpose.REGISTERED).splitlines()[:2] == [
        "متقاضی گرامی مریم کعبی",
        "مراجعهٔ شما در ۲۲ شهریور ثبت شد.",
    ]
    text = sms_text.compose(office, own, Purpose.REGISTERED)
    assert text.endswith("شهرداری نخلستان\nلغو۱۱")
    assert sms.measure(text).parts == 2


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.REJECTED, Status.REDIRECTED])
def test_a_result_says_its_own_sentence_and_nothing_of_the_matter(office, own, status):
    text = decided(office, own, status, where_to="اداره کل راه")
    for word in (SECRET, "همسایه", "پنهان", "آسفالت"):
        assert word not in text
    said = {
        Status.RESOLVED: "رسیدگی شد",
        Status.REJECTED: "در چارچوب ضوابط پذیرفته نشد. برای دریافت پاسخ مکتوب با ۰۶۱-۳۳۲۲۴۴۵۵ تماس بگیرید",
        Status.REDIRECTED: "در صلاحیت اداره کل راه است",
    }
    assert said[status] in text.replace(ORDER, "")
    assert sms.measure(text).parts <= 3


def on_the_phone(text: str) -> list[str]:
    """Each line's letters from left to right, as a phone that writes Persian from the right shows them."""
    lines = []
    for line in text.splitlines():
        levels = bidi.levels(line, 1)[1]
        kept = [(letter, level) for letter, level in zip(line, levels, strict=True) if level is not None]
        lines.append("".join(kept[place][0] for place in bidi.order([level for _letter, level in kept])))
    return lines


def test_the_receiver_reads_the_code_and_the_telephone_in_their_order(office, own):
    text = decided(office, own, Status.REJECTED)
    code = persian_digits(show_follow_up_code(issues.one(office, own).code))
    shown = "".join(on_the_phone(text))
    assert code in shown
    assert "۰۶۱-۳۳۲۲۴۴۵۵" in shown


@pytest.mark.parametrize("number", ["۰۶۱-۳۳۲۲۴۴۵۵", "0916-300-4172", "۰۹۱۶ ۳۰۰ ۴۱۷۲", "+98 61 3322 4455", "12-B"])
def test_words_typed_by_the_office_keep_their_numbers_in_order_too(office, own, number):
    sent = outbox.queue(office, own, Purpose.REGISTERED, f"با شمارهٔ {number} تماس بگیرید").text
    assert number in on_the_phone(sent)[0]


def test_who_is_sent_elsewhere_reads_nothing_of_the_matter_where_the_place_is_not_named(office, own):
    text = decided(office, own, Status.REDIRECTED, SECRET)
    assert SECRET not in text
    assert "در صلاحیت دستگاه دیگر است" in text


def test_of_what_only_the_head_may_know_not_even_where_it_belongs_is_told(office, own):
    hidden = registered(office, 2, issues=(issue(subject=SECRET, head_only=True),)).issue_ids[0]
    assert "دادگاه" not in decided(office, hidden, Status.REDIRECTED, "به دادگاه بروید", where_to="دادگاه خانواده")


def test_a_result_is_not_worded_before_there_is_one(office, own):
    with pytest.raises(Refused) as refused:
        sms_text.compose(office, own, Purpose.RESULT)
    assert refused.value.field == "status"


def test_a_message_is_persian_whatever_the_screen_speaks(office, own):
    before = sms_text.compose(office, own, Purpose.READY)
    speak("en")
    assert sms_text.compose(office, own, Purpose.READY) == before


def test_an_office_without_a_telephone_leaves_no_hole_in_the_sentence(office):
    own = registered(office).issue_ids[0]
    assert "برای آگاهی تماس بگیرید" in sms_text.compose(office, own, Purpose.READY)


def test_the_office_may_say_more_but_never_of_what_only_the_head_may_know(office, own):
    sms_settings.change(office, SmsSettings(says_more=True))
    assert SECRET in sms_text.compose(office, own, Purpose.REGISTERED)
    assert "پیوست پروندهٔ همسایه" in decided(office, own, Status.RESOLVED)
    hidden = registered(office, 2, issues=(issue(subject=SECRET, head_only=True),)).issue_ids[0]
    assert SECRET not in sms_text.compose(office, hidden, Purpose.REGISTERED)


def test_the_offices_own_text_is_used_and_the_stop_word_is_a_setting(office, own):
    own_text = "{name} گرامی، پاسخ موضوع {code} آماده است. {agency}"
    sms_settings.change(office, SmsSettings(texts={"ready": own_text}, stop_line=False))
    text = sms_text.compose(office, own, Purpose.READY)
    assert text.startswith("مریم کعبی گرامی، پاسخ موضوع ")
    assert text.endswith("آماده است. شهرداری نخلستان")


def test_an_own_text_that_tells_the_subject_gives_way_once_nothing_may_be_told(office, own):
    telling = "{name}، {subject} ثبت شد."
    sms_settings.change(office, SmsSettings(says_more=True, texts={"registered": telling}))
    assert SECRET in sms_text.compose(office, own, Purpose.REGISTERED)
    hidden = registered(office, 2, issues=(issue(subject=SECRET, head_only=True),)).issue_ids[0]
    assert "مراجعهٔ شما" in sms_text.compose(office, hidden, Purpose.REGISTERED)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (SmsSettings(opens=21, closes=8), "closes"),
        (SmsSettings(closes=25), "closes"),
        (SmsSettings(rate=0), "rate"),
        (SmsSettings(texts={"resolved": "{کد} رسیدگی شد"}), "resolved"),
        (SmsSettings(texts={"resolved": "{subject} رسیدگی شد"}), "resolved"),  # not while nothing may be told
        (SmsSettings(texts={"ready": "{other}"}, says_more=True), "ready"),
    ],
)
def test_settings_that_cannot_be_are_refused_at_their_field(office, wanted, field):
    with pytest.raises(Refused) as refused:
        sms_settings.change(office, wanted)
    assert refused.value.field == field
    assert sms_settings.of(office) == SmsSettings()


def test_didars_own_text_typed_again_is_not_kept_as_the_offices(office):
    words = sms_text.TEMPLATES["resolved"].text
    assert sms_settings.change(office, SmsSettings(texts={"resolved": words})).texts == {}
