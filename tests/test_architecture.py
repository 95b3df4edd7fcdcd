"""What the page on architecture says of the tree is true of the tree."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`((?:pipeline|detectors|language|ranker|benchmarks|tests)/[\w/.]*)`", PAGE))


def test_the_page_names_files_and_folders_that_exist():
    assert len(NAMED) > 30
    assert [name for name in sorted(NAMED) if not (ROOT / name).exists()] == []


def test_every_package_of_the_pipeline_has_its_place_on_the_page():
    packages = {f"pipeline/{path.parent.name}/" for path in (ROOT / "pipeline").glob("*/__init__.py")}
    assert sorted(name for name in packages if not any(named.startswith(name) for named in NAMED)) == []
