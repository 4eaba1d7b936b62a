"""`python -m matrix [--update]`: runs all pairs, prints the correct share by wrapper, writes misses.jsonl."""

import sys
from collections import Counter

import msgspec

from matrix import MISSES, Miss, find_first, is_right, load_misses, pairs


def main() -> None:
    """Exits with 1 where the misses are others than those of the file."""
    known = load_misses() if MISSES.exists() else ()
    reasons = {(miss.wrapper, miss.got): miss.reason for miss in known}
    reasons |= {(miss.wrapper, miss.sentence): miss.reason for miss in known}
    tried: Counter[str] = Counter()
    misses = []
    for wrapper, error in pairs():
        tried[wrapper.name] += 1
        got = find_first(wrapper, error)
        if not is_right(wrapper, error, got):
            reason = reasons.get((wrapper.name, error.name)) or reasons.get((wrapper.name, got), "")
            misses.append(Miss(wrapper.name, error.name, got, reason))
    wrong = Counter(miss.wrapper for miss in misses)
    for name, count in tried.items():
        print(f"{name:24}{count - wrong[name]:5} of {count}")
    print(f"{len(tried)} wrappers, {tried.total()} pairs, {1 - len(misses) / tried.total():.2%} right first")
    if "--update" in sys.argv:
        MISSES.write_bytes(b"".join(msgspec.json.encode(miss) + b"\n" for miss in sorted(misses)))
    elif {(miss.wrapper, miss.sentence, miss.got) for miss in misses} != {
        (miss.wrapper, miss.sentence, miss.got) for miss in known
    }:
        sys.exit(
            "other misses than in misses.jsonl: fix them, or run again with --update and give each new one a"
            " reason"
        )


if __name__ == "__main__":
    main()
