"""The tree over a report's visits: any leaf's path leads to the top, and no other content does."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report import tree
from tests.app.report import example

CODE = "KHZ-SHU-01"


def visits(count):
    rows = [{"first_name": f"نام {number}"} for number in range(count)]
    return [{**row, **tree.opening(CODE, bytes([number]) * 16)} for number, row in enumerate(rows)]


def rfc6962(leaves):
    """MTH of RFC 6962, 2.1, over digests that are leaves already."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + rfc6962(leaves[:split]) + rfc6962(leaves[split:])).digest()


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33])
def test_the_tree_is_that_of_rfc_6962(count):
    made = tree.tree(visits(count))
    assert made.top == rfc6962([tree.leaf(*pair) for pair in zip(made.keys, made.contents, strict=True)])


def test_a_leaf_can_be_counted_by_hand():
    secret = bytes(range(16))
    visit = {"first_name": "مریم", **tree.opening(CODE, secret)}
    k = hashlib.sha256(b"didar-visit-key/1\0" + b"KHZ-SHU-01" + b"\0" + secret).digest()
    assert visit["k"] == k.hex()
    content = hashlib.sha256(bytes.fromhex(visit["salt"]) + '{"first_name":"مریم"}'.encode()).digest()
    assert tree.tree([visit]).top == hashlib.sha256(b"\0" + k + content).digest()


def test_the_number_of_visits_is_signed_and_none_has_its_own_root():
    empty = tree.tree([])
    assert empty.as_signed()["n"] == 0
    assert empty.as_signed()["root"] != tree.root_of(1, empty.top).hex()


@given(st.integers(1, 40), st.data())
def test_every_path_leads_to_the_top_and_only_from_its_own_leaf(count, data):
    made = tree.tree(visits(count))
    index = data.draw(st.integers(0, count - 1))
    leaf = tree.leaf(made.keys[index], made.contents[index])
    path = made.path(index)
    assert tree.top_of(index, count, leaf, path) == made.top
    assert tree.top_of(index, count, hashlib.sha256(leaf).digest(), path) != made.top
    with pytest.raises(ValueError, match="too long"):
        tree.top_of(index, count, leaf, [*path, leaf])
    if path:
        with pytest.raises(ValueError, match="too short"):
            tree.top_of(index, count, leaf, path[:-1])
    with pytest.raises(ValueError, match="no such leaf"):
        tree.top_of(count, count, leaf, path)


def test_keys_ascend_whatever_the_order_of_the_visits():
    rows = example.report(12)["visits"]
    made = tree.tree(rows)
    assert all(before < after for before, after in pairwise(made.keys))
    assert tree.tree(rows[::-1]) == made


def test_two_visits_never_share_a_key():
    rows = visits(2)
    with pytest.raises(ValueError, match="same key"):
        tree.tree([rows[0], {**rows[1], "k": rows[0]["k"]}])


def test_a_visit_changed_in_one_letter_gives_another_root():
    rows = visits(5)
    changed = [*rows[:4], {**rows[4], "first_name": "نام دیگر"}]
    assert tree.tree(rows).as_signed()["root"] != tree.tree(changed).as_signed()["root"]
