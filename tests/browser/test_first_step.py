"""What to do first is on the first screen, whatever the cause, on a laptop and on a phone; and nothing is
cut off that need not be.
"""

import pytest
from screenshots import LOG

from diagnostic.diagnosis import diagnose, rulebook

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
        cut: [...document.querySelectorAll(".code > pre")].filter((pre) => pre.checkVisibility() && \
pre.scrollWidth > pre.clientWidth + 1)
            .map((pre) => pre.textContent.split("\\n").sort((a, b) => b.length - a.length)[0]),
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
        pages[name] = browser.new_context(viewport={"width": width, "height": height}).new_page()
        pages[name].goto(base)
    yield pages
    for page in pages.values():
        page.context.close()


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


def test_no_code_of_up_to_88_characters_is_cut_off_on_a_laptop(opened):
    cut = {}
    for id, text in _texts():
        lines = [line for line in opened["laptop"].evaluate(MEASURE, text)["cut"] if len(line) <= 88]
        if lines:
            cut[id] = lines
    assert cut == {}
