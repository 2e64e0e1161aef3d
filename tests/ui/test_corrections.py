"""Earlier values by keyboard: the row's menu shows what was corrected, by whom, when and why."""

from app import visits
from app.office import Office
from tests import make
from tests.robots.desk import DeskRobot, Opens
from ui.desk.corrections import EarlierValues
from ui.widgets.text import Text


def lines(desk: DeskRobot) -> list[str]:
    page = desk.desk.area.form
    assert isinstance(page, EarlierValues)
    return [label.accessibleName() or label.text() for label in page.scroll.widget().findChildren(Text)]


def test_the_rows_menu_tells_what_was_corrected(desk_office: Office, opens: Opens) -> None:
    row = make.registered(desk_office)
    corrected = make.visit(particulars={"last_name": "<b>کعب‌عمیر</b>"}, arrived="9:30")
    visits.correct(desk_office, row.visit_id, corrected, reason="در شناسنامه چنین است")
    desk = opens()
    desk.go_to_row("مریم <b>کعب‌عمیر</b>").menu("مقدارهای پیشین")
    assert lines(desk) == [
        "نام خانوادگی «کعبی» بود و اکنون «<b>کعب‌عمیر</b>» است",
        "زهرا موسوی، ۲۲ شهریور، ساعت ۰۹:۴۲، علت: در شناسنامه چنین است",
        "ساعت ورود «۰۹:۴۲» بود و اکنون «۰۹:۳۰» است",
        "زهرا موسوی، ۲۲ شهریور، ساعت ۰۹:۴۲، علت: در شناسنامه چنین است",
    ]
    desk.press("Esc")
    assert desk.desk.area.form is None
    assert desk.is_in_the_box


def test_a_row_that_was_never_corrected_says_so(desk_office: Office, opens: Opens) -> None:
    make.registered(desk_office)
    desk = opens()
    desk.go_to_row("مریم کعبی").menu("مقدارهای پیشین")
    assert lines(desk) == ["در این مراجعه چیزی اصلاح نشده است."]
