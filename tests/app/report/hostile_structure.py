"""Bad structures: who hears the pages is told something else than who sees them (rule 28)."""

from collections.abc import Callable
from typing import Any

from app.report.objects import Name, Ref
from tests.app.report.hostile import Rebuilt
from tests.app.report.hostile_files import bad, rebuilt
from tests.app.report.hostile_objects import with_content


def element(file: Rebuilt, kind: str) -> dict[str, Any]:
    """The first element of a kind."""
    return next(value for value in file.objects.values() if isinstance(value, dict) and value.get("S") == kind)


def with_element(kind: str, **given: Any) -> bytes:
    return rebuilt(lambda file: element(file, kind).update(given))


def with_root(change: Callable[[dict[str, Any]], Any]) -> bytes:
    return rebuilt(lambda file: change(file.get("StructTreeRoot")))


@bad(28)
def a_structure_that_says_other_words() -> bytes:
    return with_element("P", ActualText=b"other words")


@bad(28)
def a_paragraph_that_says_what_is_not_seen() -> bytes:
    return with_element("P", Alt=b"other words")


@bad(28)
def a_short_word_with_a_longer_meaning() -> bytes:
    return with_element("P", E=b"other words")


@bad(28)
def an_element_in_another_language() -> bytes:
    return with_element("P", Lang=b"en")


@bad(28)
def an_element_of_a_kind_of_its_own() -> bytes:
    return with_element("P", S=Name("Private"))


@bad(28)
def a_link_in_the_structure() -> bytes:
    return with_element("H1", S=Name("Link"))


@bad(28)
def a_heading_with_other_attributes() -> bytes:
    return with_element("TH", A={"O": Name("Table"), "Scope": Name("Row")})


@bad(28)
def a_paragraph_with_an_action() -> bytes:
    return with_element("P", A={"S": Name("GoTo")})


@bad(28)
def an_object_in_the_place_of_words() -> bytes:
    def change(file: Rebuilt) -> None:
        element(file, "P")["K"] = {"Type": Name("OBJR"), "Obj": file.get("AcroForm")["Fields"][0]}

    return rebuilt(change)


@bad(28)
def an_element_in_two_places() -> bytes:
    def change(file: Rebuilt) -> None:
        document = file.get("StructTreeRoot", "K")
        document["K"].append(document["K"][0])

    return rebuilt(change)


@bad(28)
def words_on_a_page_that_is_none() -> bytes:
    return with_element("H1", K={"Type": Name("MCR"), "Pg": Ref(1), "MCID": 0})


@bad(28)
def kinds_with_other_meanings() -> bytes:
    return with_root(lambda root: root.update(RoleMap={"P": Name("Artifact")}))


@bad(28)
def names_for_places_in_the_structure() -> bytes:
    return with_root(lambda root: root.update(IDTree={}))


@bad(28)
def a_structure_for_more_pages_than_there_are() -> bytes:
    return with_root(lambda root: root.update(ParentTreeNextKey=999))


@bad(28)
def marks_of_a_page_that_is_not_there() -> bytes:
    return rebuilt(lambda file: file.get("StructTreeRoot", "ParentTree")["Nums"].extend([999, []]))


@bad(28)
def a_mark_that_belongs_to_nothing() -> bytes:
    return rebuilt(lambda file: file.get("StructTreeRoot", "ParentTree")["Nums"][1].append(None))


@bad(28)
def marks_that_are_doubted() -> bytes:
    return rebuilt(lambda file: file.root.update(MarkInfo={"Marked": True, "Suspects": True}))


@bad(28)
def marks_without_a_structure() -> bytes:
    return rebuilt(lambda file: file.root.update(MarkInfo={}))


@bad(28)
def a_page_with_another_pages_marks() -> bytes:
    return rebuilt(lambda file: file.objects[file.number("Page")].update(StructParents=1))


@bad(28)
def a_page_read_in_another_order() -> bytes:
    return rebuilt(lambda file: file.objects[file.number("Page")].update(Tabs=Name("W")))


@bad(28)
def a_mark_that_says_other_words() -> bytes:
    return with_content(b"\n/Span <</ActualText (other)>>BDC EMC")


@bad(28)
def a_mark_with_properties_of_its_own() -> bytes:
    return with_content(b"\n/P /Other BDC EMC")


@bad(28)
def a_layers_mark() -> bytes:
    return with_content(b"\n/OC/Layer BDC EMC")


@bad(28)
def a_point_with_a_meaning() -> bytes:
    return with_content(b"\n/Other MP")
