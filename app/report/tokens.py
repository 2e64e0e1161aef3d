"""Signing tokens and cards (PKCS#11): what is on them, told before a PIN is asked for; a signer whose key stays there.

The maker's library is loaded into this process. It is spoken to by one thread at a time, and begun anew each time: a
token put in since is seen, and nobody is still signed in from before. The PIN is never tried twice by itself, and is
kept only until the signature is made.
"""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, utils

from app.access import names_another_pc
from app.domain.errors import Refused, Unavailable, UserError
from app.domain.persian.text import latin_digits
from app.domain.texts import _
from app.report import certificates, cms
from app.report.broken import BrokenError
from app.report.signers import CertifiedSigner, path_of

if TYPE_CHECKING:
    import pkcs11

LIBRARY, TOKEN, PIN = "pkcs11", "token", "pin"
"""Where a refusal belongs: the field of a form, and the option of the command line."""

_ONE_AT_A_TIME = RLock()
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""What PKCS#1 v1.5 signs of a SHA-256, in front of the digest itself."""


class Pin(Enum):
    """What the token says of its PIN."""

    READY = auto()
    LOW = auto()
    """It was typed wrong before."""
    FINAL = auto()
    """One more wrong one locks the token."""
    LOCKED = auto()
    NONE = auto()
    """Nobody has set one yet."""


@dataclass(frozen=True)
class Held:
    """A certificate on a token. key_id: by which its private key is found; label: the same, where there is no id."""

    certificate: x509.Certificate
    key_id: bytes
    label: str

    @property
    def name(self) -> str:
        """The owner: an attacker may have written it."""
        return certificates.common_name(self.certificate)

    @property
    def fingerprint(self) -> str:
        return certificates.fingerprint(self.certificate)

    @property
    def valid_until(self) -> dt.datetime:
        return self.certificate.not_valid_after_utc


@dataclass(frozen=True)
class Token:
    """A token that is in its reader. owners: who could sign with it, the likeliest first; the chain is in `others`."""

    label: str
    serial: str
    pin: Pin
    owners: tuple[Held, ...]
    others: tuple[x509.Certificate, ...] = ()


def tokens(library: str | Path) -> tuple[Token, ...]:
    """The tokens that are there, with their owners: readable without a PIN.

    Raises Unavailable when there is no such library, Refused when it is none of this kind.
    """
    with _told(), _library(library) as lib:
        return tuple(_read(token) for token in _present(lib))


class TokenSigner(CertifiedSigner):
    """Signs with the key of one owner of a token.

    library: the maker's. label: the token's. pin: as typed; Persian digits are taken for Latin ones, a line end goes.
    serial, fingerprint: where two tokens have one label, or one token has two owners.
    Raises Unavailable or Refused when library, token or certificate are not there; the PIN is first tried by `check`.
    """

    kind = "pkcs11"

    def __init__(
        self,
        library: str | Path,
        label: str,
        pin: str,
        *,
        serial: str | None = None,
        fingerprint: str | None = None,
    ) -> None:
        found = [one for one in tokens(library) if one.label == label and serial in {None, one.serial}]
        if not found:
            raise Unavailable(
                _("The token %(label)s is not there. Plug it in, then try again.") % {"label": label}, TOKEN
            )
        if len(found) > 1:
            raise Refused(_("Two tokens have the label %(label)s. Take one of them out.") % {"label": label}, TOKEN)
        owners = [one for one in found[0].owners if fingerprint in {None, one.fingerprint}]
        if not owners:
            raise Refused(_("There is no certificate on the token %(label)s.") % {"label": label}, TOKEN)
        self._library, self._serial, self._label, self._held = library, found[0].serial, label, owners[0]
        self._pin: str | None = unicodedata.normalize("NFC", latin_digits(pin.strip("\r\n")))
        self._tried = False
        others = [*found[0].others, *(one.certificate for one in found[0].owners if one is not owners[0])]
        super().__init__(path_of(owners[0].certificate, others))

    def check(self, now: dt.datetime) -> None:
        """As any certificate; and, once, that the PIN opens it and its key is there, before the long work begins."""
        super().check(now)
        if not self._tried:
            with self._session() as session:
                self._key(session)
            self._tried = True

    def sign(self, message: bytes) -> bytes:
        with self._session() as session:
            value = self._signed(self._key(session), message, session.token.slot.get_mechanisms())
        self._pin = None
        return value

    def _signed(self, key: Any, message: bytes, known: set[Any]) -> bytes:
        """By the mechanism that hashes, else by the raw one: cards have the one or the other."""
        from pkcs11 import Attribute, FunctionNotSupported, Mechanism, MechanismInvalid

        digest = hashlib.sha256(message).digest()
        public = certificates.public_key(self.chain[0])
        ways = {
            True: ((Mechanism.ECDSA_SHA256, message), (Mechanism.ECDSA, digest)),
            False: ((Mechanism.SHA256_RSA_PKCS, message), (Mechanism.RSA_PKCS, _DIGEST_INFO + digest)),
        }[isinstance(public, ec.EllipticCurvePublicKey)]
        for mechanism, content in ways:
            if mechanism not in known:
                continue
            try:
                again = {"pin": self._pin} if _asks_again(key, Attribute) else {}
                value = bytes(key.sign(content, mechanism=mechanism, **again))
            except (MechanismInvalid, FunctionNotSupported):
                continue
            return _der(value, public) if isinstance(public, ec.EllipticCurvePublicKey) else value
        raise Refused(_("The token can't make a signature of the kind that reports have."), TOKEN)

    def _key(self, session: Any) -> Any:
        from pkcs11 import Attribute, KeyType, ObjectClass

        is_ec = isinstance(certificates.public_key(self.chain[0]), ec.EllipticCurvePublicKey)
        wanted: dict[Attribute, Any] = {
            Attribute.CLASS: ObjectClass.PRIVATE_KEY,
            Attribute.KEY_TYPE: KeyType.EC if is_ec else KeyType.RSA,
        }
        if self._held.key_id:
            wanted[Attribute.ID] = self._held.key_id
        elif self._held.label:
            wanted[Attribute.LABEL] = self._held.label
        keys = list(session.get_objects(wanted))
        if not keys:
            raise Refused(_("The private key of this certificate is not on the token."), TOKEN)
        return keys[0]

    @contextmanager
    def _session(self) -> "Iterator[pkcs11.Session]":
        """Signed in, for the time of one act."""
        with _told(), _library(self._library) as lib:
            token = next((one for one in _present(lib) if _serial(one) == self._serial), None)
            if token is None:
                raise Unavailable(
                    _("The token %(label)s is not there. Plug it in, then try again.") % {"label": self._label}, TOKEN
                )
            _may_be_tried(_state(token))
            if not self._pin:
                raise Refused(_("Type the token's PIN."), PIN)
            with _signed_in(token, self._pin) as session:
                yield session


@contextmanager
def _signed_in(token: Any, pin: str) -> "Iterator[pkcs11.Session]":
    from pkcs11 import exceptions

    try:
        session = token.open(user_pin=pin)
    except (exceptions.PinIncorrect, exceptions.PinLenRange, exceptions.PinInvalid):
        raise _wrong(_state(token.slot.get_token())) from None
    except exceptions.PinLocked:
        raise _wrong(Pin.LOCKED) from None
    with session:
        yield session


def _wrong(state: Pin) -> Refused:
    """After a wrong PIN: how it stands now."""
    if state is Pin.LOCKED:
        return Refused(_locked(), PIN)
    if state is Pin.FINAL:
        return Refused(_("The PIN is not right. One more wrong one locks the token."), PIN)
    return Refused(_("The PIN is not right. After a few wrong ones the token locks itself."), PIN)


def _may_be_tried(state: Pin) -> None:
    if state is Pin.LOCKED:
        raise Refused(_locked(), PIN)
    if state is Pin.NONE:
        raise Refused(_("The token has no PIN yet. Set one with the program that came with it."), PIN)


def _locked() -> str:
    return _("The token's PIN is locked. Have it unlocked by whoever gave you the token.")


def _asks_again(key: Any, attribute: Any) -> bool:
    """Whether the token wants its PIN at each signature, as cards for qualified signatures do."""
    from pkcs11 import PKCS11Error

    try:
        return bool(key[attribute.ALWAYS_AUTHENTICATE])
    except PKCS11Error:
        return False


def _der(value: bytes, key: ec.EllipticCurvePublicKey) -> bytes:
    """r and s as tokens give them, in DER, with the smaller s."""
    half = len(value) // 2
    r, s = int.from_bytes(value[:half]), int.from_bytes(value[half:])
    return cms.low_s(utils.encode_dss_signature(r, s), key)


# reading


def _present(lib: Any) -> list[Any]:
    """Tokens in their readers; a slot that was never set up shows as one without a label."""
    from pkcs11 import TokenNotPresent, TokenNotRecognised

    found = []
    for slot in lib.get_slots(token_present=True):
        try:
            token = slot.get_token()
        except (TokenNotPresent, TokenNotRecognised):  # taken out meanwhile, or a card of another kind
            continue
        if token.label:
            found.append(token)
    return found


def _read(token: Any) -> Token:
    from pkcs11 import Attribute, CertificateType, ObjectClass

    held: list[Held] = []
    with token.open() as session:
        for item in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
            if _value(item, Attribute.CERTIFICATE_TYPE, CertificateType.X_509) != CertificateType.X_509:
                continue
            try:
                certificate = certificates.load(bytes(_value(item, Attribute.VALUE, b"")))
                certificates.is_authority(certificate)
            except BrokenError:
                continue  # what can't be read can't sign; its neighbours may
            held.append(
                Held(certificate, bytes(_value(item, Attribute.ID, b"")), str(_value(item, Attribute.LABEL, "")))
            )
    owners = [one for one in held if not certificates.is_authority(one.certificate)]
    others = tuple(one.certificate for one in held if certificates.is_authority(one.certificate))
    return Token(token.label, _serial(token), _state(token), tuple(sorted(owners, key=_likeliest)), others)


def _value(item: Any, attribute: Any, otherwise: Any) -> Any:
    from pkcs11 import PKCS11Error

    try:
        value = item[attribute]
    except PKCS11Error:  # cards leave out what they like
        return otherwise
    return otherwise if value is None else value


def _likeliest(held: Held) -> tuple[bool, bool, float]:
    """Those made for signatures first, then those that may sign, then the newest."""
    try:
        usage = held.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        binding, may = usage.content_commitment, usage.digital_signature or usage.content_commitment
    except x509.ExtensionNotFound:
        binding, may = False, True
    return not binding, not may, -held.certificate.not_valid_before_utc.timestamp()


def _serial(token: Any) -> str:
    serial = token.serial
    return (serial.decode("ascii", "replace") if isinstance(serial, bytes) else str(serial)).strip()


def _state(token: Any) -> Pin:
    from pkcs11 import TokenFlag

    flags = token.flags
    if flags & TokenFlag.USER_PIN_LOCKED:
        return Pin.LOCKED
    if not flags & TokenFlag.USER_PIN_INITIALIZED:
        return Pin.NONE
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return Pin.FINAL
    return Pin.LOW if flags & TokenFlag.USER_PIN_COUNT_LOW else Pin.READY


@contextmanager
def _library(path: str | Path) -> Iterator[Any]:
    """The maker's library, begun anew, for this thread alone."""
    with _ONE_AT_A_TIME:
        yield _loaded(_found(path))


def _found(path: str | Path) -> str:
    """The whole path of a file that is there: a bare name would be looked for in places where others may write."""
    given = Path(path)
    try:
        if names_another_pc(path) or names_another_pc(whole := given.resolve(strict=True)):  # the latter by a drive Z:
            raise Refused(_("The token's library has to be on this PC itself."), LIBRARY)
        is_file = whole.is_file()
    except OSError:
        is_file = False
    if not is_file:
        raise Unavailable(
            _("The token's library %(path)s is not there. Install the token's program, or choose its library anew.")
            % {"path": given},
            LIBRARY,
        )
    return str(whole)


def _loaded(path: str) -> Any:
    import pkcs11

    try:
        lib = pkcs11.lib(path)
        lib.reinitialize()
    except pkcs11.PKCS11Error as error:
        if type(error) is not pkcs11.PKCS11Error:  # it is one, and has an answer of its own
            raise
        raise Refused(
            _("%(path)s is no token library (PKCS#11), or not one for this PC.") % {"path": path}, LIBRARY
        ) from None
    return lib


@contextmanager
def _told() -> Iterator[None]:
    """What a token answers, as a sentence of its own; the cause is left out, as it may hold what was given to it."""
    from pkcs11 import PKCS11Error, exceptions

    try:
        yield
    except (UserError, BrokenError):
        raise
    except (exceptions.UserAlreadyLoggedIn, exceptions.AnotherUserAlreadyLoggedIn, exceptions.SessionCount):
        raise Unavailable(
            _("The token is in use by another program. Close that, or pull the token and plug it in again."), TOKEN
        ) from None
    except (exceptions.DeviceRemoved, exceptions.TokenNotPresent, exceptions.DeviceError, exceptions.SlotIDInvalid):
        raise Unavailable(
            _("The token was pulled out, or does not answer. Plug it in, then try again."), TOKEN
        ) from None
    except (exceptions.PinExpired, exceptions.UserPinNotInitialized):
        raise Refused(_("The token wants a new PIN first. Set one with the program that came with it."), PIN) from None
    except (exceptions.MechanismInvalid, exceptions.KeyTypeInconsistent):
        raise Refused(_("The token can't make a signature of the kind that reports have."), TOKEN) from None
    except PKCS11Error as error:
        raise Unavailable(
            _("The token refused (%(code)s). Try again; if it stays so, ask whoever gave you the token.")
            % {"code": type(error).__name__},
            TOKEN,
        ) from None
