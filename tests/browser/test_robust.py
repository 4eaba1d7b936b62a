"""Robustness of the page: only the newest text counts, waiting is visible, an answer survives a reload, and
files are decoded correctly.
"""

import gzip

import pytest
from screenshots import LOG, PASTE
from visits import copied_by, page_until, patient_page, submit

pytestmark = pytest.mark.slow

RATE = "Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error', 'message': 'x'}}"


def _choose(page, tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    page.set_input_files("#file", path)


def test_a_slow_answer_does_not_take_the_place_of_a_newer_one(page, base):
    page.goto(base)
    held = []
    page.route("**/diagnose", lambda route: held.append(route) if not held else route.continue_())
    page.fill("#text", "529")
    page.click(".box button.main")
    page_until(page, lambda: held, "the first text is on its way")
    page.eval_on_selector("#text", "(area, text) => { area.value = text; }", RATE)
    page.keyboard.press("Control+Enter") if page.evaluate("document.activeElement.id === 'text'") else None
    page.evaluate("document.querySelector('.box').requestSubmit()")
    page.locator("#verdict", has_text="429").wait_for()
    held[0].abort()
    page.wait_for_timeout(300)
    assert "529" not in page.inner_text("#verdict")
    assert page.locator(".busy").count() == 0


def test_waiting_shows_after_a_moment_and_goes_with_the_answer(page, base):
    page.goto(base)
    held = []
    page.route("**/diagnose", lambda route: held.append(route))
    page.fill("#text", "529")
    page.click(".box button.main")
    page.locator(".busy").wait_for()
    page_until(page, lambda: held, "the text is on its way")
    held[0].continue_()
    page.wait_for_selector("[data-answer]")
    assert page.locator(".busy").count() == 0


@pytest.mark.parametrize("blocked", ["app.js", "copy.js"])
def test_with_a_script_blocked_all_code_is_seen_and_no_dead_button(page, base, blocked):
    page.route(f"**/{blocked}", lambda route: route.abort())
    page.goto(f"{base}/causes/model-not-found")
    page.wait_for_load_state("load")
    page.wait_for_function("!document.documentElement.classList.contains('with-js')")
    for language in ("python", "typescript"):
        assert page.locator(f".steps [data-lang={language}]").first.is_visible()
    assert page.locator(".js:visible").count() == 0
    page.errors.clear()  # the browser's own words for the script


def test_an_answer_outlives_reload_and_coming_back_without_asking_the_server(page, base):
    submit(page, base, PASTE)
    title = page.inner_text("#verdict")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.reload()
    page.locator("#verdict", has_text=title).wait_for()
    page.goto(f"{base}/causes/")
    page.go_back()
    page.locator("#verdict", has_text=title).wait_for()
    assert "POST" not in sent


def test_no_answer_that_was_left_comes_back_in_place_of_the_home_page(page, base):
    submit(page, base, PASTE)
    page.click(".wordmark")
    page.locator(".hero").wait_for()
    page.fill("#text", "529")
    page.click(".box button.main")
    page.locator("#verdict", has_text="overloaded (529)").wait_for()
    page.go_back()
    page.locator(".hero").wait_for()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator(".hero").count() == 1


def test_a_packed_log_is_unpacked_in_the_browser(page, base, tmp_path):
    page.goto(base)
    _choose(page, tmp_path, "error.log.gz", gzip.compress(PASTE.encode(), mtime=0))
    page.locator("#verdict", has_text="middle of the stream").wait_for()


def test_of_a_large_packed_log_both_ends_are_read(page, base, tmp_path):
    page.goto(base)
    lines = "\n".join(["2026-11-25 INFO all is well, line by line"] * 100_000)
    _choose(page, tmp_path, "large.log.gz", gzip.compress(f"{lines}\n{PASTE}".encode(), mtime=0))
    page.locator("#verdict", has_text="middle of the stream").wait_for()


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture.png is binary, not text"),
        ("cut.gz", gzip.compress(PASTE.encode() * 50, mtime=0)[:40], "cut.gz is a damaged gzip file"),
    ],
)
def test_a_file_that_is_no_text_is_named_as_such(page, base, tmp_path, name, data, said):
    page.goto(base)
    _choose(page, tmp_path, name, data)
    page.locator(".box .problem", has_text=said).wait_for()
    assert page.locator("[data-answer]").count() == 0


def test_a_file_that_powershell_wrote_is_read(page, base, tmp_path):
    page.goto(base)
    _choose(page, tmp_path, "error.txt", PASTE.encode("utf-16"))
    page.locator("#verdict", has_text="middle of the stream").wait_for()


def test_a_server_that_takes_less_names_the_size(page, base):
    page.goto(base)
    page.route("**/diagnose", lambda route: route.fulfill(status=413, body="too large"))
    page.eval_on_selector("#text", "area => { area.value = 'x'.repeat(900000); }")
    page.click(".box button.main")
    page.locator(".box .problem", has_text="The text is 0.9 MiB").wait_for()
    page.errors.clear()


def test_a_program_picked_by_hand_changes_the_steps_and_is_remembered(page, base):
    submit(page, base, "529")
    page.select_option(".reader [data-client]", "claude-code")
    page.locator(".reader option[selected]", has_text="Claude Code").wait_for(state="attached")
    assert page.locator(".steps").first.inner_text() != ""
    assert page.evaluate("localStorage.client") == "claude-code"
    page.goto(base)
    assert page.input_value(".box [data-client]") == "claude-code"


def test_output_pasted_into_the_box_beside_the_candidates_is_added_to_the_text(page, base):
    submit(page, base, "anthropic.APIConnectionError: Connection error.")
    assert page.locator(".candidates tbody tr").count() > 2
    page.fill("#more", "httpx.ConnectError: [Errno 111] Connection refused")
    page.click(".narrow button")
    page.locator(".yours", has_text="Errno 111").wait_for()
    assert "APIConnectionError" in page.inner_text(".yours")
    assert page.locator(".candidates").count() == 0


def test_without_javascript_the_box_beside_the_candidates_works_too(browser, base):
    page = patient_page(browser, java_script_enabled=False)
    page.goto(f"{base}/?error=anthropic.APIConnectionError:%20Connection%20error.")
    page.fill("#more", "httpx.ConnectError: [Errno 111] Connection refused")
    page.click(".narrow button")
    page.locator(".yours", has_text="Errno 111").wait_for()
    assert "APIConnectionError" in page.inner_text(".yours")
    page.context.close()


def test_a_step_is_copied_with_its_words_and_the_code_that_shows(page, base, rules):
    page.goto(f"{base}/causes/model-not-found")
    copied = copied_by(page, page.locator("[data-copy-step]").first)
    step = rules.causes["model-not-found"].steps[0]
    assert copied.startswith(step.title)
    for name, snippet in step.snippets.items():
        assert (snippet.change.strip() in copied) == (name != "typescript")


def test_a_log_opens_with_its_causes_and_each_row_with_its_own_answer_and_facts(page, base):
    submit(page, base, LOG)
    assert page.inner_text("#verdict").startswith("163 of 164 errors")
    rows = page.locator(".log tbody tr")
    assert rows.count() == 2
    assert "163" in rows.nth(0).inner_text() and "Anthropic" in rows.nth(0).inner_text()
    assert page.locator(".log .bars").count() == 2
    rows.nth(1).locator("a").click()
    own = page.locator("#group-2")
    page.wait_for_selector("#group-2[open]")
    most = page.viewport_size["height"] * 0.9
    page_until(page, lambda: 0 <= own.bounding_box()["y"] < most, "the page has scrolled there smoothly")
    assert "Status code: 429" in own.inner_text() and "529" not in own.inner_text()
