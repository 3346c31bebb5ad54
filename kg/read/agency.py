"""A paragraph in; the paragraph without its agency's line, and what that line says, out.

（法新社孟买15日电）  路透北京7月23日 -  新华社北京7月20日电（记者…）  【…2024年3月25日讯】  LONDON, March 1 (Reuters) -
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.read.published import MONTHS

_NAME = (
    "法新社|路透社|路透|新华社|新華社|中新社|中新网|中新網|中国新闻社|中央社|中通社|美联社|美聯社|合众国际社|合眾國際社|共同社|时事社|時事社|塔斯社|国际文传电讯社"
    "|俄新社|卫星通讯社|韩联社|韓聯社|朝中社|德新社|埃菲社|安莎社|彭博社|彭博|越通社|印新社|安纳多卢通讯社|阿纳多卢通讯社|安通社|法尔斯通讯社"
)
_LATIN_NAME = (
    "Reuters|AP|The Associated Press|AFP|Agence France-Presse|Xinhua|Kyodo(?: News)?|Jiji(?: Press)?|Yonhap|TASS|UPI|dpa|DPA|EFE|ANSA"
    "|Bloomberg|CNA|KCNA"
)
# In a line with place, day and 电, whatever ends in 社 is an agency
_ANY_NAME = rf"(?:{_NAME}|[\u4e00-\u9fff]{{1,10}}?社)"
_DAY = r"(?:(?P<year>\d{4})\s*年)?\s*(?:(?P<month>\d{1,2})\s*月)?\s*(?P<day>\d{1,2})\s*[日号號]"
_MONTH_NAME = r"(?P<monthname>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WIRE = "[电電讯訊]"
_REPORTERS = r"[（(](?:记者|記者)[^（）()]{1,40}[)）]"
_PLACE = r"[^\d，。：:、（(【】]{0,20}?"
# 新华社7月20日电，日本… is a sentence that credits, 新华社北京7月20日电 日本… a line before one
_LINE_ENDS = rf"\s*(?:{_REPORTERS}\s*|[:：]\s*|\s+|(?=[^\s，,、。：:（(]))"

_AT_START = (
    # （法新社布鲁塞尔20日电） （法新社伦敦2日综合外电报导） （中央社記者王某台北20日電） （美联社）
    re.compile(rf"^[（(]\s*(?P<agency>{_NAME})(?:[^（）()\d]{{0,30}}?(?:{_DAY}[^（）()]{{0,12}}|{_WIRE}))?\s*[)）]\s*"),
    re.compile(rf"^[（(]\s*(?P<agency>{_ANY_NAME})[^（）()\d，。]{{0,30}}?{_DAY}[^（）()]{{0,6}}?{_WIRE}\s*[)）]\s*"),
    # 路透北京7月23日 -   新华社北京7月20日电（记者 张三）   据新华社北京7月20日电 …
    re.compile(rf"^(?P<agency>{_NAME}){_PLACE}{_DAY}\s*(?:{_WIRE}{_LINE_ENDS}|[-–—]+\s*)"),
    re.compile(rf"^(?![据據])(?P<agency>{_ANY_NAME}){_PLACE}{_DAY}\s*{_WIRE}(?:\s+|{_REPORTERS}\s*)"),
    re.compile(rf"^[据據](?P<agency>{_NAME}){_PLACE}{_DAY}\s*{_WIRE}(?:\s+|{_REPORTERS}\s*)"),
    re.compile(rf"^(?P<agency>{_NAME})[^\d，。：:、（(]{{1,12}}?{_WIRE}(?:\s+|{_REPORTERS}\s*)"),
    # 【东京2024年3月25日讯】 【共同社4月12日电】
    re.compile(rf"^【(?:(?P<agency>{_NAME})|[^】\d]{{0,24}}){_PLACE}{_DAY}\s*(?:{_WIRE}|消息|[综綜]合[报報][导導道])】\s*"),
    re.compile(
        rf"^(?:[A-Z][\w .,/'’-]{{1,60}}?)?(?:,?\s+{_MONTH_NAME}\s+(?P<day>\d{{1,2}}))?\s*\((?P<agency>{_LATIN_NAME})\)\s*[-–—:]+\s*"
    ),
    # SEOUL, May 28 (Harbour Wire) -
    re.compile(rf"^[A-Z][A-Z .,/'’-]{{1,60}}?,\s+{_MONTH_NAME}\s+(?P<day>\d{{1,2}})\s*\((?P<agency>[A-Z][\w .'’&-]{{1,40}})\)\s*[-–—]+\s*"),
    re.compile(rf"^[A-Z][A-Z .,/'’-]{{2,60}}?,\s+{_MONTH_NAME}\s+(?P<day>\d{{1,2}})\s*[-–—]+\s+"),
)
_AT_END = re.compile(rf"\s*[（(]\s*(?P<agency>{_ANY_NAME})[^（）()\d]{{0,30}}?(?:{_DAY}[^（）()]{{0,12}}|{_WIRE})\s*[)）]\s*$")
_BARE_AT_END = re.compile(rf"\s*[（(]\s*(?P<agency>{_NAME}|{_LATIN_NAME})\s*[)）]\s*$")
# The outlet's own line, which names no other origin: 央视网消息（新闻联播）：  （德国之声中文网）  （早报讯）  【某报报道 记者某某】
_OWN_LINE = re.compile(
    r"^(?:央视网消息|央视新闻客户端消息|央广网消息|本报讯|本報訊|本台消息|本台讯)\s*(?:[（(][^（）()]{1,12}[)）])?\s*[:：]?\s*"
    r"|^[（(](?:德国之声中文\s*网?|德國之聲中文\s*網?|美国之音|自由亚洲电台|法广|[^（）()\d]{0,8}[讯訊])[)）]\s*"
    r"|^【[^】\d]{1,16}(?:报道|報道|報導|讯|訊|消息)(?:\s*(?:记者|記者)[^】]{0,16})?】\s*"
)
_CREDITS = (
    # （本文依据了路透社的报道）: where an outlet says itself what its text is made from
    re.compile(rf"[（(]?本(?:文|报道|報導)\D{{0,4}}(?:依据|依據|参考|參考|包括|结合|[综綜]合)\D{{0,4}}?(?:{_NAME})\D{{0,14}}[)）]?"),
    # 张三/李四（路透社）: the authors of a text and what they worked from
    re.compile(r"[\u4e00-\u9fff·]{2,4}(?:\s*[/／]\s*[\u4e00-\u9fff·]{2,4}){1,3}\s*[（(][^（）()]{2,40}[)）]"),
    re.compile(rf"[（(]?(?:来源|來源|稿源|消息来源)\s*[:：]\s*(?:{_NAME})[)）]?"),
)


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """What an agency's line says: 路透北京7月23日 - -> 路透, month 7, day 23."""

    agency: str | None
    month: int | None = None
    day: int | None = None
    year: int | None = None


def credit_of(text: str) -> AgencyLine | None:
    """What a line says that is a credit and nothing else: （本文依据了路透社的报道）. Of two agencies, none is the origin."""
    if len(text) > 80 or not any(form.fullmatch(text) for form in _CREDITS):
        return None
    names = set(re.findall(_NAME, text))
    return AgencyLine(names.pop() if len(names) == 1 else None)


def cut_agency_line(text: str, *, last: bool = False) -> tuple[str, AgencyLine | None]:
    """(text without the line, the line) for a paragraph; (text, None) where it has none.

    ``last``: the paragraph is the article's first or last: there a bare （法新社） at its end is an agency's too.
    """
    if own := _OWN_LINE.match(text):
        return text[own.end() :], None
    for form in _AT_START:
        if match := form.match(text):
            return text[match.end() :], _line(match)
    for form in (_AT_END, _BARE_AT_END) if last else (_AT_END,):
        start = max(len(text) - 80, 0)
        if text.endswith((")", "）")) and (match := form.search(text, start)):
            return text[: match.start()], _line(match)
    return text, None


def _line(match: re.Match[str]) -> AgencyLine:
    found = match.groupdict()
    name, numbers = found.get("monthname"), {k: int(found[k]) for k in ("year", "month", "day") if found.get(k)}
    month = MONTHS[name.lower()] if name else numbers.get("month")
    return AgencyLine(found.get("agency"), month, numbers.get("day"), numbers.get("year"))
