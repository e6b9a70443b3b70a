"""The watched folder: what is taken, when, for whom, and where it lies afterwards."""

from pathlib import Path

import pytest

from lotgate.errors import InvalidSetting
from lotgate.store.models import Site, Source, Upload
from lotgate.store.work.watching import Watch, site_named
from store.builders import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "watched").mkdir()
    return tmp_path / "watched"


@pytest.fixture
def watch(folder: Path) -> Watch:
    site()
    return Watch(folder)


def names() -> list[str]:
    return list(Upload.objects.order_by("pk").values_list("name", flat=True))


def test_a_file_is_taken_once_it_stands_still_and_then_lies_in_taken(watch: Watch, folder: Path):
    (folder / "coa.pdf").write_bytes(b"half")
    assert watch.look() == 0
    (folder / "coa.pdf").write_bytes(b"half and the rest")
    assert watch.look() == 0, "it grew since the last look"
    assert watch.look() == 1
    assert names() == ["coa.pdf"]
    assert (folder / "taken" / "coa.pdf").read_bytes() == b"half and the rest"
    upload = Upload.objects.get()
    assert (upload.source, upload.received_by, upload.site) == (Source.FOLDER, None, Site.objects.get())
    assert watch.look() == watch.look() == 0


def test_files_in_subfolders_keep_their_folders_name(watch: Watch, folder: Path):
    (folder / "supplier" / "may").mkdir(parents=True)
    (folder / "supplier" / "may" / "coa.pdf").write_bytes(b"x")
    watch.look()
    watch.look()
    assert names() == ["supplier/may/coa.pdf"]
    assert (folder / "taken" / "supplier" / "may" / "coa.pdf").exists()


def test_two_files_of_one_name_lie_side_by_side(watch: Watch, folder: Path):
    for content in (b"one", b"two"):
        (folder / "coa.pdf").write_bytes(content)
        watch.look()
        watch.look()
    assert {path.name for path in (folder / "taken").iterdir()} == {"coa.pdf", "coa (2).pdf"}


@pytest.mark.parametrize("name", [".hidden", "~$open.xlsx", "coming.pdf.part", "coming.crdownload"])
def test_what_is_hidden_or_on_its_way_is_left_alone(watch: Watch, folder: Path, name: str):
    (folder / name).write_bytes(b"x")
    watch.look()
    assert watch.look() == 0


def test_a_link_out_of_the_folder_is_not_followed(watch: Watch, folder: Path, tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (folder / "linked").symlink_to(tmp_path / "outside")
    watch.look()
    assert watch.look() == 0


def test_a_file_too_large_is_put_aside(watch: Watch, folder: Path, settings):
    settings.UPLOAD_BYTES = 10
    (folder / "large.pdf").write_bytes(b"x" * 11)
    (folder / "small.pdf").write_bytes(b"x")
    watch.look()
    assert watch.look() == 1
    assert (folder / "refused" / "large.pdf").exists()
    assert names() == ["small.pdf"]


def test_a_file_that_cannot_be_moved_stays_and_is_not_taken_again(watch: Watch, folder: Path):
    (folder / "taken").write_text("a file where the folder should be")
    (folder / "coa.pdf").write_bytes(b"x")
    watch.look()
    assert watch.look() == 1
    assert watch.look() == watch.look() == 0
    (folder / "coa.pdf").write_bytes(b"another certificate")
    watch.look()
    assert watch.look() == 1


def test_a_folder_that_is_away_is_waited_for(tmp_path: Path):
    site()
    assert Watch(tmp_path / "share").look() == 0


def test_the_files_go_to_the_site_named_or_the_only_one(watch: Watch, folder: Path):
    (folder / "coa.pdf").write_bytes(b"x")
    second = site("Plant two")
    watch.look()
    assert watch.look() == 0, "there are two sites and none is named"
    watch.site = "Plant two"
    assert watch.look() == 1
    assert Upload.objects.get().site == second
    with pytest.raises(InvalidSetting, match="Plant three"):
        site_named("Plant three")
