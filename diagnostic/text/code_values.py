"""Whether a value without quotes is code by its form alone: a variable, a member, a call, a type."""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.randomness import changes, has_digit, rare_pairs, word_ratio

# token.access_token, user?.password: a part of a variable that is named like a secret
MEMBER = Pattern(
    rb"!?(?:[A-Za-z_$]\w*\??\.){1,4}\w*(?i:token|password|passwd|pwd|secret|key|credentials?|auth|bearer|jwt|hash)s?"
    rb"(?: (?:if|or|and|else|for|in|is|not|as|\|\||\?\?)(?: [^\n]*)?)?"
)
# (await res.json()).token, Hash::make($request->x), Joi.string().min(8), useState<string, (a: string) => x:
# names with calls, subscripts and members
_NAMES = rb"\$?[A-Za-z_]\w*!?"
EXPRESSION = Pattern(
    rb"(?:await |new |!|&|\*|\(await |\()?(?:"
    + _NAMES
    + rb"(?:<[\w ,|\[\]]{1,40}>?)?(?:\??\.|->|::)){0,6}"
    + _NAMES
    + rb"(?:(?:<[\w ,|\[\]]{1,40}>)?(?:\??\.)?(?:\((?:[^\n]*\)[\w\s.()\[\]'\"?!;,:>+*/|&-]*"
    + rb"|[A-Za-z_$\"'.?\[\]>:({]*|\d{0,4})"
    + rb"|\[`[^`\n]*`?\]?|\[[\"']?[A-Za-z_][\w.-]*[\"']?(?: :[^\n]*)?\]?|\[[\w.]+\[[\w., \[\]]*)"
    + rb"|<(?:[A-Za-z_][\w ,|<>\[\].]{1,80}|\{)|->"
    + _NAMES
    + rb"|::"
    + _NAMES
    + rb"|\))|(?:async )?\((?:[A-Za-z_]\w*\??(?:: ?[A-Za-z][\w<>\[\]|. ]*)?(?:, )?){1,6}\)?(?: ?=>[^\n]*)?"
    + rb"|(?:async )?\((?:\.{3})?[\[{]?[A-Za-z_$]\w*\??[:,)\]]{0,2}|\(\)(?:: ?[\w<>\[\] |]{1,40})? ?=>[^\n]*"
    + rb"|\([A-Za-z_]\w*(?: \*+)?\)[A-Za-z_][^\n]*|\(0,|\??\.[A-Za-z_]\w*\)*"
)
_CALLED = Pattern(rb"^[^(\[]*")


def is_of_words(value: bytes) -> bool:
    """Whether the names before the first bracket of an expression are words, not a password."""
    if value.startswith(b"()") and b"=>" in value:
        return True
    names = _CALLED.match(value.lstrip(b"(!")).group().replace(b":", b"").replace(b">", b"")
    return (
        word_ratio(names) >= 0.55
        and rare_pairs(names) < 0.15
        and not (has_digit(names) and changes(names) >= 0.35)
    )


# return token, new Secret: a statement behind what looks like an assignment; .expiration: a member
_STATEMENT = Pattern(
    r"(?:return|yield|raise|lambda|await|async|throw|new|typeof|function|isinstance|range)(?:[ (]|$)"
    r"|\.[A-Za-z_]\w*\)*$"
)
_VARIABLE = Pattern(r"[*&]{0,2}[A-Za-z_$][A-Za-z_]*(?:\.[A-Za-z_]+)*(?: \| [A-Za-z.]+)*")
_COMPOUND = Pattern(r"[a-z][A-Z_.]")
_LAST_WORD = Pattern(r"(?:[A-Z]?[a-z]+|[A-Z]+)$")
_MARKS = b"_-.$@ *&:"
_LEAST_SUFFIX = 6
# A type: RetryToken, SourceData. Behind a colon, if what follows belongs to code.
_TYPE = Pattern(r"[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z]*(?: \| [A-Za-z.]+)*")
_TYPE_END = Pattern(
    r"(?:Identity|Provider|Token|Credentials?|Types?|Data|Options?|Config|Configuration|Input|Output|Results?"
    r"|Response|Request|Error|Key|Client|Service|String|Number|Boolean|Buffer|Interface|Params|Props|State"
    r"|Logger|Settings|Stream|File|Value|Secret|Set|Authorizer|Password|Auth)$"
)
_AFTER_TYPE = (b";", b")", b"|", b"&", b">", b"[", b"{", b"=", b"<")


_SEVERAL_WORDS = Pattern(r"[a-z][A-Z]|[A-Za-z][_.-][A-Za-z]")


def _letters(name: bytes) -> bytes:
    return name.lower().translate(None, _MARKS)


_STATEMENTS = tuple(b"return yield raise lambda await async throw new typeof function isinstance .".split())


def may_be_variable(value: bytes) -> bool:
    """A cheap sign of what `is_variable` accepts."""
    return not has_digit(value) or value.startswith(_STATEMENTS)


def is_variable(name: bytes, value: bytes, between: bytes, after: bytes) -> bool:
    """Whether it is a variable named like the setting, a type, or a statement: auth_token=auth_token,
    token?: RetryToken); `between` is the text before the value, `after` the text behind it.
    """
    if _STATEMENT.match(value):
        return True
    if not _VARIABLE.fullmatch(value):
        return False
    if after[:1] == b";" and between.endswith(b" = ") and _COMPOUND.search(value):
        return True  # this.token = response.value;
    is_code = after[:1] in (b";", b",", b")", b"]", b"}") or b"_" in value or b"." in value
    is_told_apart = (is_code or _SEVERAL_WORDS.search(name) is not None) and not name.isupper()
    if is_told_apart and _is_named_alike(_letters(name), _letters(value), value):
        return True
    if b":" not in between or b"=" in between or not _TYPE.fullmatch(value):
        return False
    return b"?" in between or after.lstrip(b" ")[:1] in _AFTER_TYPE or _TYPE_END.search(value) is not None


def _is_named_alike(name: bytes, letters: bytes, value: bytes) -> bool:
    if len(letters) < _LEAST_SUFFIX:
        return False
    if letters == name:
        return True
    is_compound = value.strip(b"_*&") != letters  # has marks or capitals between its words
    return is_compound and (name.endswith(letters) or letters.endswith(name) or name in letters)
