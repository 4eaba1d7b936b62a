"""Whether a text explains errors to readers: an article, a help page, news, advice, in any language.

It scores features and does not look for certain sentences: an explanation has titles, several errors, advice,
and addresses its readers. A report of a failure has an author who encountered it, or details of one time and
place.
"""

from __future__ import annotations

from diagnostic.patterns import compile_all, one_of
from diagnostic.report.signs.words import FIRST_PERSON_ABROAD

# What a newspaper or the company says of everybody.
NEWS = one_of(
    r"(?i)\b(?:anthropic|the company) (?:has |have )?(?:said (?:that|it|on|in|the)|announced|introduced"
    r"|launched|doubles|doubled|retired|blamed|confirmed|acknowledged|apologi[sz]ed)\b",
    r"(?i)\b(?:claude|anthropic)(?: code| api)? (?:had|suffered|experienced|faced|saw) (?:an?|another|its)"
    r" (?:\w+ ){0,3}?(?:outage|disruption|incident)\b|\bthe company (?:blame[sd]|said|says)\b",
    r"(?i)\bthousands of users\b|\bdowndetector\b",
    r"(?i)\blimits (?:are|were|have been) (?:doubled|raised|lifted)\b",
    r"(?i)\b(?:was|were|will be) (?:retired|deprecated|shut down|sunset) (?:on|in) [A-Z1-9]",
)
# The two parts of advice; a report has no second one. Hyperscan has no anchors inside of a pattern.
_REST = r"(?s:.*)(?:\n|[.!?] )"
PROBLEM_AND_FIX = (
    r"(?im)(?:^|[.!?] )\W{0,6}(?:the )?(?:cause|error|problem|symptom|issue)s?\W{0,4}"
    rf"(?::{_REST}|\n(?:{_REST})?)"
    r"\W{0,6}(?:the )?(?:fix|solution|remedy|resolution)\W{0,4}(?::|$)"
)
_MIN_POINTS = 3
_SEVERAL = 3
_MIN_WORDS = 20
_MAX_TITLE_WORDS = 9
_MARK = r"(?:[-*+\x{2022}>|#\x{2705}\x{2713}]+|\d{1,2}[.)\x{3001}]|\w{1,12}:|\x{2192})"
_GREETING = r"(?i:(?:hello|help|hey|hi|ok(?:ay)?|please|pls|so)\b[^\n.?:]{0,20}[,.!:]? )?"
# A question about "this". Without a mark at its end it has a verb: not the heading "What this error means".
_ABOUT_THIS = one_of(
    r"(?i)(?:any(?:one|body)?|are|can|could|do(?:es)?|explain|has|help|how|is|please|what|what's|why)\b"
    r"[^\n.?:]{0,60}\b(?:it|that|these|this)\b[^\n.?:]{0,40}[?:]",
    r"(?i)(?:how|what|why) (?:am|are|can|could|did|do|does|is|should)\b[^\n.:]{0,60}"
    r"\b(?:it|that|these|this)\b[^\n.:]{0,40}$",
    "(?:这|此|请问|求助)[^\n]{0,24}(?:什么|怎么|如何|为何|咋)[^\n]{0,16}$",
    "(?:これ|この|それ)[^\n]{0,24}(?:何|どう|なぜ|意味)[^\n]{0,16}$",
    "(?:이게|이거|이건|이 )[^\n]{0,24}(?:뜻|무슨|왜|어떻게)[^\n]{0,16}$",
    r"(?i)(?:\x{bf}|was |wie |warum |wieso |kann |que |qu.est|comment |pourquoi |o que |como |por que |что "
    r"|как |почему )[^\n?]{0,40}(?:\b(?:esto|est[ea]|es[eo]|das|dies\w{0,2}|es|cela|cette|cet|ceci|iss?o|isto"
    r"|ess[ea])\b|ça|это)[^\n?]{0,40}\?",
)
_PATTERNS = compile_all(
    {
        # A time, an id, a line of a program, a path, what a terminal draws.
        "volatile": one_of(
            r"\b\d\d:\d\d:\d\d\b|\b\d{4}-\d\d-\d\dT\d\d",
            r"\breq_0\w{6,}|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|\b[a-f0-9]{16}-[A-Z]{3}\b",
            r"\bline \d+\b|\.\w{1,4}:\d+(?::\d+)?\b|(?m:^[ \t]+at \S+[ (])",
            r"(?:/home/|/Users/|/root/|/usr/|\b[A-Z]:\\)\w",
            r"[\x{23bf}\x{23fa}\x{276f}\x{23f5}\x{2502}\x{2570}]|\battempt \d+/\d+|\bRetrying in \d",
            r"\bv\d+\.\d+\.\d|\b[vV]ersion:? \d",
        ),
        # A person who encountered the error, and the sections of a bug report.
        "own-experience": one_of(
            r"(?:^|[\s\"'(>*])(?:I|I'm|I've|I\x{2019}m|I\x{2019}ve|[Mm]y|me|we're|our)[\s,.'\x{2019}]",
            # Without capitals; alone, "i" is another word in other languages.
            r"\bi(?:'m|'ve|m| (?:got|get|have|had|am|was|see|use|tried|keep|just))\s",
            FIRST_PERSON_ABROAD,
            r"(?im)^\W*(?:(?:steps )?to reproduce|(?:expected|actual) (?:behaviou?r|result)"
            r"|describe the bug|bug description|environment|what(?:.s wrong| happened| should happen)"
            r"|error messages?/|logs?|platform|what is the error message|please share your workflow"
            r"|information on your \w+ setup|share the output returned"
            r"|describe the (?:error|issue|problem))\b",
            r"(?im)^#{1,4} what happens\W*$",
        ),
        "advice": one_of(
            rf"(?im)(?:^[ \t]*(?:{_MARK}[ \t]*)*\**|[.:;!,\x{{2013}}\x{{2014}}(-] |\band |\bthen )"
            r"(?:please )?(?:check|verify|make sure|ensure|wait|retry|try|use|set|add|increase|reduce|lower"
            r"|implement|switch|upgrade|update|contact|go to|buy|avoid|consider|confirm|rotate|generate"
            r"|replace|back off|do not|don't|shorten|remove|fix|see|open|run|restart|start)\b",
            r"(?i)\b(?:pr\x{fc}fen sie|sollten sie|warten sie|verwenden sie|v\x{e9}rifiez|attendez|utilisez"
            r"|essayez|verifica|comprueba|espera|usa|revisa|aseg\x{fa}rate|verifique|aguarde|controlla|attendi)\b",
            r"(?i)проверьте|используйте|добавьте|повторите|подождите|попробуйте|убедитесь",
            r"检查|请确|确认|稍后|重试|建议|降低|してください|확인하|시도하",
        ),
        "explains": one_of(
            r"(?i)\b(?:means?(?: that)?|indicates?|signals|refers? to|maps to|stands for|usually|typically"
            r"|(?:is|are) (?:raised|returned|thrown|sent|caused|used) (?:when|if|by|for)"
            r"|(?:occurs?|happens?|appears?) (?:when|if))\b",
            r"(?i)\b(?:bedeutet|hei\x{df}t|signifie|appara\x{ee}t quand|indica que|significa|oznacza|betekent"
            r"|betyder)\b",
            r"означает|表示|意味|場合に|발생합니다|의미|表明|怎么办|怎么解决|如何解决",
        ),
        # A sentence that defines an error.
        "defines": (
            r"(?m)^\W{0,6}(?:An? |The |What )?(?:[\w'`\x{2019}]+ ){0,5}?\W{0,2}"
            r"(?:[45]\d\d|[Ee]rrors?|\w+_error)\b[^.\n]{0,60}\b(?:means?|indicates?|signals|occurs?|happens?"
            r"|(?:is|are) (?:caused|returned|sent|raised|triggered)) "
        ),
        "reader": (
            r"(?i)\byou(?:r|rs|'re|'ve|'ll|'d)?\b|\b(?:sie|ihre?[nmrs]?)\b|\b(?:vous|votre|vos)\b|\b(?:tu|tus|has|su)\b"
            r"|\bvoc\x{ea}|\b(?:seu|sua)\b|вы |ваш|您|你|ください|세요"
        ),
        "chapter": (
            r"(?im)^\W{0,6}(?:(?:common|likely|possible) causes(?: of [^\n.:]{1,40})?"
            r"|how to (?:fix|prevent|resolve|solve) [^\n.:]{1,40}|example of an? [^\n.:]{1,40})\W*$"
        ),
        "status": r"\b(?:4(?:0\d|13|2[29])|5(?:0[0-4]|29))\b",
        "kinds": r"\b(?:[a-z]+(?:_[a-z]+)*_error|[A-Z]\w+(?:Error|Exception))\b",
        "question": r"(?m)^[^\n]{8,120}[?\x{ff1f}][ \t]*$",
        "sentence": r"[.;:,{}\[\]=<>][^\n]|[.;,]$|\x{3002}",
        "unspaced": r"[\p{Han}\p{Hiragana}\p{Katakana}]{2}",
        # Quoted output is not the article's advice, and a reader's question is not the author's experience.
        "quoted": r"\{\\*[\"'][^\n]*|\"[^\"\n]{20,}\"|'[^'\n]{20,}'|`[^`\n]{20,}`",
        # What a person asks about a paste, above or below it: what does this mean? Articles name the error.
        "asks": one_of(
            rf"(?m)\A[ \t\"'(]*{_GREETING}(?:{_ABOUT_THIS})[^\n]{{0,20}}\n",
            rf"(?m)\n[ \t\"'(]*{_GREETING}(?:{_ABOUT_THIS})[^\n]{{0,20}}\s*\z",
            r"(?i)\n[ \t\"'(]*(?:any (?:clues?|help|ideas?|suggestions?|thoughts?)|please help"
            r"|what (?:should|can|do) i (?:do|try))\b[^\n]{0,40}\s*\z",
        ),
        "how-do-i": (
            r"(?i)\b(?:why|how|what|when|where|which|can|should|do|am) "
            r"(?:(?:do|can|should|am|if) )?I\b"
        ),
    }
)


def is_article(text: str) -> bool:
    """Whether the text explains errors, and shows nothing that happened at one time in one place."""
    # Most pastes are shorter than any explanation, and words cost less to count than patterns to search.
    if _is_short(text) or has_own_experience(without_questions(text)):
        return False
    text = _without_quotations(without_questions(text))
    if _is_short(text):
        return False
    points = _structure_points(text)
    advice = _count_hits("advice", text) // 2
    return points > 0 and points + advice + (_count_hits("reader", text) >= _SEVERAL) >= _MIN_POINTS


def has_own_experience(text: str) -> bool:
    """Whether the text shows what happened at one time in one place, or to its author."""
    return bool(
        _PATTERNS["volatile"].occurs(text.encode())
        or _PATTERNS["own-experience"].occurs(_without_quotations(text).encode())
    )


def without_questions(text: str) -> str:
    """The text without what a person asks about it above or below: these are not titles of an explanation."""
    return _PATTERNS["asks"].replace(text, "\n")


def _without_quotations(text: str) -> str:
    """The text without quoted output and questions of readers."""
    return _PATTERNS["how-do-i"].replace(_PATTERNS["quoted"].replace(text, ""), "")


def _structure_points(text: str) -> int:
    """Points for the structure of an explanation: titles, questions, several errors, definitions."""
    statuses = _count_distinct("status", text) + _count_distinct("kinds", text)
    titles = sum(map(_is_title, text.split("\n")))
    return sum(
        (
            statuses >= _SEVERAL,
            statuses >= 2 * _SEVERAL,
            titles > 1,
            bool(_PATTERNS["question"].occurs(text.encode())),
            bool(_PATTERNS["explains"].occurs(text.encode())),
            bool(_PATTERNS["chapter"].occurs(text.encode())),
            2 * bool(_PATTERNS["defines"].occurs(text.encode())),
        )
    )


def _is_short(text: str) -> bool:
    return _count_words(text) < _MIN_WORDS


def _is_title(line: str) -> bool:
    """Whether the line is short and without punctuation of a sentence or of code."""
    words = _count_words(line)
    return (
        1 < words <= _MAX_TITLE_WORDS
        and line[0] not in " \t"
        and not _PATTERNS["sentence"].occurs(line.encode())
    )


def _count_words(part: str) -> int:
    """The number of words; two characters of a script without spaces count as one word."""
    return len(part.split()) + (0 if part.isascii() else _count_hits("unspaced", part))


def _count_hits(sign: str, text: str) -> int:
    return sum(1 for _ in _PATTERNS[sign].finditer(text))


def _count_distinct(sign: str, text: str) -> int:
    return len({hit.group() for hit in _PATTERNS[sign].finditer(text)})
