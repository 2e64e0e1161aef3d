"""Scans of an issue: what may be attached, that it stays in the encrypted store, and whose eyes it is for."""

import pytest
from sqlalchemy import text

from app import attachments
from app.domain.codes import Role
from app.domain.errors import Refused
from app.office import SignedIn
from tests.make import issue, registered

PNG = b"\x89PNG\r\n\x1a\n" + b"handwriting" * 20
PDF = b"%PDF-1.7\n%..."


@pytest.fixture
def matter(office):
    return registered(office).issue_ids[0]


def test_a_scan_is_kept_with_the_issue_and_read_again_byte_by_byte(office, matter):
    scan = attachments.attach(office, matter, "/home/zahra/دستور.png", PNG)
    assert (scan.name, scan.media_type, scan.size) == ("دستور.png", "image/png", len(PNG))
    assert attachments.of_issue(office, matter) == [scan]
    assert attachments.content(office, scan.id) == PNG


def test_the_kind_is_told_by_the_bytes_and_not_by_the_name(office, matter):
    assert attachments.attach(office, matter, "x.png", PDF).media_type == "application/pdf"
    with pytest.raises(Refused) as refused:
        attachments.attach(office, matter, "petition.pdf", b"MZ\x90\x00")
    assert refused.value.field == "scan"


def test_what_is_too_large_is_refused_with_the_bound(office, matter):
    with pytest.raises(Refused) as refused:
        attachments.attach(office, matter, "x.png", PNG + bytes(attachments.LARGEST))
    assert "۱۰" in refused.value.reason


def test_the_same_scan_twice_is_kept_once(office, matter):
    first = attachments.attach(office, matter, "a.png", PNG)
    assert attachments.attach(office, matter, "b.png", PNG) == first
    assert len(attachments.of_issue(office, matter)) == 1


def test_a_scan_is_taken_back_and_stays_in_the_store(office, matter):
    scan = attachments.attach(office, matter, "a.png", PNG)
    attachments.take_back(office, scan.id)
    assert attachments.of_issue(office, matter) == []
    with pytest.raises(Refused):
        attachments.content(office, scan.id)
    with office.connection() as connection:
        assert connection.execute(text("SELECT count(*) FROM attachment_content")).scalar() == 1


def test_damaged_bytes_are_not_shown(office, matter):
    scan = attachments.attach(office, matter, "a.png", PNG)
    with office.connection() as connection:
        connection.execute(text("UPDATE attachment_content SET content = x'89504e47'"))
        connection.commit()
    with pytest.raises(Refused):
        attachments.content(office, scan.id)


def test_the_trail_holds_the_digest_and_never_the_bytes(office, matter):
    attachments.attach(office, matter, "a.png", PNG)
    with office.connection() as connection:
        payloads = connection.execute(text("SELECT payload FROM audit_value")).scalars().all()
    assert not any(b"68616e6477726974696e67" in bytes(payload) for payload in payloads)
    assert any(b'"digest"' in bytes(payload) for payload in payloads)


def test_a_scan_of_what_only_the_head_may_know_is_for_the_heads_eyes(office):
    matter = registered(office, issues=(issue(head_only=True),)).issue_ids[0]
    scan = attachments.attach(office, matter, "a.png", PNG)
    assert attachments.content(office, scan.id) == PNG
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    assert attachments.of_issue(office, matter) == []
    with pytest.raises(Refused):
        attachments.content(office, scan.id)
