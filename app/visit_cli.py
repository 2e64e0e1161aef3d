"""`didar verify --visit`, and of a proof alone: what is asked, and what is answered, on a terminal."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from app.domain import canonical
from app.domain.errors import Refused, UserError
from app.domain.texts import _
from app.files import read_bytes, refuse_existing, write_new
from app.report.verdict import isolated

LARGEST_CODE: Final = 4096
LARGEST_PROOF: Final = 1024 * 1024
MARK: Final = b'"format":"didar-proof/'
"""What tells a proof from a report, among the files that are to be verified."""


def is_for_one(arguments: argparse.Namespace) -> bool:
    """Whether one visit is looked for in one report: of that alone there is a proof."""
    return len(arguments.files) == 1 and (arguments.visit or arguments.visit_file) is not None


def asked_for(arguments: argparse.Namespace) -> str | None:
    """The visit's code: an argument, a file's words, or from stdin (`-`); None where no visit is asked for.

    Raises Refused for a code that is mistyped, and for a proof that would be written over another file.
    """
    from app import visit_slips

    text: str | None = arguments.visit
    if arguments.visit_file is not None:
        text = read_bytes(arguments.visit_file, LARGEST_CODE).decode("utf-8", "replace")
    elif text == "-":
        text = sys.stdin.read(LARGEST_CODE)
    if text is not None:
        visit_slips.read(text)
    if arguments.proof is not None:
        refuse_existing(arguments.proof)
    return text


def answered(visit: dict[str, Any] | None, arguments: argparse.Namespace) -> bool:
    """Say the answer, and write its proof where that is wanted. Returns whether the visit is in the report.

    visit: of the report's verdict; None where the report did not pass.
    """
    if visit is None:
        print(_("Nothing can be said of the visit: the report did not pass."), file=sys.stderr)
        return False
    found: bool = visit["answer"] == "in"
    if not arguments.json:  # which has it in its object
        print("\n".join(visit["lines"]), file=sys.stdout if found else sys.stderr)
    if arguments.proof is not None:
        if visit["proof"] is None:
            raise Refused(_("There is nothing to be proved: %(reason)s") % {"reason": visit["lines"][0]})
        write_new(arguments.proof, canonical.dumps(visit["proof"]))
    return found


def without_proofs(arguments: argparse.Namespace) -> tuple[list[Path], bool]:
    """The reports among the files that are to be verified, and whether each proof among them holds, which is said."""
    proofs = [path for path in arguments.files if _is_proof(path)]
    hold = [_holds(path, as_json=arguments.json) for path in proofs]
    return [path for path in arguments.files if path not in proofs], all(hold)


def _is_proof(path: Path) -> bool:
    if path.suffix != ".json":
        return False
    try:
        return MARK in read_bytes(path, LARGEST_PROOF)
    except UserError:
        return False  # verify says of each file why it can't be read


def _holds(path: Path, *, as_json: bool) -> bool:
    from app.report.broken import BrokenError
    from app.report.canonical import unpack
    from app.visit_proofs import check

    try:
        proved = check(unpack(read_bytes(path, LARGEST_PROOF)))
    except (BrokenError, Refused):
        reason = _("This proof does not hold, or it is no proof of a visit.")
        if as_json:
            print(json.dumps({"file": str(path), "ok": False, "reason": reason}))
        print(f"{isolated(str(path))}: {reason}", file=sys.stderr)
        return False
    if as_json:
        print(json.dumps({"file": str(path), "ok": True, **asdict(proved)}))
    else:
        print("\n".join((f"{isolated(str(path))}:", *proved.lines)))
    return True
