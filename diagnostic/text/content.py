"""Finds what people and the model wrote, in a request or an answer that is part of the paste: the strings of
`content`, `text`, `system`, `data` and similar fields.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.ranges import BARRIER, find_or_end
from diagnostic.text.value_ends import find_closing

# .content("words"), NewTextBlock("words"), Message(RoleType.User, "words"): calls of the SDKs
_BUILT = r"""\.(?:content|system|add(?:User|Assistant|System)Message)\(|\bNewTextBlock\(|\bRoleType\.\w+, ?"""
# agent.run("words"), chain.invoke({"question": "words"}): calls of libraries
_ASKED = (
    r"""\b(?:llm|chain|agent|crew|graph|chat|runnable|executor|\w+_(?:llm|chain|agent|crew|executor))"""
    r"""\.a?(?:invoke|run|run_sync|stream|predict|complete|chat|ask|query)\((?:\{\\*["']\w{1,30}\\*["']:\s?)?"""
)
_REQUEST = r"""\\*["']model\\*["']\s*:\s*\\*["'][\w./:@-]{1,80}\\*["'],\s*\\*["']input\\*["']\s*:\s*"""
# A field such as `text` contains what somebody wrote only if the paste contains a conversation.
_CONVERSATION = Pattern(
    r"""\\*["'](?:role\\*["']\s*:\s*\\*["'](?:user|system|tool|human|assistant|model)\\*["']"""
    r"""|messages\\*["']\s*:\s*\[|prompt\\*["']\s*:\s*\\*["'])"""
    r"""|\\*["']type\\*["']\s*:\s*\\*["']"""
    r"""(?:base64|tool_result|text|(?:in|out)put_text|text_delta|thinking|thinking_delta|input_json_delta|tool_use)\\*["']"""
    r"""|\brole: ?\\*["']?(?i:user|system|tool|human)\b|\b(?:Human|System|Tool|AI|ChatCompletion)Message\("""
    r"""|(?:Text|Thinking|ToolUse)Block\("""
    r"""|\\*["']completion\\*["']\s*:\s*\\*["']|(?m:(?:^|["'`+>] ?))Human: |(?m:^[+> ]{0,2})assistant: """
    r"""|\\*["']system\\*["']\s*:\s*\\*["'][^"'\n]{16,400}\\*["']\s*,\s*"""
    r"""\\*["'](?:messages|metadata|max_tokens|model|tools|temperature|stream)\\*["']"""
    r"""|(?m:^[ \t]*(?:model|max_tokens): [^\n]*\n[ \t]*system: """
    r"""|^[ \t]*system: [^\n]*\n[ \t]*(?:model|messages|max_tokens):)"""
    r"""|\bsystem=["']|\b[rR]ole[:=](?i:user|system|tool|human|assistant),? [cC]ontent[:=][^"'\s]"""
    # Ruby, PHP, Elixir, Rust, C#; pairs of LangChain; calls of tools over MCP; a request for OpenAI
    r"""|\b[rR]ole\\*["']?\s?(?:=>|=|:)\s?\\*["':]?(?:RoleType\.)?(?i:user|system|tool|human|assistant)\b"""
    r"""|[(\[]\\*["'](?:system|human|ai|user|assistant)\\*["'],\s?\\*["']"""
    r"""|\\*["']tools/call\\*["']"""
    # UserPromptPart(content=, TextContent { text =, UserMessage{content=, MessageParam{content=
    r"""|\b(?:[A-Z]\w*)?(?:Message|Part|Block|Content)(?:Param|Chunk)?\s?[({]"""
    r"""\s{0,20}[^()\n]*\b_?(?:[cC]ontent|[tT]ext)["']?\s?[=:]|\b(?:User|Assistant|System)\(content="""
    # Rust's and Go's, LangChain's in JavaScript, what programs name after the person who wrote it
    r"""|\b[cC]ontent: (?:\[\s{0,20})?Text\(|\bContentBlock::|\blc_kwargs: \{|\bType:text Text:"""
    r"""|\b(?:cited_text|(?:user|input|output|prompt|completion)_(?:text|prompt|message|input|query))\\*["']?\s?[=:]\s?\\*["']"""
    r"""|\bllm\.(?:in|out)put_messages\.|[cC]ould not parse LLM output: |<(?:task|user_query|document)>"""
    r"""|"inputs\\*":\s?\{\},|\\*"(?:response_mode|chatId|overrideConfig)\\*":"""
    r"""|\bmap\[content:|\bModels::\w*Block text="""
    r"""|\b(?:Message|Part|Block)Param\{|\bContent\{string=|\b(?:Text:[^\n"]+ Type:text|Type:text)\b"""
    r"""|\btype: ["'](?:text|tool_result|thinking|input_text|output_text)["']"""
    r"""|Message\\*["']\s*\],\s*\\*["']kwargs"""
    r"""|<(?:message|turn) role=|<parameter name=|\bpartial_json=["']"""
    r"""|\b(?:ContentBlock|TextBlock)\w{0,12}\{|(?m:^\[(?:user|human|assistant|system)\]:? )"""
    r"""|\["content"\]\s?=>\s{0,20}string\(\d+\) \""""
    r"""|\\*["']input\\*["']\s*:\s*\{\s?\\*["']\w{1,30}\\*["']\s*:\s*\\*["'](?:[^\s"'\\]+ ){6}"""
    r"""|\\*["'](?:tool_calls\\*["']\s*:\s*\[|reasoning_content|delta\\*["']\s*:\s*\{\\*["']content)"""
    # pairs in lists
    r"""|\[\\*["']role\\*["'],\s?\\*["'](?i:user|system|tool|human|assistant)\\*["']"""
    # Clojure's and Erlang's maps, Swift's enumeration, an attribute of OpenTelemetry, a role of CrewAI
    # a dump of PHP; .NET's chats; a body whose beginning was cut; a table
    r"""|\[["']?role["']?\]\s?=>\s{0,20}(?:string\(\d+\) )?["']?(?i:user|system|tool|human|assistant)\b"""
    r"""|"\$type\\*"\s*:\s*\\*"TextContent|\bRole = (?i:user|system|tool|human|assistant)\b"""
    r"""|\b(?:user|assistant|system|text)\\*["'],\s?\\*["'](?:content|text)\\*["']\s?:"""
    r"""|\bmessages\.\d+\.content|(?m:^["']?(?:role|from|speaker)["']?[,;\t]["']?(?:content|text|message|value)\b)"""
    r"""|<\|im_start\|>|\[INST\] |(?m:^[>#* ]{0,4}(?:User|Assistant|Human|USER|ASSISTANT|HUMAN):(?:\*\*)? )"""
    r"""|\bclaude (?:-\S+ )*(?:-p|--print) ["']|\bllm (?:-\S+ \S+ )*["']|\bsystem_?[pP]rompt = """
    r"""|\b[rR]ole: \w+, [cC]ontent: """
    r"""|:role :?["']|\brole => <<|\brole: \.(?:user|assistant)"""
    r"""|\bgen_ai\.[\w.]*(?:content|prompt|messages|instructions|completion)\b|\bOfText:\{Text:"""
    r"""|\\*["']chatInput\\*["']\s*:\s*\\*["']"""
    r"""|\[content\] => (?:[^\s{}\[\]"'<>]+ ){4}|\[content\] => [\x{3040}-\x{9fff}\x{ac00}-\x{d7a3}]{6}"""
    r"""|\\*["']is_error\\*["']\s*:\s*false\b[^\n]{0,300}\\*["']result\\*["']\s*:|\bAgent\(role="""
    r"""|\b(?:system_?[pP]rompt|prompt|instructions)\\*["']?\s?[=:]\s?\\*["']|""" + _REQUEST +
    # a prompt alone; Gemini's and Titan's; Cohere's requests
    r"""|\\*["']system\\*["']\s*:\s*\\*["'](?:[A-Za-z\x{c0}-\x{24f}'\x{2019}-]+[,.;:!?]?[ ]){7}"""
    r"""|\\*["'](?:parts\\*["']\s*:\s*\[\s*\{|inputText\\*["']\s*:)"""
    rf"""|(?:{_ASKED})["']|\bNewTextBlock\(|\badd(?:User|Assistant)Message\(|\bRoleType\.\w+, ?["']"""
    r"""|\b(?:TextBlock|Message|ContentBlock|MessageCreate)Params?\.|\b(?:generate|stream)(?:Text|Object)\("""
    r"""|\\*["']run_type\\*["']\s*:|\binputs\\*["']?\s?[:=]\s?\{\\*["']\w"""
    r"""|\\*["']chat_history\\*["']\s*:"""
    r"""|\\*["']inline_?[dD]ata\\*["']\s*:\s*\{"""  # Gemini's images
)
_STRING = Pattern(
    r"""(?:\\*["'](?:[\w.]+\.)?"""
    r"""(?:[cC]ontent|[tT]ext|system|thinking|chatInput|input_text|inputText|output_text|prompt|data|partial_json|completion|signature"""
    r"""|arguments|reasoning_content|system_?[pP]rompt)"""
    r"""\\*["']\s*(?::|\]?\s?=>)\s*(?:string\(\d+\) )?|:content\s?(?:=>)?\s?|\bcontent => <<|\.text\("""
    r"""|\bText\(|"""
    r"""\b(?:cited_text|(?:user|input|output|prompt|completion)_(?:text|prompt|message|input|query))\\*["']?\s?[=:]\s?|"""
    r"""\b_?(?:[cC]ontent|[tT]ext|system|prompt|thinking|signature|system_?[pP]rompt|instructions|goal|backstory|partial_json)(?:\s?=\s?|:\s{0,8})"""
    r"""|[(\[]\\*["'](?:system|human|ai|user|assistant)\\*["'],\s?"""
    rf"""|{_BUILT}|{_ASKED}"""
    r"""|\[\\*["'](?:content|text)\\*["'],\s?"""
    r"""|\\*["']role\\*["']\s*:\s*\\*["'](?i:user|chatbot|system)\\*["']\s*,\s*\\*["']message\\*["']\s*:\s*"""
    # what OpenTelemetry exports; what Claude Code printed at the end, unless it is an error
    r"""|\bgen_ai\.[\w.]*(?:content|prompt|completion|messages|instructions)\\*["'],\s*\\*["']value\\*["']\s*:\s*\{\s*"""
    r"""\\*["']stringValue\\*["']\s*:\s*"""
    r"""|\\*["']is_error\\*["']\s*:\s*false\b[^\n]{0,300}?\\*["']result\\*["']\s*:\s*"""
    r"""|""" + _REQUEST + r""")(\\*)(["'`])"""
)
# content: words to the end of the line, as YAML has them; a block's first line and those below it.
_YAML = Pattern(
    r"""(?m)^[ \t>|-]*\b(?:content|text|system|prompt):[ ]+"""
    r"""(?:[|>][+-]?\n((?:[ \t]{4,}[^\n]+\n?)+)"""
    r"""|([^\s"'`{\[|>&*!\x01][^\n]{15,}))"""
)
_TURN = Pattern(
    r"""(?m)(?:^[+> ]{0,2}|["'`>]|\\n)(?:Human|System|Assistant|assistant|user|human): """
    r"""((?:[^\n\\"<]|\\[^n]){16,})"""
)
# {Role:user Content:words}, Message(role=user, content=words, id=3), as Go and Java print them
_FIELD = Pattern(
    r"""\b[rR]ole(?:[:=]| = |: )\w+,? [cC]ontent(?:[:=]| = |: )"""
    r"""([^"'\s\[{\x01][^\n{}\[\]()\x01]{15,}?)(?:, \w+ ?=|[}\])\n]|$)"""
)
# MessageParam{content=words, role=user}, {Text:words Type:text}, Content{string=words}; words in tags
_PRINTED = Pattern(
    r"""\b(?:content|text)=([^"'\s\[{\x01][^\n{}\[\]\x01]{15,}?), (?:role|type)="""
    r"""|\bmap\[content:([^"'\s\[\x01][^\n\[\]\x01]{15,}?) role:\w+\]"""
    r"""|\bText:([^"'\s\x01][^\n\x01]{15,}?) Type:text"""
    r"""|\bType:text Text:([^"'\s\x01][^\n{}\[\]\x01]{15,}?)(?:[}\]]| [A-Z]\w+:)"""
    r"""|\bText = ([^"'\s\x01][^\n{}\[\]\x01]{15,}?) \}"""
    r"""|\bgen_ai\.[\w.]+: Str\(([^\n\x01]{16,})\)"""
    r"""|[cC]ould not parse LLM output: `?([^`\n\x01]{16,})"""
    r"""|<(?:task|user_query|document)>\s*([^<\x01]{16,})</"""
    r"""|\b(?:ContentBlock|TextBlock)\w{0,12}\{(?:type=text, )?text=([^\n{}\[\]\x01]{16,})[},]"""
    r"""|(?m:^\[(?:user|human|assistant|system)\]:? ([^\n\x01]{16,}))"""
    r"""|\\*["'](?:query|question)\\*["']\s*:\s*\\*["']([^"'\n\\\x01]{16,})\\*["']\s*,\s*"""
    r"""\\*["'](?:response_mode|history|chatId|overrideConfig|streaming|conversation_id|documents)\\*["']"""
    r"""|\{string=([^\n}\x01]{16,})\}"""
    r"""|<(?:(?:message|turn) role|parameter name)=\\*["'][\w-]+\\*["']>"""
    r"""(?:<(?:content|text)>)?([^<\x01]{16,})</"""
    r"""|<\|im_start\|>\w+\s([^<\x01]{16,})|\[INST\] ([^\[\x01]{16,})"""
    r"""|(?m:^[>#* ]{0,4}(?:User|Assistant|Human|USER|ASSISTANT|HUMAN):(?:\*\*)? ([^\n\x01]{16,}))"""
    r"""|\b(?:claude (?:-\S+ )*(?:-p|--print) |llm (?:-\S+ \S+ )*)["']([^"'\n\x01]{80,})"""
    r"""|\bsystem_?[pP]rompt = ([^"'\s\x01][^\n\x01]{15,})"""
    r"""|\bContentBlock\([tT]ext=([^\n\x01]{16,}?)\)[,\]]"""
    r"""|\bgen_ai\.[\w.]*(?:content|prompt|completion)(?:=|: )([^"'\s\x01][^\n\x01]{15,})"""
    r"""|\bOfText:\{Text:([^"'\s\x01][^\n{}\[\]\x01]{15,})"""
    r"""|\[content\] => ([^\n\x01]{16,})"""
    r"""|\bmessages\.\d+\.[\w.]+\s[^\n]*\binput_value=["']([^\n\x01]{16,}?)["'], input_type"""
    r"""|(?m:^["']?(?:user|assistant|system|human|ai)["']?[,;\t]"?([^"\n\x01]{16,}))"""
)
# Beside the messages so far, as Cohere has it; elsewhere "message" is what an error says.
_NEWEST = Pattern(
    r"""\}\s*\]\s*,\s*\\*["']message\\*["']\s*:\s*\\*["']([^"'\n\\\x01]{16,})"""
    r"""|\\*["']message\\*["']\s*:\s*\\*["']([^"'\n\\\x01]{16,})\\*["']\s*,\s*\\*["']chat_history\\*["']\s*:"""
)
# 'one ' + and a string on the next line: Node's way to print a long string
_JOINED = Pattern(r"""["'`]\s*\+\s*\n\s*(["'`])""")
# What the model gives to a tool.
_INPUT = Pattern(r"""(?:\\*["'](?:inputs?|arguments)\\*["']\s*:\s*|\binputs?=)\{""")
_VALUE = Pattern(r""":\s*(\\*)(["'])""")
_LONGEST_INPUT = 4096
# Claude Code's own messages, mostly errors, name this as their model.
OWN_MODEL = "<synthetic>"
_OWN = Pattern(r"""\bmodel\\*["']?\s?[:=]\s?\\*["']<synthetic>\\*["']""")
# How the result of a run begins if the API stopped it.
_OF_PROGRAM = Pattern(
    r"""API Error|Claude (?:AI|Code|usage)|Credit balance|Invalid API key|Prompt is too long|OAuth """
    r"""|Please run |\d+-hour limit|You've |Your |Request |Execution error|Error|Failed|Unable"""
)
# A turn of a transcript that is an error: clients show it in place of the answer.
_ERROR = Pattern(
    r"""(?:\*\*)?["'`\x{201c}]?(?:API Error\b|Error code: \d|\d{3} \{"|\{"type":\s?"error[\"]"""
    r"""|(?:\w+\.)*[A-Z]\w*(?:Error|Exception):\s|Claude (?:AI|Code) usage limit|Credit balance is"""
    r"""|Invalid API key|Prompt is too long|OAuth token )"""
)
# So begins what it gives to the model in a tool's place that nobody allowed.
_OF_PERMISSION = Pattern(
    r"""Claude requested permissions? to (?:use|read|write|edit) |Permission to use \w"""
)
_OTHER_MESSAGE = Pattern(
    r"""\b(?:role\\*["']?\s?[:=]\s?\\*["'](?:user|system|human)\b|model\\*["']?\s?[:=])"""
)
_NEXT_BLOCK = Pattern(r"\b\w*(?:Message|Block)\(|[^\]]..\z")
_LONGEST_MESSAGE = 2000  # bytes between a message's model and what it says
SIGNS = {"content": _CONVERSATION}
# Shorter ones are words such as "Hello"; without a blank they are ids, types and names.
_LEAST, _LEAST_DATA = 16, 64
# Chinese and Japanese have no blanks between words.
_UNSPACED = Pattern(r"[\x{3040}-\x{9fff}][\x{3000}-\x{9fff}\x{ff00}-\x{ffef}]{15}")
# The number of a telephone or of a card, which is shorter
_NUMBER = Pattern(r"[+(]{0,2}\d(?:[ ()./-]{0,2}\d){8,20}")


def find_content(data: bytes) -> list[tuple[int, int]]:
    """The strings of a conversation. An error's own message is in other fields and is kept, and so are Claude
    Code's own messages, which look like the model's.
    """
    places = [*_find_strings(data)]
    # Asked last: most texts have no such string, and the search for a conversation takes as long as the rest.
    if not places or not _CONVERSATION.occurs(data):
        return []
    models = [found.span() for found in _OWN.finditer(data)] if OWN_MODEL.encode() in data else []
    return [place for place in places if not any(_is_in_message(data, model, place) for model in models)]


def _is_in_message(data: bytes, model: tuple[int, int], string: tuple[int, int]) -> bool:
    """Whether the string and the `model` field belong to the same message. Python prints the blocks before
    the model, JSON after it.
    """
    is_before = string[1] <= model[0]
    between = data[string[1] : model[0]] if is_before else data[model[1] : string[0]]
    ends = _NEXT_BLOCK if is_before else _OTHER_MESSAGE
    return len(between) <= _LONGEST_MESSAGE and not ends.occurs(between)


def _find_strings(data: bytes) -> Iterator[tuple[int, int]]:
    for found in _YAML.finditer(data):
        value = found.group(found.lastindex)
        if b" " in value or _UNSPACED.search(value):
            yield found.span(found.lastindex)
    for pattern in (
        (_TURN, _FIELD, _PRINTED, _NEWEST) if b"chat_history" in data else (_TURN, _FIELD, _PRINTED)
    ):
        for found in pattern.finditer(data):
            start, end = found.span(found.lastindex)
            if not _ERROR.match(data, start, end):
                yield start, end
    for found in _INPUT.finditer(data):
        yield from _find_input(data, found.end())
    unclosed: set[tuple[int, bytes]] = set()
    at = 0
    while found := _STRING.search(data, at):
        start = at = found.end()
        slashes, quote = len(found.group(1)), found.group(2)
        end = -1 if (slashes, quote) in unclosed else _find_end(data, start, slashes, quote)
        if end < 0:  # then no later string with the same quote is closed either
            unclosed.add((slashes, quote))
            end = find_or_end(data, b"\n", start)
        value = data[start:end]
        if _is_of_program(found.group(), value):
            continue
        if (_is_said(value) or len(value) >= _LEAST_DATA) and BARRIER not in value[:1]:
            yield start, end
            at = end
            while joined := _JOINED.match(data, at):
                at = _find_end(data, joined.end(), slashes, joined.group(1))
                at = at if at >= 0 else len(data)
                yield joined.end(), at


def _is_said(value: bytes) -> bool:
    """Whether a string says something: words, or the number of a phone or a card; not an id or a type."""
    is_of_words = len(value) >= _LEAST and (b" " in value or bool(_UNSPACED.occurs(value)))
    return is_of_words or _NUMBER.fullmatch(value) is not None


def _is_of_program(key: bytes, value: bytes) -> bool:
    """Whether Claude Code says this itself: at the end of a run, or in place of a tool's result."""
    is_end = b"is_error" in key and _OF_PROGRAM.match(value) is not None
    return is_end or _OF_PERMISSION.match(value) is not None


def _find_input(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """The strings of several words between `at` and the first closing brace."""
    stop = find_or_end(data, b"}", at, at + _LONGEST_INPUT)
    while (value := _VALUE.search(data, at, stop)) is not None:
        start = value.end()
        end = find_closing(data, start, len(value.group(1)), value.group(2))
        at = max(start, end)
        if _is_said(data[start:end]):
            yield start, end


def _find_end(data: bytes, start: int, slashes: int, quote: bytes) -> int:
    at, step = data.find(quote, start), 2 * (slashes + 1)
    while at >= 0:
        before = at
        while before > start and data[before - 1] == 92:
            before -= 1
        if (at - before) % step == slashes or at - before < slashes:
            return at - min(at - before, slashes)
        at = data.find(quote, at + 1)
    return -1
