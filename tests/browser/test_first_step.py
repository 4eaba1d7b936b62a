"""The first step is on the first screen for every cause, on a laptop and on a phone, and nothing is cut off
without need.
"""

from pathlib import Path

import pytest
from screenshots import LOG
from visits import patient_page

from diagnostic.diagnosis import diagnose, rulebook

DOCS = Path(__file__).parents[2] / "templates" / "docs"
SIZES = {"laptop": (1440, 900), "phone": (390, 844)}
# Puts an answer in place of the page, as the page itself does, and measures where the first step ends.
MEASURE = """async (text) => {
    const body = new FormData();
    body.set("text", text);
    const page = new DOMParser().parseFromString(await (await fetch("/diagnose", { method: "POST", body \
})).text(), "text/html");
    document.getElementById("main").replaceWith(page.getElementById("main"));
    scrollTo(0, 0);
    const first = document.querySelector(".first");
    if (!first) return null;
    const copy = [...first.querySelectorAll(".copy")].find((button) => button.checkVisibility());
    return {
        bottom: Math.round(first.getBoundingClientRect().bottom), copy: Boolean(copy),
    };
}"""


def _texts():
    """Of each cause an example that gets this cause, and bare words where all examples get another."""
    for id, cause in rulebook().causes.items():
        for example in sorted(cause.examples(), key=lambda example: len(example.text)):
            found = diagnose(example.text).findings
            if found and found[0].cause.id == id:
                yield id, example.text
                break


@pytest.fixture(name="opened", scope="module")
def _opened(browser, base):
    pages = {}
    for name, (width, height) in SIZES.items():
        pages[name] = patient_page(browser, viewport={"width": width, "height": height})
        pages[name].goto(base)
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_the_first_step_of_every_cause_is_seen_without_scrolling(opened, size):
    height = SIZES[size][1]
    texts = dict(_texts()) | {"a bare 529": "529", "a log": LOG}
    assert len(texts) > 100
    measured = {id: opened[size].evaluate(MEASURE, text) for id, text in texts.items()}
    assert [id for id, found in measured.items() if found is None] == []
    assert [id for id, found in measured.items() if not found["copy"]] == []
    if size == "laptop":
        too_low = {id: found["bottom"] for id, found in measured.items() if found["bottom"] > height}
    else:  # the table of a log takes the first screen of a phone
        too_low = {
            id: found["bottom"]
            for id, found in measured.items()
            if found["bottom"] > height and id != "a log"
        }
    assert too_low == {}


# Every block of a page as it stands, in both languages and for both systems, with all that is folded open.
CUT = """async (path) => {
    const page = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
    document.getElementById("main").replaceWith(page.getElementById("main"));
    for (const name of ["language", "shell"]) delete document.documentElement.dataset[name];
    for (const folded of document.querySelectorAll("details")) folded.open = true;
    const blocks = [...document.querySelectorAll(".code pre")];
    return {
        shown: blocks.filter((pre) => pre.checkVisibility()).length, all: blocks.length,
        cut: blocks.filter((pre) => pre.scrollWidth > pre.clientWidth + 1).length,
    };
}"""


@pytest.mark.slow
def test_no_block_of_code_is_cut_off_on_a_laptop(opened):
    documents = [f"/docs/{path.stem}" for path in DOCS.glob("*.md")]
    undecided = ["/?error=anthropic.APIConnectionError: Connection error.", "/?error=Nothing anybody knows"]
    paths = [f"/causes/{id}" for id in rulebook().causes] + documents + undecided
    measured = {path: opened["laptop"].evaluate(CUT, path) for path in paths}
    assert sum(found["all"] for found in measured.values()) > 1000
    assert {path: found for path, found in measured.items() if found["shown"] < found["all"]} == {}
    assert {path: found["cut"] for path, found in measured.items() if found["cut"]} == {}


@pytest.mark.parametrize("size", SIZES)
def test_no_cell_of_the_possible_causes_runs_into_another_or_out_of_sight(opened, size):
    opened[size].evaluate(CUT, "/?error=anthropic.APIConnectionError: Connection error.")
    cells = opened[size].locator(".candidates :is(th, td):visible")
    assert cells.count() > 20
    widths = cells.evaluate_all("""cells => cells.map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const box = range.getBoundingClientRect(), around = cell.closest(".wide").getBoundingClientRect();
        return [cell.textContent, box.right - cell.getBoundingClientRect().right, box.right - around.right];
    })""")
    # A space at which a command is wrapped hangs out of its line.
    assert [cell for cell in widths if max(cell[1:]) > 9] == []
