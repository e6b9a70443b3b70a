"""`python -m examples.draw`: writes every sample and its truth under `examples/`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from examples.draw import bilingual, chinese, delivery, english, motor, spreadsheets, steel
from examples.draw.content import Drawing

HERE = Path(__file__).resolve().parent.parent
SAMPLES: tuple[Callable[[], Drawing], ...] = (
    chinese.methanol,
    english.citric_acid,
    bilingual.polypropylene,
    chinese.bicarbonate,
    chinese.acetate,
    steel.stainless,
    spreadsheets.soda_ash,
    bilingual.maltodextrin,
    english.propanol,
    delivery.mail_with_two,
    motor.unit_two,
    motor.unit_three,
    bilingual.lithium_carbonate,
    english.glycerol_specification,
    chinese.chloride,
)


def drawings() -> Iterator[Drawing]:
    """Every sample, drawn anew; ``FontMissingError`` where the Chinese font is not installed."""
    for sample in SAMPLES:
        yield sample()


def main() -> None:
    for drawing in drawings():
        _write(HERE / drawing.path, drawing.content)
        for truth in drawing.truths:
            text = json.dumps(truth.to_json(), ensure_ascii=False, indent=1) + "\n"
            _write(HERE / "truth" / f"{Path(truth.file).stem}.json", text.encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(f"{len(content):8,} {path.relative_to(HERE)}")


if __name__ == "__main__":
    main()
