"""The small words with which people report, explain, change and request."""

from __future__ import annotations

from diagnostic.patterns import compile_all, one_of

_CHANGE = r"(?:fix(?:e[sd])?|feat|docs|chore|test|refactor|perf|added|changed|improved|todo|expected)"
_HEADING = (
    r"(?:causes?|reasons?|solutions?|fix(?:es)?|meaning|description|resolution|remedy|what to do|action"
    r"|required|optional|ursache|lösung|behebung|causa|soluci[oó]n|solução|soluzione|lösungen)(?: \d{1,2})?"
)
_HEADING_ABROAD = (
    "증상|원인|해결(?:책| ?방법)?|症状|原因|解决(?:方法|方案|办法)?|对策|対処(?:法|方法)?"
    "|解決(?:策|方法)?|причина|решение"
)
# Headings of pages that explain; people who report an error do not use them.
_PAGE_HEADING = (
    r"what (?:it|this|this error|the error) means|why (?:it|this|this error) happens"
    r"|what you(?:.(?:ll|d))? (?:will |may |might )?see"
    r"|what (?:it|this error|the error) looks like|(?:diagnostic |debug(?:ging)? )?checklist"
    r"|(?:most )?(?:common|likely) causes(?: of [^\n.:]{1,40})?"
    r"|(?:quick|fast|quickest|fastest|safe|easy) fix(?:es)?"
    r"|what (?:not )?to (?:do|check)|how to (?:fix|prevent|avoid|confirm|resolve)[^\n:]{0,30}"
    r"|troubleshooting(?: steps)?|related errors"
)
# Who or what a condition is about, if it is not the author.
_OTHERS = (
    r"(?:the|an?|it|they|you|your|users?|someone|this|there|claude|anthropic|\w+_error"
    r"|\w+ (?:is|are|returns?|answers?|responds?|fails?|gets?|hits?|receives?|reports?|sees?|shows?|throws?))"
)

# It is resolved, or was changed.
_RESOLVED = (
    r"(?i)\b(?:is|was|were|are|been|got|now|already) (?:\w+ )?(?:solved|resolved|fixed)\b",
    r"(?i)\b(?:closing (?:this|as|it)|turned out|went away|i was wrong)\b",
    r"(?i)\bworks? (?:now|again|fine now)\b",
    r"(?i)\b(?:it|errors?|problems?|issues?|messages?) (?:is|are) gone\b|\bthere are no more\b",
    # Not: the files were over 20 MB.
    r"(?i)\b(?:was|were) over(?:[.,;!)\n]|\z| (?:now|by|soon|within|after|before|when|again)\b)",
    r"(?i)\b(?:taken back|rolled (?:out|back)|(?:are|is) operational)\b",
    r"(?i)\b(?:is|are) now (?:\w+ed|caught|hidden|kept|sent|shown)\b",
    r"(?i)\b(?:no longer (?:occurs?|happens?|appears?|shows?|see|get))\b",
    r"(?i)\bno longer (?:being )?(?:blocked|down|overloaded|rate[ -]?limited|throttled)\b",
    r"(?i)(?:\bnot|n'?t) (?:get|getting|hitting|see|seeing) (?:\w+ ){0,3}?(?:\d{3}s?|errors?|overload\w*"
    r"|rate[ -]?limit\w*|throttl\w+|timeouts?)\b[^.\n]{0,40}\bany ?more\b",
    r"(?i)\bno longer (?:ends?|stops?|breaks?|kills?|crashes|aborts?|interrupts?)\b",
    r"(?i)\bnow (?:understands?|covers?|handles?|recovers?|detects?|tolerates?|supports?)\b",
    r"(?im)^\W{0,6}(?:(?:re)?solved|fixed|closing|workaround)\b",
    r"(?i)\bused to (?:\w+ )?(?:get|see|hit|have|fail|throw|return)\b|\bnever again\b",
    # A review of what happened.
    r"(?i)\A\W*(?:post-?mortem|incident (?:report|review)|retrospective)\b",
    r"(?i)\b(?:released|shipped) (?:in|with) v?\d|\bnothing (?:\w+ ){1,3}any ?more\b",
    r"(?im)\bpreviously,[^\n]*\bnow,",
)
# The same line before a change and after it.
_BEFORE, _AFTER = r"^\W*before\W*:\W*$", r"^\W*after\W*:\W*$"

# "I" and "my" in other languages than English; not a Monday in a log, and not the EU.
FIRST_PERSON_ABROAD = one_of(
    r"\b(?:(?:[Ii]ch|[Mm]ein\w{0,2}|[Mm]ir|[Jj]e|[Jj]'\w+|[Mm]oi|[Yy]o|[Mm]e sale|[Mm]i|[Ee]u|[Mm]eu|[Mm]inha"
    r"|[Ii]k|[Mm]ijn|[Jj]ag|[Mm]am)\s|[Mm]on [a-z])",
    r"(?i)(?:^|[\s(])(?:я|меня|мне|мой|моя|мы|нас|мене|мені)\s|我|私は|僕|俺|저는|제가|나는",
)
_COMMIT = r"(?:feat|fix|refactor|perf|docs|chore|test|ci|build)(?: ?\([^)\n]{1,40}\))?!?: \S"
# A release in one line.
_RELEASE = (
    r"(?:: | [-\x{2013}\x{2014}] )(?:add|bump|drop|fix|handle|improve|remove|retr|show|support|update)"
    r"(?:e?s|ies|y|ed|ing)?\b"
)
# A title of a commit, wherever it is.
COMMITTED = rf"(?i)\b{_COMMIT}|\d{_RELEASE}"
PATTERNS = compile_all(
    {
        "quote": r"[\"'`]\z",
        "explained": one_of(
            # What code searches for: the message matched the `/…/i` pattern.
            r"(?i)\bmatch(?:es|ed|ing)? (?:(?:against|an?|its|our|the) ){0,2}`[^`\n]+` (?:\w+ ){0,2}"
            r"(?:branch|check|expression|pattern|regexp?|rule)\b",
            # What a docstring says of an exception: if the key is invalid.
            r"^[ \t]{4,}[\w.]*(?:Error|Exception|Timeout): (?i:if|when|raised|thrown) [a-z]",
            # A bullet that is a link, and a row of a list of errors that links to their explanations below.
            r"^[ \t]*[-*+] \[[^\]\n]+\]\([^)\s]+\)[ \t]*$|\]\(#[^\s)]",
        ),
        # What a program puts before an error that it passes on: Claude did not answer: …
        "label": r"[:\x{2192}][ \t]*[\"'`(\[]{0,3}$|\bError \d{3}:|\[\d{3}\]",
        # How a change or a task begins, and how paragraphs of a reference do.
        "change": rf"(?i)^\W*(?:[0-9a-f]{{7,12}} )?{_CHANGE}\b[^\n:]{{0,30}}:",
        "task": r"(?i)^\W*(?:adds?|handles?|implements?)[ \t]+[\w`\"']",
        # A question of a list of them, and the advice below it.
        "asked": r"\w\?\W*$",
        "answered": r"(?i)^\W*(?:check|confirm|ensure|make sure|see|try|use|verify)\b",
        "reference": (
            rf"(?im)^[^\w\n]*(?:(?:common |possible )?({_HEADING})\b(?:[^\w\n]*:| [-\x{{2013}}\x{{2014}}] )"
            rf"|({_PAGE_HEADING})[^\w\n]*$|({_HEADING_ABROAD})[*_ ]{{0,3}}[:\x{{ff1a}}])"
        ),
        "commit": rf"(?i)\A\W*(?:{_COMMIT}|v?\d+\.\d+(?:\.\d+)?{_RELEASE})",
        # The title of an article on an error; "chapter" has its section headings.
        "guide": (
            r"(?i)\A\W*(?:how (?:to|do (?:i|you)) (?:fix|resolve|solve|handle|avoid|prevent|deal)\b"
            r"|(?:fix(?:ing)?|understanding|troubleshooting|debugging|handling) |what (?:does|to do)\b"
            # A form asks: What is the error message (if any)?
            r"|what is (?:an? |anthropic|api|claude|error|http|status|\d|[\"'`*]|the (?:\d|anthropic|cause"
            r"|claude|difference|meaning))"
            r"|[^\n]*\bexplained\b"
            r"|[^\n]*\bguide\b)"
        ),
        # What an article says about itself, in several languages; "own-experience" is its opposite.
        "article": one_of(
            r"(?i)\bthis (?:article|guide|tutorial|lesson|handbook|post) (?:also )?(?:covers|explains|lists"
            r"|describes|summari[sz]es|walks|breaks|catalogs|collects|shows"
            r"|is an? \w+ (?:guide|reference|list|overview))\b",
            r"(?i)\bin this (?:article|guide|tutorial|lesson|handbook|post),? (?:you|we)\b",
            r"(?i)\ben (?:esta gu[i\x{ed}]a|este art[i\x{ed}]culo)\b|\bdans (?:cet article|ce guide)\b"
            r"|\bin diesem (?:artikel|beitrag|leitfaden)\b|\bneste (?:artigo|guia)\b",
            r"(?i)\b(?:problems|errors|issues|failures)\b[^\n.]{0,30}\b(?:break|fall|split)s? (?:down )?into"
            r" \w{2,6} (?:broad |main )?(?:categories|groups|classes|buckets|families)\b",
            r"(?i)\bthe (?:real|actual|underlying|true) (?:cause|issue|problem|reason) is "
            r"(?:almost always|mostly|most often|often|typically|usually)\b",
            r"(?i)\bthe (?:fix|solution|remedy) is to [a-z]|\b(?:free|paid) (?:\w+ )?users (?:can|may)\b",
            r"(?m)^title: ?[\"'][^\n]+\n(?:[\w-]+: [^\n]*\n)?description: ?[\"']",
            "(?:この|本)記事では|(?:この|本)ガイドでは|이 (?:글|포스트|가이드|문서)에서",
            "本[文篇](?:将|会|主要|详细)?(?:介绍|汇总|整理|讲解|总结|分享)|(?:常见)?(?:报错|错误码?)(?:汇总|大全)"
            "|(?:下面|以下)将?(?:逐一|逐个|分别|详细)(?:介绍|讲解|说明|解释)",
        ),
        "own-experience": (
            r"(?:^|[\s\"'(])(?:I|I'm|I've|[Mm]y|me)[\s,.']|我|私は|僕|저는|제가"
            r"|\bi(?:'m|'ve|m| (?:got|get|have|had|am|was|see|use|tried|keep|just))\s"
        ),
        "chapter": (
            r"(?im)^\W*(?:quick (?:answer|fix(?:es)?)|tl;?dr|what (?:this|the) error means"
            r"|why this happens|(?:common|main) causes|how to (?:fix|avoid|prevent) (?:it|this)"
            r"|key takeaways|conclusion|prevention"
            r"|(?:step|solution|method) 1)\b[^\n]*$"
        ),
        # The sections of a feature request template.
        "feature-request": (
            r"(?im)\bfeature request\b|\b(?:solution|feature) you(?:'d| would)? (?:like|want)\b"
            r"|\balternatives you(?:'ve| have) considered\b|^\W*proposed (?:solution|change)\b"
        ),
        "elided": r"[\"'][ \t]*[,:][ \t]*(?:\.\.\.|\x{2026})[ \t]*[}\]\"']",
        # The line above an error that is an example, or that is shown before and after a change.
        "example": (
            r"(?i)^\W*(?:an? )?(?:(?:example|sample|symptoms?|(?:previous|old|new) output)\b[^\n:]{0,40}:"
            r"|(?:before|after)(?: (?:the|this|my|our) (?:change|fix|patch|pr|commit))?\W{0,3}:"
            r"|(?:example|sample) (?:error|output|response|body)"
            r"|what you(?:.(?:ll|d))? (?:will |may |might )?see)[^\w\n]*$"
        ),
        "heading": r"^[ \t]*#{1,6}[ \t]",
        "name": r"\b(?:[45]\d\d|[a-z]+_error|\w+[a-z](?:Error|Exception|Timeout))\b",
        "listed": r"^[ \t]*(?:[-*+\x{2022}]|\d{1,2}[.)])[ \t]+\S|^[ \t]*\||^[ \t]*#{1,6} |\|[ \t]*$",
        # The dots of an omission end none.
        "sentence-end": r"(?:[^.\s]\.|[!?:])(?:[\"')\]]*)\s|\n[ \t]*(?:\n|[-*+\x{2022}#>|]|\d{1,2}[.)] )",
        "english": r"(?i)\b(?:the|is|are|was|of|to|and|with|in|it|on|for|from|how|when|which|not|an?)\b",
        # Not: /i of a pattern, or i.e.
        "first-person": one_of(
            r"(?i)(?:^|[^/\w.])I(?:'m|'ve|'d|'ll|[\s,]|$)|\b(?:we|we're|we've|my|our|me|us|mine|ours)\b",
            FIRST_PERSON_ABROAD,
        ),
        "second-person": r"(?i)\byou(?:r|rs|'re|'ve|'ll|'d)?\b",
        # It happened, went on, or has a time.
        "event": one_of(
            r"(?i)\b(?:since|yesterday|tonight|ago|suddenly|consistently|constantly|repeatedly|randomly|intermittently)\b",
            r"(?i)\b(?:this|last|all) (?:morning|afternoon|evening|week|month|day|night)\b|\bon \w+day\b",
            r"(?i)\b(?:every (?:time|request|call|message|query|few|single)|anymore|right now|anyone else)\b",
            r"(?i)\b(?:keeps? \w+ing|kept|not working|\w+n't work"
            r"|(?:fails|crashes|dies) (?:at|with|for|on|in|each|every|during|immediately|instantly|right))\b",
            r"(?i)\b(?:is|are|was|am|be|been|just|still|and) (?:\w+ )?(?:getting|seeing|hitting|receiving"
            r"|failing|dying|crashing|stuck|down|broken)\b",
            r"(?i)^\W*(?:getting|seeing|hitting|receiving)\b",
            # What an author did, told without "I": when using the app, getting this error.
            r"(?i)\A\W*(?:when|while|if|on|after) \w+ing\b[^\n]*\b(?:getting|facing|receiving|seeing) "
            r"(?:(?:an?|below|following|same|the|these|this) ){0,3}(?:\w+ )?"
            r"(?:errors?\b|exceptions?\b|[\"'`\x{201c}])",
            # When the app is opened, it shows "…".
            r"(?i)\A\W*(?:when|while|if|on|after) [^\n]*[a-z],? it (?:always |only |just |then )?"
            r"(?:displays|gives|pops up|prints|says|shows)(?: \w+){0,3}[:,]? ?[\"'`\x{201c}]",
            r"(?i)\bi (?:(?:now|just|only|then|often|always|still) )?(?:get|receive)\b",
            r"(?i)\bthere (?:is|was) an? [`\"']|\b(?:despite|even though|out of nowhere|for no reason)\b",
            r"(?i)\b(?:got|received|ran into|running into|failed|stopped|died|crashed|broke|hung|lost|dropped"
            r"|refused|timed out|returned|answered|responded|threw|said|told|complained|ended|started|began"
            r"|had)\b",
            # The headings of a report of a bug.
            r"(?im)^\W{0,6}(?:describe the bug|bug description|actual behaviou?r|current behaviou?r)\b",
            r"(?i)\b(?:couldn't|did(?:n't| not)|unable|please help|(?:has|have) been)\b",
            r"(?i)\bwhy (?:do|does|is|am|are|did)\b",
        ),
        # How what happened under a condition ended, so that the condition was true: …, it died.
        "ended": (
            r"(?i)\b(?:it|they|(?:the|my|our|this|that) \w+) (?:(?:also|just|simply|silently|then) )?"
            r"(?:broke|crashed|died|ended|exited|failed|froze|gave up|hung|quit|stopped)\b"
        ),
        # What should be, is requested, or holds in general.
        "general": one_of(
            r"(?i)\b(?:(?:could|can) (?:you|we)|shall|let's)\b",
            # Not: what should I do?
            r"(?i)\bshould(?:n't)? (?:[a-hj-vx-z]|i[a-z]|w[a-df-z])",
            # Nor what the API says itself: this request would exceed a limit.
            r"(?i)\bwould(?:n't)? (?:[a-df-z]|e[a-wyz])",
            r"(?i)\b(?:want(?:s|ed)? (?:to|a|the)|wish|plan(?:s|ned)? to|instead of|so that)\b",
            r"(?i)\b(?:feature|proposal|propose|suggest(?:ion)?|support for)\b",
            r"(?i)\b(?:is|are) needed to (?:avoid|prevent|stop)\b",
            r"(?i)\bthis (?:change|pr|pull request|commit|patch)\b",
            # What a program searches for in a message.
            r"(?i)\b(?:avoid|prevent|risk|stop|without) (?:getting|facing|receiving|seeing)\b",
            r"(?i)\bby (?:looking|searching|checking|matching|testing|grepping)\b",
            r"(?i)\b(?:we|i|you|one) (?:can|could) (?:add|update|extend|change|expose|introduce|wait|map)\b",
            r"(?i)\b(?:you (?:may|will)|will (?:we|it|the|be|you))\b",
            r"(?i)\b(?:means?|meaning|difference between|which of)\b",
            r"(?i)\b(?:can|could|should|do) i (?:catch|check|detect|distinguish|handle|retry|tell)\b",
            r"(?i)\bwhich (?:class|exception|header|status)(?:e?s)?\b",
            r"(?i)\bhow (?:do|does|to|can|our|we|should|many|much|often)\b",
            r"(?i)\bdoes (?:the|an?|it|claude(?: code)? have)\b",
            r"(?i)\bplease (?:add|allow|consider|implement|support)\b",
            r"(?i)\bwhat (?:(?:is|are) (?:the|an?|[\"'`]?\w+_error|\d)|does|happens|do)",
            r"(?i)\b(?:by default|for example|such as|notably)\b|\be\.g\.",
            r"(?i)\bmay (?:\w+ )?(?:recover|retry|return|raise|throw|fail|happen|occur|appear)\b",
        ),
        # What happens under a condition that may never have been true.
        "condition": one_of(
            rf"(?i)(?:(?:\A|[^k] )if|\b(?:in case|when(?:ever)?|once|unless|until|without)) {_OTHERS}\b",
            r"(?i)\byou (?:(?:may|might|will|can|also) ){0,2}(?:get|see|hit|receive|encounter|exceed)\b",
            r"(?i)\A\W*(?:when(?:ever)?|if|once|unless|should)\b",
            r"(?i)\b(?:when(?:ever)?|if|once|until)\W+\z",
        ),
        # Without one of these words there is no condition; a search for them costs less.
        "may-be-conditional": r"(?i)\b(?:if|in case|when|once|unless|until|without|you |should)",
        # The same in other languages. With 就, 会 or 都, a person reports what always followed.
        "condition-before": one_of(
            r"(?:如果|假如|若|万一|一旦)[^\n，,。；;就会都总]{0,30}\z",
            r"\b[Ff]alls\b[^\n,.;]{0,60}\z",
            r"\b(?:[Ee]n cas d[e']|[Ee]n caso de|[Ee]m caso de|[Ii]n caso di)[^\n,.;]{0,40}\z",
        ),
        "condition-after": r"\A[^\n。]{0,12}?(?:の?場合|のとき|たら|であれば|인 경우|이면)",
        "resolved": one_of(*_RESOLVED, rf"(?im){_BEFORE}(?s:.*){_AFTER}"),
        # A line that asks what a name stands for, or searches for a page, a price or a value.
        "inquiry": one_of(
            r"(?i)\A\W*(?:what|which|when|where|is|are|does|do|can (?:i|we|you)"
            r"|how (?:do|does|can|to|should) (?:(?:i|we|you|one) )?"
            r"(?:catch|detect|distinguish|handle|mock|raise|retry|simulate|stub|test|trigger)\w*)\b"
            r"[^\n]*\b(?:\w+(?:error|exception)|[a-z]+(?:_[a-z]+)+)\b",
            r"(?i)\A\W*(?:(?:mock|monkeypatch|simulate|stub|unit[ -]?test)(?:ing)? [^\n]*\w(?:error"
            r"|exception)|import \w+(?:error|exception) from)\b",
            r"(?i)\A[\w './@-]{0,80}\b(?:best practices?|calculator|compar(?:e|ison)|config(?:uration)?"
            r"|defaults?|docs?|documentation|examples?|explained|increases?|prices?|pricing|settings?|tiers?|tutorials?)\b"
            r"[\w './@-]{0,80}\z",
        ),
        # What such a line does not say, because it occurred to nobody.
        "encountered": one_of(
            r"(?i)\b(?:after|again|anybody|anyone|around|behind|broken?|causes?|crash\w*|can'?t|cannot"
            r"|denied|doesn'?t|down|errors?|exceed\w*"
            r"|disconnect\w*|exit\w*|expired|fail\w*|fix\w*|get(?:ting)? (?:an?|the|this)|gone|help|hit"
            r"|ignored|invalid|isn'?t|missing|no|not"
            r"|now|outage|problems?|reached|refused|rejected|resolve|revoked|says?|seeing|solve|somebody|someone"
            r"|still|stuck|this|today|too|unable|why|won'?t|wrong)\b",
            r"(?i)\b(?:i|we)(?:'m|'ve| am| are| do about| get| have| keep| see)\b|\b(?:me|my|our)\b",
            r"\b[45]\d\d\b|[:{}]|\bE[A-Z]{5,}\b",
        ),
        "unresolved": (
            r"(?i)\b(?:still|but|yet|keeps?|only (?:this|that)|now (?:i|we|it|claude)\b"
            r"|(?:is|are|came|comes|be) back|not (?:fixed|solved|resolved)|isn't"
            r"|same (?:here|issue|problem))\b|\?"
        ),
    }
)
# A text without any of these has no sentence that reports an event. Looser than the patterns for a single
# sentence, because a sentence begins and ends anywhere in a text.
MAY_REPORT_EVENT = one_of(
    str(PATTERNS["event"].source),
    r"(?i)\b(?:getting|seeing|hitting|receiving|i|we|my|our|me|us|mine|ours)\b",
    FIRST_PERSON_ABROAD,
)
MAY_BE_RESOLVED = one_of(*_RESOLVED, rf"(?im){_BEFORE}")
