"""Mails and archives: every member is a document; one that cannot be read does not hide the others."""

import io
import zipfile
from email.message import EmailMessage

import pytest

from lotgate.errors import EmptyFile, LotgateError, ProtectedFile, TooLarge, UnsupportedFormat
from lotgate.loading import Bounds, load
from lotgate.model.document import Document

from .files import all_text, picture, zip_of
from .ole_writer import message_file

TEXT = b"Assay 99.50 %\nBatch L-7\n"


def read(document: Document) -> list[str] | type[LotgateError]:
    try:
        return [line for page in document.pages() for line in all_text(page)]
    except LotgateError as error:
        return type(error)


def contents(data: bytes, name: str = "delivery") -> dict[str, list[str] | type[LotgateError]]:
    return {document.name: read(document) for document in load(data, name=name)}


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "qa@example.com", "lab@example.org", "质检报告 L-7"
    message.set_content("Dear colleague,\nplease find attached.\n")
    message.add_attachment(TEXT, maintype="text", subtype="plain", filename="质检/报告.txt")
    message.add_attachment(b"\x00\x01" * 50, maintype="application", subtype="octet-stream", filename="x.bin")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")
    return message


def test_a_mail_is_its_body_and_every_attachment() -> None:
    assert contents(bytes(mail()), "d.eml") == {
        "d.eml/body": ["质检报告 L-7", "Dear colleague,", "please find attached."],
        "d.eml/质检_报告.txt": ["Assay 99.50 %", "Batch L-7"],
        "d.eml/x.bin": UnsupportedFormat,
        "d.eml/empty.pdf": EmptyFile,
    }


def test_the_html_body_is_read_where_it_holds_a_table() -> None:
    message = mail()
    message.clear_content()
    message.set_content("Item Result")
    message.add_alternative("<html><body><table><tr><td>Item<td>Result</table></body></html>", subtype="html")
    assert contents(bytes(message))["delivery/body"] == ["质检报告 L-7", "Item", "Result"]
    message.clear_content()
    message.set_content("plain")
    message.add_alternative("<p>html</p>", subtype="html")
    assert contents(bytes(message))["delivery/body"] == ["质检报告 L-7", "plain"]


def test_logos_are_left_out_and_photographs_kept() -> None:
    message = mail()
    for size in ((120, 40), (900, 1200)):
        message.add_attachment(picture("PNG", size), maintype="image", subtype="png", cid="<c>", disposition="inline")
    assert sum(document.format == "picture" for document in load(bytes(message))) == 1


def test_a_mail_in_a_mail_is_unpacked_under_its_name() -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@example.com", "b@example.com", "Fwd"
    outer.set_content("see below")
    outer.add_attachment(mail())
    assert contents(bytes(outer), "f.eml")["f.eml/mail-1.eml/质检_报告.txt"] == ["Assay 99.50 %", "Batch L-7"]


def test_an_outlook_message_is_its_body_and_every_attachment() -> None:
    data = message_file(
        "COA 质检", "see attached", b"<table><tr><td>Pb<td>5</table>", {"报告.txt": TEXT, "e": b"\x00" * 9}
    )
    assert contents(data, "m.msg") == {
        "m.msg/body": ["COA 质检", "Pb", "5"],
        "m.msg/报告.txt": ["Assay 99.50 %", "Batch L-7"],
        "m.msg/e": UnsupportedFormat,
    }


def test_paths_that_climb_out_of_an_archive_are_only_names() -> None:
    data = zip_of({"../../up.txt": TEXT, "/abs.txt": TEXT, "C:\\win\\x.txt": TEXT, "__MACOSX/._a": b"x"})
    assert list(contents(data, "z.zip")) == ["z.zip/up.txt", "z.zip/abs.txt", "z.zip/win/x.txt"]


def test_chinese_names_of_old_packers_are_decoded() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("AAAA.txt", TEXT)
    data = buffer.getvalue().replace(b"AAAA.txt", "质检".encode("gb18030") + b".txt")
    assert list(contents(data, "z")) == ["z/质检.txt"]


def test_a_member_with_a_password_does_not_hide_the_others() -> None:
    data = bytearray(zip_of({"a.txt": TEXT, "b.txt": TEXT}))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the directory's encrypted flag of the first member
    assert contents(bytes(data)) == {"delivery/a.txt": ProtectedFile, "delivery/b.txt": ["Assay 99.50 %", "Batch L-7"]}


def test_archives_are_unpacked_to_a_depth() -> None:
    data = zip_of({"x.txt": TEXT})
    for _ in range(5):
        data = zip_of({"n.zip": data})
    assert contents(data, "z") == {"z/n.zip/n.zip/n.zip": TooLarge}


@pytest.mark.parametrize(
    "bounds", [Bounds(expanded_bytes=1_000_000), Bounds(expansion_ratio=100), Bounds(members=0), Bounds(bytes=100)]
)
def test_bounds_refuse_the_whole_archive(bounds: Bounds) -> None:
    with pytest.raises(TooLarge):
        list(load(zip_of({"a.txt": bytes(20_000_000)}), bounds=bounds))


def test_a_directory_that_lies_about_sizes_is_stopped_while_unpacking() -> None:
    data = bytearray(zip_of({"a.txt": b"spaces " * 1_000_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    for document in load(bytes(data), bounds=Bounds(expanded_bytes=1_000_000)):
        assert isinstance(read(document), type | list)
