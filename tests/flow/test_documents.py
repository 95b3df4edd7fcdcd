"""Documents are compared page by page, once it is known which page is which."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import numpy as np
import pytest
import screen_page as page
from PIL import Image

from pipeline.core import documents as core
from pipeline.core.documents import open_document
from pipeline.core.documents import pdf as pdf_module
from pipeline.core.errors import SpotItError
from pipeline.matching.pages import align, likeness, look

WORDS = ("order", "invoice", "customer", "report", "total", "balance", "paid", "open", "address", "street", "price")


def written(seed, further=(), y=20):
    """A page of ten lines of words, its own for each seed, that begin at ``y``."""
    pick = random.Random(seed)
    lines = [" ".join(pick.choices(WORDS, k=pick.randint(4, 7))) for _ in range(10)]
    return page.drawn((*(page.Line(text, 40, y + 28 * i) for i, text in enumerate(lines)), *further), height=480)


STAMP = page.Box(300, 420, 400, 450, "#d02020")


def saved(path, pages):
    first, *rest = [Image.fromarray(one) for one in pages]
    first.save(path, save_all=True, append_images=rest, **({"resolution": 96} if path.suffix == ".pdf" else {}))
    return path


@pytest.fixture(params=[".tiff", ".pdf"])
def kind(request):
    if request.param == ".pdf":
        pytest.importorskip("pypdfium2")
    return request.param


@pytest.fixture
def told(tmp_path, pipeline, kind):
    def tell(before, after, *options):
        files = [saved(tmp_path / f"{name}{kind}", pages) for name, pages in (("old", before), ("new", after))]
        status, out, err = pipeline("run", *files, *options)
        assert status in (0, 1), err
        return status, out

    return tell


def test_an_inserted_page_is_one_fact_and_changes_name_their_page(told):
    before = [written(1), written(2), written(3, [STAMP]), written(4)]
    after = [written(1), written(2), written(9), written(3, [replace(STAMP, fill="#209020")]), written(4)]
    status, out = told(before, after, "--json", "--fail-on-change")
    answer = json.loads(out)
    assert status == 1
    assert (answer["pack"], answer["changed"]) == ("screen", True)
    assert answer["caption"] == "A page was inserted after page 2."
    inserted, color = answer["changes"]
    assert (inserted["kind"], inserted["label"], inserted["old"], inserted["new"]) == ("page", "page", None, "3")
    assert (color["kind"], color["old"], color["new"]) == ("color", "red", "green")
    assert (color["page_before"], color["page_after"]) == (3, 4)
    (changed,) = answer["pages"]
    assert (changed["page_before"], changed["page_after"], changed["changed"]) == (3, 4, True)


def test_all_names_each_page(tmp_path, pipeline):
    before, after = [written(1, [STAMP]), written(2), written(3)], [written(1), written(3), written(7), written(8)]
    files = [saved(tmp_path / f"{name}.tiff", pages) for name, pages in (("old", before), ("new", after))]
    _, out, _ = pipeline("run", *files, "--all", "--report", tmp_path / "report.html")
    *pages, first = out.splitlines()
    assert pages == ["Page 2 was removed.", "Two pages were inserted after page 3."]
    assert first.startswith("Page 1: ") and "gone" in first
    report = (tmp_path / "report.html").read_text()
    assert report.count("<iframe") == 1 and pages[0] in report and "http" not in report.replace("http-equiv", "")


def test_equal_documents_have_not_changed(told):
    assert told([written(1), written(2)], [written(1), written(2)], "--fail-on-change") == (
        0, "Nothing has changed.\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "before, after, expected",
    [
        ([1, 2, 3, 4], [1, 3, 4], "Page 2 was removed."),
        ([1, 2, 3, 4, 5, 6], [1, 6], "Pages 2 to 5 were removed."),
        ([1, 2], [8, 1, 2], "A page was inserted at the beginning."),
        ([1, 2, 3], [1, 9, 3], "Page 2 was replaced."),
        ([1, 2, 3, 4, 5], [1, 3, 4, 2, 5], "Page 2 moved: it is now page 4."),
        ([1, 2, 3, 4, 5], [1, 5, 2, 3, 4], "Page 5 moved: it is now page 2."),
        ([1, 2, 3, 4, 5, 6], [3, 4, 5, 6, 1, 2], "Pages 1 to 2 moved: they are now pages 5 to 6."),
        ([1], [2, 3], "Page 1 was replaced.\nA page was inserted after page 1."),
        ([None, 1], [None, 1], "Nothing has changed."),  # None is an empty page
        ([1, 2], [1, None, 2], "A page was inserted after page 1."),
    ],
)
def test_what_became_of_pages(tmp_path, pipeline, before, after, expected):
    blank = np.full((480, page.WIDTH, 3), 255, np.uint8)
    files = [
        saved(tmp_path / f"{name}.tiff", [blank if one is None else written(one) for one in pages])
        for name, pages in (("old", before), ("new", after))
    ]
    assert pipeline("run", *files, "--all") == (0, expected + "\n", "")


def test_a_page_is_itself_when_its_text_went_down():
    looks = [look(written(seed)) for seed in (1, 2, 3)]
    lower = [look(written(seed, y=90)) for seed in (2, 3)]
    like = likeness(looks, lower)
    assert like[1, 0] > 0.7 and like[2, 1] > 0.7
    assert np.delete(like.ravel(), [2, 5]).max() < 0.35
    assert align(like) == [(0, None), (1, 0), (2, 1)]


def test_a_picture_is_a_document_of_one_page(tmp_path, pipeline):
    Image.fromarray(written(1)).save(tmp_path / "one.png")
    two = saved(tmp_path / "two.tiff", [written(1), written(2)])
    assert pipeline("run", tmp_path / "one.png", two)[1] == "A page was inserted after page 1.\n"


def test_a_smaller_copy_in_a_photographs_file_is_no_page(tmp_path):
    big, small = Image.fromarray(written(1)), Image.fromarray(written(1)).resize((120, 120))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    big.save(tmp_path / "photo.tiff", save_all=True, append_images=[small])
    assert not core.is_document(tmp_path / "photo.tiff")


def test_a_batch_answers_documents_too(tmp_path, pipeline):
    saved(tmp_path / "old.tiff", [written(1)]), saved(tmp_path / "new.tiff", [written(1), written(2)])
    (tmp_path / "pairs.jsonl").write_text(json.dumps({"id": "a", "before": "old.tiff", "after": "new.tiff"}) + "\n")
    assert pipeline("batch", tmp_path / "pairs.jsonl", "-o", tmp_path / "out.jsonl", "--workers", 1)[0] == 0
    answer = json.loads((tmp_path / "out.jsonl").read_text())
    assert (answer["id"], answer["caption"]) == ("a", "A page was inserted after page 1.")


def test_what_cannot_be_drawn_is_said_in_one_line(tmp_path, pipeline, monkeypatch):
    pytest.importorskip("pypdfium2")
    good = saved(tmp_path / "good.pdf", [written(1)])
    (tmp_path / "cut.pdf").write_bytes(good.read_bytes()[:200])
    for command in ("run", "diff"):
        status, out, err = pipeline(command, good, tmp_path / "cut.pdf")
        assert (status, out, err.count("\n")) == (2, "", 1) and "Traceback" not in err
    monkeypatch.setattr(pdf_module, "SECONDS", 0.0)
    monkeypatch.setattr(pdf_module, "SECONDS_A_PAGE", 0.0)
    with pytest.raises(SpotItError, match="too much time or memory"):
        list(open_document(good).pages([0]))


def test_too_many_pages_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.core.documents.frames.MOST_PAGES", 2)
    with pytest.raises(SpotItError, match=r"long\.tiff has more than 2 pages"):
        open_document(saved(tmp_path / "long.tiff", [written(1)] * 4))


def test_without_pdfium_the_command_that_brings_it_is_named(tmp_path, pipeline, monkeypatch):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    monkeypatch.setattr(pdf_module, "find_spec", lambda name: None)
    status, out, err = pipeline("run", tmp_path / "a.pdf", tmp_path / "a.pdf")
    assert (status, out) == (2, "")
    assert err.endswith("pip install pypdfium2\n") and err.count("\n") == 1
