"""Bad renewals and keys that are not the agency's own any more: rules 16 and 30."""

import io
import re
from collections.abc import Callable
from typing import Any

from app.report.trust import Pin, Trust
from tests.app.report import hostile, renewed
from tests.app.report.hostile import good
from tests.app.report.hostile_files import bad
from tests.app.report.renewed import pdf

MINE = hostile.office().described()["fingerprint"]

# the key


@bad(16, Trust(pins={hostile.CODE: (Pin(MINE, confirmed=True, revoked="2026-10-01"),)}))
def a_report_by_a_key_that_was_stolen_later() -> bytes:
    return good()


@bad(16, Trust(pins={hostile.CODE: (Pin("ab" * 32, confirmed=True),)}))
def a_report_by_another_key_than_the_one_that_is_known() -> bytes:
    return good()


@bad(16, Trust(pins={hostile.CODE: (Pin("ab" * 32, confirmed=True), Pin(MINE, confirmed=False))}))
def a_key_that_came_before_beside_a_confirmed_one() -> bytes:
    return good()


# behind the report


def renewed_with(change: Callable[[Any], object]) -> bytes:
    """A time stamp, and in the same breath something else."""
    writer = renewed.writer(good())
    change(writer)
    return renewed.stamped(writer)


def in_the_catalogue(**entries: Any) -> bytes:
    def change(writer: Any) -> None:
        for key, value in entries.items():
            writer.root[f"/{key}"] = writer.add_object(pdf(value))
        writer.update_root()

    return renewed_with(change)


def on_the_cover(change: Callable[[Any, Any], object]) -> bytes:
    def changed(writer: Any) -> None:
        kids = writer.root["/Pages"]["/Kids"]
        change(writer, kids[0])
        writer.mark_update(kids.raw_get(0))

    return renewed_with(changed)


@bad(30)
def another_page_under_a_time_stamp() -> bytes:
    """The shadow attack: what is seen is exchanged, the report's own signature holds."""
    black = b"0 0 595 842 re f"
    return on_the_cover(lambda writer, page: page.update({pdf("/Contents"): writer.add_object(pdf(black))}))


@bad(30)
def a_note_under_a_time_stamp() -> bytes:
    note = {"/Type": "/Annot", "/Subtype": "/FreeText", "/Rect": [0, 0, 99, 99], "/Contents": "x"}
    return on_the_cover(lambda writer, page: page["/Annots"].append(writer.add_object(pdf(note))))


@bad(30)
def another_title_under_a_time_stamp() -> bytes:
    def change(writer: Any) -> None:
        writer.trailer_view["/Info"][pdf("/Title")] = pdf("دیگری")
        writer.mark_update(writer.trailer_view.raw_get("/Info"))

    return renewed_with(change)


@bad(30)
def another_direction_of_reading_under_a_time_stamp() -> bytes:
    return in_the_catalogue(ViewerPreferences={"/Direction": "/L2R"})


@bad(30)
def a_script_under_a_time_stamp() -> bytes:
    return in_the_catalogue(OpenAction={"/S": "/JavaScript", "/JS": "app.alert(1)"})


@bad(30)
def something_else_in_the_revocation_data() -> bytes:
    """A picture that waits to be shown: behind DSS, where few readers look."""
    picture = pdf(b"x")
    picture[pdf("/Subtype")] = pdf("/Image")

    def change(writer: Any) -> None:
        writer.root["/DSS"] = writer.add_object(pdf({"/Certs": [writer.add_object(picture)]}))
        writer.update_root()

    return renewed_with(change)


@bad(30)
def an_object_that_waits_behind_the_report() -> bytes:
    return renewed_with(lambda writer: writer.add_object(pdf(1)))


@bad(30)
def a_second_signature() -> bytes:
    """Not a time stamp: somebody signs for himself."""
    before, mark, after = renewed.twice().rpartition(b"/Type /DocTimeStamp")
    return before + b"/Type /Sig".ljust(len(mark)) + after


@bad(30)
def a_change_behind_the_last_time_stamp() -> bytes:
    writer = renewed.writer(renewed.once())
    writer.root["/DSS"]["/CRLs"] = pdf([writer.add_object(pdf(b"0"))])
    writer.mark_update(writer.root.raw_get("/DSS"))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@bad(30)
def bytes_between_the_renewals_objects() -> bytes:
    at = renewed.once().index(b"endobj\n", len(good())) + len(b"endobj\n")
    return renewed.once()[:at] + b"% seen by some\n" + renewed.once()[at:]


@bad(30)
def a_time_stamp_of_other_bytes() -> bytes:
    """One letter of the revocation data was changed after the time stamp."""
    at = renewed.once().index(b"\nstream\n", len(good())) + 60
    return renewed.once()[:at] + bytes([renewed.once()[at] ^ 1]) + renewed.once()[at + 1 :]


@bad(30)
def a_time_stamp_with_something_in_its_padding() -> bytes:
    found = re.compile(rb"(?:00){40}(?=>)").search(renewed.once(), len(good()))
    assert found
    return renewed.once()[: found.start() + 20] + b"1" + renewed.once()[found.start() + 21 :]


@bad(30)
def a_time_stamp_that_leaves_something_out() -> bytes:
    found = re.compile(rb"/ByteRange \[0 [0-9]+ [0-9]+ ([0-9]+)").search(renewed.once(), len(good()))
    assert found
    shorter = b"%d" % (int(found[1]) - 1)
    assert len(shorter) == len(found[1])
    return renewed.once()[: found.start(1)] + shorter + renewed.once()[found.end(1) :]


@bad(30)
def a_renewal_that_frees_the_reports_objects() -> bytes:
    """The table of the renewal names an object of the report as gone."""
    return renewed.once().replace(b"xref\n0 1\n0000000000 65535 f \n", b"xref\n0 1\n0000000001 65535 f \n")
