"""Prints how many planted secrets survive redaction, and how much is redacted without
need: `make secrets`.
"""

import random
import sys
from collections import Counter
from pathlib import Path

from diagnostic.rules import load_rules
from diagnostic.text import clean

from . import TEXTS, find_leaks, find_needless, plant
from .formats import FORMATS
from .kinds import KINDS
from .shapes import GRAMMARS, find_seen, make_shapes

planted = secrets = 0
leaky: Counter[str] = Counter()
lost: Counter[str] = Counter()
for text in (text for form in FORMATS for text in plant(form)):
    planted += 1
    secrets += len(text.parts)
    leaks, gone = find_leaks(text)
    if leaks:
        leaky[text.name] += len(leaks)
    for word in gone:
        lost[f"{word} in {text.name}"] += 1
innocent = {
    example.path: example.text for cause in load_rules().causes.values() for example in cause.examples()
}
innocent |= {path: path.read_text() for path in (Path(__file__).parent.parent / "unmatched").glob("*.txt")}
needless = {path.name: found for path, text in innocent.items() if (found := find_needless(text))}
for name in [*leaky, *lost, *needless][: int(sys.argv[1]) if len(sys.argv) > 1 else 20]:
    print("  ", name)
print(
    f"{sum(map(len, KINDS.values()))} kinds, {len(TEXTS)} texts, {len(FORMATS)} formats: {planted} planted"
    f" texts, {secrets} secrets"
)
print(f"survived: {leaky.total()}; recall {1 - leaky.total() / secrets:.4%}")
print(f"facts lost in planted texts: {lost.total()}")
print(f"innocent texts: {len(innocent)}; with a needless mask: {len(needless)}")
seed = random.randrange(10**6)
print(f"shapes written apart from the masks, with secrets of their own for each run (seed {seed}):")
survive = 0
for grammar in GRAMMARS:
    made: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for shape in make_shapes(grammar, seed):
        cleaned = clean(shape.text)
        made[shape.kind] += 1
        seen[shape.kind] += bool(find_seen(shape, f"{cleaned.masked}\n{cleaned.text}"))
    for kind, count in made.items():
        print(f"  {grammar:8}{kind:16}{count - seen[kind]:5} of {count:4} masked whole")
    print(f"  {grammar:8}{'all':16}{1 - seen.total() / made.total():.2%}")
    survive += seen.total() > 0.005 * made.total()
sys.exit(bool(leaky or lost or needless or survive))
