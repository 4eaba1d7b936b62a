"""Other languages' sentences on whose error it is: "Shopify antwortet mit 401", "飞书 API 返回 429"."""

from __future__ import annotations

from diagnostic.patterns import one_of

_STATUS = r"[45]\d\d\b"
_NAME = r"[A-Z][\w+-]*(?:\.[A-Za-z]\w+)?(?: [A-Z][\w+-]*){0,3}?"
# German writes every noun large: all in front of the verb is one name, unless it is as short as a pronoun.
_GERMAN_WORD = r"[A-Z\x{c4}\x{d6}\x{dc}][^\s.,;:!?\"'()`]"
_GERMAN_NOUN = rf"(?:{_GERMAN_WORD}* ){{0,3}}{_GERMAN_WORD}[^\s.,;:!?\"'()`]{{2,}}"
# Only who answers: a program that shows an error, meldet or 报错, may be what the person runs.
_GERMAN_ANSWERS = r"(?:liefer|antworte|sende|schick)te?t?(?: (?:mit|einen|nur|immer|wieder)){0,2}"
_CHINESE_API, _CHINESE_ANSWERS = r"(?:API|接口|服务)", r"(?:返回|响应)(?:了|的是)?"
_CHINESE_SHOWS = r"(?:返回|响应|报错|报|提示|抛出)(?:了|的是)?"
_PARTICLE = r"(?:が|から|가|이|는|은|에서)"
_RETURNS = r"[^\n。、,]{0,12}?(?:返[しすさっ却]|반환|응답|리턴)"

# The first group is the name.
NAMED = (
    rf"(?:\A|[^\w])({_GERMAN_NOUN}) {_GERMAN_ANSWERS} {_STATUS}",
    rf"({_NAME}) ?{_CHINESE_ANSWERS}[^\n。，,；;]{{0,12}}?{_STATUS}",
    rf"({_NAME}|\p{{Han}}{{2,6}}) ?{_CHINESE_API} ?{_CHINESE_SHOWS}[^\n。，,；;]{{0,12}}?{_STATUS}",
    rf"({_NAME}) ?{_PARTICLE} ?[^\n。、,]{{0,12}}?{_STATUS}{_RETURNS}",
    rf"({_NAME}|\p{{Hangul}}{{2,8}})(?: ?の)? ?API ?{_PARTICLE} ?[^\n。、.,]{{0,12}}?{_STATUS}",
)
# Whether any of them is worth a search.
SIGN = one_of(
    rf"[A-Z]\S* {_GERMAN_ANSWERS} {_STATUS}",
    rf"{_CHINESE_SHOWS}[^\n]{{0,12}}{_STATUS}",
    rf"{_PARTICLE}[^\n]{{0,12}}{_STATUS}",
)
# One of these in a name in Chinese or Korean letters: it is Claude's, or nobody's.
COMMON = frozenset(
    """
    克劳德 官方 调用 请求 模型 中转 代理 反代 这个 我的 我们 本地
    服务 网关 第三方 上游 平台 流式 聊天 聚合 直连 测试 接口 后端
    前端 网站 渠道 供应商 今天 现在 一直 突然 클로드 공식 호출 우리
    모델 프록시 중계 외부 로컬 서버 갑자기 지금 계속
    """.split()
)
