"""A folder as strangers fill it: each bad file has its own clear error, and the good ones beside it are read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from loading.files import entity_bomb, picture, raw_xlsx, zip_of
from loading.ole_writer import compound_file
from lotgate.errors import ProtectedFile

from .commands import CERTIFICATES, lotgate

GOOD = ("methanol-ruled.pdf", "propanol.html")
NOVEL = "The ferry was late again, and nobody on the quay had thought of bread. " * 2_000
ROWS = "".join(f'<row r="{number}"/>' for number in range(1, 1_000_001))


def locked_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, encrypt=pdfencrypt.StandardEncryption("password"))
    canvas.drawString(50, 700, "Assay 99.8 %")
    canvas.save()
    return out.getvalue()


LOCKED_XLSX = compound_file({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y"})
FAILING = {
    "locked.pdf": (locked_pdf(), "protected-file"),
    "locked.xlsx": (LOCKED_XLSX, "protected-file"),
    "cut.pdf": ((CERTIFICATES / GOOD[0]).read_bytes()[:900], "damaged-file"),
    "empty.pdf": (b"", "empty-file"),
    "bomb.zip": (zip_of({"a.txt": bytes(60_000_000)}), "too-large"),
    "laughs.xml": (entity_bomb("data").encode(), "unsupported-format"),
}
WITHOUT_ITEMS = {
    "rows.xlsx": raw_xlsx(f"<worksheet><sheetData>{ROWS}</sheetData></worksheet>"),
    "novel.txt": NOVEL.encode(),
}


def hostile(folder: Path) -> Path:
    folder.mkdir()
    for name, data in WITHOUT_ITEMS.items() | {(name, data) for name, (data, _) in FAILING.items()}:
        (folder / name).write_bytes(data)
    for name in GOOD:
        (folder / name).write_bytes((CERTIFICATES / name).read_bytes())
    (folder / "scan.pdf").write_bytes(picture("PNG"))
    (folder / "climbing.zip").write_bytes(zip_of({"../../good.html": (CERTIFICATES / GOOD[1]).read_bytes()}))
    return folder


def test_no_file_stops_the_rest(tmp_path: Path):
    out = tmp_path / "r.jsonl"
    result = lotgate("read", hostile(tmp_path / "in"), "--no-ocr", "--workers", 2, "--out", out)
    assert result.exit_code == 5
    found = {record["file"]: record for record in map(json.loads, out.read_text("utf-8").splitlines())}
    errors = {name: record["error"] for name, record in found.items() if "error" in record}
    assert {name: errors[name]["code"] for name in FAILING} == {name: code for name, (_, code) in FAILING.items()}
    assert all(error["message"].startswith(name) and error["advice"] for name, error in errors.items())
    assert all(found[name]["items"] for name in GOOD)
    assert all(found[name]["items"] == [] and name not in errors for name in WITHOUT_ITEMS)
    assert not found["scan.pdf"]["items"]
    climbed = [record for name, record in found.items() if name.startswith("climbing.zip")]
    assert len(climbed) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "r.jsonl"], "nothing is unpacked to the disk"


@pytest.mark.parametrize("name", ["locked.pdf", "locked.xlsx"])
@pytest.mark.parametrize("form", ["console", "json", "jsonl"])
def test_a_password_is_a_clear_error_in_every_form(name: str, form: str, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(FAILING[name][0])
    result = lotgate("read", path, "--format", form)
    assert result.exit_code == ProtectedFile.exit_code
    assert "protected-file" in result.stdout
    assert "password" in result.stdout
