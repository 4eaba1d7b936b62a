"""A process that diagnoses the texts it is sent, each once, and reports the processor time of each.

It runs the checkout in PYTHONPATH, so that two versions can be compared text by text.
"""

import pickle
import sys
import time
from contextlib import suppress

from diagnostic.diagnosis import diagnose


def main() -> None:
    """Reads pickled texts from standard input until it ends."""
    diagnose("529 overloaded_error")
    with suppress(ImportError):  # an older version has one engine only
        from diagnostic.pattern_sets import compile_sets

        compile_sets()
    with suppress(ImportError):  # and compiles each pattern when a text first needs it
        from diagnostic.warm_up import warm_up

        warm_up()
    with suppress(EOFError):
        while True:
            text = pickle.load(sys.stdin.buffer)
            begun = time.process_time()
            diagnose(text)
            pickle.dump(time.process_time() - begun, sys.stdout.buffer)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
