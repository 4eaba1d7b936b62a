"""Code on the page: its language, copying it, and links to a step."""

import pytest
from playwright.sync_api import expect
from screenshots import PASTE
from visits import OVERLOAD, copied_by, patient_page, submit

from diagnostic import diagnose
from diagnostic.render.handoff import for_report, for_support

CLIPBOARD = "navigator.clipboard.readText()"
# The word on a button goes after two seconds, which a busy machine may take to look at it.
LASTING = """{ const later = window.setTimeout;
    window.setTimeout = (run, ms, ...rest) => (ms === 2000 ? 0 : later(run, ms, ...rest)); }"""
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


def _languages(page):
    return [name for name in ("python", "typescript") if page.locator(f"[data-lang={name}]:visible").count()]


def test_the_language_is_remembered_on_every_page_without_a_flash(page, base):
    page.goto(f"{base}/causes/stream-overloaded")
    assert _languages(page) == ["python"]
    page.click(".tabs [data-language=typescript] >> nth=0")
    assert _languages(page) == ["typescript"]
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.early ="
        " document.documentElement.dataset.language; })"
    )
    page.goto(f"{base}/causes/overloaded")
    assert page.evaluate("window.early") == "typescript"
    assert _languages(page) == ["typescript"]


def test_the_switch_says_which_language_is_shown_and_works_by_keyboard(page, base):
    page.goto(f"{base}/causes/stream-overloaded")
    page.focus(".tabs [data-language=typescript]")
    page.keyboard.press("Enter")
    assert _languages(page) == ["typescript"]
    pressed = page.locator(".tabs [data-language][aria-pressed=true]").evaluate_all(
        "all => all.map(one => one.dataset.language)"
    )
    assert set(pressed) == {"typescript"}
    assert page.get_attribute(":focus", "data-language") == "typescript"


def test_an_answer_shows_the_language_of_its_text(page, base):
    submit(
        page,
        base,
        "APIConnectionError: Connection error.\n    at Anthropic.makeRequest"
        " (file:///app/node_modules/@anthropic-ai/sdk/client.mjs:331:19)\n  [cause]: TypeError: fetch failed",
    )
    assert _languages(page) == ["typescript"]
    submit(page, base, PASTE)
    assert _languages(page) == ["python"]


def test_every_button_copies_exactly_its_code(page, base, rules):
    page.add_init_script(LASTING)
    page.goto(f"{base}/causes/overloaded")
    page.evaluate("for (const folded of document.querySelectorAll('.steps details')) folded.open = true")
    copied = []
    for button in page.locator(".steps [data-copy]:visible").all():
        copied.append(copied_by(page, button))
    expected = [
        snippet.change
        for step in rules.causes["overloaded"].steps
        for name, snippet in step.snippets.items()
        if name != "typescript"
    ]
    assert copied == expected
    page.locator("#live", has_text="Copied").wait_for(state="attached")
    assert page.locator("button:visible", has_text="Copied").count()


def test_what_is_handed_on_is_copied_as_it_is_shown(page, base):
    submit(page, base, PASTE)
    diagnosis = diagnose(PASTE)

    def copied(id):
        return copied_by(page, page.locator(f"[data-copy={id}]"))

    assert copied("for-support") == for_support(diagnosis)
    assert copied("report") == for_report(diagnosis)
    assert copied("as-markdown").startswith("**The API reported overload in the middle of the stream**")
    assert OVERLOAD in copied("for-assistant")


@pytest.mark.parametrize(
    "broken", [NO_CLIPBOARD, "navigator.clipboard.writeText = () => Promise.reject(new Error())"]
)
def test_copy_has_a_way_without_the_clipboard_api_and_keeps_the_focus(page, base, rules, broken):
    page.add_init_script(f"{LASTING}; {broken}")
    page.goto(f"{base}/causes/overloaded")
    page.evaluate(
        "document.addEventListener('copy', () => { document.body.dataset.copied ="
        " document.activeElement.value; })"
    )
    page.locator(".steps [data-copy]:visible").first.focus()
    page.keyboard.press("Enter")
    page.locator("body[data-copied]").wait_for(state="attached")
    page.locator(":focus", has_text="Copied").wait_for()
    assert (
        page.get_attribute("body", "data-copied")
        == rules.causes["overloaded"].steps[0].snippets["python"].change
    )
    assert page.inner_text(":focus") == "Copied"


def test_where_nothing_can_copy_the_code_is_selected(page, base, rules):
    page.add_init_script(f"{NO_CLIPBOARD}; Document.prototype.execCommand = () => false")
    page.goto(f"{base}/causes/overloaded")
    page.locator(".steps [data-copy]:visible").first.click()
    page.locator("#live", has_text="press Control or Command and C").wait_for(state="attached")
    assert (
        page.evaluate("getSelection().toString()").strip()
        == rules.causes["overloaded"].steps[0].snippets["python"].change.strip()
    )


def test_a_deep_link_leads_to_its_step_by_name_and_by_number(page, base, rules):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{base}/causes/stream-disconnected#use-helper")
    assert page.locator("li#use-helper h3").is_visible()
    at = [step.id for step in rules.causes["stream-disconnected"].steps].index("use-helper") + 1
    top = page.evaluate("document.getElementById('use-helper').getBoundingClientRect().top")
    assert 0 <= top < 200
    page.goto(f"{base}/causes/stream-disconnected#step-{at}")
    assert page.evaluate("document.querySelector(':target').parentElement.id") == "use-helper"


def test_the_link_of_a_step_is_copied_and_the_answer_stays(page, base):
    submit(page, base, PASTE)
    page.locator("[data-link]").first.click()
    page.locator("#live", has_text="Link copied").wait_for(state="attached")
    assert (
        page.evaluate(CLIPBOARD)
        == f"{base}/causes/stream-overloaded#{diagnose(PASTE).findings[0].steps[0].id}"
    )
    assert page.locator("[data-answer]").count() == 1


def test_the_index_finds_by_status_class_and_words(page, base):
    page.goto(f"{base}/causes/")
    for words, id in (
        ("529", "overloaded"),
        ("apitimeouterror", "request-timeout"),
        ("cut middle", "stream-disconnected"),
    ):
        page.fill("#find", words)
        page.locator("#found", has_text=" found").wait_for()
        expect(page.locator(f"[data-find]:visible a[href='/causes/{id}']")).to_have_count(1, timeout=120_000)
    page.fill("#find", "peer closed connection")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=peer*")
    assert page.locator("#printed a[href='/causes/stream-disconnected']").is_visible()
    page.goto(f"{base}/causes/")
    page.fill("#find", "nothing has this name")
    page.locator("#found", has_text="0 found").wait_for()
    assert page.locator("[data-find]:visible").count() == 0
    assert page.inner_text("#found") == "0 found"
    assert page.locator(".nothing").is_visible()
    page.fill("#find", "529")
    page.keyboard.press("Enter")
    page.wait_for_url("**/causes/overloaded")


def test_the_measurements_are_searched_by_exception(page, base):
    page.goto(f"{base}/behaviour")
    page.fill("#find", "RemoteProtocolError mid-stream")
    shown = page.locator("tbody[data-find]:visible")
    assert shown.count() and all("RemoteProtocolError" in text for text in shown.all_inner_texts())


def test_a_table_that_goes_on_at_the_right_fades_there(browser, base):
    page = patient_page(browser, viewport={"width": 390, "height": 844})
    page.goto(f"{base}/docs/limits")
    page.locator(".wide.is-cut").first.wait_for()
    page.evaluate("document.querySelector('.wide').scrollLeft = 10000")
    page.locator(".wide:not(.is-cut)").first.wait_for()
    page.context.close()
