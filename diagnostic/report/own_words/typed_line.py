"""Whether a text is what people type into a search box: one line of words about an error of Claude's."""

from __future__ import annotations

from diagnostic.patterns import Pattern, one_of
from diagnostic.report.facts import ParsedReport
from diagnostic.report.own_words.complaint import reports_an_event
from diagnostic.stems import names_of
from diagnostic.text import CleanText

_MAX_WORDS = 10
_NAMES = frozenset(("claude", "anthropic"))
_LINE = Pattern(r"""\A[ \t]*[\w '"./@-]+[ \t]*\z""")
# Words that make a sentence, and words of those who look for something else than an error.
_SENTENCE = Pattern(
    r"(?i)\b(?:i|i'm|i've|my|our|we|us|you|your|the|an?|this|these|he|she|they|was|were|did|do|does|had|will"
    r"|would|could|can (?:i|you|we|claude)|wish|please|so|and|but|when|while|since|because|if|how|what|which"
    r"|where|who|why|with|by|about|into|says?|said|asked|now|lets?|ma[dk]e|wrote|built|add(?:s|ed)?"
    r"|fix(?:es|ed)?|works|handles?|supports|no longer requires|improve[ds]?|removed?|announc\w+|impos\w+"
    r"|launch\w+|lol|good|better|maths?"
    r"|il|lo|gli|le|les|des|du|di|el|los|las|em|um|der|die|das|dem|ein|eine|une?|renvoie|devuelve|devolve)\b"
)
_NO_ERROR = Pattern(
    r"(?i)\b(?:docs?|documentation|pricing|prices?|costs?|discount|tutorials?|examples?|guide|demo|lists?|vs|versus"
    r"|compar\w+|download|release|benchmarks?|marketplace|leak(?:ed|s)?|explained|features?|sizes?|create"
    r"|setup|set up|quickstart|best|tips|alternatives?|reviews?|logos?|skills?|plugins?|ideas|courses?"
    r"|jobs?|careers|funding|news|shortcuts?|templates?|increase|upgrade|cancel|refund|worth|status|history)\b"
)
_FAILURE = Pattern(
    one_of(
        r"(?i)\b(?:errors?|errored|fail\w*|can'?t|cannot|unable|won'?t|not?|doesn'?t|didn'?t|isn'?t|refus\w+"
        r"|reject\w*|stuck|crash\w*|hang(?:s|ing)?|hung|freez\w+|frozen|broken?|breaks?|dies|died|stops?"
        r"|stopped|cut off|invalid|denied|blocked|throws?|timeouts?|times? ?out|timed out|disconnect\w*|lost"
        r"|missing|expired?|wrong|kicked|ignored?|drop(?:s|ped)|keeps|loop|down|slow|too|must|may|only|without"
        r"|exceed\w*|unsupported|deprecated|retired|insufficient|unavailable|disabled|banned|suspended"
        r"|forbidden|unauthorized|required|unknown|unexpected|incomplete|interrupted|truncated|throttl\w*"
        r"|limited|overload\w*|revoked|limits?|balance|quota|out|cors|match|[45]\d\d)\b",
        r"(?i)\b\w+(?:error|exception)\b",
        # Codes of systems, and fields of the API.
        r"\bE[A-Z]{5,12}\b|\b[a-z]+(?:_[a-z]+)+\b",
    )
)


def is_typed_line(clean: CleanText, reading: ParsedReport) -> bool:
    """Whether it is a line of few words that names Claude and an error, without the grammar of a sentence."""
    report, data = reading.report, clean.data
    if report.exceptions or report.is_of_other_vendor or not reports_an_event(reading):
        return False
    if not _LINE.occurs(data) or len(clean.text.split()) > _MAX_WORDS:
        return False
    if _NAMES.isdisjoint(names_of(clean.text)) or not _FAILURE.occurs(data):
        return False
    return not (_SENTENCE.occurs(data) or _NO_ERROR.occurs(data))
