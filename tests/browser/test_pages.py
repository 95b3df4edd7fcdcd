"""Report and web page as a visitor meets them: with a mouse, a keyboard, a phone, at night."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def report(flat_world, pair, tmp_path, pipeline):
    """The address of a report whose picture before has a hostile name."""
    hostile = pair[0].rename(tmp_path / "<img src=x onerror=document.title='got'>.png")
    assert pipeline("run", hostile, pair[1], "--pack", "flat", "--report", tmp_path / "report.html")[0] == 0
    return (tmp_path / "report.html").as_uri()


def send(page, before, after):
    page.set_input_files("[name=before]", before)
    page.set_input_files("[name=after]", after)
    page.click(".go")


def test_two_pictures_are_sent_and_the_sentence_is_read(open_page, address, pair):
    page = open_page(address)
    send(page, *pair)
    page.wait_for_selector(".report h1")
    assert "blue" in page.inner_text(".report h1")
    assert page.get_attribute(".report .frame img", "alt").endswith(page.inner_text(".report h1"))
    page.hover(".phrase")
    assert page.locator(".mark.lit").count() == 2 and page.locator(".fact.lit").count() == 1


def test_the_example_is_answered_or_refused_in_words(open_page, address):
    page = open_page(address)
    page.click(".example")
    page.wait_for_selector(".report h1, .problem:not([hidden])")


def test_stages_are_exchanged_on_the_page(open_page, address, pair):
    page = open_page(address)
    page.click(".stages summary")
    page.select_option("[name=stage]:has(option[value='differ=graph_edit'])", "differ=graph_edit")
    send(page, *pair)
    page.wait_for_selector(".report h1")
    assert "blue" in page.inner_text(".report h1")


def test_a_picture_is_taken_with_the_camera(open_page, address):
    page = open_page(address)
    page.click(".shoot >> nth=1")
    page.wait_for_selector("dialog[open] video")
    page.wait_for_timeout(1000)  # until the first frame is there
    page.click(".take")
    page.wait_for_selector(".drop[data-side=after].filled .preview:not([hidden])")
    assert page.locator("dialog[open]").count() == 0


_HELD = """([kind, name]) => {
  const held = new DataTransfer();
  const bytes = Uint8Array.from(atob('iVBORw0KGgo='), (letter) => letter.charCodeAt(0));
  held.items.add(new File([bytes], name, { type: "image/png" }));
  const event = kind === "drop"
    ? new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: held, bubbles: true });
  document.querySelector(kind === "drop" ? "[data-side=after]" : "body").dispatchEvent(event);
}"""


def test_pictures_are_dropped_and_pasted(open_page, address):
    page = open_page(address)
    page.evaluate(_HELD, ["drop", "dropped.png"])
    page.evaluate(_HELD, ["paste", "pasted.png"])
    assert page.inner_text(".drop[data-side=after] .hint") == "dropped.png"
    assert page.inner_text(".drop[data-side=before] .hint") == "pasted.png"


def test_the_difference_covers_the_pictures(open_page, report):
    page = open_page(report)
    page.check("[value=difference]")
    on_top = "(at) => { const r = document.querySelector('.stack').getBoundingClientRect();"
    on_top += " return document.elementFromPoint(r.x + at * r.width, r.y + r.height / 2).className; }"
    page.locator(".stack").scroll_into_view_if_needed()
    assert [page.evaluate(on_top, at) for at in (0.1, 0.9)] == ["difference", "difference"]


def test_50_megabytes_are_refused(open_page, address, pair, tmp_path):
    huge = tmp_path / "huge.png"
    huge.write_bytes(b"\0" * 50_000_000)
    page = open_page(address)
    send(page, str(huge), str(pair[1]))
    page.wait_for_selector(".problem:not([hidden])")
    assert "too large" in page.inner_text(".problem")
    page.set_input_files("[name=before]", [])
    page.evaluate("document.querySelector('.ask').dataset.most = 1e12")  # a visitor whose page does not check
    send(page, str(huge), str(pair[1]))
    page.wait_for_selector(".problem:has-text('the request is too large')", timeout=30_000)


def test_phrase_box_and_fact_light_each_other(open_page, report):
    page = open_page(report)
    page.hover(".phrase")
    assert page.locator(".mark.lit").count() == 2 and page.locator(".fact.lit").count() == 1
    page.hover("h2 >> nth=0")
    assert page.locator(".lit").count() == 0
    page.hover(".fact")
    assert page.locator(".phrase.lit").count() == 1
    page.hover(".mark .box >> nth=1")
    assert page.locator(".phrase.lit").count() == 1


def test_the_keyboard_pins_a_phrase_and_moves_the_slider(open_page, report):
    page = open_page(report)
    page.focus(".phrase")
    page.keyboard.press("Enter")
    assert page.get_attribute(".phrase", "aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert page.get_attribute(".phrase", "aria-pressed") == "false"
    page.focus(".range")
    at = "document.querySelector('.stack').style.getPropertyValue('--at')"
    assert page.evaluate(at) == "50%"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(at) == "49%" and page.input_value(".range") == "51"
    page.focus("[name=mode]:checked")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute(".stack", "data-mode") == "onion"


def test_a_hostile_name_is_text(open_page, report):
    page = open_page(report)
    assert "onerror=" in page.inner_text("figcaption >> nth=0")
    assert page.title() != "got" and page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_overflows_and_everybody_can_use_it(open_page, report, address, width, scheme, request):
    backgrounds = []
    pages = [open_page(place, width, scheme) for place in (report, address)]
    for page in pages:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        backgrounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert set(backgrounds) == {"rgb(250, 248, 244)" if scheme == "light" else "rgb(19, 20, 23)"}
    axe = request.getfixturevalue("axe")
    for page in pages:
        page.evaluate(axe)
        assert [(one["id"], one["nodes"][0]["html"]) for one in page.evaluate("axe.run()")["violations"]] == []


def test_a_report_prints_on_two_sheets(open_page, report):
    sheets = open_page(report).pdf()
    assert sheets.count(b"/Type /Page\n") + sheets.count(b"/Type /Page/") <= 2


def test_accepted_pairs_are_saved(open_page, flat_world, pair, tmp_path, pipeline):
    lines = [{"id": f"{k}", "before": pair[0].name, "after": pair[k].name} for k in (0, 1)]
    (tmp_path / "pairs.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    options = ("--pack", "flat", "--workers", 1, "--report", tmp_path / "r")
    assert pipeline("batch", tmp_path / "pairs.jsonl", "-o", tmp_path / "out.jsonl", *options)[0] == 0
    page = open_page((tmp_path / "r" / "index.html").as_uri(), 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert (
        page.inner_text(".count") == "1 accepted" and page.locator(".entry >> nth=1").locator(":checked").count() == 1
    )
    page.keyboard.press("a")
    page.select_option(".verdicts", "changed")
    assert page.locator(".entry:visible").count() == 1
    page.click(".every")
    with page.expect_download() as download:
        page.click(".save")
    assert json.loads(download.value.path().read_text()) == lines[1]
