"""Pictures of the window onto which files are dropped: nothing yet, all kinds of answers, a changed key, a receipt."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget

from app import senders
from app.office import Office
from app.report import envelope, trust, verify
from tests.app import senders as others
from tests.app import test_visit_proofs as slips
from tests.app.report import envelopes, hostile, hostile_data
from tests.screens.render import made_up_office, render, settings, wait
from tests.screens.report import MEETING_DAY, SHOWN
from ui.frame.info import OfficeInfo
from ui.palette import Theme
from ui.verify.rows import FileRow
from ui.verify.screen import VerifyScreen
from ui.verify.view_model import VerifyModel
from ui.window import Screen, Window
from ui.worker import Worker

AGENCIES = ("فرمانداری شوش", "بخشداری شاوور", "شهرداری دزفول")


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    with made_up_office(20, MEETING_DAY) as (office, worker, _clock), TemporaryDirectory() as folder:
        kept = settings(Path(folder))
        kept.theme = Theme(theme)
        files = _files(Path(folder), office)

        def window() -> QWidget:
            model = VerifyModel(worker, office)
            made = Window(OfficeInfo(SHOWN), kept)
            made.put_screens([Screen("verify", "shield_checkmark", "راستی‌آزمایی", lambda: VerifyScreen(model))])
            made.go("verify")
            return made

        def drawn(name: str, act: Callable[[VerifyScreen, Worker, list[Path]], object], percent: int = 100) -> Path:
            kept.text_percent = percent
            made = render(
                window,
                f"verify-{name}",
                theme=theme,
                out_dir=out_dir,
                prepare=lambda made: (made.dress(), act(made.current, worker, files)),
            )
            kept.text_percent = 100
            return made

        first: dict[int, FileRow] = {}
        again: dict[int, FileRow] = {}  # where each report came before
        return [
            drawn("empty", lambda _screen, _worker, _files: None),
            *(drawn(name, _chosen(at, again if at else first)) for name, at in STATES.items()),
            drawn("large", _chosen(3, again), 150),
            drawn("sealed", _sealed(folder)),
            drawn("passphrase", _sealed(folder, "asked")),
            drawn("opened", _sealed(folder, "opened")),
            drawn("opened-large", _sealed(folder, "opened"), 150),
            drawn("senders", _keys),
            drawn("revoking", _keys_and(lambda screen: screen.sender.revoke.click())),
        ]


STATES = {"good": 0, "changed": 1, "refused": 2, "unknown": 3, "list": 4}


def _files(folder: Path, office: Office) -> list[Path]:
    good = hostile.good()
    (known,) = (verify.verify(good, trusted=trust.of_office(office, trust.Trust()), now=office.now()),)
    senders.receive(office, known)
    senders.confirm(office, hostile.CODE, known.fingerprint or "", "تماس با دفتر فرماندار")
    other = hostile.Anyone(hostile.key(3), (hostile.certificate(private=hostile.key(3)),))
    subject = hostile.name("بخشداری شاوور", "KHZ-SHA-02")
    stranger = hostile.Anyone(hostile.key(4), (hostile.certificate(subject, private=hostile.key(4)),))
    strange = {**hostile.report(stranger, code="KHZ-SHA-02")}
    strange["agency"] = {**strange["agency"], "name": "بخشداری شاوور"}
    made = {
        "didar-KHZ-SHU-01-1405-2.pdf": good,
        "didar-KHZ-SHU-01-1405-2 (2).pdf": hostile.sealed(hostile.report(other), other),
        "گزارش تابستان.pdf": hostile_data.pages_of_other_data(),
        "didar-KHZ-SHA-02-1405-2.pdf": hostile.sealed(strange, stranger),
        "didar-bulletin-3.json": others.bulletin(3, (("KHZ-SHA-02", stranger.described()["fingerprint"], "x"),)),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in made]


def _chosen(at: int, checked: dict[int, FileRow]) -> Callable[[VerifyScreen, Worker, list[Path]], object]:
    """One file of all. checked: what came out for them, so that the pictures after the first need not wait for it."""

    def act(screen: VerifyScreen, worker: Worker, files: list[Path]) -> None:
        for row in checked.values():
            screen.model.rows[row.number] = row
            screen.model.added.emit(row)
        if not checked:
            screen.take(files)
            wait(lambda: not screen.model.is_busy and worker.idle, "not all were checked", seconds=60)
            checked.update(screen.model.rows)
        screen.table.choose(at + 1)
        screen.table.setFocus()

    return act


def _sealed(folder: str, state: str = "") -> Callable[[VerifyScreen, Worker, list[Path]], object]:
    """An encrypted report: closed, with its key's passphrase asked for, or opened and asked for a visit."""

    def act(screen: VerifyScreen, worker: Worker, _files: list[Path]) -> None:
        said = slips.reported([bytes([number]) * 16 for number in range(3)])
        said["signer"] = hostile.office().described()
        place = Path(folder) / "sealed"
        place.mkdir(exist_ok=True)
        file = place / "didar-KHZ-SHU-01-1405-2.pdf.p7m"
        file.write_bytes(envelope.seal(hostile.sealed(said), [envelopes.certificate()]))

        def settled() -> bool:
            return not screen.model.is_busy and worker.idle

        if state == "opened":
            screen.visit.code.set_text(slips.slip(bytes([1]) * 16).slip.digits())
            screen.visit.ask.click()
        screen.take([file])
        wait(settled, "not all were checked", seconds=60)
        if state:
            passphrase = b"2468" if state == "asked" else None
            key = envelopes.written(place, passphrase=passphrase)
            screen.details.keys.ask_file = lambda _parent: str(key)
            screen.details.keys.choose.click()
            wait(settled, "the key was not read", seconds=60)
        if state == "asked":
            screen.details.keys.passphrase.set_text("1357")
            screen.details.keys.open.click()
            wait(settled, "the passphrase was not tried", seconds=60)

    return act


def _keys(screen: VerifyScreen, worker: Worker, _files: list[Path]) -> None:
    screen.tabs.choose("keys")
    wait(lambda: worker.idle and bool(screen.senders.rows), "no keys came")
    screen.senders.setFocus()


def _keys_and(act: Callable[[VerifyScreen], object]) -> Callable[[VerifyScreen, Worker, list[Path]], object]:
    def both(screen: VerifyScreen, worker: Worker, files: list[Path]) -> None:
        _keys(screen, worker, files)
        act(screen)

    return both
