"""A fuzzer's bytes -> everything from paste to answer; a broken promise stops the run, and its text is kept.

`make fuzz` runs it for SECONDS; a text that it finds goes to found/, where tests/test_fuzz.py tests it from
then on.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["diagnostic"]):
    from promises import check_promises, diagnose

HERE = Path(__file__).parent


def seed(folder: Path) -> None:
    """Real outputs and noisy texts to begin with."""
    root = HERE.parent.parent
    folder.mkdir(parents=True, exist_ok=True)
    texts = [
        *root.glob("rules/*/examples/*.txt"),
        *root.glob("tests/noise/*.txt"),
        *root.glob("tests/secrets/*.txt"),
    ]
    for number, path in enumerate(texts):
        data = path.read_bytes()
        if len(data) < 6000:
            (folder / f"seed-{number}").write_bytes(data)


if __name__ == "__main__":
    diagnose("529")  # what is loaded and compiled once is no text's time
    corpus = HERE / "corpus"
    seed(corpus)
    atheris.Setup([*sys.argv, f"-artifact_prefix={HERE / 'found'}/", str(corpus)], check_promises)
    atheris.Fuzz()
