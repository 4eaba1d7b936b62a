"""How lines of program output, of records and of source code look, whatever is around them."""

from __future__ import annotations

from diagnostic.patterns import compile_all, one_of
from diagnostic.report.signs.code import CODE

_LEVEL = r"(?:WARN(?:ING)?|WRN|ERR(?:OR)?|CRIT(?:ICAL)?|FATAL|SEVERE|PANIC|ERRO)"
_CLASS = r"(?:[\w.$\\]|::)*(?:Error|Exception|Timeout|Interrupt)(?: \[\w+\])?"
_FIELD = r"(?:type|error|message|code|status(?:_?code)?|detail|error_?type)"
# How the lines of a record begin that a program printed, in any language: a key of an error and a value
# that is text, a number, nothing, a type of error, or another record.
_KEY = (
    r"(?i:(?:r#)?_?(?:type|error|message|error_?type|error_?message|status(?:_?code)?|details?|code|param"
    r"|body|response_?body|request_?id))_?"
)
_VALUE = one_of(
    r"[\[{(\"'<#%$&@\\:\d]",
    r"(?:null|nil|None|error|vim\.NIL|request_too_large|\w+_error)\b",
    r"(?:[Aa]rray|Object|stdClass|List|Dict|Map|chr|str)\b",
    r"[A-Z][\w.:]*[ \t]?[({\[]",
    r"$",
)
_RECORD = one_of(
    rf"[^\w\n+]*{_KEY}[\]\"'>)]*[ \t]*(?:=>|=|:)[ \t]*(?:{_VALUE})",
    # A variable that a shell or a debugger shows, with or without its name, and what opens a record.
    r"[\w.]+=[{\[]\\*[\"']?(?:type|error)\b",
    r"\$VAR\d+ = ",
    r"[ \t]*[A-Z][\w.:]*[ \t]?[({\[]+[ \t]*$",
)
_TYPE = r"\btype_?\b\W{1,12}(?:(?:string\(\d+\)|chr)\W{1,6}|1\W{1,3})?(?:\w+_error|request_too_large)\b"
# A text into which a program puts values before it shows it.
_PLACEHOLDER = r"\{\{ ?[a-z]\w* ?\}\}"
LINE_PATTERNS = compile_all(
    {
        # How lines of program output begin: times, levels, marks, frames, prompts, classes with messages.
        "program-line": one_of(
            r"^\W{0,4}\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|[,;\t])",
            r"^\W{0,4}\[?\d\d:\d\d:\d\d",
            rf"^\W{{0,6}}(?:{_LEVEL}|(?i:error|warn(?:ing)?))\]?(?:[:!|]| +(?:- )?(?:\[|[A-Za-z]{{2}}))",
            rf"^[^\n\"']{{0,60}}[|\[ ]{_LEVEL}[|\]: ]",
            rf"\"level\": ?(?:\"(?i:{_LEVEL})|\d)|\blevel=(?i:{_LEVEL})\b",
            r"^[A-Z][\w ]{2,30}: +~?\d+(?:,\d{3})* ",
            r"^##\[(?:error|warning)\]",
            rf"^\W{{0,12}}(?:[cC]aused?(?: by)?\]?:[ \t]+)?{_CLASS}(?:: ?[^\s:]|\([\"'\\]|[ \t]*$)",
            r"^\W*(?:\w+\.){2,}[A-Z]\w+: \S",
            r"^Exception in thread |^Error in [^\n]+ ?:[ \t]*$|^[!\x{2139}] \S",
            # Unreal Engine, systemd, nginx, Logcat, and PHP's var_dump.
            r"^\w+: (?:Warning|Error|Fatal|Display|Verbose): \S",
            r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ",
            # Nobody writes a record's texts without quotes in code.
            r"\b[tT]ype ?[=:] ?[a-z_]+_error[,;] ?[mM]essage",
            r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d ",
            r"^\d\d-\d\d \d\d:\d\d:\d\d\.\d",
            r"^[ \t]*(?:array\(\d+\) \{|object\([\w\\]+\)#\d|string\(\d+\) \")",
            r"(?:^|\s)@\w+=\S+ @\w+=\S",
            # Ruby's class behind the message, and its frames.
            r"\((?:\w+::)+\w*(?:Error|Exception|Timeout)\)[ \t]*$|^\W*\S+\.rb:\d+:in [`']",
            # A program's tag around a body as a server writes it, without a blank.
            r"^[\w:.]{1,60}\(\{\"type\":\"error\",\"error\":\{[^\n]*\}\)+[ \t]*$",
            # How a turn of Claude Code failed, as Python prints it.
            r"^\W{0,4}ResultMessage\(subtype='[^\n]* is_error=True, ",
            # An object that Python prints: nobody writes so many fields without a value.
            r"^\W{0,4}[A-Z]\w+\([^\n]{0,80}\b\w+=None, \w+=None, \w+=None, [^\n]*\berror=[{'\"]",
            # A summary that joins the line of code with what it raised.
            r"\s(?:[a-z_]\w*\.)+[A-Z]\w*(?:Error|Exception): "
            r"(?:[A-Z\[{\"'\d]|(?:\w+\.)+\w*(?:Error|Exception)\b)",
            # How Swift shows an error with a description.
            r"^[a-z]\w*\(description: \"",
            r"^[ \t]+at \S|File \"[^\"\n]+\", line \d",
            r"^\S{1,200}:\d+(?::\d+)?(?::| -) (?:\w*(?i:error|warning|fatal))",
            r"\bnpm (?:ERR|error)|\bcurl: \(\d|^(?:data|event): ?\S",
            r"^[\w-]{2,40} : \S|^\S{1,60}[$%] \S|^\w+\{\w+=\"",
            r"^[ \t>|]*[\x{23bf}\x{23fa}\x{25cf}\x{276f}\x{2718}\x{2717}\x{2716}\x{2502}\x{2503}\x{256d}]",
            r"^[ \t>|]*[\x{2570}\x{273b}\x{26a0}\x{274c}]",
            r"^\W{0,12}API Error\b|^\W{0,4}Error code:? \d",
        ),
        # The last line of a traceback in Python.
        "exception": r"(?:^|[:)\]}])(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Timeout|Interrupt): \S",
        # Parts of such lines, wherever a person puts them.
        "printed": one_of(
            r"\bAPI Error(?::? ?\(?\d{3}\b|(?:: ?| \()[A-Z])|\bError code:? \d{3}\b|\bHTTP/[\d.]+\"? \d{3}\b",
            r"(?:^|[\s:(>|\"'`])\d{3} \\*[{\[]|\breq_\w{4}|(?:Error|Exception)\((?:b?\\*[\"'])",
            r"(?:Error|Exception|error)(?: \[\w+\]|\$\w+)?: (?:\d{3}\b|[A-Z\[{\"'])",
            # A status beside the address that gave it, as HTTP libraries and their logs write it.
            r"\berror '\d{3}\b|\([45]\d\d [A-Z][\w ]{2,40}\) for url|<-- [45]\d\d\b[\w ]{0,40} https?://",
            r"\b[45]\d\d [A-Z][\w ]{2,40} from [A-Z]{3,6} https?://|\bHTTP [45]\d\d from \S*https?://",
            r"[(\[][45]\d\d [A-Z]{2,}(?:_[A-Z]+)*[\])]|\b[sS]tatus[=(][45]\d\d\b",
            r"\b[Uu]nexpected status [45]\d\d\b",
            rf"\\*[\"']{_FIELD}\\*[\"'] ?: ?\S|\b{_FIELD}: ?[\"'{{\d]",
            r"\b(?:POST|GET) \"?(?:https?:/)?/\S+\b[^\n]*\b[45]\d\d\b|\bnet::ERR_",
            r"\bmessages\.\d+(?:\.\w+)*: \S",
            r"<(?:!|html|head|body|title|center|h1)\b",
            r"\bError \[\d{3}\]|\bError (?:calling|from|invoking|during) |\b[Ee]rror \([^)\n]*\): ",
            r"\b[Ff]ailed(?: with [A-Z]{2}| to \w+ [\w\"']|: \S)",
            r"(?:^|\s)\w+=\S+ \w+=\S",
        ),
        # A line of source code, by its syntax; a diff or a search in files puts something before it.
        "code": (
            rf"^(?:[+-]|[\w./-]{{1,120}}:\d+:|\d+[:-](?:\t|[ \t]{{2}}))?[ \t]*(?:\}}[ \t]*)?(?:{CODE})"
            r"|^[+-][ \t]*(?://|#[ \t]|/\*)"
        ),
        "record": rf"^(?:{_RECORD})",
        # The two parts of the API's own body, in whatever notation a language prints it.
        "type": rf"(?i){_TYPE}",
        "message": r"(?i)\bmessage\b",
        # A message whose text goes on in the next line.
        "open-message": r"\bmessage\\*[\"'] ?: ?\\*\"[^\"]*\z",
        "opening": r"[({\[][ \t]*$|^[ \t]*(?:async )?def [^\n]*:[ \t]*$",
        # A command that searches, at a prompt, and how make and Swift give up, in code.
        "no-output": (
            r"(?i)^[^\n]{0,60}[$%#>\x{276f}] (?:[efz]?grep|rg|ag|ack|findstr|select-string)[ \t]"
            r"|^[ \t]*\$\((?:error|warning|info) [^\n]*\)[ \t]*$"
            r"|^[ \t]*(?:fatalerror|preconditionfailure)\(\"[^\n]*\"\)[ \t]*$"
        ),
        "placeholder": _PLACEHOLDER,
        "comment": r"^[ \t]*(?://|#{1,6}(?:[ \t]|$)|\* |--[ \t])",
        "block-comment": r"^[ \t]*/\*\*?[ \t]*$",
        "opening-brace": r"\{[ \t]*$",
        "slashed": r"^[ \t]*(?://|\*(?:[ /]|$))|^[ \t]{2,}#(?:[ \t]|$)",
        # What says in Python what the code around it does.
        "docstring": r"^[ \t]+[rRbBuU]?(?:\"{3}|'{3})\S",
        "commentary": r"^(?:\t|[ \t]{2,})[ \t]*(?:#|//|\*)(?:[ \t]|$)|^//(?:[ \t]|$)",
        # An entry of a table of messages, and a body that was shortened by hand.
        "message-entry": (
            r"(?m)^[ \t]*[\"'](\w[\w.-]*)[\"']: ?[\"'][A-Za-z][^\"'\n]* [^\n]*[\"'],?[ \t]*$"
            # Without quotes about the key, at least three words.
            r"|^[ \t]+([a-z]+(?:[A-Z_]\w*)?): ?[\"'][A-Za-z][^\"'\n ]*(?: [^\"'\n ]+){2}[^\n]*[\"'],[ \t]*$"
        ),
        "record-part": r"^[ \t]*[{}\[\]\"']|^[a-z][\w-]*: \S|^HTTP/",
        "definition": one_of(
            r"^[ \t]*(?:[-*+\x{2022}][ \t]*)+\*{0,2}`[^`\n]+`\*{0,2}[ \t]*[:\x{2013}\x{2014}-]"
            r"|^[ \t]*[-*] `(?:class \w|\w+: :?\w)[^`\n]*`[ \t]*$",
            # A row of a table: a name, its code and what it means.
            r"^[ \t]*\|[ \t]*`\w+`[ \t]*\|[ \t]*`\w+`[ \t]*\|[^|\n]*\w \w[^|\n]*\|[ \t]*$",
            r"``[\"'][^`\n]+[\"']``",  # how reStructuredText quotes a value
            _PLACEHOLDER,
        ),
    }
)
