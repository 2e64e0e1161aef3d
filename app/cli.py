"""The verbs of the command line (contracts). Thin: parse, call, print. No Qt: client verbs go back to `ui.start`."""

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import home
from app.domain.errors import UserError
from app.domain.texts import _
from app.usage import CLIENT, WITHOUT_SCREEN, parse

if TYPE_CHECKING:
    from app.office import Office
    from app.report.envelope import Key


__all__ = ["CLIENT", "VERBS", "WITHOUT_SCREEN", "Exit", "main", "parse", "passphrase", "passphrase_file", "run"]


class Exit(IntEnum):
    """Exit codes: done · refused, the reason on stderr · wrong usage."""

    DONE = 0
    REFUSED = 1
    USAGE = 2


def main(argv: list[str]) -> int:
    """Run a verb that needs no screen. Returns the exit code of the contracts."""
    return run(parse(argv))


def run(arguments: argparse.Namespace) -> int:
    """Run a parsed verb; reasons go to stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = int(VERBS[arguments.verb](arguments))
        sys.stdout.flush()
    except UserError as error:
        warn(error.reason)
        return Exit.REFUSED
    except KeyboardInterrupt:
        warn(_("Stopped."))
        return Exit.REFUSED
    except BrokenPipeError:  # whoever reads our output has enough of it; the interpreter must not trip over it again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.REFUSED
    return code


def warn(text: str) -> None:
    print(text, file=sys.stderr)


def usage(text: str) -> SystemExit:
    print(text, file=sys.stderr)
    return SystemExit(Exit.USAGE)


@contextmanager
def wrong_usage() -> Iterator[None]:
    """What a rule says of an argument, as wrong usage: the option is named, and nothing was opened yet."""
    try:
        yield
    except UserError as error:
        option = {"name": "agency"}.get(error.field or "", error.field)
        raise usage(f"--{option}: {error.reason}" if option in OPTIONS else error.reason) from error


OPTIONS = ("agency", "code", "province", "county", "head", "weekday", "hours", "since", "kind", "user")


def passphrase_file(arguments: argparse.Namespace) -> Path | None:
    """The file that `--passphrase-file` names, else the environment."""
    named = getattr(arguments, "passphrase_file", None) or os.environ.get("DIDAR_PASSPHRASE_FILE")
    return Path(named) if named else None


def no_passphrase_file() -> str:
    return _("Name the passphrase's file by --passphrase-file or DIDAR_PASSPHRASE_FILE.")


def passphrase(arguments: argparse.Namespace, *, twice: bool = False, asked: str = "") -> str:
    """The passphrase: from the file that is named, else asked for on a terminal; without one wrong usage."""
    named = passphrase_file(arguments)
    if named:
        from app.security.passphrases import read_passphrase_file

        text, warning = read_passphrase_file(named)
        if warning:
            warn(warning)
        return text
    if not sys.stdin.isatty():
        raise usage(no_passphrase_file())
    from getpass import getpass

    try:
        text = getpass(asked or _("Passphrase: "))
        again = getpass(_("Passphrase again: ")) if twice else text
    except EOFError as error:
        raise usage(no_passphrase_file()) from error
    if again != text:
        raise usage(_("The two passphrases are not the same."))
    return text


def open_office(arguments: argparse.Namespace) -> "Office":
    from app import preset_taking
    from app.unlock import unlock

    office = unlock(home.folder(), passphrase(arguments), getattr(arguments, "user", None))
    try:
        preset_taking.follow(office)
    except UserError:
        office.close()
        raise
    return office


def _init(arguments: argparse.Namespace) -> int:
    from app import presets
    from app.agency import NewAgency, found
    from app.domain.codes import AgencyKind, Weekday
    from app.domain.persian.calendar import parse_date, parse_time
    from app.register.codes import code
    from app.security import recovery
    from app.starting_lists import for_kind

    with wrong_usage():
        preset = presets.of_this_pc()
        usual = "-".join(f"{hour:%H:%M}" for hour in preset.value("hours", (dt.time(8), dt.time(12))))
        opens, _dash, closes = (arguments.hours or usual).replace("–", "-").partition("-")
        kind = code(AgencyKind, arguments.kind, "kind") if arguments.kind else preset.value("kind")
        subjects, units, phrases = for_kind(kind)
        new = NewAgency(
            name=arguments.agency,
            code=arguments.code,
            province=arguments.province,
            county=arguments.county,
            head=arguments.head,
            weekday=code(Weekday, arguments.weekday, "weekday"),
            kind=kind,
            opens=parse_time(opens, field="hours"),
            closes=parse_time(closes, field="hours"),
            since=parse_date(arguments.since, field="since") if arguments.since else None,
            user=getattr(arguments, "user", "admin"),
            subjects=subjects,
            units=units,
            phrases=phrases,
        ).checked()
    if home.has_store(home.folder()):
        raise UserError(_("There is an office's store in this folder already; it was not touched."))
    office, recovery_code = found(home.folder(), new, passphrase(arguments, twice=True))
    office.close()
    print(_("The store was made. Recovery code, shown this once; keep it in a safe place:"))
    print(recovery.shown(recovery_code))
    return Exit.DONE


def _import(arguments: argparse.Namespace) -> int:
    from app.register.load import load

    with open_office(arguments) as office:
        loaded = load(
            office,
            arguments.file,
            dry_run=arguments.dry_run,
            skip_bad=arguments.skip_bad,
            update=arguments.update,
        )
    for warning in loaded.warnings:
        warn(warning)
    refused = bool(loaded.rejected) and not arguments.skip_bad
    if arguments.json:
        _print_json(loaded.as_dict())
    for row in loaded.rejected:
        warn(_("Line %(line)s, %(field)s: %(reason)s") % {"line": row.line, "field": row.field, "reason": row.reason})
    if not arguments.json:
        print(
            _(
                "Of %(read)s rows %(stored)s were stored, %(updated)s updated, "
                "%(unchanged)s unchanged, %(rejected)s refused."
            )
            % loaded.counts()
        )
    if loaded.beside:
        warn(
            _("The refused rows are in %(path)s, with particulars in plain. Delete it once they are corrected.")
            % {"path": loaded.beside}
        )
    if refused:
        warn(_("Nothing was stored: correct these rows, or import the good ones with --skip-bad."))
    return Exit.REFUSED if refused else Exit.DONE


def _report(arguments: argparse.Namespace) -> int:
    from app import report_cli

    report_cli.check(arguments)
    with wrong_usage():
        span = report_cli.span(arguments)
    with open_office(arguments) as office:
        made = report_cli.made(arguments, office, span)
    for text in report_cli.told(made):
        warn(text)
    if arguments.json:
        _print_json(made.as_dict())
    else:
        print(*filter(None, (made.pdf, made.xlsx, made.certificate)), sep="\n")
    return Exit.DONE


def _verify(arguments: argparse.Namespace) -> int:
    from app import senders_cli, visit_cli
    from app.report import trust, verify

    if arguments.proof and not visit_cli.is_for_one(arguments):
        raise usage(_("--proof goes with --visit and one report."))
    visit = visit_cli.asked_for(arguments)
    trusted, office = trust.given(arguments.trust), None
    with ExitStack() as opened:
        if home.has_store(home.folder()) and passphrase_file(arguments):
            # a store is not needed: one that is there is opened if its passphrase need not be asked for
            try:
                office = opened.enter_context(open_office(arguments))
                trusted = trust.of_office(office, trusted)
            except UserError as error:
                warn(error.reason)
        reports, all_good = visit_cli.without_proofs(arguments)
        for verdict in verify.verify_files(reports, trusted, key=_receivers_key(arguments), visit=visit):
            all_good = all_good and verdict.ok
            if arguments.json:
                _print_json(verdict.as_dict())
            elif verdict.ok:
                print(verdict.sentence())
            if not verdict.ok:
                warn(verdict.sentence())
            senders_cli.received(office, verdict)
            all_good &= visit is None or visit_cli.answered(verdict.visit, arguments)
    return Exit.DONE if all_good else Exit.REFUSED


def _of_senders(arguments: argparse.Namespace) -> int:
    from app import senders_cli

    if arguments.verb == "bulletin" and bool(arguments.file) == bool(arguments.out):
        raise usage(_("Name the bulletin to take, or by --out the one to write."))
    with open_office(arguments) as office:
        senders_cli.VERBS[arguments.verb](arguments, office)
    return Exit.DONE


def _verifier(arguments: argparse.Namespace) -> int:
    from app.report import browser_verifier

    browser_verifier.write(arguments.file, arguments.trust)
    print(arguments.file)
    warn(_("Hand it out from the inspection office, never beside the report that it checks."))
    return Exit.DONE


def _receivers_key(arguments: argparse.Namespace) -> "Key | None":
    """The key of `--key`, with the passphrase of `--pin-file` if it has one."""
    if arguments.key is None:
        if arguments.pin_file:
            raise usage(_("--pin-file is for --key."))
        return None
    from app.report import receivers
    from app.security.passphrases import read_pin_file

    pin, warning = read_pin_file(arguments.pin_file) if arguments.pin_file else (None, None)
    if warning:
        warn(warning)
    return receivers.private_key(arguments.key, pin)


def _open(arguments: argparse.Namespace) -> int:
    from app.files import read_bytes, write_new
    from app.report import envelope, limits

    key = _receivers_key(arguments)
    assert key is not None
    write_new(arguments.out, envelope.open(read_bytes(arguments.file, limits.FILE), key))
    print(arguments.out)
    return Exit.DONE


def _list(arguments: argparse.Namespace) -> int:
    from app.domain.persian.calendar import parse_date
    from app.files import write_new
    from app.lists import visitor_list

    with wrong_usage():
        date = parse_date(arguments.date) if arguments.date else None
    with open_office(arguments) as office:
        write_new(arguments.out, visitor_list(office, date or office.today()))
    print(arguments.out)
    return Exit.DONE


def _backup(arguments: argparse.Namespace) -> int:
    from app.security.backup import backup

    with open_office(arguments) as office:
        backup(office, arguments.file)
    print(_("The backup was saved in %(path)s.") % {"path": arguments.file})
    return Exit.DONE


def _restore(arguments: argparse.Namespace) -> int:
    from app.security.backup import restore

    secret = passphrase(arguments, asked=_("Passphrase or recovery code of the backup: "))
    aside = restore(home.folder(), arguments.file, secret, getattr(arguments, "user", None))
    print(_("The backup was put back."))
    if aside:
        print(_("The store that was in place is kept in %(path)s.") % {"path": aside})
    return Exit.DONE


def _check(arguments: argparse.Namespace) -> int:
    from app import senders_cli
    from app.security.backup import check

    with open_office(arguments) as office:
        entries = check(office)
        if arguments.against:
            senders_cli.against(arguments.against, office)
    print(_("Store, schema and audit trail are whole: %(entries)s entries.") % {"entries": entries})
    return Exit.DONE


def _preset(arguments: argparse.Namespace) -> int:
    from app import preset_cli
    from app.domain.persian.text import plain

    preset = preset_cli.asked_for(arguments.file)
    if arguments.json:
        _print_json(preset_cli.as_dict(preset))
    else:
        print(*preset_cli.lines(preset), sep="\n")
    for text in preset.told:
        warn(plain(text))  # an older console shows the marks as boxes
    return Exit.REFUSED if preset.faults or preset.ignored else Exit.DONE


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=not _can_show_persian()))


def _can_show_persian() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


VERBS = {
    "init": _init,
    "import": _import,
    "report": _report,
    "verify": _verify,
    "receipt": _of_senders,
    "bulletin": _of_senders,
    "verifier": _verifier,
    "open": _open,
    "list": _list,
    "backup": _backup,
    "restore": _restore,
    "check": _check,
    "preset": _preset,
}
