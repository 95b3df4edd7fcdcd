"""The public releases of weights that packs can do with but do not bring along."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Release:
    """One published file: its address, size in bytes and sha256."""

    name: str
    url: str
    size: int
    sha256: str

    @property
    def file(self) -> str:
        """Its file name."""
        return self.url.rpartition("/")[2]


_YOLOX = "https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0/"

RELEASES: dict[str, tuple[Release, ...]] = {
    "photo": (
        Release(
            "nano",
            _YOLOX + "yolox_nano.onnx",
            3_659_407,
            "c789161ed43c8269fcd4e67c67eeeb4e80c622da2eb296a20bc6007bd18a0b7d",
        ),
        Release(
            "tiny",
            _YOLOX + "yolox_tiny.onnx",
            20_219_662,
            "427cc366d34e27ff7a03e2899b5e3671425c262ea2291f88bb942bc1cc70b0f7",
        ),
        Release(
            "s",
            _YOLOX + "yolox_s.onnx",
            35_858_002,
            "c5c2d13e59ae883e6af3b45daea64af4833a4951c92d116ec270d9ddbe998063",
        ),
    )
}
"""What each pack can do with, smallest first; the first is the one that is fetched unless another is asked for."""
