"""The verbs of the command line (contracts). Thin: parse, call, print. No Qt: client verbs go back to `ui.start`."""

import argparse
import json
import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import VERSION, home
from app.domain.errors import UserError
from app.domain.texts import _, speak

if TYPE_CHECKING:
    from app.office import Office


class Exit(IntEnum):
    """Exit codes: done · refused, the reason on stderr · wrong usage."""

    DONE = 0
    REFUSED = 1
    USAGE = 2


CLIENT = "client"


def parse(argv: list[str]) -> argparse.Namespace:
    """The verb and its arguments; `verb` is "client" or "demo" when the window is wanted. Wrong usage exits with 2."""
    speak(_language(argv))
    arguments = _parser().parse_args(argv)
    arguments.verb = arguments.verb or CLIENT
    return arguments


def _language(argv: list[str]) -> str:
    """`--lang` wherever it stands; else Persian on a terminal that can show it."""
    for position, word in enumerate(argv):
        if word == "--lang" and argv[position + 1 : position + 2] in (["fa"], ["en"]):
            return argv[position + 1]
        if word in ("--lang=fa", "--lang=en"):
            return word[-2:]
    try:
        "دیدار".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "en"
    return "fa" if sys.stdout.isatty() else "en"


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--lang", choices=("fa", "en"), default=argparse.SUPPRESS, help=_("language of what is printed")
    )
    store = argparse.ArgumentParser(add_help=False)
    store.add_argument(
        "--passphrase-file",
        metavar="F",
        type=Path,
        default=argparse.SUPPRESS,
        help=_("file whose first line is the passphrase"),
    )
    store.add_argument("--user", metavar="NAME", default=argparse.SUPPRESS, help=_("try this user's passphrase only"))

    parser = argparse.ArgumentParser(
        prog="didar", parents=[common, store], description=_("Face-to-face meetings with the public")
    )
    parser.add_argument("--version", action="version", version=f"didar {VERSION}")
    parser.add_argument("--time-startup", action="store_true", help=_("measure how fast the client is there, and exit"))
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")

    init = verbs.add_parser("init", parents=[common, store], help=_("make the office's encrypted store"))
    for name in ("agency", "code", "province", "county", "head", "weekday"):
        init.add_argument(f"--{name}", required=True)
    init.add_argument("--hours", default="08:00-12:00")
    init.add_argument("--since", metavar="JALALI-DATE")
    init.add_argument("--kind")

    take = verbs.add_parser("import", parents=[common, store], help=_("read a register (.csv or .xlsx)"))
    take.add_argument("file", type=Path)
    for flag in ("--dry-run", "--skip-bad", "--update", "--json"):
        take.add_argument(flag, action="store_true")

    report = verbs.add_parser("report", parents=[common, store], help=_("write the signed report of a quarter"))
    report.add_argument("quarter", metavar="QUARTER")
    report.add_argument("--out", type=Path, required=True, metavar="DIR")
    report.add_argument("--pkcs12", type=Path, metavar="FILE")
    report.add_argument("--pkcs11", metavar="LIB")
    report.add_argument("--token", metavar="LABEL")
    report.add_argument("--pin-file", type=Path, metavar="F")
    report.add_argument("--encrypt-to", type=Path, metavar="CERT.pem")
    report.add_argument("--json", action="store_true")

    verify = verbs.add_parser("verify", parents=[common, store], help=_("check signed reports"))
    verify.add_argument("files", type=Path, nargs="+", metavar="FILE")
    verify.add_argument("--trust", type=Path, action="append", default=[], metavar="CERT.pem")
    verify.add_argument("--key", type=Path, metavar="KEY.pem")
    verify.add_argument("--pin-file", type=Path, metavar="F")
    verify.add_argument("--json", action="store_true")

    day = verbs.add_parser("list", parents=[common, store], help=_("the visitor list of a meeting day"))
    day.add_argument("date", nargs="?", metavar="DATE")
    day.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")

    backup = verbs.add_parser("backup", parents=[common, store], help=_("write the store into one encrypted file"))
    backup.add_argument("file", type=Path)
    restore = verbs.add_parser("restore", parents=[common, store], help=_("put a backup back"))
    restore.add_argument("file", type=Path)
    verbs.add_parser("check", parents=[common, store], help=_("check store, audit trail and schema"))
    demo = verbs.add_parser("demo", parents=[common], help=_("the client on made-up visits"))
    demo.add_argument("--visits", type=int, default=400, metavar="N")
    return parser


WITHOUT_SCREEN = ("init", "import", "report", "verify", "list", "backup", "restore", "check")


def main(argv: list[str]) -> int:
    """Run a verb that needs no screen. Returns the exit code of the contracts."""
    return run(parse(argv))


def run(arguments: argparse.Namespace) -> int:
    """Run a parsed verb; reasons go to stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return int(VERBS[arguments.verb](arguments))
    except UserError as error:
        print(error.reason, file=sys.stderr)
        return Exit.REFUSED


def warn(text: str) -> None:
    print(text, file=sys.stderr)


def _usage(text: str) -> SystemExit:
    print(text, file=sys.stderr)
    return SystemExit(Exit.USAGE)


def _code(kind: Any, text: str, option: str) -> Any:
    """A code by its key or its Persian word."""
    from app.register.codes import code

    try:
        return code(kind, text, option)
    except UserError as error:
        raise _usage(f"--{option}: {error.reason}") from error


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
        raise _usage(no_passphrase_file())
    from getpass import getpass

    text = getpass(asked or _("Passphrase: "))
    if twice and getpass(_("Passphrase again: ")) != text:
        raise _usage(_("The two passphrases are not the same."))
    return text


def open_office(arguments: argparse.Namespace) -> "Office":
    from app.unlock import unlock

    return unlock(home.folder(), passphrase(arguments), getattr(arguments, "user", None))


def _init(arguments: argparse.Namespace) -> int:
    from app.agency import NewAgency, found
    from app.domain.codes import AgencyKind, Weekday
    from app.domain.persian.calendar import parse_date, parse_time
    from app.security import recovery
    from app.starting_lists import for_kind

    opens, _dash, closes = arguments.hours.partition("-")
    try:
        hours = parse_time(opens, field="hours"), parse_time(closes, field="hours")
        since = parse_date(arguments.since, field="since") if arguments.since else None
    except UserError as error:
        raise _usage(f"--{error.field}: {error.reason}") from error
    kind = _code(AgencyKind, arguments.kind, "kind") if arguments.kind else None
    subjects, units, phrases = for_kind(kind)
    new = NewAgency(
        name=arguments.agency,
        code=arguments.code,
        province=arguments.province,
        county=arguments.county,
        head=arguments.head,
        weekday=_code(Weekday, arguments.weekday, "weekday"),
        kind=kind,
        opens=hours[0],
        closes=hours[1],
        since=since,
        user=getattr(arguments, "user", "admin"),
        subjects=subjects,
        units=units,
        phrases=phrases,
    )
    if home.has_store(home.folder()):
        raise UserError(_("There is an office's store in this folder already; it was not touched."))
    office, code = found(home.folder(), new, passphrase(arguments, twice=True))
    office.close()
    print(_("The store was made. Recovery code, shown this once; keep it in a safe place:"))
    print(recovery.shown(code))
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
    if refused:
        warn(_("Nothing was stored: correct these rows, or import the good ones with --skip-bad."))
    return Exit.REFUSED if refused else Exit.DONE


def _report(arguments: argparse.Namespace) -> int:
    for option, given in (
        ("--pkcs11", arguments.pkcs11),
        ("--token", arguments.token),
        ("--encrypt-to", arguments.encrypt_to),
    ):
        if given:
            raise UserError(_("%(option)s is not in this version of Didar.") % {"option": option})
    if bool(arguments.pkcs12) != bool(arguments.pin_file):
        raise _usage(_("--pkcs12 and --pin-file go together."))
    from app.domain.persian.calendar import Quarter
    from app.report import make, signers

    try:
        quarter = Quarter.parse(arguments.quarter)
    except UserError as error:
        raise _usage(error.reason) from error
    with open_office(arguments) as office:
        signer = None
        if arguments.pkcs12:
            from app.security.passphrases import read_passphrase_file

            pin, warning = read_passphrase_file(arguments.pin_file)
            if warning:
                warn(warning)
            signer = signers.Pkcs12Signer(arguments.pkcs12, pin)
        made = make.make(office, quarter, arguments.out, signer=signer)
    for text in made.warnings:
        warn(text)
    if arguments.json:
        _print_json(made.as_dict())
    else:
        print(made.pdf)
        print(made.xlsx)
        if made.certificate:
            print(made.certificate)
    return Exit.DONE


def _verify(arguments: argparse.Namespace) -> int:
    if arguments.key:
        raise UserError(_("%(option)s is not in this version of Didar.") % {"option": "--key"})
    from app.report import trust, verify

    trusted = trust.given(arguments.trust)
    if home.has_store(home.folder()) and passphrase_file(arguments):
        # a store is not needed: one that is there is opened if its passphrase need not be asked for
        try:
            with open_office(arguments) as office:
                trusted = trust.of_office(office, trusted)
        except UserError as error:
            warn(error.reason)
    all_good = True
    for verdict in verify.verify_files(arguments.files, trusted):
        all_good = all_good and verdict.ok
        if arguments.json:
            _print_json(verdict.as_dict())
        else:
            print(verdict.sentence())
    return Exit.DONE if all_good else Exit.REFUSED


def _list(arguments: argparse.Namespace) -> int:
    from app.domain.persian.calendar import parse_date
    from app.files import write_new
    from app.lists import visitor_list

    with open_office(arguments) as office:
        date = parse_date(arguments.date) if arguments.date else office.today()
        write_new(arguments.out, visitor_list(office, date))
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
    from app.security.backup import check

    with open_office(arguments) as office:
        entries = check(office)
    print(_("Store, schema and audit trail are whole: %(entries)s entries.") % {"entries": entries})
    return Exit.DONE


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=not _can_show_persian()))


def _can_show_persian() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


VERBS = {
    "init": _init,
    "import": _import,
    "report": _report,
    "verify": _verify,
    "list": _list,
    "backup": _backup,
    "restore": _restore,
    "check": _check,
}
