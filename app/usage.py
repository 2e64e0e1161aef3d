"""How `didar` is called: its verbs and their options, in the language that was chosen (contracts, "Command line")."""

import argparse
import sys
from pathlib import Path
from typing import Any

from app import VERSION
from app.domain.texts import LANGUAGES, N_, _, speak

CLIENT = "client"
"""The verb of `didar` alone: it opens the window."""

WITHOUT_SCREEN = (
    *("init", "import", "report", "verify", "verifier", "receipt", "bulletin", "open"),
    *("list", "backup", "restore", "check", "preset"),
)


def parse(argv: list[str]) -> argparse.Namespace:
    """The verb and its arguments; `verb` is "client" or "demo" when the window is wanted. Wrong usage exits with 2."""
    speak(_language(argv))
    vars(argparse)["_"] = _  # what argparse says of itself it looks up under this name of its module
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.verb and arguments.time_startup:
        parser.error(_("--time-startup stands alone, without a verb."))
    arguments.verb = arguments.verb or CLIENT
    return arguments


ARGPARSE = (
    N_("usage: "),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
)
"""Argparse's own msgids, so that a wrong usage is told in Persian too."""


def _language(argv: list[str]) -> str:
    """`--lang` wherever it stands; else Persian on a terminal that can show it."""
    for position, word in enumerate(argv):
        name, _equals, value = word.partition("=")
        if name == "--lang" and (chosen := value or "".join(argv[position + 1 : position + 2])) in LANGUAGES:
            return chosen
    try:
        "دیدار".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "en"
    return "fa" if sys.stdout.isatty() else "en"


class _Parser(argparse.ArgumentParser):
    """Takes whole words only: a part of an option's name would bind us as much as the name does."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **given})


def _visits(text: str) -> int:
    try:
        visits = int(text)
    except ValueError:
        visits = -1
    if visits < 0:
        raise argparse.ArgumentTypeError(_("The number of visits is a whole number from 0."))
    return visits


def _parser() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=_("language of what is printed"))
    store = _Parser(add_help=False)
    store.add_argument(
        "--passphrase-file",
        metavar="F",
        type=Path,
        default=argparse.SUPPRESS,
        help=_("file whose first line is the passphrase"),
    )
    store.add_argument("--user", metavar="NAME", default=argparse.SUPPRESS, help=_("try this user's passphrase only"))

    parser = _Parser(prog="didar", parents=[common, store], description=_("Face-to-face meetings with the public"))
    parser.add_argument(
        "--version", action="version", version=f"didar {VERSION}", help=_("show program's version number and exit")
    )
    parser.add_argument("--time-startup", action="store_true", help=_("measure how fast the client is there, and exit"))
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")

    init = verbs.add_parser("init", parents=[common, store], help=_("make the office's encrypted store"))
    for name in ("agency", "code", "province", "county", "head", "weekday"):
        init.add_argument(f"--{name}", required=True)
    init.add_argument("--hours")
    init.add_argument("--since", metavar="JALALI-DATE")
    init.add_argument("--kind")

    take = verbs.add_parser("import", parents=[common, store], help=_("read a register (.csv or .xlsx)"))
    take.add_argument("file", type=Path, metavar="FILE")
    for flag in ("--dry-run", "--skip-bad", "--update", "--json"):
        take.add_argument(flag, action="store_true")

    _add_report(verbs, [common, store])
    _add_verify(verbs, [common, store])

    receipt = verbs.add_parser(
        "receipt", parents=[common, store], help=_("sign the receipt of a report, or file one that came")
    )
    receipt.add_argument("file", type=Path, metavar="FILE")
    receipt.add_argument("--out", type=Path, metavar="FILE.json")

    bulletin = verbs.add_parser(
        "bulletin", parents=[common, store], help=_("take the inspection office's list of keys, or write one")
    )
    bulletin.add_argument("file", type=Path, nargs="?", metavar="FILE")
    bulletin.add_argument("--issuer", metavar="DIGITS", help=_("the last digits of its issuer's fingerprint"))
    bulletin.add_argument("--out", type=Path, metavar="FILE.json")

    opened = verbs.add_parser("open", parents=[common], help=_("write what was encrypted for you as a plain file"))
    opened.add_argument("file", type=Path, metavar="FILE.p7m")
    opened.add_argument("--key", type=Path, required=True, metavar="KEY.pem")
    opened.add_argument("--pin-file", type=Path, metavar="F")
    opened.add_argument("--out", type=Path, required=True, metavar="FILE")

    day = verbs.add_parser("list", parents=[common, store], help=_("the visitor list of a meeting day"))
    day.add_argument("date", nargs="?", metavar="DATE")
    day.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")

    backup = verbs.add_parser("backup", parents=[common, store], help=_("write the store into one encrypted file"))
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = verbs.add_parser("restore", parents=[common, store], help=_("put a backup back"))
    restore.add_argument("file", type=Path, metavar="FILE")
    check = verbs.add_parser("check", parents=[common, store], help=_("check store, audit trail and schema"))
    check.add_argument(
        "--against", type=Path, metavar="OLD.pdf", help=_("whether an old report still stands in the audit trail")
    )
    preset = verbs.add_parser("preset", parents=[common], help=_("what the administrators of many offices have set"))
    preset.add_argument("file", type=Path, nargs="?", metavar="FILE")
    preset.add_argument("--json", action="store_true")
    demo = verbs.add_parser("demo", parents=[common], help=_("the client on made-up visits"))
    demo.add_argument("--visits", type=_visits, default=400, metavar="N")
    return parser


def _add_report(verbs: Any, parents: list[_Parser]) -> None:
    report = verbs.add_parser("report", parents=parents, help=_("write the signed report of a quarter"))
    report.add_argument("quarter", metavar="QUARTER")
    report.add_argument("--out", type=Path, required=True, metavar="DIR")
    report.add_argument("--pkcs12", type=Path, metavar="FILE")
    report.add_argument("--pkcs11", metavar="LIB")
    report.add_argument("--token", metavar="LABEL")
    report.add_argument("--pin-file", type=Path, metavar="F")
    report.add_argument("--encrypt-to", type=Path, metavar="CERT.pem")
    report.add_argument("--amend", metavar="REASON", help=_("sign it anew for this reason, as an amendment"))
    report.add_argument("--json", action="store_true")


def _add_verify(verbs: Any, parents: list[_Parser]) -> None:
    verify = verbs.add_parser("verify", parents=parents, help=_("check signed reports"))
    verify.add_argument("files", type=Path, nargs="+", metavar="FILE")
    verify.add_argument("--trust", type=Path, action="append", default=[], metavar="CERT.pem")
    verify.add_argument("--key", type=Path, metavar="KEY.pem")
    verify.add_argument("--pin-file", type=Path, metavar="F")
    visit = verify.add_mutually_exclusive_group()
    visit.add_argument(
        "--visit", metavar="CODE", help=_("ask for the visit of this exit slip (- reads the code from stdin)")
    )
    visit.add_argument("--visit-file", type=Path, metavar="F", help=_("the same, the code in a file"))
    verify.add_argument("--proof", type=Path, metavar="OUT.json", help=_("write down the proof of the answer"))
    verify.add_argument("--json", action="store_true")

    page = verbs.add_parser("verifier", parents=parents[:1], help=_("write a page that checks reports in a browser"))
    page.add_argument("file", type=Path, metavar="FILE.html")
    page.add_argument("--trust", type=Path, action="append", default=[], metavar="CERT.pem")
