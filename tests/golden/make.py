"""Choose pairs of a folder made by ``pipeline synth`` and keep them here as small JPEG files with their facts.

python tests/golden/make.py FOLDER NUMBER [NUMBER ...]
"""

import json
import sys
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent


def main(folder: Path, numbers: list[int]) -> None:
    """Write the pictures and ``pairs.json``."""
    records = [json.loads(line) for line in (folder / "pairs.jsonl").read_text().splitlines()]
    file = HERE / "pairs.json"
    kept = json.loads(file.read_text()) if file.exists() else {}
    for number in numbers:
        record = records[number]
        kind = record["kind"]
        for side in ("before", "after"):
            picture = Image.open(folder / record[side]).convert("RGB")
            picture.save(HERE / f"{kind}_{side}.jpg", quality=90, optimize=True)
        fields = ("kind", "attributes", "new", "new_attributes", "box_before", "box_after")
        kept[kind] = {name: record["change"].get(name) for name in fields} if "change" in record else None
    file.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]])
