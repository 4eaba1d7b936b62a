"""What a person does with the page, in a real browser."""

from pathlib import Path

import pytest
from screenshots import PASTE

OVERLOAD = PASTE.strip().splitlines()[-1]


def _submit(page, base, text):
    page.goto(base)
    page.fill("#text", text)
    page.click("button.main")
    page.wait_for_selector("[data-answer]")


def test_a_paste_diagnoses_at_once_and_marks_the_line(page, base):
    page.goto(base)
    page.evaluate("text => navigator.clipboard.writeText(text)", PASTE)
    page.focus("#text")
    page.keyboard.press("Control+V")
    page.wait_for_selector("[data-answer]")
    assert page.inner_text("#verdict") == "The API reported overload in the middle of the stream"
    assert "overloaded_error" in page.inner_text(".line.hit")
    assert page.evaluate("document.activeElement.id") == "verdict"


def test_it_works_by_keyboard_alone(page, base):
    page.goto(base)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type("529")
    page.keyboard.press("Escape")
    assert page.input_value("#text") == ""
    page.keyboard.type("529")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-answer]")
    assert "overloaded" in page.inner_text("#verdict")


def test_without_javascript_the_form_gives_the_same_answer(browser, base):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    page.fill("#text", OVERLOAD)
    page.click("button.main")
    assert "overload in the middle of the stream" in page.inner_text("h1")
    assert page.locator("[data-lang=typescript]").first.is_visible()
    assert page.locator("[data-lang=python]").first.is_visible()
    context.close()


def test_a_dropped_file_is_diagnosed(page, base, tmp_path):
    page.goto(base)
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "error.log"));
            document.querySelector("#text").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }""",
        PASTE,
    )
    page.wait_for_selector("[data-answer]")
    chosen = tmp_path / "error.log"
    chosen.write_text("Error code: 401 - {'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid x-api-key'}}")
    page.set_input_files("#file", chosen)
    page.locator("#verdict", has_text="401").wait_for()


def test_the_language_is_remembered_on_every_page(page, base):
    page.goto(f"{base}/causes/stream-overloaded")
    page.click("[role=tab][data-language=typescript]")
    assert not page.locator("[data-lang=python]").first.is_visible()
    page.goto(f"{base}/causes/overloaded")
    assert page.locator("[data-lang=typescript]").first.is_visible()
    assert page.get_attribute("[role=tab][data-language=typescript]", "aria-selected") == "true"
    page.focus("[role=tab][data-language=typescript]")
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-lang=python]").first.is_visible()


def test_copy_gives_exactly_the_code(page, base, rules):
    page.goto(f"{base}/causes/stream-overloaded")
    page.locator(".steps [data-lang=python] [data-copy]").first.click()
    page.wait_for_selector("text=Copied")
    expected = rules.causes["stream-overloaded"].steps[0].snippets["python"].change
    assert page.evaluate("navigator.clipboard.readText()") == expected
    page.locator("#live", has_text="Copied").wait_for(state="attached")


def test_copy_has_a_way_without_the_clipboard_api(page, base, rules):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error()) } })")
    page.goto(f"{base}/causes/overloaded")
    page.evaluate("document.addEventListener('copy', () => { document.body.dataset.copied = document.activeElement.value; })")
    page.locator(".steps [data-lang=python] [data-copy]").first.click()
    page.locator("body[data-copied]").wait_for(state="attached")
    assert page.get_attribute("body", "data-copied") == rules.causes["overloaded"].steps[0].snippets["python"].change


def test_a_deep_link_leads_to_its_step(page, base):
    page.goto(f"{base}/causes/stream-disconnected#catch-and-restart")
    assert page.evaluate("document.querySelector(':target h3').textContent").startswith("Catch what") or page.locator(":target").count() == 1


def test_a_shared_link_shows_the_same_answer_and_the_server_never_sees_it_in_an_address(page, base, server_log):
    _submit(page, base, PASTE)
    page.click("text=As a link")
    page.click("[data-share]")
    page.locator("#share-out[data-link]").wait_for(state="attached")
    link = page.get_attribute("#share-out", "data-link")
    assert len(link) < 8100
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("[data-answer]")
    assert page.inner_text("#verdict") == "The API reported overload in the middle of the stream"
    assert all("overloaded_error" not in line and "#s=" not in line for line in server_log)


@pytest.mark.parametrize("path", ["/", "/causes/", "/causes/stream-overloaded", "/behaviour", "/docs/api"])
def test_nothing_scrolls_sideways_on_a_phone(browser, base, path):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(base + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["/", "/causes/", "/causes/stream-overloaded", "/behaviour", "/docs/api", "/nothing", "answer", "undecided", "unmatched"])
def test_axe_finds_nothing(browser, base, state, scheme):
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1100, "height": 900})
    texts = {"answer": PASTE, "undecided": "anthropic.APIConnectionError: Connection error.", "unmatched": "The build is slow."}
    if state in texts:
        _submit(page, base, texts[state])
    else:
        page.goto(base + state)
    import axe_core_python

    script = next(Path(axe_core_python.__file__).parent.rglob("axe*.js")).read_text()
    page.evaluate(script)
    # One row of a table is like another; hundreds of them take axe minutes.
    page.evaluate("() => document.querySelectorAll('tbody tr:nth-child(n+12)').forEach((row) => row.remove())")
    result = page.evaluate("axe.run()")
    page.close()
    found = [(item["id"], [node["target"] for node in item["nodes"]][:3]) for item in result["violations"]]
    assert found == []


HOSTILE = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "![x](https://evil.example/x.png) [y](javascript:window.hit=1)",
    "{{constructor.constructor('window.hit=1')()}} ${window.hit=1}",
    "\"><iframe srcdoc='<script>parent.hit=1</script>'>",
    "\u202e\u200b\u2066 hidden",
]


def test_a_hostile_paste_executes_and_loads_nothing(page, base):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for text in HOSTILE:
        _submit(page, base, f"{OVERLOAD}\n{text}\nmodel: claude-{text} req_011C{text}")
        assert page.evaluate("window.hit") is None
    assert all(url.startswith(base) for url in asked)


def test_print_shows_both_languages(page, base):
    page.goto(f"{base}/causes/overloaded")
    page.emulate_media(media="print")
    assert page.locator("[data-lang=typescript]").first.is_visible()
    assert not page.locator(".tabs").first.is_visible()


def test_the_index_finds_by_status_class_and_words(page, base):
    page.goto(f"{base}/causes/")
    for words, id in (("529", "overloaded"), ("apitimeouterror", "request-timeout"), ("cut middle", "stream-disconnected")):
        page.fill("#find", words)
        assert page.locator(f"[data-find]:visible a[href='/causes/{id}']").count() == 1
