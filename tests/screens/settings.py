"""The settings in each group: `python -m tests.screens settings light FOLDER`."""

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app import preset_taking, presets, report_receiver, update_copy, words
from app.carriers.modem import State
from app.carriers.ports import Port
from app.demo import demo_office
from app.domain.codes import CarrierKind
from app.domain.errors import Refused
from app.holidays import Known
from app.report.authority import checked
from app.report.tokens import Pin
from app.units import UnitParticulars
from app.update_note import Update, Which
from app.updates import ThisCopy
from app.words import Words
from db.models import StoreState
from tests import presets as presets_
from tests.app import update_files as setups
from tests.app.report import envelopes
from tests.screens.render import render, settings, wait
from tests.screens.report import SHOWN
from tests.screens.setup import under
from ui.frame.info import OfficeInfo
from ui.settings.screen import SettingsScreen
from ui.settings.view_model import SettingsModel
from ui.tokens import Owner
from ui.window import Screen, Window
from ui.worker import Worker

Shows = Callable[[SettingsScreen], None]


def _modem(screen: SettingsScreen) -> None:
    """A modem that is chosen and tested, with a weak signal."""
    _group("sms")(screen)
    stick = Port("COM5", "12d1:1436::PC UI", "HUAWEI Mobile Connect - 3G PC UI Interface")
    model = screen.model.modem
    model._ports = lambda: [Port("COM3", "", "USB Serial Port"), stick]
    model._state = lambda _office, _chosen: State(None, 26, "IR-MCI", "E173")
    screen.model.sms.use(CarrierKind.MODEM)
    wait(lambda: screen.model.sms.active.kind is CarrierKind.MODEM, "not chosen")
    model.choose(stick.chosen)
    model.read()
    model.test()
    wait(lambda: model._worker.idle, "not tested")


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """Every group, and a refusal beside its field."""
    worker = Worker()
    kept = settings(out_dir / ".settings")
    with tempfile.TemporaryDirectory() as home, demo_office(Path(home), 0, committed=worker.committed.emit) as office:
        for text in ("بررسی شود", "طبق ضوابط اقدام شود"):
            if text not in [entry.text for entry in words.entries(office, Words.PHRASES)]:
                words.add(office, Words.PHRASES, text)

        def window() -> Window:
            made = Window(OfficeInfo(SHOWN), kept)
            make = lambda: SettingsScreen(SettingsModel(office, worker, kept))  # noqa: E731
            made.put_screens([Screen("settings", "settings", "تنظیمات", make, foot=True)])
            made.go("settings")
            return made

        def ready(_window: Window) -> bool:
            return worker.idle

        def picture(name: str, act: Shows) -> Path:
            return render(
                window,
                f"settings-{name}",
                theme=theme,
                out_dir=out_dir,
                ready=ready,
                prepare=lambda made: act(made.current),
            )

        made = []
        for name, act in _STATES.items():
            if name == "receiver-chosen":
                report_receiver.choose(office, *envelopes.chosen(), own_copy=True)
            made.append(picture(name, act))
        for state, preset in (("locked", _preset(Path(home))), ("held", presets_.of(HELD, Path(home)))):
            with under(preset):
                preset_taking.follow(office)
                groups = ("days", "receiver", "signing", "backup", "preset")
                made.extend(picture(f"{state}-{name}", _group(name)) for name in groups)
        wait(lambda: worker.idle, "still at work")
        worker.close()
        return made


HELD = """due_days = some
receiver_certificate = gone.pem
pkcs11 = /usr/lib/gone.so
lock = due_days, receiver_certificate, pkcs11, backup_folder"""
"""Locked, and no value could be taken."""


def _preset(folder: Path) -> presets.Preset:
    """Locked in each group; one bad line, and a file that anybody could have written."""
    (folder / "inspection.pem").write_bytes(envelopes.chosen()[0])
    (folder / "token.so").touch()
    lines = (
        "weekday = mon",
        "hours = 8:30-12:00",
        "due_days = 10",
        "thursdays_closed = yes",
        "confidential_reports = yes",
        "receiver_certificate = inspection.pem",
        "backup_folder = /srv/backups/nakhlestan",
        "tsa = https://tsa.example.ir/",
        f"pkcs11 = {folder / 'token.so'}",
        "passphrase = x",
    )
    locks = "lock = due_days, thursdays_closed, confidential_reports, receiver_certificate, backup_folder, tsa, pkcs11"
    preset = presets_.of("\n".join([*lines, locks]), folder)
    return replace(preset, ignored=(presets.Ignored(r"C:\ProgramData\Didar\didar-preset.ini", presets._untrusted()),))


def _group(name: str) -> Shows:
    def show(screen: SettingsScreen) -> None:
        screen.go_to(name)
        screen.enter()

    return show


def _units(screen: SettingsScreen) -> None:
    """One unit with what is known of it, its fields open."""
    _group("units")(screen)
    page = next(group.page for group in screen.groups if group.id == "units")
    page.table.choose_first()
    known = UnitParticulars("خانم سواری", "۰۶۱۳۳۳۳۴۴۴۴", "مهندس چنانی", outside=True)
    screen.model.units.describe(page.table.current, known)
    wait(lambda: page.table.rows[0].particulars == known, "the unit is not described")
    page.contact.setFocus()


def _days(screen: SettingsScreen) -> None:
    """One day confirmed, the cursor on the next."""
    _group("days")(screen)
    page = next(group.page for group in screen.groups if group.id == "days")
    proposed = [row for row in page.table.rows if row.known is Known.PROPOSED]
    if not any(row.known is Known.CONFIRMED for row in page.table.rows):
        screen.model.days.turn(proposed[0])
        wait(lambda: any(row.known is Known.CONFIRMED for row in page.table.rows), "nothing is confirmed")
    page.table.setFocus()
    page.table.choose((proposed[1].date, proposed[1].name))


def _gateway(screen: SettingsScreen) -> None:
    """A gateway with its key, and an own text that can't be filled in."""
    _group("sms")(screen)
    page = next(group.page for group in screen.groups if group.id == "sms")
    screen.model.sms.use(CarrierKind.MAGFA)
    wait(lambda: screen.model.sms.active.kind is CarrierKind.MAGFA, "not chosen")
    screen.model.sms.set_carrier(line="300072", login="shahrdari/nakhlestan")
    page.words.set_text("متقاضی گرامی {نام}")
    page.words.entered.emit()
    page.tested.say("درگاه پیامک پاسخ می‌دهد. اعتبار: ۱۲۵٬۰۰۰ ریال", "success")
    wait(lambda: bool(page.line.text()), "not read")


def _refused(screen: SettingsScreen) -> None:
    _group("turns")(screen)
    page = screen.groups[0].page
    page.per_half_hour.set_text("900")
    page.per_half_hour.check()


def _offered(screen: SettingsScreen) -> None:
    """Another certificate than the chosen one, with wrong letters typed."""
    _group("receiver")(screen)
    _private, made = envelopes.on_a_curve()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "receiver.pem").write_bytes(made.public_bytes(envelopes.PEM))
        page = next(group.page for group in screen.groups if group.id == "receiver")
        screen.model.offer_receiver(Path(folder) / "receiver.pem")
        wait(lambda: not page.offered.isHidden(), "the certificate is not offered")
    page.typed.set_text("12")
    page.typed.check()


def _said(refused: Callable[[], object]) -> str:
    try:
        refused()
    except Refused as error:
        return error.reason
    return ""


def _signing(screen: SettingsScreen) -> None:
    """A library that is there, and what it sees."""
    _group("signing")(screen)
    begins = dt.date(2025, 3, 21)
    owner = Owner("ePass-3003", "31f0c2a9", Pin.LOW, "فرهاد بهرامی", "f", begins, begins + dt.timedelta(days=1000))
    page = next(group.page for group in screen.groups if group.id == "signing")
    page.library.set_text("/opt/token/lib/libeps2003csp11.so")
    page.tsa.set_text("ftp://tsa.example")
    page.tsa.say(_said(lambda: checked("ftp://tsa.example")))
    screen.model.signing.tokens.seen.emit([owner])


def _update(*, stick: Update | None = None, key: Ed25519PrivateKey | None = None, here: ThisCopy) -> Shows:
    """What a stick brings, to this copy of Didar."""

    def show(screen: SettingsScreen) -> None:
        model = screen.model.updates
        model._here = here
        with model._office.note() as session:
            session.merge(StoreState(key="demo", value=""))  # as in an office
        with tempfile.TemporaryDirectory() as folder:
            if stick is not None:
                setups.put(Path(folder), stick, key=key or setups.KEYS[Which.PRESENT])
            model._places = lambda: [Path(folder)]
            _group("update")(screen)
            model.look()
            wait(lambda: model._worker.idle, "not looked at")
        page = next(group.page for group in screen.groups if group.id == "update")
        page.where.setText("E:/DidarSetup-0.2.0.exe")
        page.how.words.setText(page.how.words.text().replace(str(model._office.folder), "C:/Users/zahra/Didar"))
        screen.enter()

    return show


_INSTALLED = setups.Machine().here
_FITS = replace(setups.update(date=dt.date(2026, 9, 12)), size=58_300_000)


def _copying(screen: SettingsScreen) -> None:
    _update(stick=_FITS, here=_INSTALLED)(screen)
    page = next(group.page for group in screen.groups if group.id == "update")
    page.progress.start("")
    page.progress.setFocus()
    page._busy(on=True)
    page._copying(31 * 1024 * 1024, _FITS.size)


def _not_whole(screen: SettingsScreen) -> None:
    """What is on the stick was cut off."""
    _update(stick=_FITS, here=_INSTALLED)(screen)
    page = next(group.page for group in screen.groups if group.id == "update")
    page._refused(update_copy._other())


_STATES: dict[str, Shows] = {
    "turns": _group("turns"),
    "words": _group("words"),
    "units": _units,
    "days": _days,
    "papers": _group("papers"),
    "sms": _group("sms"),
    "sms-gateway": _gateway,
    "sms-modem": _modem,
    "backup": _group("backup"),
    "look": _group("look"),
    "refused": _refused,
    "signing": _signing,
    "receiver-none": _group("receiver"),
    "receiver-chosen": _group("receiver"),
    "receiver-offered": _offered,
    "update-without-keys": _update(here=ThisCopy("0.1.0", {}, installed=True)),
    "update-none": _update(here=_INSTALLED),
    "update-found": _update(stick=_FITS, here=_INSTALLED),
    "update-stranger": _update(stick=_FITS, key=setups.STRANGER, here=_INSTALLED),
    "update-not-newer": _update(stick=replace(_FITS, version="0.1.0", least="0.0.1"), here=_INSTALLED),
    "update-elsewhere": _update(stick=_FITS, here=replace(_INSTALLED, installed=False)),
    "update-copying": _copying,
    "update-not-whole": _not_whole,
}
