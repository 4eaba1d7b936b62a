"""The commands in the documents work exactly as written."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from live_server import live_server

from diagnostic.web.docs import PAGES

ROOT = Path(__file__).parents[1]


@pytest.fixture(name="base", scope="module")
def _base():
    with live_server() as base:
        yield base


def commands(markdown: str) -> list[str]:
    """Every curl command of a document, with its continued lines."""
    code = re.sub(r"\\\n\s*", "", markdown)
    return re.findall(r"^\s*(curl .+)$", code, re.MULTILINE)


def test_every_curl_of_the_documents_and_the_readme_is_answered(client, base):
    pages = [client.get(f"/docs/{name}.md").text for name in PAGES] + [(ROOT / "README.md").read_text()]
    found = [
        command
        for page in pages
        for command in commands(page.replace("http://127.0.0.1:8000", base).replace("http://localhost", base))
        if base in command
    ]
    assert len(found) >= 4
    for command in found:
        done = subprocess.run(
            ["bash", "-c", f"{command} --fail-with-body --max-time 200"],
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[:300]}{done.stderr[:300]}"
        assert done.stdout.strip()


def test_every_python_program_of_the_page_about_code_runs(client):
    page = client.get("/docs/code.md").text
    blocks = [block for block in re.findall(r"(?:^ {4}.*\n|^\n)+", page, re.MULTILINE) if "import" in block]
    assert len(blocks) >= 3
    said = ""
    for block in blocks:
        program = "\n".join(line[4:] for line in block.splitlines())
        program = program.replace("    ...\n", "    raise OSError('529 overloaded_error')\n")
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stderr
        said += done.stdout
    assert "overloaded" in said


def test_every_answer_links_only_to_pages_that_exist(client, rules):
    """Links of the documents and of every cause's prose lead somewhere."""
    pages = [client.get(f"/docs/{name}.md").text for name in PAGES]
    pages += [client.get(f"/causes/{id}.md").text for id in rules.causes]
    paths = {
        path for page in pages for path in re.findall(r"\]\((?:http://localhost)?(/[\w/.-]+)[)#?]", page)
    }
    assert paths
    assert [path for path in sorted(paths) if client.get(path).status_code >= 400] == []
