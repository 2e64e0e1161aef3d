"""Letters that were handed over, put aside and back, or have no address; none is written twice."""

import datetime as dt
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from app import (
    handing_over,
    issues,
    letter_drafts,
    letter_list,
    letters,
    mailing,
    office_settings,
    outcomes,
    referrals,
    telling,
    timeline,
    units,
    words,
)
from app.domain.codes import Purpose, Role, Status, Way
from app.domain.errors import Refused
from app.domain.persian.text import plain
from app.letter_list import Step
from app.security.rights import Right
from app.units import UnitParticulars
from app.unlock import unlock
from app.words import Words
from db.models import Letter
from tests import make
from tests.app.documents.readers import poppler
from tests.app.test_letters import POSTED, SECRET, decided, one_letter, referred, said, sign_in
from tests.conftest import MEETING_DAY, PASSPHRASE

HOMELESS = {"address": ""}


# handed over in person ------------------------------------------------------------------------------------------------


def test_a_result_handed_over_to_somebody_named_is_told_by_letter_and_is_undone(office):
    """Circular, c6 to c8: SMS, letter or call; the hand in place of the post."""
    issue_id = decided(office, particulars=HOMELESS)
    letter_id, _words = one_letter(office, issue_id)
    letters.number(office, letter_id, "1405/112", MEETING_DAY)
    assert handing_over.handed_over(office, letter_id, MEETING_DAY, " مریم كعبي ").told
    row = issues.one(office, issue_id)
    assert (row.told_by, row.told_on) == (Way.LETTER, MEETING_DAY)
    (sent,) = letter_list.rows(office, Step.SENT)
    assert (sent.handed_to, sent.posted_on, sent.registered) == ("مریم کعبی", MEETING_DAY, "")
    assert "تحویل حضوری به مریم کعبی در ۲۲ شهریور" in repr(timeline.of_issue(office, issue_id))
    assert "نامه حضوری به مریم کعبی تحویل شد" in repr(telling.ways(office, issue_id))
    pdf = letters.pdf(office, [letter_id])
    letters.take_back_posted(office, letter_id)
    assert issues.one(office, issue_id).told_by is None
    (waits,) = letter_list.rows(office, Step.POST)
    assert (waits.handed_to, waits.posted_on) == ("", None)
    assert letters.pdf(office, [letter_id]) == pdf


def test_it_is_handed_over_once_on_a_day_that_has_come_to_somebody_with_a_name(office):
    letter_id, _words = one_letter(office, decided(office))
    for on, name, field in (
        (MEETING_DAY, " ", "handed_to"),
        (MEETING_DAY, "RR473124829IR", "handed_to"),  # a scanner in the wrong field
        (MEETING_DAY, "۱۱۰۰۳۰۰", "handed_to"),
        (MEETING_DAY + dt.timedelta(1), "مریم کعبی", "posted_on"),
        (MEETING_DAY - dt.timedelta(1), "مریم کعبی", "posted_on"),
    ):
        with pytest.raises(Refused) as refused:
            handing_over.handed_over(office, letter_id, on, name)
        assert refused.value.field == field
    handing_over.handed_over(office, letter_id, MEETING_DAY, "برادر او، جاسم کعبی")
    for again in (
        lambda: handing_over.handed_over(office, letter_id, MEETING_DAY, "مریم کعبی"),
        lambda: letters.posted(office, letter_id, MEETING_DAY, POSTED),
        lambda: letters.take_back(office, [letter_id]),
    ):
        with pytest.raises(Refused, match="فرستاده شده است"):
            again()


def test_an_interim_word_handed_over_is_no_notice(office):
    issue_id = make.registered(office).issue_ids[0]
    letter_id, _words = one_letter(office, issue_id, Purpose.INTERIM)
    assert not handing_over.handed_over(office, letter_id, MEETING_DAY, "مریم کعبی").told
    assert issues.one(office, issue_id).told_by is None


def test_another_agency_takes_its_letter_by_hand_with_all_matters_on_it(office):
    (unit,) = [one for one in units.of_office(office) if one.name == "فنی و عمرانی"]
    units.describe(office, unit.id, UnitParticulars(outside=True))
    matters = [referred(office, 1), referred(office, 2)]
    (letter_id,) = letters.make(office, matters, Purpose.COVERING).ids
    letters.number(office, letter_id, "1405/112", MEETING_DAY)
    (row,) = letter_list.rows(office, Step.POST)
    assert not row.addressed
    handing_over.handed_over(office, letter_id, MEETING_DAY, "دبیرخانه")
    for issue_id in matters:
        assert "تحویل حضوری به دبیرخانه" in repr(timeline.of_issue(office, issue_id))
    letters.take_back_posted(office, letter_id)
    assert "تحویل حضوری" not in repr(timeline.of_issue(office, matters[1]))


def test_a_letter_to_another_agency_that_was_renamed_stays_to_be_posted_when_its_matter_is_decided(office):
    (unit,) = [one for one in units.of_office(office) if one.name == "فنی و عمرانی"]
    units.describe(office, unit.id, UnitParticulars(outside=True))
    over, taken_place = referred(office, 1), referred(office, 2)
    for issue_id in (over, taken_place):
        (letter_id,) = letters.make(office, [issue_id], Purpose.COVERING).ids
        letters.number(office, letter_id, "1405/112", MEETING_DAY)
    outcomes.record(office, over, Status.RESOLVED)
    (before,) = referrals.of_issue(office, taken_place)
    referrals.refer_again(office, before.id, "درآمد")
    words.change(office, Words.UNITS, unit.id, "معاونت فنی")
    assert [row.issue_id for row in letter_list.rows(office, Step.POST)] == [over, taken_place]
    assert letter_list.rows(office, Step.SENT) == []


def test_a_letter_that_the_post_brought_back_tells_nothing_and_another_way_is_due(office):
    issue_id = decided(office, particulars={"mobile": ""})
    letter_id, _words = one_letter(office, issue_id)
    letters.number(office, letter_id, "1405/112", MEETING_DAY)
    with pytest.raises(Refused, match="پست"):
        letters.came_back(office, letter_id)
    letters.posted(office, letter_id, MEETING_DAY, POSTED)
    pdf = letters.pdf(office, [letter_id])
    letters.came_back(office, letter_id)
    assert issues.one(office, issue_id).told_by is None
    stands = telling.ways(office, issue_id)
    assert (stands.next, stands.exhausted) == (None, True)
    assert "برگشت خورد" in stands.tries[0].said
    assert "برگشت خورد" in repr(timeline.of_issue(office, issue_id))
    assert letter_list.rows(office, Step.SENT)[0].came_back == MEETING_DAY
    assert letters.pdf(office, [letter_id]) == pdf
    with pytest.raises(Refused, match="برگشت"):
        letters.take_back_posted(office, letter_id)  # its undo would say that it told the result
    letters.take_back(office, letters.make(office, [issue_id], Purpose.RESULT).ids)  # to another address
    assert letters.take_back_came_back(office, letter_id).told
    assert issues.one(office, issue_id).told_on == MEETING_DAY


# what has no address stands on no paper for the post ------------------------------------------------------------------


def test_the_post_gets_what_has_an_address_and_it_is_said_what_was_left_out(office):
    with_one, without = decided(office, 1), decided(office, 2, particulars={**HOMELESS, "last_name": "شریفی"})
    ids = letters.make(office, [with_one, without], Purpose.RESULT).ids
    for paper in (mailing.labels(office, ids), mailing.post_list(office, ids)):
        assert [one.name for one in paper.left_out] == ["مریم شریفی"]
        assert paper.count == 1
        assert "شریفی" not in said(paper.pdf)
        assert "تحویل حضوری" not in said(paper.pdf)
    assert "جمع: ۱ نامه" in said(mailing.post_list(office, ids).pdf)
    for paper in (mailing.labels, mailing.post_list):
        with pytest.raises(Refused, match="تحویل حضوری"):
            paper(office, ids[1:])


def test_which_unit_hears_of_a_confidential_matter_is_not_said_by_what_is_left_out(office):
    issue_id = referred(office, issues=(make.issue(subject="موضوع محرمانه", description=SECRET, head_only=True),))
    ids = [
        *letters.make(office, [issue_id], Purpose.COVERING).ids,
        *letters.make(office, [decided(office, 2)], Purpose.RESULT).ids,
    ]
    sign_in(office, Role.SECRETARY)
    assert "فنی" not in repr(mailing.post_list(office, ids).left_out)


def test_numbers_on_the_list_for_the_post_office_are_persian_and_keep_their_order(office, tmp_path):
    (letter_id,) = letters.make(office, [decided(office)], Purpose.RESULT).ids
    letters.number(office, letter_id, "1405 / 112", MEETING_DAY)
    letters.posted(office, letter_id, MEETING_DAY, POSTED)
    paper = " ".join(poppler(mailing.post_list(office, [letter_id]).pdf, tmp_path))
    assert "RR۴۷۳۱۲۴۸۲۹IR" in paper
    assert "۱۴۰۵ / ۱۱۲" in paper
    assert not set("0123456789") & set(paper)


def test_on_paper_digits_are_persian_however_they_were_typed_but_not_among_latin_words(office):
    """Also those of an address, of the outcome's words and of the office's own foot."""
    settings = office_settings.of(office)
    office_settings.change(office, replace(settings, sender_address="اهواز، پلاک 9"))
    _id, words = one_letter(
        office, decided(office, text="ردیف 12/450 در بند 10 است", particulars={"address": "پلاک 17"})
    )
    assert "پلاک ۱۷" in words
    assert "ردیف ۱۲/۴۵۰ در بند ۱۰ است." in words
    assert "اهواز، پلاک ۹" in words
    _id, words = one_letter(office, decided(office, 2, particulars={"address": "No. 12, Golestan St. 45 / Flat 3"}))
    for part in ("12", "Golestan", "45", "Flat"):  # their order is for the eye: pdfium turns it
        assert part in words


def test_latin_words_of_an_applicant_keep_their_brackets_within_the_letters_own(office, tmp_path):
    """A letter that an older release made in the same words, without marks of order, is the same letter."""
    made = letters.make(office, [decided(office, issues=(make.issue(subject="(B/12"),))], Purpose.RESULT)
    assert "(B/12" in " ".join(poppler(made.pdf, tmp_path))
    foreign = decided(office, 3, particulars={"first_name": "John", "last_name": "(Smith"})
    letters.make(office, [foreign], Purpose.RESULT)
    assert letter_list.rows(office, Step.NUMBER)[-1].name == "John (Smith"
    open_ = make.registered(office, 2, issues=(make.issue(subject="(B/12"),)).issue_ids[0]
    letter_id, _words = one_letter(office, open_, Purpose.INTERIM)
    with office.work("test.older", Right.FOLLOW_UP) as work:
        row = work.get_one(Letter, letter_id)
        row.body = plain(row.body)
    with pytest.raises(Refused, match="همین نامه"):
        letters.make(office, [open_], Purpose.INTERIM)


def test_a_number_that_another_letter_has_is_taken_with_a_warning(office):
    """A slip of the finger as a rule; a registry may number one text to many once."""
    first, second = (one_letter(office, decided(office, number))[0] for number in (1, 2))
    assert letters.number(office, first, "1405/112", MEETING_DAY).warning is None
    assert letters.number(office, first, "1405/112", MEETING_DAY).warning is None
    assert "شماره" in letters.number(office, second, "1405/112", MEETING_DAY).warning


# put aside and back ---------------------------------------------------------------------------------------------------


def test_a_letter_that_was_put_aside_is_put_back_as_it_stood_with_its_number(office):
    issue_ids = [referred(office, 1), referred(office, 2)]
    (letter_id,) = letters.make(office, issue_ids, Purpose.COVERING).ids
    letters.number(office, letter_id, "1405/112", MEETING_DAY)
    pdf = letters.pdf(office, [letter_id])
    letters.take_back(office, [letter_id])
    with pytest.raises(Refused):
        letters.pdf(office, [letter_id])
    letters.put_back(office, [letter_id])
    assert letters.pdf(office, [letter_id]) == pdf
    assert [referrals.of_issue(office, one)[0].letter_number for one in issue_ids] == ["1405/112"] * 2
    with pytest.raises(Refused):
        letters.put_back(office, [letter_id])


def test_it_is_not_put_back_where_another_was_written_in_its_place(office):
    issue_id = decided(office)
    first, _words = one_letter(office, issue_id)
    letters.take_back(office, [first])
    one_letter(office, issue_id)
    with pytest.raises(Refused, match="نامهٔ دیگری"):
        letters.put_back(office, [first])


# none is written twice ------------------------------------------------------------------------------------------------


def test_the_same_words_are_not_written_to_the_same_person_twice(office):
    """Whoever presses again, or begins anew after the power went, prints the one that is there."""
    issue_id = make.registered(office).issue_ids[0]
    letter_id, _words = one_letter(office, issue_id, Purpose.INTERIM)
    with pytest.raises(Refused, match="همین نامه"):
        letters.make(office, [issue_id], Purpose.INTERIM)
    letters.pdf(office, [letter_id])
    assert len(letter_list.rows(office, Step.NUMBER)) == 1
    letters.take_back(office, [letter_id])
    assert letters.make(office, [issue_id], Purpose.INTERIM).ids


KILLED = """
import os, signal, sys
from pathlib import Path
from app import letters
from app.domain.codes import Purpose
from app.unlock import unlock

home, passphrase, when, ids = sys.argv[1], sys.argv[2], sys.argv[3], [int(one) for one in sys.argv[4].split(",")]
office = unlock(Path(home), passphrase)

def die(done=0, of=0):
    if when == "drawing" and done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

letters.make(office, ids, Purpose.RESULT, progress=die)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(("when", "kept"), [("drawing", 0), ("made", 4)])
def test_killed_while_many_are_made_there_are_all_of_them_or_none(office, home: Path, clock, when: str, kept: int):
    """Before they are kept: none is there, and they are made anew. After it: each is there once, to be printed."""
    ids = [decided(office, number) for number in range(1, 5)]
    office.close()
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(home), PASSPHRASE, when, ",".join(map(str, ids))],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    again = unlock(home, PASSPHRASE, clock=clock)
    try:
        there = [row.id for row in letter_list.rows(again, Step.NUMBER)]
        assert len(there) == kept
        if there:
            assert said(letters.pdf(again, there)).count("متقاضی گرامی") == 4
            with pytest.raises(Refused):
                letters.make(again, ids, Purpose.RESULT)
        else:
            assert len(letters.make(again, ids, Purpose.RESULT).ids) == 4
    finally:
        again.close()


# another desk at the same time ----------------------------------------------------------------------------------------


def making_while(office, home: Path, clock, ids, act):
    """The letters of the results; another desk acts once, while the first one is drawn."""
    acts = [act]

    def meanwhile(done: int, _of: int) -> None:
        if done == 1 and acts:
            with unlock(home, PASSPHRASE, clock=clock) as other:
                acts.pop()(other)

    return letters.make(office, ids, Purpose.RESULT, progress=meanwhile)


def test_two_desks_that_press_at_the_same_time_write_one_letter_for_each(office, home: Path, clock):
    first, second = decided(office, 1), decided(office, 2, particulars={"last_name": "شریفی"})
    made = making_while(office, home, clock, [first, second], lambda o: letters.make(o, [first], Purpose.RESULT))
    assert [(one.name, one.why) for one in made.left_out] == [("مریم کعبی", "نامهٔ این نتیجه پیش‌تر تهیه شده است.")]
    assert "مریم کعبی" not in said(made.pdf)
    assert "مریم شریفی" in said(made.pdf)
    assert sorted(row.issue_id for row in letter_list.rows(office, Step.NUMBER)) == [first, second]


def test_whose_letter_the_other_desk_writes_meanwhile_gets_no_second_one(office, home: Path, clock):
    issue_id = decided(office)
    with pytest.raises(Refused):
        making_while(office, home, clock, [issue_id], lambda o: letters.make(o, [issue_id], Purpose.RESULT))
    assert len(letter_list.rows(office, Step.NUMBER)) == 1


def test_a_result_that_is_taken_back_while_its_letter_is_drawn_has_none(office, home: Path, clock):
    first, second = decided(office, 1), decided(office, 2)
    made = making_while(office, home, clock, [first, second], lambda o: outcomes.take_back(o, first))
    assert [(one.issue_id, one.why) for one in made.left_out] == [
        (first, "ابتدا نتیجه را ثبت کنید، سپس آن را اطلاع دهید.")
    ]
    assert [row.issue_id for row in letter_list.rows(office, Step.NUMBER)] == [second]


def test_a_result_that_gets_other_words_while_its_letter_is_drawn_is_told_in_these(office, home: Path, clock):
    issue_id = decided(office)
    made = making_while(
        office, home, clock, [issue_id], lambda o: outcomes.record(o, issue_id, Status.RESOLVED, "پل ساخته شد.")
    )
    assert "پل ساخته شد." in said(made.pdf)
    assert letters.pdf(office, made.ids) == made.pdf
    assert letters.posted(office, made.ids[0], office.today(), POSTED).told


# whom the chosen matters' letters go to -------------------------------------------------------------------------------


def test_each_chosen_matter_says_whom_its_letter_goes_to_or_why_there_is_none(office):
    ready = decided(office, 1)
    waiting = referred(office, 2, particulars={"last_name": "شریفی", **HOMELESS})
    rows = letter_drafts.chosen(office, [waiting, ready], Purpose.RESULT)
    assert [(row.issue_ids, row.name, row.addressed, row.why) for row in rows] == [
        ((waiting,), "مریم شریفی", False, "ابتدا نتیجه را ثبت کنید، سپس آن را اطلاع دهید."),
        ((ready,), "مریم کعبی", True, None),
    ]
    rows = letter_drafts.chosen(office, [waiting, ready], Purpose.COVERING)
    assert [(row.units, row.why) for row in rows] == [
        (("فنی و عمرانی",), None),
        ((), "این مورد در انتظار پاسخ واحدی نیست."),
    ]
    made = letters.make(office, [waiting, ready], Purpose.COVERING)
    assert [(one.name, one.why) for one in made.left_out] == [("مریم کعبی", "این مورد در انتظار پاسخ واحدی نیست.")]
