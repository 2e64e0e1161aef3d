"""Small figures are hidden, and nobody can work them out from the others."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.small_cells import LEAST, hidden

counts = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1)


def test_a_small_cell_takes_another_one_with_it():
    assert hidden({"a": 3, "b": 20, "c": 9}) == {"a", "c"}
    assert hidden({"a": 2, "b": 2, "c": 9, "d": 30}) == {"a", "b", "c"}
    assert hidden({"a": 0, "b": 20}) == frozenset()


@given(counts)
def test_every_small_cell_is_hidden_and_no_zero(table):
    found = hidden(table)
    assert {cell for cell, count in table.items() if 0 < count < LEAST} <= found
    assert all(table[cell] for cell in found)


@given(counts)
def test_what_is_left_of_the_total_is_no_small_cell(table):
    """The total is shown unless it is small itself: then what it leaves for the hidden cells tells of nobody."""
    found, total = hidden(table), sum(table.values())
    if found and total >= LEAST:
        rest = total - sum(count for cell, count in table.items() if cell not in found)
        alone = len(found) == 1
        assert rest >= LEAST
        assert not alone
