"""`didar report`: with which key it is signed, for whom it is encrypted, and what is said of what was made."""

import argparse
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app import cli
from app.domain.persian import periods
from app.domain.persian.calendar import TEHRAN, Quarter
from app.domain.persian.periods import Span
from app.domain.texts import _
from app.office import Office

if TYPE_CHECKING:
    from cryptography import x509

    from app.report.make import Made
    from app.report.signers import Signer


def check(arguments: argparse.Namespace) -> None:
    """One way to sign, whole: nothing is opened for half of one."""
    if arguments.pkcs12 and arguments.pkcs11:
        raise cli.usage(_("Take one of --pkcs12 and --pkcs11."))
    if (arguments.pkcs11 or arguments.token) and not (arguments.pkcs11 and arguments.token and arguments.pin_file):
        raise cli.usage(_("--pkcs11, --token and --pin-file go together."))
    if arguments.pin_file and not (arguments.pkcs11 or arguments.pkcs12):
        raise cli.usage(_("--pin-file is for --pkcs12 or --pkcs11."))
    if arguments.pkcs12 and not arguments.pin_file:
        raise cli.usage(_("--pkcs12 and --pin-file go together."))


def span(arguments: argparse.Namespace) -> Span:
    """What is reported. Raises Refused for what is no quarter and no other days."""
    return periods.parse(arguments.quarter, today=dt.datetime.now(TEHRAN).date(), field="quarter")


def made(arguments: argparse.Namespace, office: Office, span: Span) -> "Made":
    """The files, written."""
    from app.report import make

    signer, receiver = _signer(arguments, office), _receiver(arguments)
    if not isinstance(span, Quarter):
        return make.draft(office, span, arguments.out, receiver=receiver)
    return make.make(office, span, arguments.out, signer=signer, receiver=receiver, reason=arguments.amend)


def told(made: "Made") -> Iterator[str]:
    """What whoever made it has to know, a line each."""
    yield from made.warnings
    if made.draft:
        yield _("These files are a draft; nobody has signed them.")
    if made.pdf.suffix != ".p7m":
        yield _(
            "These files hold the visitors' particulars in plain: whoever gets them can read them. "
            "--encrypt-to CERT.pem makes them for their receiver only."
        )


def _signer(arguments: argparse.Namespace, office: Office) -> "Signer | None":
    """Whoever the options name; None: the office's own key."""
    if not arguments.pin_file:
        return None
    from app.report.signed_with import Chosen, With
    from app.security.passphrases import read_pin_file

    pin, warning = read_pin_file(arguments.pin_file)
    if warning:
        cli.warn(warning)
    if arguments.pkcs11:
        return Chosen(With.TOKEN, library=arguments.pkcs11, label=arguments.token).signer(office, pin)
    return Chosen(With.FILE, file=str(arguments.pkcs12)).signer(office, pin)


def _receiver(arguments: argparse.Namespace) -> "x509.Certificate | None":
    """For whom it is encrypted, where `--encrypt-to` says so."""
    from app.report import receivers

    return receivers.read(arguments.encrypt_to) if arguments.encrypt_to else None
