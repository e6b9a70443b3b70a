import io
from pathlib import Path

import pytest
from PIL import Image

from .commands import CERTIFICATES, lotgate


@pytest.mark.parametrize("stage", ["words", "tables", "certificate"])
@pytest.mark.parametrize("file", ["ethyl-acetate-two-lots.pdf", "maltodextrin-merged.docx"])
def test_a_stage_is_drawn_over_the_page(stage: str, file: str, tmp_path: Path):
    out = tmp_path / "page.png"
    result = lotgate("show", "--stage", stage, CERTIFICATES / file, "-o", out)
    assert result.exit_code == 0
    with Image.open(io.BytesIO(out.read_bytes())) as picture:
        colours = picture.convert("RGB").getcolors(1 << 24)
    assert (198, 40, 40) in {colour for _, colour in colours}


def test_a_place_where_nothing_can_be_written_is_said(tmp_path: Path):
    result = lotgate("show", "--stage", "words", CERTIFICATES / "propanol.html", "-o", tmp_path / "none" / "p.png")
    assert result.exit_code == 1
    assert "No such file or directory" in result.stderr


def test_a_page_that_is_not_there_is_an_error(tmp_path: Path):
    result = lotgate("show", "--stage", "words", CERTIFICATES / "propanol.html", "-o", tmp_path / "p.png", "--page", 99)
    assert result.exit_code == 10
    assert "has no page 99" in result.stderr
    assert "→" in result.stderr
