"""From a file to its lots: kept, queued, read, judged; and all that can go wrong on the way."""

import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from django_tasks_db.models import DBTaskResult

from lotgate.errors import Conflict, Forbidden, TooLarge
from lotgate.reporting.report import Failure
from lotgate.store import storage
from lotgate.store.models import (
    Account,
    AuditEntry,
    Document,
    Lot,
    LotState,
    Original,
    Role,
    Source,
    Upload,
    UploadState,
)
from lotgate.store.services import reading
from lotgate.store.services.examples import deliver, examples
from lotgate.store.services.judging import rejudge
from lotgate.store.services.receiving import read_again, receive, shown_name
from lotgate.store.work import queue
from lotgate.store.work.read_upload import read
from lotgate.store.work.reader import READER
from lotgate.store.work.reading_job import storable
from store.builders import account, site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def reader_rests() -> Iterator[None]:
    yield
    READER.rest()


def sample(name: str) -> bytes:
    return (examples() / "certificates" / name).read_bytes()


def take_in(data: bytes, name: str = "certificate.pdf", *, by: Account | None = None) -> Upload:
    by = by or account()
    return receive(account=by, site=by.site, name=name, stream=io.BytesIO(data), source=Source.BROWSER)


def read_all() -> None:
    while job := queue.claim("test"):
        read(job.args_kwargs["args"][0], claims=len(job.worker_ids))
        queue.finish(job, "test")


def mail(*attachments: tuple[str, bytes], text: str = "Dear colleagues,\n\nsee attached.\n") -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Documents", "a@example.com", "b@example.com"
    message.set_content(text)
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def test_a_file_is_kept_unchanged_and_waits_in_the_inbox_at_once():
    data = sample("methanol-ruled.pdf")
    upload = take_in(data, "methanol.pdf")
    with storage.open_original(upload.original_id) as original:
        assert original.read() == data
    lot = Lot.objects.get(upload=upload)
    assert (lot.state, lot.file, lot.document) == (LotState.WAITING, "methanol.pdf", None)
    assert queue.waiting() == 1
    assert AuditEntry.objects.get(action="upload.received").new["sha256"] == upload.original_id


def test_the_same_bytes_at_one_site_are_read_once_and_the_second_file_says_so():
    first, second = take_in(b"same", "a.pdf"), take_in(b"same", "b.pdf")
    assert (second.same_as, second.state) == (first, UploadState.READ)
    assert Lot.objects.count() == queue.waiting() == Original.objects.count() == 1


def test_the_same_bytes_at_another_site_are_read_there():
    take_in(b"same")
    other = take_in(b"same", by=account(at=site("Plant two")))
    assert other.same_as is None
    assert Lot.objects.count() == 2


def test_a_file_beyond_the_bound_is_refused_and_leaves_nothing(settings):
    settings.UPLOAD_BYTES = 2 * 2**20
    with pytest.raises(TooLarge, match="2 MB"):
        take_in(b"x" * (2 * 2**20 + 1))
    assert not Upload.objects.exists()
    assert [path for path in settings.STORAGE.rglob("*") if path.is_file()] == []


def test_an_auditor_brings_nothing_in_and_nobody_to_another_site():
    with pytest.raises(Forbidden):
        take_in(b"x", by=account(Role.AUDITOR))
    with pytest.raises(Forbidden):
        receive(account=account(), site=site("Plant two"), name="x", stream=io.BytesIO(b"x"), source=Source.BROWSER)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("coa.pdf", "coa.pdf"),
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\deliveries\\质检报告.pdf", "C:/deliveries/质检报告.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("certificate\u202efdp.exe", "certificatefdp.exe"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("x" * 500 + ".pdf", "x" * 396 + ".pdf"),
    ],
)
def test_a_strangers_file_name_is_shown_in_one_plain_line(given: str, shown: str):
    assert shown_name(given) == shown


@pytest.mark.parametrize("sha256", ["", "..", "../../../etc/passwd", "A" * 64, "0" * 63 + "\n"])
def test_only_hashes_become_paths(sha256: str):
    with pytest.raises(ValueError, match="not a SHA-256"):
        storage.open_original(sha256)
    with pytest.raises(ValueError, match="not a SHA-256"):
        storage.page_picture(sha256, 1)


def test_a_certificate_becomes_a_document_with_pages_and_a_lot_with_its_facts():
    upload = take_in(sample("lithium-carbonate-two-pages.pdf"))
    read_all()
    upload.refresh_from_db()
    document = Document.objects.get(upload=upload)
    lot = Lot.objects.get(upload=upload)
    assert (upload.state, upload.pages_read, document.pages) == (UploadState.READ, 2, 2)
    assert lot.document == document
    assert lot.state == LotState.REVIEW, "there is no standard yet"
    assert lot.number
    assert lot.product
    assert lot.supplier
    assert lot.verdict["lots"][lot.position]["lot"] == lot.number
    for number in (1, 2):
        assert storage.page_picture(document.sha256, number).read_bytes()[8:12] == b"WEBP"
        assert storage.page_words(document.sha256, number)["words"]
    assert AuditEntry.objects.get(action="document.read").new["lots"][0]["lot"] == lot.number


def test_the_examples_are_judged_by_the_example_standards():
    uploads = deliver(account=account(Role.ADMINISTRATOR))
    read_all()
    assert {upload.source for upload in uploads} == {Source.EXAMPLE}
    states = set(Lot.objects.values_list("state", flat=True))
    assert states == {LotState.ACCEPT, LotState.REJECT, LotState.REVIEW}
    assert Lot.objects.filter(state=LotState.ACCEPT, standard=None).count() == 0
    accepted = Lot.objects.filter(state=LotState.ACCEPT).first()
    assert (accepted.fails, accepted.doubts) == (0, 0)


def test_delivering_the_examples_twice_reads_nothing_twice():
    person = account(Role.ADMINISTRATOR)
    deliver(account=person)
    before = queue.waiting()
    assert all(upload.same_as for upload in deliver(account=person))
    assert queue.waiting() == before


def test_who_may_not_write_standards_gets_the_certificates_only():
    person = account(Role.INSPECTOR)
    assert deliver(account=person)
    assert not person.site.standards.exists()


def test_a_mail_gives_its_attachments_and_its_text_makes_no_lot():
    take_in(mail(("coa.pdf", sample("methanol-ruled.pdf"))), "mail.eml")
    read_all()
    assert [document.name for document in Document.objects.all()] == ["mail.eml/coa.pdf"]
    assert Lot.objects.count() == 1


def test_a_mail_without_a_certificate_still_has_its_row():
    take_in(mail(text="Will follow tomorrow."), "mail.eml")
    read_all()
    lot = Lot.objects.get()
    assert (lot.state, lot.number) == (LotState.REVIEW, "")
    assert lot.document is not None


def test_a_certificate_that_came_before_is_kept_once_and_named():
    pdf = sample("methanol-ruled.pdf")
    take_in(pdf, "coa.pdf")
    read_all()
    again = take_in(mail(("coa.pdf", pdf)), "mail.eml")
    read_all()
    again.refresh_from_db()
    assert again.state == UploadState.READ
    assert list(again.known.all()) == [Document.objects.get()]
    assert Lot.objects.count() == 1


def test_the_same_certificate_twice_in_one_archive_is_one_document():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.pdf", sample("methanol-ruled.pdf"))
        archive.writestr("b.pdf", sample("methanol-ruled.pdf"))
    take_in(packed.getvalue(), "two.zip")
    read_all()
    assert Document.objects.count() == Lot.objects.count() == 1


def test_the_same_lot_again_from_the_same_supplier_is_pointed_out():
    pdf = sample("methanol-ruled.pdf")
    take_in(pdf)
    read_all()
    take_in(pdf + b"\n", "again.pdf")
    read_all()
    first, second = Lot.objects.order_by("pk")
    assert second.repeats == first
    assert first.repeats is None


def test_a_broken_file_fails_with_what_to_do_and_is_not_tried_in_vain():
    upload = take_in(b"%PDF-1.7 nothing that follows is a PDF")
    read_all()
    upload.refresh_from_db()
    assert (upload.state, upload.error_code, upload.attempts) == (UploadState.FAILED, "damaged-file", 1)
    assert upload.error_message
    assert upload.error_advice
    assert Lot.objects.get().state == LotState.FAILED


def test_a_broken_attachment_is_shown_beside_the_good_one():
    upload = take_in(mail(("good.pdf", sample("methanol-ruled.pdf")), ("bad.pdf", b"%PDF-1.7 broken")), "mail.eml")
    read_all()
    upload.refresh_from_db()
    states = set(Lot.objects.values_list("state", "file"))
    assert states == {(LotState.REVIEW, "mail.eml/good.pdf"), (LotState.FAILED, "mail.eml/bad.pdf")}
    assert (upload.state, upload.error_code) == (UploadState.READ, "damaged-file")


def test_dropping_a_failed_file_again_tries_it_again():
    broken = b"%PDF-1.7 broken"
    first = take_in(broken)
    read_all()
    take_in(broken)
    first.refresh_from_db()
    assert (first.state, queue.waiting()) == (UploadState.WAITING, 1)
    assert Lot.objects.get().state == LotState.WAITING


def test_only_what_failed_is_read_again():
    person = account()
    upload = take_in(sample("methanol-ruled.pdf"), by=person)
    with pytest.raises(Conflict):
        read_again(account=person, upload=upload)


def test_a_reader_given_up_for_dead_saves_nothing():
    upload = take_in(sample("methanol-ruled.pdf"))
    reading.begin(upload=upload.pk, token="dead")  # noqa: S106
    read(upload.pk, claims=2)
    assert Document.objects.count() == 1
    with pytest.raises(Conflict):
        reading.save(upload=upload.pk, token="dead", documents=[], failures=[], pages=0)  # noqa: S106
    with pytest.raises(Conflict):
        reading.tell_progress(upload=upload.pk, token="dead", pages=1)  # noqa: S106
    assert Lot.objects.count() == 1


def test_a_job_that_runs_again_after_its_work_was_saved_does_nothing():
    upload = take_in(sample("methanol-ruled.pdf"))
    read(upload.pk, claims=1)
    before = AuditEntry.objects.count()
    read(upload.pk, claims=2)
    assert AuditEntry.objects.count() == before


def test_a_poisonous_file_is_tried_twice_then_set_aside(monkeypatch):
    poison = Failure("x", "reader-failed", "the reader's process ended (exit -9)", "Read it by eye.")
    monkeypatch.setattr(READER, "read", lambda *_: poison)
    upload = take_in(b"poison")
    read(upload.pk, claims=1)
    upload.refresh_from_db()
    assert (upload.state, upload.attempts) == (UploadState.WAITING, 1)
    read(upload.pk, claims=1)
    upload.refresh_from_db()
    assert (upload.state, upload.attempts, upload.error_code) == (UploadState.FAILED, 2, "reader-failed")


def test_a_file_over_which_worker_after_worker_dies_is_set_aside():
    upload = take_in(b"deadly")
    read(upload.pk, claims=11)
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED
    assert "10 times" in upload.error_message


def test_judging_again_changes_nothing_where_nothing_changed():
    take_in(sample("ethyl-acetate-two-lots.pdf"))
    read_all()
    before = list(Lot.objects.order_by("pk").values())
    rejudge(Document.objects.get())
    assert list(Lot.objects.order_by("pk").values()) == before
    assert len(before) == 2


def test_a_signed_lot_is_never_touched():
    take_in(sample("ethyl-acetate-two-lots.pdf"))
    read_all()
    first, second = Lot.objects.order_by("position")
    Lot.objects.filter(pk=first.pk).update(state=LotState.ACCEPTED, verdict={"as": "signed"})
    rejudge(Document.objects.get())
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.verdict == {"as": "signed"}
    assert second.verdict["schema"]


def test_what_postgres_cannot_hold_is_replaced():
    assert storable({"a": ["x\x00y", 1.5, None], "b": {"c": "\ud800"}}) == {"a": ["x�y", 1.5, None], "b": {"c": "�"}}


def test_a_job_of_a_dead_worker_goes_back_and_one_of_a_living_stays():
    take_in(b"one")
    take_in(b"two")
    queue.live("living")
    living, dead = queue.claim("living"), queue.claim("dead")
    assert queue.give_back("other") == 1
    assert list(DBTaskResult.objects.ready()) == [dead]
    queue.finish(dead, "dead")
    assert list(DBTaskResult.objects.ready()) == [dead], "the dead finish nothing"
    queue.finish(living, "living")
    assert DBTaskResult.objects.successful().count() == 1


def test_a_job_that_kills_every_worker_ends():
    take_in(b"one")
    for number in range(queue.MOST_CLAIMS):
        assert queue.claim(f"dead-{number}")
        queue.give_back("other")
    assert queue.claim("next") is None
    assert DBTaskResult.objects.failed().count() == 1
