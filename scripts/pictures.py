"""Compose the documents' pictures from build/screens: `make screenshots` calls this."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TAKEN = ROOT / "build" / "screens"
PICTURES = {
    "voting": ("booth-question-360", "booth-check-360", "booth-receipt-360"),
    "campaign": ("committee-ready-1280",),
    "results": ("public-results-1280",),
}
GAP, TALLEST = 24, 1300


def compose(names: tuple[str, ...]) -> Image.Image:
    """The pictures side by side on grey, cut where they are too tall, in 64 colours."""
    parts = [Image.open(TAKEN / f"{name}.png").convert("RGB") for name in names]
    parts = [part.crop((0, 0, part.width, min(part.height, TALLEST))) for part in parts]
    width = sum(part.width for part in parts) + GAP * (len(parts) + 1)
    page = Image.new("RGB", (width, max(part.height for part in parts) + 2 * GAP), "#d0d4d8")
    left = GAP
    for part in parts:
        page.paste(part, (left, GAP))
        left += part.width + GAP
    return page.quantize(64, dither=Image.Dither.NONE)


def main() -> None:
    """Write docs/pictures/."""
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    for name, parts in PICTURES.items():
        compose(parts).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
