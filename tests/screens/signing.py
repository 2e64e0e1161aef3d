"""States of the signing: each kind of key, what may be wrong with it, the secretary's request, the office's own key."""

import datetime as dt
from collections.abc import Callable

from app import own_key, sign_requests
from app.domain.codes import Role
from app.domain.persian.calendar import Quarter
from app.office import Office, SignedIn
from app.report.signed_with import With
from app.report.tokens import Pin
from app.security.rights import FIRST_USER
from tests.screens.render import wait
from ui.report.screen import ReportScreen
from ui.tokens import Owner
from ui.worker import Worker

_SECRETARY = ("ask-the-head", "asked")
_roles: tuple[Role, ...] = FIRST_USER


def next_state(name: str, office: Office) -> None:
    """Who works here, and what happened before this state."""
    global _roles  # noqa: PLW0603 - one state after another
    _roles = (Role.SECRETARY,) if name in _SECRETARY else FIRST_USER
    office.user = user(office)
    if name == "asked":
        sign_requests.ask(office, Quarter(1405, 2))
    if name == "full":
        sign_requests.take_back(office, Quarter(1405, 2))


def user(office: Office) -> SignedIn:
    return SignedIn(office.user.id, office.user.login, office.user.name, _roles)


def _owner(name: str, pin: Pin = Pin.READY, *, serial: str = "31f0c2a9", years: int = 3) -> Owner:
    begins = dt.date(2025, 3, 21)
    return Owner("ePass-3003", serial, pin, name, name, begins, begins + dt.timedelta(days=365 * years))


def _token(*owners: Owner) -> Callable[[ReportScreen, Worker], object]:
    def show(screen: ReportScreen, _worker: Worker) -> None:
        screen.pane.review()
        keys = screen.pane.review_pane.keys
        keys.kind.set_data(With.TOKEN)
        keys._turn()
        keys.token.show_library("/opt/token/lib.so")
        screen.model.tokens.seen.emit(list(owners))
        screen.pane.review_pane.arrive()

    return show


def _wrong_pin(screen: ReportScreen, worker: Worker) -> None:
    _token(_owner("فرهاد بهرامی", Pin.FINAL))(screen, worker)
    part = screen.pane.review_pane.keys.token
    part._not_taken = "رمز توکن درست نیست. با یک رمز نادرست دیگر، توکن قفل می‌شود."
    part._show_chosen(part.table.current)


def _no_token(screen: ReportScreen, worker: Worker) -> None:
    _token()(screen, worker)


def _file(screen: ReportScreen, _worker: Worker) -> None:
    screen.pane.review()
    keys = screen.pane.review_pane.keys
    keys.kind.set_data(With.FILE)
    keys._turn()
    keys.file.path.set_text("/home/zahra/head-1405.p12")
    keys.file.refuse("pin", "گذرواژهٔ پروندهٔ گواهی درست نیست.")


def _no_library(screen: ReportScreen, _worker: Worker) -> None:
    screen.pane.review()
    keys = screen.pane.review_pane.keys
    keys.kind.set_data(With.TOKEN)
    keys._turn()
    screen.pane.review_pane.arrive()


def _key(screen: ReportScreen, worker: Worker) -> None:
    screen.open_key()
    wait(lambda: worker.idle, "no answer")


def _hand_over(screen: ReportScreen, worker: Worker) -> None:
    _key(screen, worker)
    screen.key.hand_over.click()


def _handed_over(screen: ReportScreen, worker: Worker) -> None:
    _hand_over(screen, worker)
    screen.key.make.click()
    wait(lambda: worker.idle, "no answer")


def _letter(screen: ReportScreen, worker: Worker) -> None:
    """As after a lost passphrase."""
    now = own_key.present(screen.model.office)
    lost = own_key.OwnKey(
        **{**vars(now), "before": "5e" * 32, "vouched": False, "letter": "", "letter_date": None, "told": False}
    )
    _key(screen, worker)
    screen.model.key.shown.emit(lost, now.head)
    screen.key.number.set_text("۱۲۸/ص/۱۴۰۵")
    screen.key.date.setFocus()


STATES: dict[str, Callable[[ReportScreen, Worker], object]] = {
    "review-token": _token(_owner("فرهاد بهرامی")),
    "review-tokens": _token(
        _owner("فرهاد بهرامی"), _owner("نرگس شریفی", Pin.LOCKED, serial="77ab"), _owner("کاظم دورقی", years=1)
    ),
    "review-wrong-pin": _wrong_pin,
    "review-no-token": _no_token,
    "review-no-library": _no_library,
    "review-file": _file,
    "key": _key,
    "key-hand-over": _hand_over,
    "key-letter": _letter,
    "key-handed-over": _handed_over,
    "ask-the-head": lambda _screen, _worker: None,
    "asked": lambda _screen, _worker: None,
    "asked-head": lambda _screen, _worker: None,
    "review-asked": lambda screen, _worker: screen.pane.review(),
}
