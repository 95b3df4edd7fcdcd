"""What a report holds, and that it trusts nobody."""

from __future__ import annotations

import json
import re

import flat_world as flat
import pytest

pytestmark = pytest.mark.usefixtures("flat_world")


@pytest.fixture
def report(pipeline, tmp_path):
    def make(*arguments) -> str:
        status, _, err = pipeline("run", *arguments, "--pack", "flat", "--report", tmp_path / "report.html")
        assert (status, err) == (0, "")
        return (tmp_path / "report.html").read_text()

    return make


def test_phrases_facts_and_boxes_share_keys(report, pair):
    text = report(*pair)
    assert re.search(r'class="phrase c0"[^>]* data-key="p0" data-lights="p0 f0"', text)
    assert re.search(r'class="fact"[^>]* data-key="f0" data-lights="f0 p0', text)
    assert len(re.findall(r'class="mark c0"[^>]* data-key="p0"', text)) == 2


def test_nothing_is_loaded_and_only_its_own_script_may_run(report, pair):
    text = report(*pair)
    assert not re.search(r'(src|href)="(?!data:image/webp;base64,)', text)
    assert "default-src &#39;none&#39;" in text and "unsafe" not in text


def test_names_of_files_are_text(report, pair, tmp_path):
    hostile = pair[0].rename(tmp_path / "<img src=x onerror=alert(1)>.png")
    text = report(hostile, pair[1])
    assert "<img src=x" not in text and "&lt;img src=x" in text


def test_a_still_camera_gives_a_difference_layer(report, pair):
    text = report(*pair)
    assert 'value="difference"' in text and "stood still" in text


def test_each_sentence_of_all_rests_on_its_own_fact(report, tmp_path):
    before = flat.draw(tmp_path / "b.png", flat.Tile("red", (20, 40, 50, 70)), flat.Tile("green", (100, 20, 120, 60)))
    after = flat.draw(tmp_path / "a.png", flat.Tile("blue", (20, 40, 50, 70)))
    text = report(before, after, "--all")
    assert text.count('class="sentence"') == 2 and "Fact 1" in text and "Fact 2" in text
    assert "not told" not in text
    assert "Also found, not told" in report(before, after)


def test_equal_pictures_have_a_report_too(report, pair):
    assert "No change was found." in report(pair[0], pair[0])


def ways(page: str) -> list[tuple[str, str]]:
    """Where a pair's page leads, and to which pair."""
    return re.findall(r'<a rel="(\w+)" href="([^"]+)"', page)


def test_a_batch_has_an_index_and_a_page_for_each_pair(pipeline, pair, tmp_path):
    lines = [
        {"id": "</script><b>one", "before": pair[0].name, "after": pair[1].name},
        {"id": "two", "before": pair[0].name, "after": pair[0].name},
        {"id": "three", "before": "absent.png", "after": pair[0].name},
    ]
    manifest = tmp_path / "pairs.jsonl"
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines))
    status, _, _ = pipeline(
        "batch", manifest, "-o", tmp_path / "out.jsonl", "--pack", "flat", "--workers", 1, "--report", tmp_path / "r"
    )
    index = (tmp_path / "r" / "index.html").read_text()
    assert status == 0 and "1 of 3 pairs changed" in index and "<b>one" not in index
    pages = re.findall(r'href="(pairs/[^"]+)"', index)
    first, second = ((tmp_path / "r" / page).read_text() for page in pages)
    assert "../index.html" in first and "../index.html" in second
    assert ways(first) == [("next", pages[1].removeprefix("pairs/"))]
    assert ways(second) == [("prev", pages[0].removeprefix("pairs/"))]
    pictures = re.findall(r'src="([^"]+)"', index)
    assert len(pictures) == 4 and all((tmp_path / "r" / picture).is_file() for picture in pictures)
