"""The embedded store as one file and back, and the archives that a stranger might pass off as one."""

import hashlib
import io
import json
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from lotgate.cli.main import main
from lotgate.errors import Conflict, DamagedFile
from lotgate.store.backup import DATABASE, SCHEMA, restore, write

BYTES = b"a certificate"
SHA256 = hashlib.sha256(BYTES).hexdigest()
ORIGINAL = f"storage/originals/{SHA256[:2]}/{SHA256}"
FILES = {
    "secret.key": b"secret",
    "audit.key": b"audit",
    "audit.anchor": b"1 a b",
    ORIGINAL: BYTES,
    f"storage/pages/{SHA256}/1.webp": b"picture",
    f"storage/pages/{SHA256}/1.json": b"{}",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    for name, content in {**FILES, "storage/incoming/half": b"half"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE lot (name TEXT)")
        connection.execute("INSERT INTO lot VALUES ('A1')")
        connection.commit()
    return folder


def backup_of(data: Path) -> Path:
    file = data.parent / "backup.tar"
    write(file, data=data, database=data / DATABASE)
    return file


def forged(tmp_path: Path, *entries: tarfile.TarInfo, schema: str = SCHEMA) -> Path:
    """A backup's beginning, and then what the entries say, each with its own name for content."""
    file = tmp_path / "forged.tar"
    with tarfile.open(file, "w") as archive:
        manifest = json.dumps({"schema": schema}).encode()
        first = tarfile.TarInfo("lotgate-backup.json")
        first.size = len(manifest)
        archive.addfile(first, io.BytesIO(manifest))
        for entry in entries:
            entry.size = len(entry.name) if entry.isfile() else 0
            archive.addfile(entry, io.BytesIO(entry.name.encode()))
    return file


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


def test_what_was_backed_up_comes_back(data: Path, tmp_path: Path):
    file = tmp_path / "backup.tar"
    with closing(sqlite3.connect(data / DATABASE)) as at_work:  # the workbench goes on while it is backed up
        at_work.execute("INSERT INTO lot VALUES ('B2')")
        at_work.commit()
        assert write(file, data=data, database=data / DATABASE) == 1
    assert file.stat().st_mode & 0o077 == 0
    restored = tmp_path / "restored"
    assert restore(file, data=restored) == 1
    assert {name: (restored / name).read_bytes() for name in FILES} == FILES
    assert not (restored / "storage" / "incoming").exists()
    with closing(sqlite3.connect(restored / DATABASE)) as connection:
        assert connection.execute("SELECT name FROM lot").fetchall() == [("A1",), ("B2",)]


def test_a_backup_that_cannot_be_made_leaves_nothing(data: Path, tmp_path: Path):
    with pytest.raises(sqlite3.Error):
        write(tmp_path / "backup.tar", data=data, database=data / "missing.sqlite3")
    assert list(tmp_path.iterdir()) == [data]


def test_a_folder_with_something_in_it_is_left_alone(data: Path):
    file = backup_of(data)
    before = sorted(data.rglob("*"))
    with pytest.raises(Conflict, match="not empty"):
        restore(file, data=data)
    assert sorted(data.rglob("*")) == before


def test_an_empty_folder_is_filled(data: Path, tmp_path: Path):
    file = backup_of(data)
    (tmp_path / "empty").mkdir()
    assert restore(file, data=tmp_path / "empty") == 1


@pytest.mark.parametrize(
    "hostile",
    [
        entry("../outside"),
        entry("/tmp/outside"),  # noqa: S108 - a name in an archive
        entry("storage/originals/../../outside"),
        entry("storage/pages/x/1.webp"),
        entry("secret.key", tarfile.SYMTYPE, "/etc/passwd"),
        entry("audit.key", tarfile.LNKTYPE, "secret.key"),
        entry("lotgate.sqlite3", tarfile.DIRTYPE),
        entry("audit.key", tarfile.FIFOTYPE),
        entry("lotgate.py"),
        entry(ORIGINAL),
    ],
    ids=lambda one: f"{one.name}-{one.type.decode()}",
)
def test_nothing_but_a_backups_own_files_is_unpacked(hostile: tarfile.TarInfo, tmp_path: Path):
    file = forged(tmp_path, hostile)
    with pytest.raises(DamagedFile):
        restore(file, data=tmp_path / "restored")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"", b"no tar at all", b"\x1f\x8b" + b"\x00" * 600])
def test_what_is_no_backup_is_refused(content: bytes, tmp_path: Path):
    file = tmp_path / "file.tar"
    file.write_bytes(content)
    with pytest.raises(DamagedFile):
        restore(file, data=tmp_path / "restored")
    with pytest.raises(DamagedFile):
        restore(forged(tmp_path, schema="another/1"), data=tmp_path / "restored")


def test_a_damaged_database_is_refused(tmp_path: Path):
    with pytest.raises(DamagedFile, match="database"):
        restore(forged(tmp_path, entry("lotgate.sqlite3")), data=tmp_path / "restored")
    with pytest.raises(DamagedFile, match="no database"):
        restore(forged(tmp_path), data=tmp_path / "restored")


def test_a_backup_cut_short_is_refused(data: Path, tmp_path: Path):
    file = backup_of(data)
    file.write_bytes(file.read_bytes()[:-30_000])
    with pytest.raises(DamagedFile):
        restore(file, data=tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_restore_on_the_command_line_says_where_it_came_to(data: Path, tmp_path: Path):
    variables = {"LOTGATE_DATA": str(tmp_path / "restored"), "DATABASE_URL": ""}
    done = CliRunner().invoke(main, ["restore", str(backup_of(data))], env=variables)
    assert done.exit_code == 0, done.output
    assert str(tmp_path / "restored") in done.output
    again = CliRunner().invoke(main, ["restore", str(backup_of(data))], env=variables)
    assert again.exit_code == 52


def test_restore_beside_another_database_is_refused(data: Path):
    variables = {"DATABASE_URL": "postgres://lotgate@localhost/lotgate"}
    done = CliRunner().invoke(main, ["restore", str(backup_of(data))], env=variables)
    assert done.exit_code == 50
    assert "DATABASE_URL" in done.output


def test_backup_refuses_postgres_and_says_what_to_use(settings, tmp_path: Path):
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, database_url="postgres://lotgate@localhost/lotgate")
    done = CliRunner().invoke(main, ["backup", str(tmp_path / "backup.tar")])
    assert done.exit_code == 50
    assert "pg_dump" in done.output
