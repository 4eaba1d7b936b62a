"""Patterns of texts that describe errors: documents, tables, changelogs, code that catches them."""

from __future__ import annotations

from diagnostic.patterns import compile_all


def _joined(*alternatives: str) -> str:
    """A pattern for any of these; unlike in `one_of`, the flags of one also apply to those after it."""
    return "|".join(alternatives)


_STATUS = r"(?:4(?:0\d|1\d|2[1-9]|31|51)|5(?:0\d|2\d|30)|[45][xX]{2})"
_TYPE = (
    r"(?:(?:overloaded|api|rate_limit|invalid_request|authentication|permission|not_found|timeout|billing"
    r"|conflict)_error|request_too_large)"
)
_CLASS = r"(?:[A-Za-z_]\w*(?:\.|::|\\{1,2}))*[A-Z]\w*(?:[a-z]|API)(?:Error|Exception|Timeout)"
_TERM = rf"(?:{_CLASS}|{_TYPE}|{_STATUS})"
_HANDLED = rf"(?:{_CLASS}|[\"'`]{_TYPE}[\"'`]|{_STATUS}|[\"'`][A-Za-z][a-z ]{{8,}}[\"'`])"
_KEY = r"(?:(?:an?|the|your|valid) ){0,2}[`\"']?(?:ANTHROPIC_[A-Z_]+|(?:Anthropic|Claude) API key)\b"
# A line of a diff or of a search begins with more than the code.
_BEFORE_CODE = r"(?:[+-]|[\w./-]{1,120}:\d+:)?[ \t]*(?:\}[ \t]*)?"
_CODE = _joined(
    rf"(?:except|rescue|catch)\b[^\n]*{_CLASS}",
    rf"(?:else[ \t]+|el)?if\b[^\n]*{_HANDLED}[^\n]*[:{{;]",
    rf"(?:else[ \t]+)?if[ \t]*\([^\n]*{_HANDLED}[^\n]*\)",
    rf"(?:unless|until|while)\b[^\n]*[=!]=[^\n]*{_HANDLED}",
    rf"case\b[^\n]*{_HANDLED}[^\n]*:",
    rf"when[ \t]+{_STATUS}(?:,[ \t]*\d{{3}})*(?:[ \t]+then\b|[ \t]*(?:\n|$))",
    # An arm of a match, a map of statuses, and a comment behind a statement.
    rf"{_STATUS}(?:[ \t]*\|[ \t]*{_STATUS})*[ \t]*=>",
    rf"[^\n]*[;)}}][ \t]*(?://|#)[^\n]*\b{_TERM}\b",
    # Node shows the line that threw above a trace: TypeError, Errors.AnthropicError.
    r"(?:raise|throw(?:[ \t]+new)?)[ \t]+(?:[Aa]nthropic\.)?(?:\w*[a-z])?(?:API|RateLimit|Overload(?:ed)?"
    r"|Authentication|Permission|NotFound|BadRequest|InternalServer|Status|Retry|Provider|Model|LLM)\w*(?:Error|Exception)\(",
    r"(?:export[ \t]+)?class[ \t]+\w+(?:Error|Exception)\b[^\n]*[:{]",
    rf"(?:assert|(?:await[ \t]+)?expect\(|with pytest\.raises)[^\n]*{_HANDLED}",
    r"[^\n]*\b(?:instanceof|isinstance\(\w+,|retry_if_exception_type\(|errors\.(?:As|Is)\()"
    rf"[^\n]*{_CLASS}",
    rf"[^\n]*\b(?:Response|json|mock\w*)\([^\n]*{_STATUS}\b",
    rf"[^\n]*\b\w{{0,40}}(?:[Mm]ock|[Ss]tub|[Ff]ake)\w{{0,40}}\([^\n]*(?:{_STATUS}\b|{_TYPE})",
    rf"\{{[ \t]*(?:http\.Status\w+|{_STATUS}),[ \t]*(?:true|false)\}},",
    rf"[\"'`]?{_TYPE}[\"'`]?(?:[ \t]*\|[ \t]*[\"'`]{_TYPE}[\"'`])*[ \t]*=>",
    rf"\|[ \t]*[\"'`]{_TYPE}[\"'`]",
    rf"[A-Z][A-Z_]{{3,40}}[ \t]*[(=:][^\n]*\b{_STATUS}\b[^\n]*[,;]",
    rf"[^\n]*[\[(](?:[ \t]*\d{{3}},){{2,20}}[ \t]*{_STATUS}[ \t]*[\])]",
    r"(?:async[ \t]+)?def[ \t]+test_\w+",
    r"(?:it|test|describe)\([\"'`]",
    # Calls of a logger, of a stand-in for a server, and arms of a match on a status.
    r"(?:[\w.]{1,40}\.)?(?:_?log(?:ger|ging)?|console|slog|Log)\.(?:warn(?:ing)?|error|info|debug|exception|log)\(",
    r"(?:when|given|responses\.add|respx\.\w+|httpretty\.\w+|stub_request|stubFor|nock|server\.enqueue)\(",
    r"[^\n]*\b(?:StatusCode|HttpStatusCode|HttpStatus)(?:::|\.)[A-Za-z_]+\b[^\n]*(?:=>|->|[;{])",
    rf"[^\n]*\bstatus(?:_code)?: {_STATUS}\}}+[^\n]*->",
    r"[^\n]*=[ \t]*/[^\n]+/[a-z]*\.test\(",
    # Declarations, and how a client or a mesh is told to try again.
    r"(?:(?:export|pub|public|data|sealed|abstract|open)[ \t]+)*"
    r"(?:object|interface|enum|struct|trait|record)[ \t]+\w+[^\n]*[{:(]",
    r"[\"']?(?:retry_?[oO]n\w*|on_status_codes|max_?attempts|retry_policy|perTryTimeout|backoff\w*)[\"']?"
    r"[ \t]*[:=]",
    # A pattern of messages, as code that sorts errors has it.
    r"[^\n]*[\"'`(/](?:[a-z][a-z ]{2,60}\|){2}[\"'`a-z]",
    # A function whose parameter is an error.
    rf"[^\n]*\(\w+\??:[ \t]*{_CLASS}\b[^\n()]*\)[ \t]*=>",
    # Keys of translations.
    r"[\"'][a-zA-Z]\w*(?:\.[a-zA-Z]\w*){1,5}[\"'][ \t]*[:=]",
    r"(?:var|let|const|val|bool(?:ean)?|auto|public|private|internal|static|final)[ \t]"
    rf"[^\n]*\b{_STATUS}\b[^\n]*[;{{]",
)
# What test runners print for a failing test: the expected and received values come from no real request.
_TESTED = _joined(
    r"(?:--- FAIL: |=== RUN\b|=== NAME\b|not ok \d|\[  FAILED  \]|Failures?:|Failure/Error:)",
    # The parameters of a test are in brackets, whatever they hold.
    r"FAIL(?:ED)?[:!]?[ \t]+[\w/.:()-]+(?:\[[^\n]*?\])?"
    r"(?:[ \t]*$|[ \t]+(?:>|-[ \t]+(?:[Aa]ssert|Failed: DID)|\d))",
    r"[●✗✘×✕] [^\n]{0,80}(?:›|>|::)",
    r"(?:E[ \t]{1,4})?(?:assert\b|AssertionError\b|AssertionFailedError\b)",
    r"[^\n]*\b(?:want(?:ed)?|expected) (?:status )?[45]\d\d\b",
    r"[^\n]*_test\.go:\d+: (?:[^\n/]|/[^\n/])*$",  # of a live test, an address shows the error
    r"[^\n]*\b(?:(?:Expected|Received) number of calls|expected:? <|but nothing was raised|Failed asserting)",
    r"[^\n]*\b(?:assertion `?(?:left == right|failed)|Assertion with \S+ failed)",
    r"at [^\n]{1,200}\.(?:test|spec)\.[jt]sx?:\d+",
    r"[-+][ \t]+(?:Expected|Received)\b|[-+][ \t]{2,}[\"'{\[]|\[(?:PASS|FAIL|OK)\]",
    r"[^\n]*(?:\btests?::[\w:]{1,80}' panicked at|\bpanicked at tests/)",
    r"[^\n]*\bFor async tests and hooks\b",
    r"[^\n]*\b(?:\d+ examples?, \d+ failures?|\d+ (?:passed|failed)\b[^\n]*\bin \d|Tests: +\d|test result: )",
    # Playwright, and files that assert what a request answers.
    r"[^\n]*\bexpect\(\w+\)\.|[^\n]*\[(?:chromium|firefox|webkit)\]",
    r"\?\? [\w.]+ (?:==|!=)|\[Asserts\]",
)
# Queries for errors in logs and metrics.
_QUERY = _joined(
    r"(?:-[ \t]*)?[\"']?(?:expr|query|alert|filter|condition|log_filter|search)[\"']?[ \t]*[:=]",
    # A range, [5m], looks like a colour's code and is gone when a text is clean.
    r"[^\n]*\b(?:rate|irate|increase|(?:sum|count|avg)_over_time)\([\w:]+\{",
    r"(?:SELECT|FROM|WHERE|GROUP BY)\b",
    r"(?:index|source|sourcetype)=\S+[ \t]",
    r"[^\n]*\|[ \t]*(?:stats|timechart|filter|where|summarize|eval|table|fields|grep|wc|jq|sort)\b",
    r"[^\n]*\.as_(?:count|rate)\(\)",
    r"(?:\$[ \t]*)?(?:grep|rg|ag|kubectl logs|journalctl)[ \t]",
)
_MARK = r"(?:[-*+•|│├└─]+|#{1,6}|\d{1,2}[.)]|\[[ xX]\]|<h\d>)"
_HEAD = _joined(
    r"(?:Version )?\[?v?\d+\.\d+(?:\.\d+)?\]?(?:[ \t]+[-–(][^\n]*)?",
    r"[^\n]*; urgency=\w+",
    r"(?:Fixed|Added|Changed|Removed|Fixes|Bug [Ff]ixes|Patch Changes|Minor Changes|Features"
    r"|What's Changed|Breaking changes[^\n]*):?",
)
_RELEASE = rf"(?:#{{1,4}}[ \t]+)?(?:{_HEAD})[ \t]*"
_SEPARATOR = r"[ \t]*\|?[ \t]*(?::-|-[-:])[-: \t]*\|[-:| \t]*"
_VERB = (
    r"(?:am|get|gets|getting|got|see|seeing|saw|hit|hitting|receiv\w+|keeps?|tried|try|have|fails?|failed"
    r"|failing|running|using|upgraded|updated|installed|says|said|stops?|stopped|shows?)"
)

SIGNS = {
    # These three are only prefilters for the patterns of the same name.
    "code": _joined(
        r"\b(?:except|rescue|catch|(?:el)?if|case|class|assert|expect|pytest\.raises|instanceof|isinstance"
        r"|retry_if_exception_type|errors\.(?:As|Is)|unless|until|while)\b",
        r"\b(?:raise|throw(?:[ \t]+new)?)[ \t]+[\w.]*(?:Error|Exception)\(",
        r"\bwhen[ \t]+[45]",
        r"[;)}][ \t]*(?://|#)",
        r"=>",
        r"\bstatus(?:_code)?: [45][^\n]*->",
        r"\.test\(",
        r"\w\.\w+[\"'][ \t]*[:=]",
        r"\b(?:object|interface|enum|struct|trait|record)[ \t]+\w+[^\n]*[{:(]",
        r"\b(?:retry_?[oO]n\w*|on_status_codes|max_?attempts|retry_policy|perTryTimeout|backoff\w*)\b",
        r"\b(?:_?log(?:ger|ging)?|console|slog|Log)\.(?:warn(?:ing)?|error|info|debug|exception|log)\(",
        r"\b(?:Response|json|when|given|responses\.add|respx\.\w+|httpretty\.\w+|stub_request|stubFor|nock"
        r"|server\.enqueue)\(",
        r"(?:[Mm]ock|[Ss]tub|[Ff]ake)\w*\(",
        r"\b(?:it|test|describe)\([\"'`]|\bdef[ \t]+test_",
        r"\b(?:StatusCode|HttpStatus(?:Code)?)(?:::|\.)",
        r"\b(?:const|let|var|val|bool(?:ean)?|auto|public|private|internal|static|final)[ \t][^\n]*[;{]",
        r",[ \t]*(?:true|false)\},",
        r"\|[ \t]*[\"'`]|\|[a-z][a-z ]+\|",
        r"\d{3},[ \t]*\d{3}",
        r"[A-Z_]{4}[ \t]*[(=:][^\n]*\b[45](?:\d\d|[xX]{2})\b",
    ),
    "tested": (
        r"\b(?:FAIL|FAILED|RUN|Failures?|not ok|assert\w*|AssertionError|want|wanted|expected"
        r"|Expected|panicked|raised|async tests)\b|_test\.go:\d|\bexpect\(|\?\? |\[Asserts\]"
        r"|\d (?:failures?|passed|failed)\b|\b(?:Received|PASS|Assertion)\b|\bTests: |\btest result: "
    ),
    "query": (
        r"\b(?:expr|query|alert|filter|condition|search|rate|increase|SELECT|grep|rg|index|source|timechart|stats"
        r"|summarize|as_count)\b"
    ),
    # Wider than _SEPARATOR, whose alternatives Hyperscan misses in a set of hundreds.
    "separator": r"(?m)^[ \t]*\|?[ \t]*:?-[-: \t]*\|[-:| \t]*$",
    # A sentence that code maps to a constant.
    "mapped": r"(?m)^[ \t]*\(?[\"'][^\n]{8,}[\"'],\s*[A-Z]\w+\.[A-Z_]{3,}\b",
    # In columns, which nobody prints of an error; its text may go on below, under the last column.
    "column": rf"(?m)^[ \t]*{_STATUS}[ \t]+{_TYPE}[ \t]{{3,}}\S[^\n]*(?:\n[ \t]{{12,}}[^\n]*)*",
    # A row of a table of issues or changes, whose titles quote errors.
    "issue": r"(?m)^[ \t]*\|?[ \t]*\[?#\d+\b[^\n]*\|[^\n]*\|[ \t]*$",
    "entry": _joined(
        rf"(?m)^[ \t>]*(?:{_MARK}[ \t]*){{1,4}}[*`\"'(\[]{{0,3}}(?:HTTP |Error |Status )?{_TERM}\b",
        rf"^[ \t]*[`\"']?(?:{_STATUS}(?:[ \t]*[-–—:|]|[ \t]+[A-Z`(]|[ \t]+{_TYPE}\b)|{_TYPE}\b"
        rf"|{_CLASS}[`\"']?[ \t]*(?:[-–—|(,]|$)|[\"'][\w.-]*{_STATUS}[\"'][ \t]*:)",
    ),
    "change": _joined(
        r"(?m)^[ \t]*(?:[-*+•][ \t]+)?(?:\[?`?[0-9a-f]{7,12}`?\]?:?[ \t]+)?"
        r"(?:fix|feat|chore|docs|test|refactor|perf|build|ci|revert)(?:\([^)\n]{1,40}\))?!?: \S",
        r"^[ \t]*[-*+•][ \t]+(?:\[[^\]\n]{1,30}\][ \t]+)?\**(?:Fix(?:e[sd])?|Add(?:s|ed)?|Improve[sd]?"
        r"|Change[sd]?|Remove[sd]?|Update[sd]?|Bump(?:s|ed)?|Support(?:s|ed)?|Handle[sd]?|Resolve[sd]?"
        r"|Allows|Avoids|Ensures|Falls back|Introduces|Logs|Prevents|Respects|Retries|Returns"
        r"|Adjust|Align|Cap|Clamp|Detect|Document|Drop|Ensure|Expose|Extract|Guard|Implement|Introduce|Map|Normalize"
        r"|Preserve|Refactor|Rename|Replace|Skip|Strip|Surface|Translate|Treat|Wire)\b",
        r"\bby @[\w-]+ in (?:#\d+|https?://)",
    ),
    # The marks of headings are gone when a text is clean.
    "release": rf"(?m)^{_RELEASE}$",
    "passed": r"(?m)^[ \t]*(?:[✓✔√][ \t]|ok \d+ |--- PASS: |[^\n]*[ \t]PASS(?:ED)?\b|(?:[-*+] )?\[[ xX]\] )",
    # The page of a class, as documentation generators write it: what it is and where it is defined.
    "class-page": (r"(?m)^[ \t]*(?:Exception|Class|Module):? [\w:.]+[ \t]*\n(?:[^\n]*\n){0,3}\W*Inherits\b"),
    "schema": _joined(
        r"\$ref[\"']?: ?[\"']?#/",
        r"[\"']enum[\"']: ?\[",
        r"(?m:^(?:# )?(?:HELP|TYPE) [a-z_]+)",
        r"(?m:^[ \t/*]*(?:\.\. exception::|@throws\b|:raises? |Raises:[ \t]*$))",
    ),
    "title": (
        r"(?i)\A\W{0,6}(?:troubleshooting|faq|frequently asked|feature request|changelog"
        r"|release notes|what.s new"
        r"|(?:common|known) (?:issues|errors|problems)|error (?:codes?|reference))\b"
    ),
    # What can happen, in documents and in advice.
    "hedged": _joined(
        r"(?i)\b(?:errors?|exceptions?|429s?|529s?|5\d\ds?)\b[^.\n]{0,40}\b(?:can|may|might|could) (?:also )?"
        r"(?:occur|happen|arise|arrive|appear|be (?:caused|returned|retried|thrown|raised|sent))\b",
        r"\byou (?:may|might|could|will)(?: also)? (?:see|get|hit|receive|encounter)\b",
        r"\b(?:if|when|once) you (?:exceed|hit|get|see|receive|encounter)\b",
        r"\b(?:retr(?:y|ied|ies)|times? out)\b[^.\n]{0,60}\bby default\b",
    ),
    "timeout-setting": _joined(
        r"(?im)^[ \t>-]*[\"']?(?:[\w.-]{1,40}[_.-])?(?:timeout|retries|rate[_-]?limit"
        r"|requests_per_minute|tokens_per_minute)"
        r"[\"']?[ \t]*[:=][ \t]*[\"']?(?:\d+(?:\.\d+)?(?:ms|[smh])?)?[\"']?,?[ \t]*(?:#[^\n]*)?$"
    ),
    # What the exit codes of a program are for, one a line: 124 = timed out. The marks of comments are gone.
    "exit-code": (
        r"(?m)^[ \t/*]*(?:exit (?:status|code) )?(\d{1,2}|1\d\d|2[0-5]\d)[ \t]*"
        r"(?:(?:\(\w+\)[ \t]*)?[=:\x{2013}\x{2014}-][ \t]*|[ \t])[A-Za-z(]"
    ),
    # What comments and READMEs say that examples and tests need: nobody left it out.
    "requirement": _joined(
        rf"(?m)^\W{{0,8}}(?:Requires|Needs|needs) {_KEY}",
        rf"\b(?:tests|examples|demos|suites|notebooks|evals|benchmarks|scripts) (?:require|need) {_KEY}",
        rf"(?:^|\s)(?:#|//|--) [^\n]*\b(?:requires|needs) {_KEY}",
        rf"(?m)^\W{{0,6}}(?:Run|Start|Launch|Try)\b[^\n]*\((?:requires|needs) {_KEY}",
    ),
    # Counters of errors that did not occur.
    "zero-count": (
        r"\w\{[^}\n]{0,200}\b[45]\d\d\b[^}\n]*\} 0(?:\.0+)?(?:\s|$)"
        r"|[\"'_ (](?:[45]\d\d|overloaded_error|rate_limit_error)[\"']?[ \t]?[=:][ \t]?0(?:[\s,})]|$)"
    ),
}
PATTERNS = compile_all(
    SIGNS
    | {
        "code": rf"(?m)^{_BEFORE_CODE}(?:{_CODE})",
        "tested": rf"(?m)^[ \t>=]*(?:{_TESTED})",  # the line of "=" above may run into it
        "query": rf"(?m)^[ \t]*(?:{_QUERY})",
        # What a search for errors names; a range of time is gone when a text is clean.
        "searched": (
            r"(?i)err(?:or)?s?\b|_error|exception|[45](?:\d\d|xx|\.\.)\b|overload|limit|timeout|fail|too "
            r"|invalid|balance|retr(?:y|ies)|status|disabled|unavailable|is not"
        ),
        # A search in a log at a prompt, perhaps what it counted, and a line that it found.
        "found": (
            r"(?m)^[\w@~:/. -]{0,60}[$%#] [^\n]*\b(?:grep|rg|ag|kubectl logs|journalctl)[ \t][^\n]*\n"
            r"(?:\d+\n)?[^\s$#%>]"
        ),
        "exit-code-heading": (
            r"(?i)\bexit (?:codes|status(?:es)?(?: of|:|[ \t]*$))"
            r"|(?m:^exit (?:status|code) \d[^\n]*\n+exit (?:status|code) \d)"
        ),
        "error-name": rf"\b(?:({_CLASS})|({_TYPE})|({_STATUS}))\b",
        # The line above the separator of a table, and all rows.
        "table": rf"(?m)^((?:[^\n]*\n)?){_SEPARATOR}$(?:\n[^\n]*\|[^\n]*)*",
        # The list under a release.
        "release-notes": rf"(?m)^{_RELEASE}$((?:\n[ \t]*(?:(?:[-*+•]|\d{{1,3}}[.)][ \t])[^\n]*)?$)*)",
        # A class with its message: wrappers print whole chains on one line.
        "columns": (
            r"(?i)\b(?:mean|descri|cause|reason|what to|action|fix|solution|retr(?:y|ied)|exception|class"
            r"|error type|inherits|symptom|severity|purpose|handling|resolution|name|section|who)"
        ),
        # The line of code and what it raised: raise X( package.X: message
        "raised-here": r"\braise \w+\([^\n]{0,60} [a-z_]\w*(?:\.\w+)+(?:Error|Exception): \S",
        # A cell of a table that says what to do.
        "advice": (
            r"\|[ \t]*(?:Add|Check|Confirm|Contact|Enable|Ensure|Increase|Make sure|Reduce|Retry|Set|Try"
            r"|Update|Upgrade|Use|Verify|Wait)[ \t]"
        ),
        # An error that occurred: it was printed, or somebody reports it.
        "occurred": _joined(
            r"Traceback \(most recent call last\)",
            r"File \"[^\"\n]+\", line \d",
            r"(?m:^[ \t]+at [^\n]{1,200}[:(]\d+)",
            r"\breq_0\w{3}",
            r"\bAPI Error\b",
            r"\btype\W{1,5}error[\\\"' ]{1,6},\W{1,6}error\W",
            r"\bError code:? \d{3}\b",
            r"\b(?:POST|GET) \"https?://[^\"\s]{1,200}\": \d{3}\b",
            r"(?m:^\W{0,2}\d{4}-\d\d-\d\d[^\n]*\b(?:status|code|http)[=: ]{1,2}[45]\d\d\b)",
            r"\bAn error occurred \(",
            r"\bFAILED [^\n]{1,200} - \w",
            r"[⎿⏺❯]",
            r"(?m:^[\w.:\\]*(?:Error|Exception)(?: \[\w+\])?: \S)",
            r"(?i:\b(?:exit(?:ed)?|failed)(?: with)? (?:[\w-]+ )?(?:code|status(?: code)?) [1-9])",
            rf"(?i:\b(?:i|i'm|i've|my|me|we|we're|our)\b[^.\n]{{0,60}}\b{_VERB}\b)",
            r"(?i:\b(?:since|after) (?:the )?(?:update|upgrad\w+|today|yesterday|this morning)\b"
            r"|\bplease help\b|\bany (?:idea|help)\b)",
            r"(?i:\b(?:hit|saw|seen|observed|encountered|reproduced) (?:this|it)"
            r" (?:in|on|while|when|during|with|locally)\b)",
            # The headings of a report of a bug.
            r"(?im:^\W{0,6}(?:(?:steps )?to reproduce|describe the bug|bug description|actual behaviou?r"
            r"|current behaviou?r|what(?:.s| is| went) wrong|what happened)\b)",
        ),
    }
)
