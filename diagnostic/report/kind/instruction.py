"""Whether a text tells its readers what to do about an error that they may see, with an example of it."""

from __future__ import annotations

from diagnostic.patterns import compile_all, one_of
from diagnostic.report.kind.article import has_own_experience

_VERBS = (
    r"(?:add|always|ask|avoid|call|change|check|choose|confirm|contact|create|delete|disable|do not|don't"
    r"|enable|ensure|export|include|increase|install|keep|limit|lower|make sure|move|open|pass|put|raise"
    r"|reduce|remove|rename|replace|restart|retry|rotate|run|select|send|set|shorten|split|start|switch|try"
    r"|update|upgrade|use|verify|wait|write)"
)
# What comes before output that the readers may see: you will see this error, or a condition.
_LEAD = one_of(
    r"[^\n]*\b(?:you|users?) (?:(?:may|might|will|can|could|would) )(?:\w+ )?"
    r"(?:see|get|receive|encounter|hit|run into|find|notice)\b",
    # Not: when using, when I use.
    r"[^\w\n]*(?:if|when(?:ever)?|once|should|in (?:the )?(?:event|case)(?: that)?) "
    r"(?:an?|it|requests?|the|there|they|this|users?|you|your|\w+ (?:are|cannot|does|exceeds|has|is|was))\b",
)
SIGN = rf"(?im)^(?:{_LEAD})"
_PATTERNS = compile_all(
    {
        # The line, and a fence, a quotation, an indented block, or the paragraph below a colon.
        "example": (
            rf"(?im)^(?:{_LEAD})(?:[^\n]*\n\s*?"
            r"(?:```[^`]*```|(?:[ \t]*>[^\n]*\n)+|(?:(?: {4}|\t)\S[^\n]*\n)+)"
            r"|[^\n]*:[ \t]*\n\s*?(?:[^\n]*\S[^\n]*\n)+)"
        ),
        # What it looks like in general.
        "typical": (
            r"(?im)^(?:if|when) [^\n]*\b(?:will|would|typically|usually|generally) (?:\w+ )?"
            r"looks? (?:like|similar)\b[^\n]*:[ \t]*$"
        ),
        "advice": one_of(
            rf"(?im)(?:^\W*|[.:;!,] |\bthen |\bplease |\balways )(?:{_VERBS})\s",
            r"(?i)\bwe (?:recommend|suggest)\b|\byou (?:can|have to|must|need(?: to)?|should)\b",
            r"(?i)\bto (?:avoid|fix|prevent|resolve|solve) (?:it|them|this)\b",
        ),
        # Words of a person who asks for help.
        "asks": (
            r"(?im)\?[\"')*]*[ \t]*$|\b(?:any(?:body|one)|any (?:ideas?|help)|please (?:help|fix)|thanks|bug"
            r"|regression|workarounds?|expected)\b"
        ),
    }
)


def is_instruction(text: str) -> bool:
    """Whether output below a condition, or below a sentence on what the readers may see, is followed by
    advice, and nobody says that the error occurred.
    """
    if has_own_experience(text) or (found := _PATTERNS["example"].search(text)) is None:
        return False
    rest = text[found.end() :]
    asks = _PATTERNS["asks"].search(rest) or _PATTERNS["asks"].search(found.group().partition("\n")[0])
    is_told = any(
        _PATTERNS[sign].search(part) for sign, part in (("advice", rest), ("typical", found.group()))
    )
    return asks is None and is_told
