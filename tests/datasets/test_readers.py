"""Every reader on a small data set in its authors' own files, written here."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from pipeline.core.errors import SpotItError
from pipeline.datasets import READERS, read_dataset


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def picture(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (16, 16)).save(path)


def clevr_change(folder):
    """Three scenes, the second in the test split with boxes, the third too."""
    names = [f"CLEVR_default_{number:06d}.png" for number in range(3)]
    write(folder / "change_captions.json", {name: [f"the cube {i} moved", " "] for i, name in enumerate(names)})
    write(folder / "no_change_captions.json", {name: ["there is no change"] for name in names})
    write(folder / "splits.json", {"train": [0], "val": [], "test": [2, 1]})
    write(folder / "type_mapping.json", {"move": ["000000.png", "000001.png"], "add": ["000002.png"]})
    boxes = {"1": {"bbox_before": [10, 20, 30, 40], "bbox_after": None}}
    write(folder / "change_captions_with_bbox.json", boxes)
    for kind, prefix in (("", "default"), ("sc_", "semantic"), ("nsc_", "nonsemantic")):
        for number in range(3):
            picture(folder / f"{kind}images" / f"CLEVR_{prefix}_{number:06d}.png")


def spot_the_diff(folder):
    """One pair described by two people, one by nobody."""
    said = [
        {"img_id": "12", "sentences": ["the car is gone", ""]},
        {"img_id": "7", "sentences": [""]},
        {"img_id": "12", "sentences": ["a car left"]},
    ]
    write(folder / "data" / "annotations" / "test.json", said)
    picture(folder / "resized_images" / "12.png")
    picture(folder / "resized_images" / "12_2.png")


def birds_to_words(folder):
    """Two descriptions of a pair of the test split, one of a pair of another split."""
    columns = ["img1ObservationURL", "img1ImgURL", "img1Species", "img1Selection", "img2ObservationURL", "img2ImgURL"]
    columns += ["img2Species", "img2Selection", "split", "annN", "description"]
    url = "https://static.inaturalist.org/photos/{}/large.jpg?1444"
    bird = ("https://www.inaturalist.org/observations/1", "Cyanocitta cristata", "base")
    rows = [
        [bird[0], url.format(left), *bird[1:], bird[0], url.format(right), *bird[1:], split, number, text]
        for left, right, split, number, text in (
            (11, 22, "test", "1", 'Animal 1 is "bigger".'),
            (11, 22, "test", "2", "Animal 2 is blue."),
            (33, 22, "val", "1", "Animal 2 is red."),
        )
    ]
    write(folder / "birds-to-words-v1.0.tsv", "".join("\t".join(map(str, row)) + "\n" for row in [columns, *rows]))
    picture(folder / "images" / "11.jpg")
    picture(folder / "images" / "22.jpeg")


def flickr8k(folder):
    """Two pictures, one in the test split; a third name is broken, as in the real file."""
    tokens = [f"{name}#{i}\tA dog {i} ." for name in ("1_a.jpg", "2_b.jpg", "3_c.jpg.1") for i in range(5)]
    write(folder / "Flickr8k_text" / "Flickr8k.token.txt", "\n".join(tokens) + "\n")
    write(folder / "Flickr8k_text" / "Flickr_8k.testImages.txt", "2_b.jpg\n")
    picture(folder / "Flicker8k_Dataset" / "2_b.jpg")


def flickr30k(folder):
    """Splits name pictures without their ending."""
    tokens = [f"{name}.jpg#{i}\tTwo men {i} ." for name in ("36979", "65567") for i in range(5)]
    write(folder / "results_20130124.token", "\n".join(tokens) + "\n")
    write(folder / "test.txt", "65567\n")
    picture(folder / "flickr30k-images" / "65567.jpg")


def coco_captions(folder):
    """Two pictures, one with two captions."""
    data = {
        "info": {},
        "licenses": [],
        "images": [{"id": 42, "file_name": "COCO_val2014_000000000042.jpg"}, {"id": 7, "file_name": "x.jpg"}],
        "annotations": [
            {"id": 1, "image_id": 42, "caption": "A cat."},
            {"id": 2, "image_id": 42, "caption": "A grey cat.\n"},
            {"id": 3, "image_id": 7, "caption": "A bus."},
        ],
    }
    write(folder / "annotations" / "captions_test.json", data)
    picture(folder / "test" / "COCO_val2014_000000000042.jpg")
    picture(folder / "images" / "test" / "x.jpg")


WRITERS = {w.__name__: w for w in (clevr_change, spot_the_diff, birds_to_words, flickr8k, flickr30k, coco_captions)}

CAPTIONS = {
    "clevr_change": {
        "000002.png": ("the cube 2 moved",),
        "000002.png_n": ("there is no change",),
        "000001.png": ("the cube 1 moved",),
        "000001.png_n": ("there is no change",),
    },
    "spot_the_diff": {"12": ("the car is gone", "a car left")},
    "birds_to_words": {"11_22": ('Animal 1 is "bigger".', "Animal 2 is blue.")},
    "flickr8k": {"2_b.jpg": tuple(f"A dog {i} ." for i in range(5))},
    "flickr30k": {"65567.jpg": tuple(f"Two men {i} ." for i in range(5))},
    "coco_captions": {"42": ("A cat.", "A grey cat."), "7": ("A bus.",)},
}


def test_every_reader_is_tested():
    assert set(READERS) == set(WRITERS) == set(CAPTIONS)


@pytest.mark.parametrize("name", READERS)
def test_ids_captions_and_pictures_are_read(name, tmp_path):
    WRITERS[name](tmp_path)
    examples = read_dataset(name, tmp_path, "test")
    assert {example.id: example.captions for example in examples} == CAPTIONS[name]
    assert all(path.is_file() for example in examples for path in example.pictures)
    single = name in ("flickr8k", "flickr30k", "coco_captions")
    assert {len(example.pictures) for example in examples} == ({1} if single else {2})


def test_clevr_change_has_kinds_distractors_and_boxes(tmp_path):
    clevr_change(tmp_path)
    table = {example.id: example for example in read_dataset("clevr_change", tmp_path, "test")}
    assert {name: example.kind for name, example in table.items()} == {
        "000002.png": "add", "000002.png_n": "none", "000001.png": "move", "000001.png_n": "none",
    }  # fmt: skip
    before, after = table["000001.png"].truth.changes[0].boxes
    assert before.tolist() == [10, 20, 40, 60] and after is None
    assert table["000002.png"].truth is None and table["000002.png_n"].truth.changes == ()
    assert [path.parent.name for path in table["000001.png"].pictures] == ["images", "sc_images"]
    assert [path.parent.name for path in table["000001.png_n"].pictures] == ["images", "nsc_images"]


def test_pairs_that_nobody_described_are_left_out_and_counted(tmp_path, capsys):
    spot_the_diff(tmp_path)
    assert [example.id for example in read_dataset("spot_the_diff", tmp_path, "test")] == ["12"]
    assert "1 pairs are left out" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["spot_the_diff", "birds_to_words", "flickr8k", "coco_captions"])
def test_the_file_of_captions_alone_is_enough(name, tmp_path):
    WRITERS[name](tmp_path)
    endings = {".tsv", ".txt", ".json"}
    path = next(p for p in sorted(tmp_path.rglob("*")) if p.suffix in endings and "Images" not in p.name)
    split = "all" if name == "flickr8k" else "test"
    assert CAPTIONS[name].items() <= {e.id: e.captions for e in read_dataset(name, path, split)}.items()


@pytest.mark.parametrize(
    ("name", "file", "content", "words"),
    [
        ("clevr_change", "splits.json", '{"train": []}', "no split 'test'"),
        ("clevr_change", "splits.json", '{"test": []}', "nothing in it"),
        ("clevr_change", "splits.json", "[1]", "not an object"),
        ("clevr_change", "type_mapping.json", "{}", "kind of scene 2"),
        ("clevr_change", "change_captions.json", "{", "not JSON"),
        ("spot_the_diff", "data/annotations/test.json", '[{"sentences": []}]', "no img_id"),
        ("spot_the_diff", "data/annotations/test.json", "{}", "not a list"),
        ("birds_to_words", "birds-to-words-v1.0.tsv", "a\tb\n", "line 1: it has 2 columns"),
        ("flickr8k", "Flickr8k_text/Flickr8k.token.txt", "2_b.jpg#0\tA dog\nno tab\n", "line 2"),
        ("flickr8k", "Flickr8k_text/Flickr_8k.testImages.txt", "9_z.jpg\n", "no caption of 9_z"),
        ("flickr30k", "results_20130124.token", "\udcff", "not UTF-8"),
        ("coco_captions", "annotations/captions_test.json", '{"images": []}', "annotations"),
    ],
)
def test_what_is_not_in_the_format_is_said_in_one_line(name, file, content, words, tmp_path):
    WRITERS[name](tmp_path)
    (tmp_path / file).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(SpotItError, match=words) as failure:
        read_dataset(name, tmp_path, "test")
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize("name", READERS)
def test_missing_files_are_said_in_one_line(name, tmp_path):
    with pytest.raises(SpotItError):
        read_dataset(name, tmp_path, "test")
    with pytest.raises(SpotItError, match="no such file"):
        read_dataset(name, tmp_path / "nowhere", "test")


@pytest.mark.shared
def test_released_captions_are_read(shared_folder):
    texts = shared_folder / "data" / "text"
    spot = read_dataset("spot_the_diff", texts / "spot_the_diff_test.json", "test")
    assert len(spot) > 1200 and all(example.captions for example in spot)
    flickr = read_dataset("flickr8k", shared_folder / "data" / "flickr8k", "test")
    assert len(flickr) == 1000 and all(len(e.captions) == 5 and e.pictures[0].is_file() for e in flickr)
