"""Digital certificates as scans and photographs: seeded, so that every run makes the same pictures.

    python benchmarks/degrade.py FILES LABELS OUT [--kinds scan,photo,...] [--strengths 1,2,3] [--seed 1]
        [--only methanol] [--quality 95]

Draws each page of every PDF in FILES that has a label, degrades it, and writes it as a PDF that holds nothing but
pictures, its label beside it: OUT/files and OUT/labels can be measured as any labelled set. Needs the extra `ocr`.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from lotgate.loading import load

Pixels = Any
DOTS_PER_INCH = 200
MAX_PAGES = 4
SEAL_RADIUS = round(21 / 25.4 * DOTS_PER_INCH)
RED, BLUE, BLACK = (200, 30, 40), (40, 60, 190), (40, 40, 40)


def scan(page: Pixels, strength: int, chance: np.random.Generator) -> Pixels:
    """A clean office scan: a little noise, JPEG."""
    return compressed(noisy(page, 1, chance, spread=2.0 * strength), 1, chance, quality=95 - 5 * strength)


def skew(page: Pixels, strength: int, chance: np.random.Generator) -> Pixels:
    angle = chance.choice((-1, 1)) * (0.6, 1.8, 4.0)[strength - 1]
    high, wide = page.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def turned(page: Pixels, strength: int, _: np.random.Generator) -> Pixels:
    """On its side or upside down."""
    return np.ascontiguousarray(np.rot90(page, strength))


def perspective(page: Pixels, strength: int, chance: np.random.Generator) -> Pixels:
    """A sheet on a dark desk, seen from aside."""
    high, wide = page.shape[:2]
    reach = (0.02, 0.045, 0.07)[strength - 1]
    moved = chance.uniform(0.25, 1.0, (4, 2)) * reach * (wide, high) + (0.04 * wide, 0.04 * high)
    signs = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, (corners + signs * moved).astype(np.float32))
    return cv2.warpPerspective(page, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(70, 85, 100))


def blur(page: Pixels, strength: int, _: np.random.Generator) -> Pixels:
    return cv2.GaussianBlur(page, (0, 0), (0.7, 1.2, 1.8)[strength - 1])


def compressed(page: Pixels, strength: int, _: np.random.Generator, quality: int | None = None) -> Pixels:
    level = quality or (60, 35, 18)[strength - 1]
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, level])[1], cv2.IMREAD_COLOR)


def coarse(page: Pixels, strength: int, _: np.random.Generator) -> Pixels:
    """150, 110 or 80 dots per inch."""
    share = (0.75, 0.55, 0.4)[strength - 1]
    small = cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return cv2.resize(small, page.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def noisy(page: Pixels, strength: int, chance: np.random.Generator, spread: float | None = None) -> Pixels:
    noise = chance.normal(0, spread or (8, 16, 28)[strength - 1], page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def shadow(page: Pixels, strength: int, chance: np.random.Generator) -> Pixels:
    high, wide = page.shape[:2]
    y, x = np.mgrid[0:high, 0:wide]
    angle = chance.uniform(0, 2 * math.pi)
    along = (x / wide - 0.5) * math.cos(angle) + (y / high - 0.5) * math.sin(angle)
    light = 1 - (0.3, 0.5, 0.65)[strength - 1] / (1 + np.exp(-12 * along))
    return (page * light[:, :, None]).astype(np.uint8)


def fax(page: Pixels, strength: int, chance: np.random.Generator) -> Pixels:
    """Two tones, few lines, specks."""
    grey = cv2.cvtColor(coarse(page, strength, chance), cv2.COLOR_BGR2GRAY)
    _, tones = cv2.threshold(grey, 150, 255, cv2.THRESH_BINARY)
    tones[chance.random(tones.shape) < 0.0005 * strength] = 0
    return cv2.cvtColor(tones, cv2.COLOR_GRAY2BGR)


def photo(page: Pixels, strength: int, chance: np.random.Generator) -> Pixels:
    """A photograph on a desk: perspective, shadow, a little blur, JPEG."""
    seen = shadow(perspective(page, strength, chance), max(1, strength - 1), chance)
    return compressed(cv2.GaussianBlur(seen, (0, 0), 0.4 + 0.2 * strength), 1, chance, quality=90 - 10 * strength)


def seal_place(page: Pixels, chance: np.random.Generator) -> tuple[int, int]:
    """Where the middle of a seal comes to stand: right of the page's middle, where results are."""
    high, wide = page.shape[:2]
    return round(wide * chance.uniform(0.5, 0.75)), round(high * chance.uniform(0.3, 0.55))


def _seal(colour: tuple[int, int, int]) -> Callable[[Pixels, int, np.random.Generator], Pixels]:
    """A round stamp in the page's middle, where results stand: a ring, a star and signs along the rim."""

    def sealed(page: Pixels, strength: int, chance: np.random.Generator) -> Pixels:
        opacity = (0.45, 0.65, 0.85)[strength - 1]
        at, radius = seal_place(page, chance), SEAL_RADIUS
        ink = np.zeros(page.shape[:2], np.uint8)
        cv2.circle(ink, at, radius, 255, round(radius * 0.06), cv2.LINE_AA)
        star = [
            (at[0] + round(math.sin(k * math.pi / 5) * r), at[1] - round(math.cos(k * math.pi / 5) * r))
            for k, r in enumerate((radius * 0.32, radius * 0.13) * 5)
        ]
        cv2.fillPoly(ink, [np.array(star, np.int32)], 255, cv2.LINE_AA)
        for k in range(14):
            angle = math.radians(-130 + 20 * k)
            spot = (at[0] + round(math.sin(angle) * radius * 0.76), at[1] - round(math.cos(angle) * radius * 0.76))
            cv2.drawMarker(ink, spot, 255, k % 4, round(radius * 0.18), round(radius * 0.05), cv2.LINE_AA)
        share = (ink / 255 * opacity)[:, :, None]
        layer = np.array(colour[::-1], np.float32)
        over = np.minimum(page, page * (1 - share) + layer * share)  # ink darkens, it never covers print
        return over.astype(np.uint8)

    return sealed


KINDS: dict[str, Callable[[Pixels, int, np.random.Generator], Pixels]] = {
    "scan": scan,
    "photo": photo,
    "skew": skew,
    "turned": turned,
    "perspective": perspective,
    "blur": blur,
    "jpeg": compressed,
    "coarse": coarse,
    "noise": noisy,
    "shadow": shadow,
    "fax": fax,
    "red-seal": _seal(RED),
    "blue-seal": _seal(BLUE),
    "black-seal": _seal(BLACK),
}


def degraded(pages: list[Pixels], kind: str, strength: int, seed: int, quality: int = 95) -> bytes:
    """A PDF of the pages' degraded pictures, JPEG of this quality."""
    chance = np.random.default_rng([seed, strength, *kind.encode()])
    pictures = [Image.fromarray(KINDS[kind](page, strength, chance)[:, :, ::-1]) for page in pages]
    out = io.BytesIO()
    # Named times and no random identifier: the same bytes every time.
    pictures[0].save(out, "PDF", resolution=DOTS_PER_INCH, save_all=True, append_images=pictures[1:], quality=quality)
    return out.getvalue()


def pages_of(path: Path) -> list[Pixels]:
    """The pictures of a PDF's first pages."""
    document = next(load(path))
    assert document.raster
    rasters = [document.raster(n + 1, DOTS_PER_INCH) for n in range(min(document.page_count, MAX_PAGES))]
    arrays = [np.frombuffer(r.pixels, np.uint8).reshape(r.height, r.width, 3) for r in rasters]
    return [np.ascontiguousarray(array[:, :, ::-1]) for array in arrays]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--strengths", default="1,2,3")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="beginnings of file names, parted by commas")
    parser.add_argument("--quality", type=int, default=95, help="of the JPEG that a page is kept as")
    arguments = parser.parse_args()
    for folder in ("files", "labels"):
        (arguments.out / folder).mkdir(parents=True, exist_ok=True)
    for path in sorted(arguments.files.glob("*.pdf")):
        label_path = arguments.labels / f"{path.stem}.json"
        if not label_path.exists() or not path.name.startswith(tuple(arguments.only.split(","))):
            continue
        label = json.loads(label_path.read_text("utf-8"))
        pages = pages_of(path)
        for kind in arguments.kinds.split(","):
            for strength in map(int, arguments.strengths.split(",")):
                name = f"{path.stem}~{kind}-{strength}"
                (arguments.out / "files" / f"{name}.pdf").write_bytes(
                    degraded(pages, kind, strength, arguments.seed, arguments.quality)
                )
                text = json.dumps(label | {"file": f"{name}.pdf"}, ensure_ascii=False)
                (arguments.out / "labels" / f"{name}.json").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
