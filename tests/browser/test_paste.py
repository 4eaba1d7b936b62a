"""From text to answer: pasted, typed, dropped or uploaded; with the keyboard only, and without JavaScript."""

import pytest
from screenshots import PASTE
from visits import OVERLOAD, patient_page, submit

HEADLINE = "The API reported overload in the middle of the stream"


def _paste(page, text):
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def _drop(page, target, **files):
    page.evaluate(
        """([target, files]) => {
            const data = new DataTransfer();
            for (const [name, text] of Object.entries(files)) data.items.add(new File([text], name));
            const event = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
            document.querySelector(target).dispatchEvent(event);
        }""",
        [target, files],
    )


def test_a_paste_diagnoses_at_once_and_marks_the_line(page, base):
    page.goto(base)
    page.focus("#text")
    _paste(page, PASTE)
    page.wait_for_selector("[data-answer]")
    assert page.inner_text("#verdict") == HEADLINE
    assert "overloaded_error" in page.inner_text(".line.hit")
    assert page.evaluate("document.activeElement.id") == "verdict"
    page.locator("#live", has_text=HEADLINE).wait_for(state="attached")


@pytest.mark.parametrize("path", ["/causes/overloaded", "/docs/api", "/?error=529"])
def test_a_paste_far_from_the_box_sends_nothing(page, base, path):
    page.goto(base + path)
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    _paste(page, PASTE)
    page.wait_for_timeout(200)
    assert "POST" not in sent
    assert page.url == base + path


def test_a_paste_beside_the_box_diagnoses(page, base):
    page.goto(base)
    page.locator("#text").blur()
    _paste(page, PASTE)
    page.wait_for_selector("[data-answer]")
    assert page.inner_text("#verdict") == HEADLINE


def test_a_paste_into_another_field_is_left_alone(page, base):
    page.goto(f"{base}/causes/")
    page.focus("#find")
    _paste(page, "529")
    assert page.input_value("#find") == "529"
    assert page.locator("[data-answer]").count() == 0


def test_a_paste_beside_a_text_that_was_typed_adds_to_it(page, base):
    page.goto(base)
    page.fill("#text", "first ")
    page.focus("#text")
    page.keyboard.press("End")
    _paste(page, "second")
    assert page.input_value("#text") == "first second"


def test_back_and_forward_lead_between_the_answers_and_no_address_holds_a_text(page, base):
    page.goto(base)
    page.focus("#text")
    _paste(page, PASTE)
    page.locator("#verdict", has_text=HEADLINE).wait_for()
    page.click(".seen a")  # an entry of its own in the history: a place within the page
    page.fill("#text", "529")
    page.click(".box button.main")
    page.locator("#verdict", has_text="overloaded (529)").wait_for()
    assert page.url == f"{base}/"
    page.go_back()
    page.locator("#verdict", has_text=HEADLINE).wait_for()
    page.go_back()
    page.go_back()
    page.locator(".hero").wait_for()
    page.go_forward()
    page.locator("#verdict", has_text=HEADLINE).wait_for()


def test_it_works_by_keyboard_alone(page, base):
    page.goto(base)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.keyboard.press("/")
    page.keyboard.type("529")
    page.keyboard.press("Escape")
    assert page.input_value("#text") == ""
    page.keyboard.press("Control+Z")
    assert page.input_value("#text") == "529"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-answer]")
    assert "overloaded" in page.inner_text("#verdict")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(page, base):
    page.goto(f"{base}/causes/overloaded")
    page.keyboard.press("Tab")
    assert page.inner_text(":focus") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_javascript_the_form_gives_the_same_answer(browser, base):
    page = patient_page(browser, java_script_enabled=False)
    page.goto(base)
    page.fill("#text", OVERLOAD)
    page.click(".box button.main")
    page.locator("h1", has_text=HEADLINE).wait_for()
    for language in ("python", "typescript"):
        assert page.locator(f".steps [data-lang={language}]").first.is_visible()
    assert page.locator(".js:visible").count() == 0
    page.goto(f"{base}/causes/")
    page.fill("#find", "529")
    page.click(".search button")
    page.wait_for_url("**/causes/?q=529")
    assert page.locator(".index a").first.inner_text() == "The API is overloaded (529)"
    page.context.close()


def test_a_file_or_a_text_dropped_anywhere_is_diagnosed(page, base):
    page.goto(base)
    _drop(page, "h1", **{"error.log": PASTE})
    page.locator("#verdict", has_text=HEADLINE).wait_for()
    _drop(page, ".foot", **{"other.log": "529"})
    page.locator("#verdict", has_text="overloaded (529)").wait_for()


def test_a_chosen_file_is_diagnosed(page, base, tmp_path):
    page.goto(base)
    chosen = tmp_path / "error.log"
    chosen.write_text(
        "Error code: 401 - {'type': 'error', 'error': {'type': 'authentication_error', 'message': 'invalid"
        " x-api-key'}}"
    )
    page.set_input_files("#file", chosen)
    page.locator("#verdict", has_text="401").wait_for()


def test_of_a_file_too_large_to_send_the_ends_are_read_and_no_line_is_halved(page, base, tmp_path):
    page.goto(base)
    chosen = tmp_path / "large.log"
    chosen.write_text("\n".join(["2026-11-25 INFO all is well, line by line"] * 80_000) + "\n" + PASTE)
    page.set_input_files("#file", chosen)
    page.locator("#verdict", has_text=HEADLINE).wait_for()
    sent = page.evaluate(
        "async () => (await import(document.querySelector('script[type=module]').src.replace(/[^/]*$/,"
        " 'read.js'))).read(new File(['a secret line\\n'.repeat(100000)], 'x'))"
    )
    assert {line for line in sent.split("\n") if line} - {"a secret line"} == {
        "[1,137,856 bytes were not read]"
    }


def test_a_server_that_refuses_keeps_the_text_in_the_box(page, base):
    page.goto(base)
    page.route(
        "**/diagnose",
        lambda route: route.fulfill(
            status=429,
            content_type="text/html",
            body="<main id=main data-problem><p class=lead>Wait a little.</p></main>",
        ),
    )
    page.fill("#text", "529")
    page.click(".box button.main")
    page.locator(".box .problem", has_text="Wait a little").wait_for()
    assert page.input_value("#text") == "529"
    page.unroute("**/diagnose")
    page.route("**/diagnose", lambda route: route.abort())
    page.click(".box button.main")
    page.locator(".box .problem", has_text="could not be reached").wait_for()
    assert page.input_value("#text") == "529"
    page.errors.clear()  # the browser's own words for both


def test_of_a_long_log_what_is_far_from_the_evidence_is_folded(page, base):
    log = "\n".join(f"2026-11-25 10:00:00 INFO line {number}" for number in range(2000))
    submit(page, base, f"{log}\n{PASTE}")
    assert page.inner_text(".lines summary") == "2,011 lines hidden"
    assert page.locator(".line").count() < 20
    page.click(".lines summary")
    assert "INFO line 1999" in page.inner_text(".lines details pre")


def test_evidence_and_verdict_lead_to_each_other(page, base):
    submit(page, base, PASTE)
    page.click(".seen a")
    assert page.inner_text(":target") == "overloaded_error"
    page.click("mark a")
    assert page.inner_text(":target") == HEADLINE
