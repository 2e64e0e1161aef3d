"""Pictures of the first run, of the unlock card and of a change of passphrase, in each of their states."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget

from app import own_key, preset_taking, presets
from app.agency import found
from app.office import Office
from app.preset_taking import Waiting
from app.unlock import recover
from tests import presets as presets_
from tests.app.report import envelopes
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE
from tests.robots.keys import press, type_into
from tests.screens.render import render, settings, wait
from tests.screens.report import SHOWN
from ui.crash import CrashCard, report
from ui.frame.info import OfficeInfo
from ui.passphrase import PassphrasePage
from ui.setup.after import AfterScreen
from ui.setup.after_model import AfterModel
from ui.setup.asked_code import AskedCode
from ui.setup.screen import SetupScreen
from ui.setup.unlock import UnlockScreen
from ui.setup.unlock_model import UnlockModel
from ui.setup.view_model import WizardModel
from ui.window import Screen, Window
from ui.worker import Worker

AGENCY = {
    "name": "شهرداری نخلستان",
    "code": "102168",
    "province": "خوزستان",
    "head": "فرهاد بهرامی",
}
USER = {"user_name": "زهرا موسوی", "user": "zahra", "passphrase": PASSPHRASE, "again": PASSPHRASE}


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    worker = Worker()
    try:
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # the wizard has its office open still
            made = [draw(out_dir, theme, worker, Path(folder)) for draw in (_wizard, _unlock, _after, _passphrase)]
            return [path for paths in made for path in paths]
    finally:
        worker.close()


def _wizard(out_dir: Path, theme: str, worker: Worker, folder: Path) -> list[Path]:
    made = []
    for number, (name, prepare) in enumerate(_WIZARD.items()):

        def screen(number: int = number) -> QWidget:
            return SetupScreen(WizardModel(worker, folder / f"wizard-{number}", kdf=CHEAP), worker)

        made.append(render(screen, f"wizard-{name}", theme=theme, out_dir=out_dir, prepare=prepare))
    return [*made, *_wizard_with_a_preset(out_dir, theme, worker, folder)]


def _wizard_with_a_preset(out_dir: Path, theme: str, worker: Worker, folder: Path) -> list[Path]:
    """Fields that are filled in, some of them locked; and a file that was found and not taken."""
    lines = (
        "province = خوزستان\nkind = شهرداری\nweekday = mon\nhours = 8:30-12:00\nlock = province, kind, weekday, hours"
    )
    preset = presets_.of(lines, folder)
    stray = presets.Ignored(r"C:\ProgramData\Didar\didar-preset.ini", presets._untrusted())

    def screen() -> QWidget:
        return SetupScreen(WizardModel(worker, folder / "wizard-preset", kdf=CHEAP), worker)

    def day(made: SetupScreen) -> None:
        _put(made, {"name": "شهرداری نخلستان", "code": "102168", "county": "اهواز", "head": "فرهاد بهرامی"})
        made._onward()

    with under(preset):
        made = [
            render(screen, "wizard-preset", theme=theme, out_dir=out_dir),
            render(screen, "wizard-preset-day", theme=theme, out_dir=out_dir, prepare=day),
        ]
    with under(presets.Preset(ignored=(stray,))):
        made.append(render(screen, "wizard-preset-ignored", theme=theme, out_dir=out_dir))
    return made


def _put(screen: SetupScreen, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        screen.page.fields[name].edit.setText(text)


def _agency(screen: SetupScreen) -> None:
    _put(screen, AGENCY)
    county = screen.page.fields["county"].edit
    county.setFocus()
    type_into(county, "ا")


def _day(screen: SetupScreen) -> None:
    _put(screen, AGENCY | {"county": "اهواز"})
    screen._onward()


def _user(screen: SetupScreen) -> None:
    _day(screen)
    screen._onward()
    _put(screen, USER | {"again": "چهار واژه"})
    screen._onward()


def _code(screen: SetupScreen) -> None:
    _user(screen)
    _put(screen, USER)
    screen._onward()
    wait(lambda: screen.page is screen.code, "the store was not made")


def _asked_back(screen: SetupScreen) -> None:
    _code(screen)
    screen.code.tick.setChecked(True)
    first, second = screen.code.fields.values()
    first.edit.setText("123456")
    second.edit.setText("654321")
    screen._onward()
    screen.model.abandon()


def _refused(screen: SetupScreen) -> None:
    _put(screen, {"name": "شهرداری نخلستان", "code": "کد ۱"})
    screen._onward()


_WIZARD: dict[str, Callable[[SetupScreen], None]] = {
    "1": _agency,
    "1-refused": _refused,
    "2": _day,
    "3": _user,
    "code": _code,
    "code-asked-back": _asked_back,
    "restore": lambda screen: screen._turn(screen.restore),
}


def _recovering(screen: UnlockScreen) -> None:
    """The code is as long as it gets: eight groups."""
    screen._other()
    screen.code.set_text("۰۶۶۵۶۱ ۳۱۳۰۸۲ ۶۰۹۱۴۷ ۴۳۴۱۳۷ ۱۹۵۸۸۸ ۱۶۳۵۵۹ ۶۲۹۰۹۰ ۱۳۱۲۷۴")


def _unlock(out_dir: Path, theme: str, worker: Worker, folder: Path) -> list[Path]:
    home = folder / "office"
    office, _recovery_code = found(home, NAKHLESTAN, PASSPHRASE, kdf=CHEAP)
    office.close()

    def card() -> QWidget:
        return UnlockScreen(UnlockModel(worker, home, kdf=CHEAP))

    def refuse(screen: UnlockScreen, times: int = 1) -> None:
        for _time in range(times):
            screen.passphrase.clear()
            type_into(screen.passphrase.edit, "گذرواژهٔ دیگر")
            press(screen.passphrase.edit, "Enter")
            wait(lambda: worker.idle, "no answer")

    states: dict[str, Callable[[UnlockScreen], object]] = {
        "unlock": lambda screen: type_into(screen.passphrase.edit, "چهار واژه"),
        "unlock-refused": refuse,
        "unlock-recovery": _recovering,
        "unlock-pause": lambda screen: refuse(screen, 2),
    }
    return [render(card, name, theme=theme, out_dir=out_dir, prepare=act) for name, act in states.items()]


def _after(out_dir: Path, theme: str, worker: Worker, folder: Path) -> list[Path]:
    """Between sign-in and desk, and the card of a crash."""
    office, code = found(folder / "after", NAKHLESTAN, PASSPHRASE, kdf=CHEAP)
    office.close()
    office = recover(folder / "after", code, "zahra", PASSPHRASE, kdf=CHEAP)
    asked = AskedCode(NAKHLESTAN.name, code, [1, 6])
    replaced = own_key.untold(office)
    waiting = _waiting(office, folder)

    def screen(what: object) -> QWidget:
        made = AfterScreen(AfterModel(worker, office))
        made.ask(what)
        return made

    def crash() -> QWidget:
        window = QWidget()
        try:
            raise ZeroDivisionError
        except ZeroDivisionError as error:
            said = report(error)
        CrashCard(window, *said, folder / "D-7F3A.txt", lambda: None)
        return window

    def shown(window: QWidget) -> None:
        window.findChild(CrashCard).setGeometry(window.rect())

    def opened(window: QWidget) -> None:
        shown(window)
        window.findChild(CrashCard).show_text.click()

    pictures = [
        render(partial(screen, asked), "after-code", theme=theme, out_dir=out_dir),
        render(partial(screen, waiting), "after-preset", theme=theme, out_dir=out_dir),
        render(partial(screen, Waiting((), waiting.told, news=True)), "after-preset-bad", theme=theme, out_dir=out_dir),
        render(partial(screen, replaced), "after-key", theme=theme, out_dir=out_dir),
        render(
            partial(screen, replaced),
            "after-key-told",
            theme=theme,
            out_dir=out_dir,
            prepare=lambda made: made.key.tick.setChecked(True),
        ),
        render(crash, "crash", theme=theme, out_dir=out_dir, prepare=shown),
        render(crash, "crash-report", theme=theme, out_dir=out_dir, prepare=opened),
    ]
    office.close()
    return pictures


def _waiting(office: Office, folder: Path) -> Waiting:
    """A preset of all that leads out, with a bad line and a file that anybody could have written."""
    (folder / "inspection.pem").write_bytes(envelopes.certificate().public_bytes(envelopes.PEM))
    (folder / "token.so").touch()
    lines = (
        "receiver_certificate = inspection.pem",
        "backup_folder = /srv/backups/nakhlestan",
        "tsa = https://tsa.example.ir/",
        f"pkcs11 = {folder / 'token.so'}",
        "due_days = 900",
        "lock = receiver_certificate, tsa",
    )
    preset = presets_.of("\n".join(lines), folder)
    stray = presets.Ignored(r"C:\ProgramData\Didar\didar-preset.ini", presets._untrusted())
    given = {
        name: replace(one, source=r"C:\Program Files\Didar\didar-preset.ini") for name, one in preset.given.items()
    }
    with under(replace(preset, given=given, ignored=(stray,))):
        return preset_taking.waiting(office)


@contextmanager
def under(preset: presets.Preset) -> Iterator[None]:
    """As on a PC with this preset."""
    usual = presets.of_this_pc
    presets.of_this_pc = lambda: preset
    try:
        yield
    finally:
        presets.of_this_pc = usual


def _passphrase(out_dir: Path, theme: str, worker: Worker, folder: Path) -> list[Path]:
    """Over the screen at which the user works."""
    office, _code = found(folder / "passphrase", NAKHLESTAN, PASSPHRASE, kdf=CHEAP)

    def window() -> QWidget:
        made = Window(OfficeInfo(SHOWN), settings(folder))
        made.put_screens([Screen("desk", "desk", "میز دیدار", QWidget)])
        made.go("desk")
        made.lay_over(PassphrasePage(office, NAKHLESTAN.name, worker, lambda *_told: None, kdf=CHEAP))
        return made

    def typed(made: Window) -> None:
        page = made.current
        for field, text in ((page.present, PASSPHRASE), (page.new, "نخل بلند کنار رود"), (page.again, "نخل بلند")):
            field.setFocus()
            type_into(field.edit, text)

    def refused(made: Window) -> None:
        page = made.current
        for field, text in ((page.present, "گذرواژهٔ دیگر"), (page.new, "نخل بلند"), (page.again, "نخل بلند")):
            field.setFocus()
            type_into(field.edit, text)
        press(page.again.edit, "Enter")

    def wrong(made: Window, times: int = 1) -> None:
        page = made.current
        for _time in range(times):
            typed(made)
            page.present.set_text("گذرواژهٔ دیگر")
            page.again.set_text(page.new.text())
            page.save()
            wait(lambda: worker.idle, "no answer")

    states: dict[str, Callable[[Window], object]] = {
        "passphrase": typed,
        "passphrase-refused": refused,
        "passphrase-wrong": wrong,
        "passphrase-pause": lambda made: wrong(made, 2),
    }
    pictures = [render(window, name, theme=theme, out_dir=out_dir, prepare=act) for name, act in states.items()]
    office.close()
    return pictures
