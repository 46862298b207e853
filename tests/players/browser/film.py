"""A film for Chromium's pretended camera: one picture, again and again, as uncompressed Y4M."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT, FRAMES = 640, 480, 4


def write_film(path: Path, picture: bytes) -> None:
    """Show the picture (PNG) in the middle of a grey wall, a little askew."""
    wall = Image.new("L", (WIDTH, HEIGHT), 150)
    slip = Image.open(io.BytesIO(picture)).convert("L")
    side = 300
    slip = slip.resize((side, side)).rotate(7, expand=True, fillcolor=255)
    wall.paste(slip, ((WIDTH - slip.width) // 2, (HEIGHT - slip.height) // 2))
    luma = wall.tobytes()
    chroma = bytes([128]) * (WIDTH // 2 * (HEIGHT // 2) * 2)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F30:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(FRAMES):
            film.write(b"FRAME\n" + luma + chroma)
