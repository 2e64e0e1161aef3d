"""More bad bytes, attachments and pages: one file for each single check of rules 3 to 5, 17, 18, 27 and 28."""

from typing import Any

from app.report.objects import Name, Real, Ref, Stream, deflated, object_written
from tests.app.report.hostile import Raw, Rebuilt, good, resigned
from tests.app.report.hostile_data import packed_anew
from tests.app.report.hostile_files import bad, rebuilt

# bytes: nothing moves, the signer signs again


def exchanged(old: bytes, new: bytes) -> bytes:
    """The good file with other bytes at one place, as long as those before, signed."""
    assert len(old) == len(new)
    assert good().count(old) == 1
    return resigned(good().replace(old, new))


@bad(3)
def linearised() -> bytes:
    return rebuilt(lambda file: file.root.update(ViewerPreferences=Ref(file.add({"Linearized": 1}))))


@bad(3)
def a_hybrid_xref() -> bytes:
    return rebuilt(lambda file: file.trailer.update(XRefStm=17))


@bad(3)
def an_xref_stream() -> bytes:
    return rebuilt(lambda file: file.root.update(Metadata=Ref(file.add(deflated(b"", Type=Name("XRef"))))))


@bad(4)
def an_object_given_twice() -> bytes:
    twice = b"\nendobj\n1 0 obj\n<</Type /Page>>"
    return rebuilt(lambda file: file.objects.update({1: Raw(object_written(file.objects[1]) + twice)}))


@bad(4)
def an_object_of_a_later_generation() -> bytes:
    return exchanged(b"\n3 0 obj\n", b"\n3 1 obj\n")


@bad(4)
def an_xref_with_an_entry_too_many() -> bytes:
    size = len(Rebuilt().objects) + 1
    return exchanged(b"xref\n0 %d\n" % size, b"xref\n0 %d\n" % (size + 1))


@bad(4)
def a_free_entry_that_leads_on() -> bytes:
    return exchanged(b"0000000000 65535 f", b"0000000001 65535 f")


@bad(4)
def a_freed_object() -> bytes:
    start = good().rindex(b"65535 f \n") + len(b"65535 f \n")
    return resigned(good()[: start + 17] + b"f" + good()[start + 18 :])


@bad(4)
def a_trailer_with_a_key_of_its_own() -> bytes:
    return rebuilt(lambda file: file.trailer.update(Shadow=1))


@bad(4)
def a_startxref_that_points_elsewhere() -> bytes:
    at = good().rindex(b"\n%%EOF") - 1
    digit = b"1" if good()[at : at + 1] != b"1" else b"2"
    return resigned(good()[:at] + digit + good()[at + 1 :])


@bad(4)
def a_stream_longer_than_it_says() -> bytes:
    def change(file: Rebuilt) -> None:
        number, stream = next((n, v) for n, v in file.objects.items() if isinstance(v, Stream))
        length = len(stream.data)
        body = object_written(stream).replace(b"/Length %d" % length, b"/Length %d" % (length - 1), 1)
        file.objects[number] = Raw(body)

    return rebuilt(change)


@bad(4)
def a_stream_that_ends_behind_the_file() -> bytes:
    def change(file: Rebuilt) -> None:
        number, stream = next((n, v) for n, v in file.objects.items() if isinstance(v, Stream))
        body = object_written(stream).replace(b"/Length %d" % len(stream.data), b"/Length 99999999", 1)
        file.objects[number] = Raw(body)

    return rebuilt(change)


@bad(4)
def a_number_that_runs_into_a_word() -> bytes:
    return rebuilt(lambda file: file.root.update(Lang=Real("1x")))


@bad(4)
def a_key_that_is_no_name() -> bytes:
    return rebuilt(lambda file: file.root.update(Lang=Real("<<(Lang) 1>>")))


@bad(4)
def pages_that_lead_back_to_themselves() -> bytes:
    def change(file: Rebuilt) -> None:
        pages = file.root["Pages"]
        file.objects[pages.number]["Kids"].append(pages)

    return rebuilt(change)


@bad(4)
def a_page_that_is_none() -> bytes:
    return rebuilt(lambda file: file.objects[file.root["Pages"].number]["Kids"].append(Ref(file.add({"A1": 1}))))


@bad(5)
def a_reference_to_nothing() -> bytes:
    return rebuilt(lambda file: file.root.update(Metadata=Ref(9999)))


# attachment


def specified(**given: Any) -> bytes:
    return rebuilt(lambda file: file.get("AF", "0").update(given))


@bad(17)
def a_name_tree_with_scripts_too() -> bytes:
    return rebuilt(lambda file: file.root["Names"].update(Dests={"Names": []}))


@bad(17)
def a_name_tree_with_branches() -> bytes:
    return rebuilt(lambda file: file.root["Names"]["EmbeddedFiles"].update(Kids=[]))


@bad(17)
def another_relation() -> bytes:
    return specified(AFRelationship=Name("Alternative"))


@bad(17)
def one_name_for_two_files() -> bytes:
    def change(file: Rebuilt) -> None:
        stream = file.objects[file.number("EmbeddedFile")]
        file.get("AF", "0")["EF"]["UF"] = Ref(file.add(Stream(dict(stream.dict), stream.data)))

    return rebuilt(change)


@bad(17)
def a_file_that_no_name_leads_to() -> bytes:
    hidden = deflated(b"{}", Type=Name("EmbeddedFile"), Subtype=Name("application/json"), Params={"Size": 2})
    return rebuilt(lambda file: file.root.update(Metadata=Ref(file.add(hidden))))


@bad(17)
def a_specification_that_no_name_leads_to() -> bytes:
    return rebuilt(lambda file: file.root.update(ViewerPreferences={"EF": dict(file.get("AF", "0")["EF"])}))


@bad(17)
def related_files() -> bytes:
    return rebuilt(lambda file: file.root.update(ViewerPreferences={"RF": []}))


@bad(17)
def an_attachment_of_another_type() -> bytes:
    return packed_anew(lambda old: Stream({**old.dict, "Subtype": Name("text")}, old.data))


@bad(17)
def a_checksum_that_is_not_so() -> bytes:
    return packed_anew(
        lambda old: Stream({**old.dict, "Params": {**old.dict["Params"], "CheckSum": bytes(16)}}, old.data)
    )


@bad(17)
def a_date_in_the_attachment() -> bytes:
    return packed_anew(
        lambda old: Stream({**old.dict, "Params": {**old.dict["Params"], "ModDate": b"D:2026"}}, old.data)
    )


@bad(18)
def another_filter() -> bytes:
    return packed_anew(lambda old: Stream({**old.dict, "Filter": Name("LZWDecode")}, old.data))


@bad(18)
def a_predictor() -> bytes:
    return packed_anew(lambda old: Stream({**old.dict, "DecodeParms": {"Predictor": 12}}, old.data))


@bad(18)
def packed_bytes_that_are_none() -> bytes:
    return packed_anew(lambda old: Stream(old.dict, b"not packed"))


@bad(18)
def many_bombs() -> bytes:
    """Each within its ratio and its limit, all together beyond theirs."""
    page = deflated(bytes(range(256)) * 4096)  # 1 MiB

    def change(file: Rebuilt) -> None:
        file.root["Extensions"] = [Ref(number) for number in _added(file, page, 257)]

    return rebuilt(change)


def _added(file: Rebuilt, value: object, times: int) -> list[int]:
    before = len(file.objects)
    numbers = list(range(before + 1, before + 1 + times))
    file.objects.update(dict.fromkeys(numbers, value))
    return numbers


# pages


@bad(27)
def an_object_more_than_the_data_give() -> bytes:
    return rebuilt(lambda file: file.root.update(Metadata=Ref(file.add(deflated(b"<x/>", Type=Name("Metadata"))))))


@bad(27)
def a_page_cut_at_its_side() -> bytes:
    return rebuilt(lambda file: file.objects[file.number("Page")].update(MediaBox=[0, 0, 300, 842]))


@bad(27)
def an_outline_with_other_words() -> bytes:
    def change(file: Rebuilt) -> None:
        number = next(n for n, v in file.objects.items() if isinstance(v, dict) and "Title" in v and "Parent" in v)
        file.objects[number]["Title"] = b"x"

    return rebuilt(change)


@bad(28)
def a_catalogue_with_another_key() -> bytes:
    return rebuilt(lambda file: file.root.update(Collection={}))


@bad(28)
def a_page_with_another_key() -> bytes:
    return rebuilt(lambda file: file.objects[file.number("Page")].update(Rotate=180))


@bad(28)
def a_blend_mode() -> bytes:
    def change(file: Rebuilt) -> None:
        resources = file.objects[file.number("Page")]["Resources"]
        file.objects[resources.number]["ExtGState"] = {"G": {"BM": Name("Multiply")}}

    return rebuilt(change)


def with_content(more: bytes) -> bytes:
    """The first page with another operator at its end."""

    def change(file: Rebuilt) -> None:
        contents = file.objects[file.number("Page")]["Contents"]
        number = contents[0].number if isinstance(contents, list) else contents.number
        file.objects[number] = deflated(file.objects[number].inflated() + more)

    return rebuilt(change)


@bad(28)
def words_that_are_not_seen() -> bytes:
    return with_content(b"\nBT 3 Tr ET")


@bad(28)
def an_image_in_the_line() -> bytes:
    return with_content(b"\nBI /W 1 /H 1 ID x EI")


@bad(28)
def an_outline_that_starts_a_program() -> bytes:
    return rebuilt(lambda file: _outline(file).update(A={"S": Name("Launch")}))


def _outline(file: Rebuilt) -> dict[str, Any]:
    return next(v for v in file.objects.values() if isinstance(v, dict) and "Title" in v and "Parent" in v)


@bad(28)
def an_action_kept_for_later() -> bytes:
    return rebuilt(
        lambda file: file.root.update(ViewerPreferences={"X": {"Type": Name("Action"), "S": Name("Launch")}})
    )


@bad(28)
def a_font_of_the_readers_own() -> bytes:
    font = {"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("Helvetica")}

    def change(file: Rebuilt) -> None:
        resources = file.objects[file.number("Page")]["Resources"]
        fonts = file.objects[resources.number]["Font"]
        file.objects[fonts.number]["F9"] = Ref(file.add(font))

    return rebuilt(change)


@bad(28)
def a_form_over_the_page() -> bytes:
    def change(file: Rebuilt) -> None:
        form = deflated(b"0 0 9 9 re f", Type=Name("XObject"), Subtype=Name("Form"), BBox=[0, 0, 9, 9])
        resources = file.objects[file.number("Page")]["Resources"]
        file.objects[resources.number]["XObject"] = {"X": Ref(file.add(form))}

    return rebuilt(change)


@bad(28)
def a_pattern() -> bytes:
    return rebuilt(lambda file: file.root.update(ViewerPreferences={"P": {"PatternType": 1}}))


@bad(28)
def a_second_annotation() -> bytes:
    note = {"Type": Name("Annot"), "Subtype": Name("Square"), "Rect": [0, 0, 9, 9]}

    def change(file: Rebuilt) -> None:
        page = file.objects[file.number("Page")]
        page["Annots"] = [*page["Annots"], Ref(file.add(note))]

    return rebuilt(change)
