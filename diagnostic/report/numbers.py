"""The numbers in messages of the API: tokens, limits, sizes."""

from __future__ import annotations

from diagnostic.patterns import Family, compile_all

SIGNS = {
    "tokens,limit": (
        r"prompt is too long: (\d{1,12}) tokens > (\d{1,12})|~(\d{1,12}) tokens \(limit (\d{1,12})\)"
    ),
    "max_tokens": r"exceeded (?:the )?(\d{1,9}) output token maximum",
    "input_tokens,max_tokens,limit": r"exceed context limit: (\d{1,12}) \+ (\d{1,12}) > (\d{1,12})",
    "max_tokens,limit": r"max_tokens: (\d{1,12}) > (\d{1,12})",
    "limit": (
        r"rate limit of (?:your organization )?\(?(\d[\d,]{0,14})\)? (?:input tokens|output tokens|requests)"
    ),
    "bytes,max_bytes": r"maximum: (\d{1,12}) bytes > (\d{1,12}) bytes",
    "pages": r"maximum of (\d{1,6}) PDF pages",
    "pixels": r"max allowed size[^:\n]{0,40}: (\d{1,6}) pixels",
    "count": r"blocks with cache_control may be provided\. Found (\d{1,4})",
    "position": r"\(char (\d{1,9})\)|at position (\d{1,9})",
}
_PATTERNS = compile_all(SIGNS)
_KINDS = Family("numbers", SIGNS)


def read_numbers(data: bytes, hits: frozenset[str]) -> dict[str, int]:
    """Name -> value, for each message that occurs."""
    numbers: dict[str, int] = {}
    for names in _KINDS.names_in(hits):
        found = _PATTERNS[names].search(data)
        groups = [group for group in found.groups() if group is not None]
        for number, name in enumerate(names.split(",")):
            numbers[name] = int(groups[number].replace(b",", b""))
    return dict(sorted(numbers.items()))
