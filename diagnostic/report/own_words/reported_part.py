"""The part of a few lines in which a person reports a failure of Claude, without questions and wishes."""

from __future__ import annotations

from itertools import filterfalse, islice

from diagnostic.patterns import Pattern, one_of
from diagnostic.report.facts import ParsedReport
from diagnostic.report.own_words.complaint import is_prose_of_a_person, reports_an_event
from diagnostic.report.signs.words import FIRST_PERSON_ABROAD, PATTERNS
from diagnostic.text import CleanText

_MAX_CHARACTERS = 420  # a longer text explains, or is about many things
# Claude by its name in other scripts, its models, plans and variables, too.
_CLAUDE = Pattern(
    one_of(
        r"(?i)\b(?:claude|anthropic)|\banthropic_",
        r"(?i)\b(?:sonnet|haiku|fable)(?: \d|\b[^.\n]{0,30}\bAPI\b)|\bopus\b",
        r"(?i)\bmax (?:5|20)x\b|\$ ?(?:20|100|200) (?:max|pro) plan\b",
        "クロード|클로드|克劳德|[Кк]лод|[Аа]нтропик",
    )
)
_NOTHING_HAPPENED = Pattern(
    one_of(
        # Wishes and tasks.
        r"(?i)\b(?:feature|nice to have|wish|suggest\w*|proposal"
        r"|would be (?:\w+ )?(?:nice|great|good|cool|helpful)|(?:i'?d|i would) (?:love|like)"
        r"|please (?:add|support|allow|let|refactor|write|make|explain|show)"
        r"|could you (?:add|support|please)|can you (?:add|explain|write))\b",
        # What Claude made, explained or was asked for.
        r"(?i)\bclaude(?:'s|\x{2019}s)?[- ](?:code )?(?:generated|wrote|written|made|built|explained|helped"
        r"|found|fixed|introduced|added|set up|repeats|gives me hints|came with|drew)\b",
        r"(?i)\basked claude\b|\bclaude'?s? help\b|\b(?:written|made|generated|built) (?:by|with) claude\b",
        # Changes, news, and what works.
        r"(?i)\bnow (?:shows|prints|displays|logs) an? (?:\w+er|clear|better|hint|message|banner|warning)\b",
        r"(?i)\b(?:now (?:retr\w+|handles?|works?)|reworked|i replaced|works? (?:with claude )?now)\b",
        r"(?i)\b(?:release|changelog|bumps?|introducing|we're (?:doubling|launching|raising))\b",
        r"(?m)^\W{0,4}(?:feat|fix|chore|docs|test|refactor|perf|ci|build)(?:\([^)\n]*\))?!?:",
        r"(?m)^\W{0,3}v?\d+\.\d+(?:\.\d+)?(?::| -)|\A\s*[-*] |\|[^|\n]+\|[^|\n]+\|",
        r"(?i)\b(?:never|not once) (?:hit|cuts?|do|does|fail\w*|ran|(?:had|get|got|saw|seen) (?:an?|any)\b)",
        r"(?i)\bno (?:\w+ )?(?:more )?(?:problems?|issues?|timeouts?)\b|\bno longer an? (?:issue|problem)\b",
        r"(?i)\b(?:has|have|did|do|does)(?:n't| not) (?:had|have|get|seen?) (?:a |any )?(?:single )?"
        r"(?:\d{3}|errors?|limits?)\b",
        r"(?i)\b(?:amazing|awesome|great ux|really like|best (?:model|money|\d)|thanks to|works? great"
        r"|love (?:it|that|how)|just curious|blog post|joke|therefore|by policy)\b",
        "自动|自動|区别|什么是|上线了|修复|如果|若|帮我",
        r"(?i)\bm['\x{2019}]a aidé|\bme ayudó|\bajudou|\bmi ha aiutato|\bgeholfen\b|\bescribió|\bescreveu\b"
        r"|\ba écrit\b|\bha scritto\b|\bgeschrieben\b|\bpropuso\b|\bsugeriu\b|\bpropone\b|\bpropose\b"
        r"|\bselon claude\b|\b(?:ho chiesto a|j['\x{2019}]ai demandé à|pregunté a|perguntei ao) claude\b"
        r"|\b(?:funciona (?:bien|bem)|marche bien|tout marche|funziona bene|läuft (?:gut|super|wieder))\b",
        # Advice for a case.
        r"(?i)\A\W*(?:if|in case|add an?|set|use|make sure|check|when(?:ever)?|wenn|falls|si|quand|cuando)\b",
    )
)
# Sentences, and the parts of one, count one by one.
_SENTENCE_END = Pattern(
    r"[.?!;:](?:\s+|$)|\n|[。！？；]|, (?:so )?(?:how|what|where|which|is there|can i|could|do i)\b"
)
_PART_END = Pattern(r", ")
_QUESTION = Pattern(
    one_of(
        r"(?i)\A\W*(?:(?:and|but|so|hi|hello),? )?(?:how|what'?s?|where|which|can (?:i|you|we|claude)|could"
        r"|is there|do i|does|comment|wie)\b",
        r"(?i)\A\W*(?:como (?:func|aument|faç|poss)\w*|come (?:si|posso|faccio)|quanto)\b",
        r"(?i)\A[\s\x{bf}]*(?:cómo|qué|какой|как)(?:\s|$)|\A\s*(?:怎么|如何)",
    )
)
_SAYS = Pattern(r"(?i)\b(?:says|tells me|complains|told me|said)\b")
# It happened, and to whom.
_HAPPENED = Pattern(
    one_of(
        r"(?i)\b(?:i|i'm|i've|i'd|my|me|we|our|us|mine)\b",
        r"(?i)\b(?:says?|said|tells?|told|claims?|complain(?:s|ed)|pretends|insists|answers?|warns?|keeps?"
        r"|refuses|gives up)\b",
        # To somebody else.
        r"(?i)\b(?:users?|customers?|clients?|colleagues?|coworkers?|team ?mates?|students?|friends?)"
        r"(?: \w+){0,2}? (?:gets?|got|reports?|reported|can'?t|cannot|has|have|is|are)\b",
        r"(?i)\b(?:since|yesterday|today|again|every|always|constantly|suddenly|still|just|now|all day"
        r"|this (?:morning|week)|right now|until (?:\d|tomorrow|\w+day))\b",
        r"(?i)\b(?:but|yet|although|though|despite|aber|obwohl|pourtant|alors que|pero|aunque|mas)\b",
        r"(?i)\b(?:falla|scheitert|lehnt|falha|meint|sagt|seit|heute|immer|dit|depuis|toujours|dice"
        r"|desde|siempre|diz|sempre|continua|sigue|ständig|mio|mia|miei|mis|ma|mon|mes|minhas?|meus?|mein\w{0,2}"
        r"|no pued[eo]|não consegu?[eio]|impossible d|n['\x{2019}]arrive pas|non (?:riesc[eo]|posso|accetta)"
        r"|kann (?:ich )?(?:keine|nicht)|he|ho|j['\x{2019}]ai|bloqueia|blocca|bloque|blockiert|en panne"
        r"|fora do ar|da un|da ieri|brechen|interrompono)\b",
        r"(?i)(?:^| )(?:échoue|dá|instalé|instalei|ya)(?: |$)",
        FIRST_PERSON_ABROAD,
        "весь день|постоянно|пишет|говорит|не может|хотя|(?:^| )но ",
        "一直|总是|老是|昨天|今天|刚|突然|提示|显示|可是|不能|无法|没有任何|返回|就被|但",
        "每次|しまう|ずっと|言われ|出て|出ます|できま|返し|切れ|계속|나오|합니다|됩니다",
    )
)
# What a program prints in another language than English: Claude: Modell nicht gefunden.
_MAX_TERSE = 120
_TERSE = Pattern(
    one_of(
        r"(?i)\A\W*(?:ошибка|erreur|fehler|errore?|erro)(?: (?:de|do|du|di|von|bei))? (?:claude|anthropic)\b",
        r"(?i)(?:claude|anthropic)[^\n]{0,40}(?:ungültig|abgelehnt|überschritten|erreicht|nicht gefunden"
        r"|fehlgeschlagen|zu (?:lang|groß|niedrig)|überlastet|zeitüberschreitung"
        r"|invalide|introuvable|insuffisant|dépassé|atteint|trop long|surchargé|échou"
        r"|inválid|no válid|insuficient|excedid|alcanzad|agotad|no encontrad|não encontrad|demasiado larg"
        r"|esgotad|sobrecargad|sobrecarregad"
        r"|no puede conectar|impossible de se connecter|nicht erreichbar"
        r"|неверн|недостаточно|превышен|не найден|перегружен|не подключа|не отвечает"
        r"|无效|不足|超时|过于频繁|不存在|失败|超过|太长|过载|無効|達し|できません|見つかり|長すぎ|タイムアウト|過負荷"
        r"|부족|유효하지|초과|찾을 수 없|실패|과부하)",
    )
)
# A title, or a case.
_TITLE = Pattern(
    r"解决方[法案]|的方法|\A\W*(?:解决|修复|如何)|教程|常见|指南|的时候|一覧|対処|対策|場合|とは|해결|방법"
    r"|(?i:fehlerbehebung|anleitung|\blösung|\bgu[íi]a\b|\bguide\b|tutorial|soluci|solution|dépannage|решени)"
    r"|(?i)\A\W*(?:was tun|que faire|qué hacer|что делать)"
)
# What failed: Claude, a thing of Claude's, or what calls it; not somebody who helped, or is only mentioned.
_NAME = (
    r"(?:claude(?:\.ai)?|anthropic|opus|sonnet|haiku|fable|bedrock|vertex(?: ai)?|openrouter"
    r"|the (?:api|sdk|cli|terminal|shell))"
)
_ADVERBS = (
    r"(?: (?:code|desktop|api|pro|max|cli|sdk|servers?|github action|in \w+ \w+|just|always|now|only|still"
    r"|also|constantly|sometimes|suddenly|often|randomly|basically|has|have|been|keeps?|\d[\d.]*)){0,4}"
)
_FAILS = (
    r"(?:says?|said|saying|tells?|told|telling|claims?|complain\w*|refus(?:e|es|ed|ing)|reject\w*|pretends"
    r"|insists|answers?|answered|warns?|gives?|gave|won'?t|doesn'?t|don'?t|do(?:es)? not|isn'?t"
    r"|can'?t|couldn'?t|cannot"
    r"|needs?|wants?|only lets|fails?|failed|failing|stops?|stopped|stopping|breaks?|dies|died|ends?|cuts?"
    r"|hangs?|hung|asks?|asking|demands?|throws?|throwing|returns?|thinks?|lets?|locks?|makes me|goes silent"
    r"|becomes?|became|hits?|quits?|crash(?:es|ed)?|freez(?:es|ing)|froze|frozen|unresponsive|dying|throttles?|never"
    r"|takes|shows?|is not|are not|does nothing|starts|[45]\d\d"
    r"|disabled|suspended|banned|overloaded|unavailable|unreachable|down|unable|blocked|stuck|sits"
    r"|(?:is|are|was) (?:at|over) capacity"
    r"|(?:gets?|is|got|was) (?:stuck|blocked|cut|banned)"
    r"|meint|sagt|lehnt|zeigt|hängt|bricht|ist|nimmt|dit|répond|est bloqué|ne|dice|rechaza|corta|falla|está"
    r"|me \w+|mi \w+|[mn]['\x{2019}]\w+|no|não|non|se|si|diz|pede|devolve|continua|rejeita|recusa"
    r"|trava|falha|dá|da|bloquea|pide|refuse|reste|échoue|demande|rifiuta|è|est|hat|ha|a|tronca|resta|bloque|dice|chiede|fallisce"
    r"|will|kann|scheitert|nimmt|verbindet|gibt|funktioniert|не|пишет|говорит|весь)"
)
_THINGS = (
    r"(?:api|account|organi[sz]ation|keys?|login|subscription|requests?|calls?|credits?|limits?|usage"
    r"|conversation|session|chat|client|python|sdk|app|servers?|answers?|responses?|output|tool|mcp)"
)
_THINGS_ABROAD = (
    r"(?:API|SDK|cuenta|conta|compte|account|konto|respuestas?|respostas?|réponses?|rispost[ae]"
    r"|antwort(?:en)?|filtro|filtre|inhaltsfilter|servidor(?:es)?|serveurs?|l[ií]mite|limite|llamadas"
    r"|chamadas|appels|chiamate|anfragen|server|chiave|clave|chave|clé|messaggi|mensajes|mensagens)"
)
_OF_CLAUDE = Pattern(
    one_of(
        rf"(?i)\b{_NAME}(?:'s|\x{{2019}}s)?{_ADVERBS}[ ,:]+{_FAILS}(?:\W|$)",
        rf"(?i)\b{_NAME}(?:'s|\x{{2019}}s) (?:\w+ ){{1,2}}{_FAILS}(?:\W|$)",
        rf"(?i)\b(?:claude|anthropic)(?: (?:code|max|pro))?(?:'s)?[ -]{_THINGS}\b",
        # What is Claude's, in languages that say so with a preposition.
        rf"(?i)\b{_THINGS_ABROAD}(?: \w+){{0,2}}? (?:d[eoai]|da|del|von) (?:claude|anthropic)\b",
        rf"(?i)\b{_THINGS_ABROAD} (?:d['\x{{2019}}])?(?:claude|anthropic)\b|\b(?:claude|anthropic)-konto\b",
        r"(?i)\banthropic:|\bclaude(?: code| pro)?:|\banthropic_",
        r"(?i)\bclaude-[\w.-]{3,40} (?:isn't|is|was|no longer|doesn't|stopped|returns|gives|répond|fails)\b",
        # What was sent to it, and what came from it.
        r"(?i)\b(?:calls?|requests?|connect\w*|messages?|invok\w+|access|errors?|refused|denied|banned|disabled"
        r"|suspended|logged (?:out|in)|logging in|login|stream|answers?|responses?|replies|output|\d\d\d)"
        r"(?: \w+){0,2}? (?:to|of|from|for|with|by|into|in) (?:the )?(?:claude|anthropic)",
        r"(?i)\b(?:every|each|all|most|half of the) (?:my |our |second )?(?:calls?|requests?|messages?)\b",
        r"(?i)\b(?:jobs?|runs?) (?:with|of|on) (?:claude|opus|sonnet|haiku)\b",
        r"(?i)\b(?:in|on|of|from|for) (?:the )?(?:claude|anthropic|opus|sonnet)(?: [\w.]+){0,2} (?:is|are|was"
        r"|gets?|got|just|does|do|fails?|failed|stops?|stopped|reached|ends?|never|always|keeps?|breaks?|dies)\b",
        r"(?i)\b(?:can'?t|cannot|couldn'?t|unable to|throttled|rejected|missing|gone|blocked|limited)"
        r" (?:\w+ ){1,5}?(?:in|with|on|from|by|to) (?:the )?(?:claude|anthropic)\b",
        r"(?i)\b(?:calling|using) (?:claude|anthropic|opus|sonnet|haiku)(?: \w+)?"
        r" (?:from|via|through|in|over|with)\b",
        # What is between.
        r"(?i)\b(?:proxy|firewall|zscaler|netskope)\b[^\n.]{0,60}\b(?:claude|anthropic)\b",
        r"(?i)\b(?:signed|kicked|logs me) out of claude\b",
        # What is installed, and what the terminal does with it.
        r"(?i)\b(?:instal\w+|installé|instalé)(?: \S+)? claude code\b|\bclaude code (?:nicht )?instal\w+",
        # What people have of it, and of their own.
        r"(?i)\b(?:my|our|mein\w*|mi|meu|minha|ma|mon|mio|mia) (?:\w+ ){0,2}?(?:claude|anthropic)\b",
        r"(?i)\b(?:my|our|the) (?:[\w-]+ ){0,2}(?:bot|app|agent|script|pipeline|jobs?|backend|lambda|tool)"
        rf"(?: (?:just|always|now|suddenly|sometimes))? {_FAILS}(?:\W|$)",
        r"(?i)\b(?:it|api|they) (?:(?:just|always|now|only|still|then|also) )?(?:says?|tells?|complains?"
        r"|claims?|answers?|wants|refuses|rejects|doesn'?t|won'?t|continua|sigue)\b",
        r"(?i)\bi(?:'m| am)? (?:get|got|getting)\b",
        r"(?i:антропик|клод|claude|anthropic)(?: api)? (?:не|пишет|говорит|выда|весь|отвеча|постоянно)",
        r"(?i)(?:claude|anthropic|클로드)[^\n]{0,40}[\x{3040}-\x{30ff}\x{3400}-\x{9fff}\x{ac00}-\x{d7a3}]",
    )
)


# Words of German and of the languages of Romance, of which a sentence has more than one.
_ABROAD = Pattern(
    r"(?i)(?:^|[\s(\"'\x{2019}])(?:il|lo|gli|di|dall|che|è|non|mi|mia|mio|della|del|la|le|les|des|est|ne|n|pas"
    r"|que|el|los|las|de|da|do|em|não|meu|minha|der|die|das|ist|nicht|mein|meine|ich|und|von|con|per|al|se"
    r"|un|une|um|uma|ein|eine|mon|mes|dans|desde|depuis|seit)(?:$|[\s,.)\"'\x{2019}])"
)
_MIN_WORDS_ABROAD = 2


def find_reported_part(clean: CleanText, reading: ParsedReport) -> str:
    """The sentences in which a person reports a failure of Claude in their own words; empty if the text is
    something else.
    """
    report, data = reading.report, clean.data
    if len(clean.text) > _MAX_CHARACTERS or report.exceptions or report.is_of_other_vendor:
        return ""
    if not _CLAUDE.occurs(data):
        return ""
    is_to_reader = PATTERNS["second-person"].occurs(data) and not PATTERNS["first-person"].occurs(data)
    if is_to_reader or _NOTHING_HAPPENED.occurs(data) or not _is_report(clean, reading):
        return ""
    sentences = _SENTENCE_END.pieces(clean.masked.encode())
    told = b". ".join(map(_without_general_parts, filterfalse(_QUESTION.occurs, sentences)))
    happened = _HAPPENED.occurs(told) or _is_terse(told) or _is_abroad(told)
    return told.decode(errors="replace") if happened else ""


def _is_abroad(told: bytes) -> bool:
    """Whether it is in German, or in a language of Romance, whose verbs the patterns above do not list."""
    return next(islice(_ABROAD.finditer(told), _MIN_WORDS_ABROAD - 1, None), None) is not None


def is_of_claude(told: str) -> bool:
    """Whether it is something of Claude's that failed in these sentences."""
    return bool(_OF_CLAUDE.occurs(told.encode())) or _is_terse(told.encode())


def _is_report(clean: CleanText, reading: ParsedReport) -> bool:
    """Whether a person tells it, or a program in another language than English."""
    return is_prose_of_a_person(clean, reading) or (_is_terse(clean.data) and reports_an_event(reading))


def _is_terse(told: bytes) -> bool:
    """Whether it is a message in another language than English that names Claude."""
    return len(told) <= _MAX_TERSE and bool(_TERSE.occurs(told)) and not _TITLE.occurs(told)


def _without_general_parts(sentence: bytes) -> bytes:
    """The sentence without what should be, and what one wants to know."""
    parts = _PART_END.pieces(sentence)
    return b", ".join(part for part in parts if _SAYS.occurs(part) or not PATTERNS["general"].occurs(part))
