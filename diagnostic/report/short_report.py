"""Whether a text is a person's short report about Claude, in any language: a type or status that it names is
what they encountered.
"""

from __future__ import annotations

from diagnostic.patterns import compile_all

_MAX_BYTES = 400  # bytes
# In a short report, a number that does not count anything: before punctuation, or before a preposition or
# conjunction of many languages.
STATUS_IN_SENTENCE = (
    r"(?i)(?:^|[\s(\"'“„«]|[^\x00-\x7f])((?:40[0134589]|41[37]|42[29]|5(?:0[0-4]|2[0-9]|30)))"
    r"(?:['\"”“»)]{0,2}(?:[,;:!?…]|\.(?:\s|\z)|\s*\z|[^\x00-\x7f])"
    r"|\s(?:from|when|since|for|on|in|at|with|after|behind|again|every|but|and|even|if|although|though|as|because"
    r"|now|all|von|vom|bei|beim|seit|mit|auf|im|und|aber|nach|wenn|obwohl|trotz|abgelehnt|zurück|wieder"
    r"|de|des|du|da|do|dos|del|di|della|dalla|dall|en|sur|avec|depuis|malgré|quand|et|mais|con|desde|cuando|al|y|pero"
    r"|por|para|com|na|no|em|desde|ao|quando|ma|e|от|на|при|с|в|и|но|после|хотя|від|після"
    r"|przy|mimo|z|od|podczas|w|i|ale|van|bij|sinds|met|en|maar|při|od|když"
    r"|veriyor|alıyorum|dönüyor|diyor|khi|từ|liên|från|när|fra|når)(?:[\s.,!?]|$))"
    # Of several errors the number is a count, unless a word before it tells who returns them.
    r"|(?:\A|\b(?:claude(?: code| api| desktop)?|anthropic(?: api)?|api|get(?:s|ting)?|got|see(?:s|ing)?|saw"
    r"|hit(?:s|ting)?|receiv(?:e|es|ed|ing)|giv(?:es|ing)|gave|return(?:s|ed|ing)?|throw(?:s|ing)?|all|many|more"
    r"|these|those|constant(?:ly)?|frequent|intermittent|occasional|persistent|random|repeated|http)\s)"
    r"(4(?:0[0134589]|1[37]|2[29])|5(?:0[0-4]|2[0-9]))\s(?:errors|responses)\b"
    # After a verb or preposition that introduces a response.
    r"|(?:\b(?:with|us|mit|gibt|liefert|wirft|med|svarar|svarer|returnerar|met|geeft|avec|renvoie|retourne|con|devuelve"
    r"|com|devolve|restituisce|z|ze|zwraca|vrací)"
    # Without a noun before it, the number may count what follows.
    r"|(?:возвращает|отда[её]т|выда[её]т|повертає)\s(?:код|ошибку|помилку|статус))"
    r"\s(?:an?\s|einem?\s|einen\s|une?\s|uma?\s|ett\s|een\s)?(4(?:0[0134589]|1[37]|2[29])|5(?:0[0-4]|2[0-9]))\b"
)
_PATTERNS = compile_all(
    {
        "claude": r"(?i)claude|anthropic|クロード|클로드",
        # Code, a log, a list, a change, or a question about errors in general.
        "other": (
            r"[{}<>;=|\[\]]|\w\(|://|(?m:^[ \t]*(?:[-*#+•]|//|\d{1,2}[.)]) ?)"
            r"|\b(?i:INFO|DEBUG|fix|feat|docs|test|chore|ok|passed|failed)\b[(:]"
            r"|[\w/-]\.(?:py|ts|js|rb|go|java)\b"
            r"|(?i)\b(?:handl(?:e|es|ing)|catch(?:es|ing)?|retries|retr(?:y|ied) on|mocks?|stub|means?"
            r"|meaning|difference between|list of|documented|documentation|docs|documentación"
            r"|doku(?:mentation)?|what (?:is|does)|should i|bedeutet|signifie|significa)\b"
        ),
    }
)


def is_short_claude_report(data: bytes) -> bool:
    """Whether it is a person's short report of what Claude returned."""
    return (
        len(data) <= _MAX_BYTES
        and bool(_PATTERNS["claude"].occurs(data))
        and not _PATTERNS["other"].occurs(data)
    )
