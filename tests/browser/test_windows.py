"""Commands for Windows: chosen from the text, by the reader, or from the browser; both shells without
JavaScript.
"""

import pytest
from visits import patient_page

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"
    " Safari/537.36"
)
TEXTS = {
    "powershell": (
        'File "C:\\Users\\ada\\app\\main.py", line 3, in <module>\nanthropic.APIConnectionError: Connection'
        " error.\nssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed:"
        " self-signed certificate in certificate chain"
    ),
    "bash": (
        'File "/home/ada/app/main.py", line 3, in <module>\nanthropic.APIConnectionError: Connection'
        " error.\nssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed:"
        " self-signed certificate in certificate chain"
    ),
}


def _shells(page):
    """The shells of the commands that show, in their order, without those in folded parts."""
    return page.eval_on_selector_all(
        ".fix > .steps [data-system]",
        "all => all.filter((one) => one.checkVisibility()).map((one) => one.dataset.system)",
    )


def _answer(page, base, text):
    page.goto(base)
    page.fill("#text", text)
    page.click(".box button.main")
    page.wait_for_selector("[data-answer]")


@pytest.mark.parametrize("shell", TEXTS)
def test_the_paths_of_a_text_choose_the_shell(page, base, shell):
    _answer(page, base, TEXTS[shell])
    assert set(_shells(page)) == {shell}


def test_a_shell_that_was_picked_is_remembered(page, base):
    page.goto(f"{base}/causes/tls-certificate")
    page.click("[data-shell=powershell]")
    assert set(_shells(page)) == {"powershell"}
    page.goto(f"{base}/causes/missing-api-key")
    assert set(_shells(page)) == {"powershell"}


@pytest.mark.parametrize("agent, first", [(WINDOWS, "powershell"), (None, "bash")])
def test_without_javascript_both_show_and_the_browsers_system_comes_first(browser, base, agent, first):
    page = patient_page(browser, java_script_enabled=False, **({"user_agent": agent} if agent else {}))
    page.goto(base)
    page.fill("#text", TEXTS["bash"].replace("/home/ada/", ""))
    page.click(".box button.main")
    page.wait_for_selector("[data-answer]")
    shown = [
        one.get_attribute("data-system")
        for one in page.locator(".fix > .steps [data-system]").all()
        if one.is_visible()
    ]
    assert {*shown} == {"bash", "powershell"} and shown[0] == first
    page.context.close()
