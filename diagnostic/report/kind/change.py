"""Whether a text describes a change of a program or what an error means, in any language: nobody reports it.

Release notes say so in their first line; elsewhere the verb of a sentence shows it.
"""

from __future__ import annotations

from diagnostic.patterns import compile_all, one_of
from diagnostic.report.facts import Place

_MAX_LEAD = 40  # characters of a name or a version before the title
_MAX_SENTENCE = 400  # characters
# What is done to a program; nobody begins a report, a step or advice with these verbs.
_DONE = (
    r"(?:Align|Cap|Clamp|Coerce|Dedupe|Drop|Emit|Expose|Guard|Implement|Introduce|Map|Normali[sz]e|Omit|Pin"
    r"|Preserve|Propagate|Refactor|Rename|Saniti[sz]e|Skip|Strip|Surface|Teach|Trim|Truncate|Unwrap"
    r"|Wire|Wrap)"
)
_DONE_NOW = (
    r"(?:adjusts|aligns|caps|clamps|drops|ensures|guards|introduces|maps|normali[sz]es|omits|pins|preserves"
    r"|propagates|renames|replaces|saniti[sz]es|skips|strips|surfaces|translates|trims|truncates|unwraps"
    r"|validates|wraps)"
)
_CHANGED_JA = "(?:対応|修正|改善|追加|実装|削除|調整|強化|導入|改良|圧縮|縮小|最適化|表示|解消)"
_CHANGED_KO = "(?:추가|수정|개선|변경|지원|제거|적용|보완)(?:했습니다|하였습니다|되었습니다|됨|함)?"
_CHANGED_ZH = "(?:修复|修復|修正|新增|优化|優化|改进|改進|支持|调整|增加|移除|适配|完善|重构)"
# The scripts and the words of the patterns for sentences: a text without any of these needs none of them.
SIGN = one_of(
    r"[\x{400}-\x{4ff}\x{3040}-\x{30ff}\x{4e00}-\x{9fff}\x{ac00}-\x{d7a3}]",
    r"(?i)behoben|corrig|correg|naprawion|risolt|désormais|\b(?:jetzt|nun|künftig|ab sofort|ahora se|agora) ",
    r"(?i)beispiel|ejemplo|exemple|esempio|exemplo",
)
_NOTES_ABROAD = (
    r"(?:\bnouveautés\b"
    r"|\bnotes? de (?:version|mise à jour)\b"
    r"|\bjournal des modifications\b|\bversionshinweise\b|\bneuerungen\b|änderungsprotokoll\b"
    r"|\bnovedades\b|\bnotas de (?:la )?versión\b|\bregistro de cambios\b|\bnovidades\b"
    r"|\bnotas d[ae] (?:versão|atualização)\b|\bnovità |\bnote di rilascio\b|что нового"
    r"|список изменений|история изменений|\bco nowego\b|\blista zmian\b|\bsürüm notları"
    r"|リリースノート|更新履歴|更新内容|変更点|変更履歴|修正内容|更新の概要"
    r"|アップデート(?:情報|内容|のお知らせ)|更新(?:日志|说明|记录|日誌)|版本说明|发布说明"
    r"|变更(?:日志|记录)|本(?:次|版本)更新|변경 ?(?:사항|내역)|릴리[스즈] ?노트|패치 ?노트"
    r"|업데이트 ?(?:내용|안내|내역))"
)
_NEW_IN = r"(?:neu|nieuw|änderungen|new|nuevo|nouveau) (?:in|en|dans) (?:version )?v?\d"
_CHANGES_OF_VERSION = r"version \d[\d.]* ?[-–—:] ?(?:corrections?|nouveautés|ajouts?|fixes|changes)\b"
_WHAT_A_RELEASE_DOES = r"(?:hardens|adds|fixes|improves|contains|ships|includes|teaches|handles)\b"
# The words of titles and of what was done, wherever they are: a text without any of these tells no change.
TITLE_SIGN = one_of(
    rf"(?i){_NOTES_ABROAD}|{_NEW_IN}|{_CHANGES_OF_VERSION}|\bbreaking changes\b",
    r"(?i)\b(?:added|better|faster|fixed|improved|what.s new|what changed)\b",
    r"(?i)\b(?:release|patch|upgrade) notes?\b",
    rf"\b(?:{_WHAT_A_RELEASE_DOES}|(?:{_DONE}|Fixes) |This (?:also |now )?{_DONE_NOW})",
)
_PATTERNS = compile_all(
    {
        "title": one_of(
            rf"(?i)\A[^\n.!?\x{{3002}}]{{0,{_MAX_LEAD}}}{_NOTES_ABROAD}",
            rf"(?i)\A\W*{_NEW_IN}",
            rf"(?i)\A\W*{_CHANGES_OF_VERSION}",
            r"(?i)\bno breaking changes\b|(?im)^\W*breaking changes\W*$",
            # One line that begins with what was done: Improved handling of …
            r"(?i)\A\W*(?:v?\d[\d.]*: )?(?:added|better|faster|fixed|improved)\b:? [^\n]*\s*\z",
            r"(?i)\A\W*(?:what.s new|release notes?|patch notes?|upgrade notes?|what changed ?:)",
            r"\A\W*(?:(?:In |With |The )?(?i:this|new|latest) (?:release|version|update|patch|hotfix)"
            r"|[A-Z][\w.-]{1,20} v?\d+\.\d[\d.]*) (?:[\w']+ ){0,4}?"
            rf"{_WHAT_A_RELEASE_DOES}",
        ),
        # A list of what was done to a program, or its first sentence: Trim the history before …
        "done": (
            rf"\A\W*(?:{_DONE}|Fixes) (?:[A-Z][\w'-]+ )?[a-z\d`'\"(]"
            rf"|(?m:^\W*)This (?:also |now )?{_DONE_NOW}\b"
            r"|[.!] This (?:also |now )?(?:adds|fixes|handles) [a-z]"
        ),
        # A person who encountered it, and details of one time: ids, times, frames, what a terminal draws.
        "encountered": one_of(
            r"(?:^|[\s\"'(>*])(?:I|I'm|I've|[Mm]y)[\s,.'\x{2019}]|(?:私|僕|俺|我|저|제)(?:は|の|が|也|这|的|는|가)",
            r"\b\d\d:\d\d:\d\d\b|\breq_0\w{6,}|\bline \d+\b|(?m:^[ \t]+at \S+[ (])",
            r"[\x{23bf}\x{23fa}\x{276f}\x{2502}\x{2570}]|\battempt \d+/\d+|\b(?:still|keeps) \w+",
        ),
        "contrasted": r"\bbut\b",
        "addressed": r"(?i)\byou(?:r|'re|'ve|'ll)?\b",
        # An error body given as an example.
        "example": (
            r"(?:例|示例|예시?|\b(?i:beispiel|ejemplo|exemple|esempio|exemplo))[^\w\n]{0,3}[:：]\s*(?:```)?(?i:json)?\s*"
            r"\{[^{}]*(?:\{[^{}]*)?\z"
        ),
        "sentence-end": r"[.!?](?:[\"')\]]*)\s|\n|[。！？]",
        "changed": one_of(
            rf"{_CHANGED_JA}(?:しました|済み|いたしました)?[\s。]*\z|ようにしました",
            rf"^[^\w\n]*(?:\d{{1,2}}[.、)])?\s*{_CHANGED_ZH}(?:[^后後完之过一]|\z)",
            rf"{_CHANGED_ZH}了[^\n。]*的?(?:问题|情况|错误|缺陷|崩溃)",
            rf"{_CHANGED_KO}[\s.]*\z",
            r"(?i)\b(?:behoben|corrigée?s|corrigid[oa]s?|corregid[oa]s?|naprawion[oaey]|risolt[oaie])\b"
            r"|\b(?:corrigée?|se corrigió)(?:[\s.,;:]|\z)|исправлен",
            r"(?i)\bdésormais\b[^.\n]{0,40}\b(?:réessay|gér|trait|mis|détect)\w*"
            r"|\b(?:jetzt|nun|künftig|ab sofort) (?:\w+ ){0,3}"
            r"(?:erneut versucht|wiederholt|abgefangen|behandelt)\b"
            r"|\bahora se (?:reintenta|maneja|gestiona|detecta)\b"
            r"|\bagora (?:[\w ]{1,20} )?(?:tenta|trata|lida)\b"
            r"|теперь [^.\n]{0,50}(?:повторя|обрабатыва|автоматически)",
        ),
        "explained": one_of(
            r"とは、?[^。\n]*(?:です|である|エラー|コード|意味|こと)|を(?:示|表)(?:す|し)|を意味",
            r"場合(?:は|に|には)[^。\n]*(?:確認|設定|待|試|実行|生成|発行|更新|短く|減ら)[^。\n]*(?:てください|ましょう)",
            r"(?:てから|場合|際に|自動(?:で|的に))[^。\n]*を(?:表示|返却|通知|再試行|リトライ|再送)します[\s。]*\z",
            r"(?:仅|只)在[^\n。]*时[^\n。]*重试|时(?:会)?重试 ?[（(]|时(?:会|将)自动(?:重试|切换|等待|降级)",
            r"(?:을|를) (?:의미|뜻)(?:합니다|한다)",
            r"(?:경우|때)(?:에는|는|에)? [^.\n]*(?:확인|설정|재시도)[^.\n]*(?:하세요|하십시오|주세요)",
        ),
        # An author who asks, or says that it did not help, encountered the error.
        "contradicted": one_of(
            r"[?？]|のに|ても|けど|けれど|ので|たら|ですが|ましたが|しかし|また(?:出|発生)",
            r"但|还是|仍|依然|依旧|一直|吗|怎么|为什么|也(?:报|是|不|没)|지만|는데|여전히|계속|자꾸",
            r"(?i)\b(?:aber|trotzdem|immer noch|obwohl|toujours|encore|malgré|pero|sigue|todavía|aunque|mas"
            r"|ainda|embora|ale|nadal|ancora) |(?:^|[\s,])(?:но|всё ещё|все еще|опять|постоянно|хотя) ",
            r"(?i)(?:nicht|pas|nie|aún no|ainda não|не) (?:\w+ )?(?:behoben|corrig|correg|naprawion|исправ)",
        ),
    }
)


def is_release_notes(text: str) -> bool:
    """Whether the text is release notes. Only in texts with TITLE_SIGN."""
    return bool(_PATTERNS["title"].occurs(text.encode())) and not any(
        _PATTERNS[sign].occurs(text.encode()) for sign in ("encountered", "contrasted")
    )


def says_what_was_done(text: str) -> bool:
    """Whether the text begins with what was done to a program, and addresses nobody, and its author
    encountered nothing. Only in texts with TITLE_SIGN.
    """
    return bool(_PATTERNS["done"].occurs(text.encode())) and not any(
        _PATTERNS[sign].occurs(text.encode()) for sign in ("encountered", "addressed")
    )


def describes(text: str, place: Place) -> bool:
    """Whether the error at this place is in an example, or its sentence says what was changed or what the
    error means. Only in texts with SIGN.
    """
    before = text[max(0, place[0] - _MAX_SENTENCE) : place[0]]
    if "{" in before and _PATTERNS["example"].occurs(before.encode()):
        return True
    start, end = _sentence_around(text, place)
    sentence = text[start:end]
    is_description = bool(_PATTERNS["changed"].occurs(sentence.encode())) or bool(
        _PATTERNS["explained"].occurs(sentence.encode())
    )
    return is_description and not _PATTERNS["contradicted"].occurs(sentence.encode())


def _sentence_around(text: str, place: Place) -> Place:
    first = max(0, place[0] - _MAX_SENTENCE)
    start, end = first, min(len(text), place[1] + _MAX_SENTENCE)
    for stop in _PATTERNS["sentence-end"].finditer(text[first:end]):
        if first + stop.end() <= place[0]:
            start = first + stop.end()
        elif first + stop.start() >= place[1]:
            return start, first + stop.start()
    return start, end
