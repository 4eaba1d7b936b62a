"""What a text looks like that describes errors: documents, tables, changelogs, code that catches them."""

from __future__ import annotations

from diagnostic.patterns import compile_all


def _one_of(*alternatives: str) -> str:
    return "|".join(alternatives)


_STATUS = r"(?:4(?:0\d|1\d|2[1-9]|31|51)|5(?:0\d|2\d|30)|[45][xX]{2})"
_TYPE = (
    r"(?:(?:overloaded|api|rate_limit|invalid_request|authentication|permission|not_found|timeout|billing"
    r"|conflict)_error|request_too_large)"
)
_CLASS = r"(?:[A-Za-z_]\w*(?:\.|::|\\{1,2}))*[A-Z]\w*[a-z](?:Error|Exception|Timeout)"
_TERM = rf"(?:{_CLASS}|{_TYPE}|{_STATUS})"
_HANDLED = rf"(?:{_CLASS}|[\"'`]{_TYPE}[\"'`]|{_STATUS}|[\"'`][A-Za-z][a-z ]{{8,}}[\"'`])"
_LABEL = (
    r"(?:HTTP status codes?|common causes?|causes?|reasons?|solutions?|fix(?:es)?|meaning|description"
    r"|what it means|what to do|resolution|remedy)"
)
# A line of a diff or of a search begins with more than the code.
_BEFORE_CODE = r"(?:[+-]|[\w./-]{1,120}:\d+:)?[ \t]*(?:\}[ \t]*)?"
_CODE = _one_of(
    rf"(?:except|rescue|catch)\b[^\n]*{_CLASS}",
    rf"(?:else[ \t]+|el)?if\b[^\n]*{_HANDLED}[^\n]*[:{{;]",
    rf"case\b[^\n]*{_HANDLED}[^\n]*:",
    r"(?:export[ \t]+)?class[ \t]+\w+(?:Error|Exception)\b[^\n]*[:{]",
    rf"(?:assert|(?:await[ \t]+)?expect\(|with pytest\.raises)[^\n]*{_HANDLED}",
    r"[^\n]*\b(?:instanceof|isinstance\(\w+,|retry_if_exception_type\(|errors\.(?:As|Is)\()"
    rf"[^\n]*{_CLASS}",
    rf"[^\n]*\b(?:Response|json|mock\w*)\([^\n]*{_STATUS}\b",
    rf"[\"'`]?{_TYPE}[\"'`]?(?:[ \t]*\|[ \t]*[\"'`]{_TYPE}[\"'`])*[ \t]*=>",
    rf"\|[ \t]*[\"'`]{_TYPE}[\"'`]",
    rf"[A-Z][A-Z_]{{3,40}}[ \t]*[(=:][^\n]*\b{_STATUS}\b[^\n]*[,;]",
    rf"[^\n]*[\[(](?:[ \t]*\d{{3}},){{2,20}}[ \t]*{_STATUS}[ \t]*[\])]",
    r"(?:async[ \t]+)?def[ \t]+test_\w+",
    r"(?:it|test|describe)\([\"'`]",
)
_MARK = r"(?:[-*+•|│├└─]+|#{1,6}|\d{1,2}[.)]|\[[ xX]\]|<h\d>)"
_HEAD = _one_of(
    r"(?:Version )?\[?v?\d+\.\d+(?:\.\d+)?\]?(?:[ \t]+[-–(][^\n]*)?",
    r"[^\n]*; urgency=\w+",
    r"(?:Fixed|Added|Changed|Removed|Fixes|Bug [Ff]ixes|Patch Changes|Minor Changes|Features"
    r"|What's Changed|Breaking changes[^\n]*):?",
)
_VERB = (
    r"(?:am|get|gets|getting|got|see|seeing|saw|hit|hitting|receiv\w+|keeps?|tried|try|have|fails?|failed"
    r"|failing|running|using|upgraded|updated|installed|says|said|stops?|stopped|shows?)"
)

SIGNS = {
    # These two only say where a look is worth while.
    "code": _one_of(
        r"\b(?:except|rescue|catch|if|case|class|assert|expect|instanceof|isinstance"
        r"|retry_if_exception_type|errors\.(?:As|Is)|Response|json|mock\w*|def|it|test|describe)\b",
        r"=>",
        r"\|[ \t]*[\"'`]",
        r"\d{3},[ \t]*\d{3}",
        r"[A-Z_]{4}[ \t]*[(=:]",
    ),
    "import": (
        rf"(?m)^[ \t]*(?:from [\w.]+ import[ \t]*(?:\([^)]*|[^\n]*){_CLASS}"
        rf"|import [^;\"'\n]{{0,40}}\{{[^}}]*{_CLASS})"
    ),
    "tree": rf"(?m)^[ \t]*(?:[│|][ \t]*)*(?:├|└|\+-|\\-|`-)[─-]*[ \t]*[`*]{{0,2}}{_CLASS}",
    "separator": r"(?m)^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|(?:[ \t]*:?-{2,}:?[ \t]*\|?)*[ \t]*$",
    "entry": _one_of(
        rf"(?m)^[ \t>]*(?:{_MARK}[ \t]*){{1,4}}[*`\"'(\[]{{0,3}}(?:HTTP |Error |Status )?{_TERM}\b",
        rf"^[ \t]*[`\"']?(?:{_STATUS}(?:[ \t]*[-–—:|]|[ \t]+[A-Z`(])|{_TYPE}\b"
        rf"|{_CLASS}[`]?[ \t]*(?:[-–—|(,]|$)|[\"'][\w.-]*{_STATUS}[\"'][ \t]*:)",
    ),
    "section": rf"(?i)\b{_LABEL}[ \t*_]*:",
    "change": _one_of(
        r"(?m)^[ \t]*(?:[-*+•][ \t]+)?(?:\[?`?[0-9a-f]{7,12}`?\]?:?[ \t]+)?"
        r"(?:fix|feat|chore|docs|test|refactor|perf|build|ci|revert)(?:\([^)\n]{1,40}\))?!?: \S",
        r"^[ \t]*[-*+•][ \t]+(?:\[[^\]\n]{1,30}\][ \t]+)?\**(?:Fix(?:e[sd])?|Add(?:s|ed)?|Improve[sd]?"
        r"|Change[sd]?|Remove[sd]?|Update[sd]?|Bump(?:s|ed)?|Support(?:s|ed)?|Handle[sd]?|Resolve[sd]?)\b",
        r"\bby @[\w-]+ in (?:#\d+|https?://)",
    ),
    # The marks of headings are gone when a text is clean.
    "release": rf"(?m)^(?:#{{1,4}}[ \t]+)?(?:{_HEAD})[ \t]*$",
    "passed": r"(?m)^[ \t]*(?:[✓✔√][ \t]|ok \d+ |--- PASS: |[^\n]*[ \t]PASS(?:ED)?\b|(?:[-*+] )?\[[ xX]\] )",
    # Names that are explained one by one, questions that are answered, and a schema.
    "definition": r"(?m)^[ \t>]*(?:[-*+•|][ \t]*)+\*{0,2}`[\w.-]{2,60}`\*{0,2}[ \t]*[:|–—-]",
    "question": r"(?m)^[ \t#*>]*Q\d{0,2}[:.)][^\n]*\n(?:[^\n]*\n){0,2}?[ \t#*>]*A\d{0,2}[:.)]",
    "schema": _one_of(
        r"\$ref[\"']?: ?[\"']?#/",
        r"[\"']enum[\"']: ?\[",
        r"(?m:^(?:# )?(?:HELP|TYPE) [a-z_]+)",
        r"(?m:^[ \t/*]*(?:\.\. exception::|@throws\b|:raises? |Raises:[ \t]*$))",
    ),
    "title": (
        r"(?i)\A\W{0,6}(?:troubleshooting|faq|frequently asked|feature request"
        r"|(?:common|known) (?:issues|errors|problems)|error (?:codes?|reference))\b"
    ),
    # What can happen, in documents and in advice.
    "hedged": _one_of(
        r"(?i)\b(?:errors?|exceptions?|429s?|529s?|5\d\ds?)\b[^.\n]{0,40}\b(?:can|may|might|could) (?:also )?"
        r"(?:occur|happen|arise|arrive|appear|be (?:caused|returned|retried|thrown|raised|sent))\b",
        r"\byou (?:may|might|could|will)(?: also)? (?:see|get|hit|receive|encounter)\b",
        r"\bif you (?:exceed|hit|get|see|receive|encounter)\b",
        r"\b(?:retr(?:y|ied|ies)|times? out)\b[^.\n]{0,60}\bby default\b",
    ),
    "headings": rf"(?m)^(?:#{{1,6}}[ \t]+)?(?:[A-Z][^\n.:;,(]{{2,40}}\({_TERM}\)|`{_TERM}`)[ \t]*$",
    "several": rf"\b{_TERM}\b",
}
PATTERNS = compile_all(
    SIGNS
    | {
        "code": rf"(?m)^{_BEFORE_CODE}(?:{_CODE})",
        "section": (
            rf"(?mi)^[ \t]*(?:#{{1,6}}[ \t]+[^\n]*|\*\*)?[`]?(?-i:{_TERM})\b[^\n:]{{0,60}}\n"
            rf"(?:[ \t]*\n|<a[^\n]*\n){{0,2}}(?:[^\n]*\n[ \t]*\n?)??[ \t>*_-]*{_LABEL}[ \t*_]*:"
        ),
        "term": rf"\b(?:({_CLASS})|({_TYPE})|({_STATUS}))\b",
        "bullet": r"^[ \t]*(?:[-*+•]|\d{1,3}[.)][ \t])",
        # A class with its message: wrappers print whole chains on one line.
        "raised": rf"{_CLASS}[`'\"]?(?::|\([`'\"{{])",
        "columns": (
            r"(?i)\b(?:mean|descri|cause|reason|what to|action|fix|solution|retr(?:y|ied)|exception|class"
            r"|error type|inherits|symptom|severity|purpose|handling|resolution|name|who)"
        ),
        # An error that happened: it was printed, or somebody tells of it.
        "happened": _one_of(
            r"Traceback \(most recent call last\)",
            r"File \"[^\"\n]+\", line \d",
            r"(?m:^[ \t]+at [^\n]{1,200}[:(]\d+)",
            r"\breq_0\w{3}",
            r"\bAPI Error\b",
            r"\btype\W{1,5}error[\\\"' ]{1,6},\W{1,6}error\W",
            r"\bError code:? \d{3}\b",
            r"\bAn error occurred \(",
            r"[⎿⏺❯]",
            r"(?m:^[\w.:\\]*(?:Error|Exception)(?: \[\w+\])?: \S)",
            r"(?i:\bexit(?:ed)?(?: with)? (?:code|status) [1-9])",
            rf"(?i:\b(?:i|i'm|i've|my|me|we're|our)\b[^.\n]{{0,60}}\b{_VERB}\b)",
            r"(?i:\b(?:since|after) (?:the )?(?:update|upgrad\w+|today|yesterday|this morning)\b"
            r"|\bplease help\b|\bany (?:idea|help)\b)",
        ),
    }
)
