"""Other languages' sentences on whose error it is: "Shopify antwortet mit 401", "飞书 API 返回 429"."""

from __future__ import annotations

from diagnostic.patterns import one_of

_STATUS = r"[45]\d\d\b"
_NAME = r"[A-Z][\w+-]*(?:\.[A-Za-z]\w+)?(?: [A-Z][\w+-]*){0,3}?"
# German writes every noun large: all in front of the verb is one name.
_GERMAN_NOUN = r"[A-Z\x{c4}\x{d6}\x{dc}][^\s.,;:!?\"'()`]*"
_GERMAN_VERB = r"(?:liefer|antworte|melde|wirf|sende|schick|verweiger|gib)(?:te?)?(?: [a-z]+)?"
_CHINESE_VERB = r"(?:返回|报错|报|提示|抛出|响应)(?:了|的是)?"
_PARTICLE = r"(?:が|から|가|이|는|은|에서)"

# The first group is the name.
NAMED = (
    rf"(?:\A|[^\w])((?:{_GERMAN_NOUN} ){{0,3}}{_GERMAN_NOUN}) {_GERMAN_VERB}\b[^\n.,;]{{0,20}}?{_STATUS}",
    rf"({_NAME})(?: ?(?:API|接口|服务))? ?{_CHINESE_VERB}[^\n。，,；;]{{0,12}}?{_STATUS}",
    rf"(\p{{Han}}{{2,6}}) ?(?:API|接口) ?{_CHINESE_VERB}[^\n。，,；;]{{0,12}}?{_STATUS}",
    rf"({_NAME})(?: ?(?:の ?)?API)? ?{_PARTICLE} ?[^\n。、,]{{0,12}}?{_STATUS}",
    rf"(\p{{Hangul}}{{2,8}}) ?API ?{_PARTICLE} ?[^\n.,]{{0,12}}?{_STATUS}",
)
# Whether any of them is worth a search.
SIGN = one_of(
    rf"[A-Z]\S* {_GERMAN_VERB}\b[^\n]{{0,20}}{_STATUS}",
    rf"{_CHINESE_VERB}[^\n]{{0,12}}{_STATUS}",
    rf"{_PARTICLE}[^\n]{{0,12}}{_STATUS}",
)
# One of these in a name in Chinese or Korean letters: it is Claude's, or nobody's.
COMMON = (
    *(
        "克劳德",
        "官方",
        "调用",
        "请求",
        "模型",
        "中转",
        "代理",
        "反代",
        "这个",
        "我的",
        "我们",
        "本地",
        "服务",
    ),
    *(
        "网关",
        "第三方",
        "上游",
        "平台",
        "流式",
        "聊天",
        "聚合",
        "直连",
        "测试",
        "接口",
        "后端",
        "前端",
        "网站",
    ),
    *("渠道", "供应商", "今天", "现在", "一直", "突然", "클로드", "공식", "호출", "우리", "모델", "프록시"),
    *("중계", "외부", "로컬", "서버", "갑자기", "지금", "계속"),
)
