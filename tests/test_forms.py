"""Real output keeps its cause in every form that reaches the text box: from loggers, log viewers, mails,
issue forms.
"""

import json
from zlib import crc32

import pytest

from diagnostic import diagnose

pytestmark = pytest.mark.slow

# Each form is tried with every sixth output, another sixth for the next form.
_SHARE = 6


def _each_line(before, after=""):
    return lambda text: "\n".join(f"{before}{line}{after}" for line in text.split("\n"))


FORMS = {
    "docker compose": _each_line("web-1  | "),
    "GitHub Actions": _each_line("2026-11-20T10:11:12.1234567Z "),
    "gh run view": _each_line("build\tRun tests\t2026-11-20T10:11:12.1234567Z "),
    "kubectl": _each_line("[pod/api-7f9c-xk2/app] "),
    "syslog": _each_line("Nov 20 10:11:12 host-1 app[4711]: "),
    "rsyslog": lambda text: "Nov 20 10:11:12 host-1 app[4711]: " + text.replace("\n", "#012"),
    "Heroku": _each_line("2026-11-20T10:11:12.345678+00:00 app[web.1]: "),
    "aws logs tail": _each_line("2026-11-20T10:11:12.345000+00:00 2026/11/20/[$LATEST]4f5a90cde21b "),
    "quoted mail": _each_line("> "),
    "indented": _each_line("        "),
    "a list": _each_line("- "),
    "a table": _each_line("| ", " |"),
    "coloured": _each_line("\x1b[31m", "\x1b[0m"),
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "a blank line between": lambda text: text.replace("\n", "\n\n"),
    "a JSON log": lambda text: json.dumps({"level": "error", "msg": text, "time": "2026-11-20T10:11:12Z"}),
    "a JSON log in a JSON log": lambda text: json.dumps(
        {"log": json.dumps({"msg": text}), "stream": "stderr"}
    ),
    "a Python repr": lambda text: f"ERROR:root:failed: {text!r}",
    "HTML": lambda text: (
        "<pre>"
        + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        + "</pre>"
    ),
    "curly quotes": lambda text: text.replace('"', "“").replace("'", "’"),
    "CSV": lambda text: '2026-11-20,error,"' + text.replace('"', '""') + '",app',
    "an issue": lambda text: (
        f"### What happens\nIt worked yesterday.\n\n```\n{text}\n```\n### Versions\nanthropic 0.97.0, openai"
        " 2.1.0, redis 5.0"
    ),
    "beside a database": lambda text: (
        "DATABASE_URL=postgres://localhost/db\n$ python -m"
        f" app\n{'Starting the workers, one for each core of the machine ' * 3}\n{text}"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_cause_of_a_real_output_stays_the_same(form, rules):
    texts = [
        (cause.id, example.name, example.text)
        for cause in rules.causes.values()
        for example in cause.examples()
    ]
    lost = []
    for id, name, text in texts:
        if "wrapped" in name:
            # a sentence that a terminal broke, and a log then prefixed line by line, is not put together
            continue
        if crc32(f"{id}/{name}".encode()) % _SHARE != [*FORMS].index(form) % _SHARE:
            continue
        plain, found = diagnose(text), diagnose(FORMS[form](text)).findings
        # What no more than may be this cause, may be less beside other words.
        is_sure = (
            (plain.report.vendor is None or plain.report.vendor.strength != "named")
            and plain.report.vendor
            and plain.findings[0].confidence != "possible"
        )
        if is_sure and [finding.cause.id for finding in found[:1]] != [id]:
            lost.append((id, name, [(finding.cause.id, finding.confidence) for finding in found[:2]]))
    assert lost == []
