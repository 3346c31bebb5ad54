"""A folded sentence and its known words in, the organisations that the ontology does not know out: 加拿大香港联盟, 全球风能协会.

Such a name ends in what its kind is called (协会, 总领馆, 大学) and begins where a name can begin: behind a state's or people's name,
which it then includes, or at the beginning of a clause or behind a word that governs it. What stands between must be able to be a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.extract.lexicon import Word

_LONGEST = 9  # characters between the beginning and the kind: longer ones are clauses
_KINDS = (
    "委员会|联合会|联谊会|研究会|协会|学会|工会|公会|总会|教会|基金会|理事会|董事会|商会|促进会|同乡会|仲裁庭|法院|法庭|检察院|检方|研究院|科学院|医院|学院|"
    "管理局|安全局|调查局|监管局|情报局|警察局|公安局|总局|分局|公司|集团|银行|大学|中学|学校|媒体|电视台|电台|通讯社|出版社|报社|"
    "大使馆|使馆|总领事馆|总领馆|领事馆|领馆|使领馆|代表处|办事处|团体|机构|组织|中心|企业|阵线|联盟|同盟|同盟军|联军|工作组|联合体|舰队|研究所|智库|清真寺|教堂|党团|"
    "部门|总署|事务局|安全部队|特遣队|使团|考察团|专家组|调查组|代表团"
)
_KIND = re.compile(rf"(?:{_KINDS})(?![长员人法])")
_NO_NAME = re.compile(
    r"[\s，。；：、:,「」“”『』（）()\[\]]|"
    "[的了在对向与和被将是把从到给为以及等就称说指并又也都不未已让使令要想去来过着其该这那此某各每个名位家所间座由于或而且但让曾正才只还]|"
    "表示|宣布|认为|成立|组成|进入|加入|离开|关闭|设立|建立|要求|呼吁|批评|谴责|访问|会见|抵达|举行|参加|支持|反对|通过|提供|接受|根据|通知|下令|继续|开始"
)
_BEFORE = re.compile(
    r"(?:^|[，。；：、！？“”「」『』（）()《》\s\n]|[和与及由对向给被将把遭在于跟同让或]|[0-9一二三四五六七八九十]家|[多数]家|包括|以及|针对|位于)$"
)
_HEADS = ("state", "territory", "organisation", "people")


def unknown_organisations(folded: str, words: Sequence[Word]) -> Iterator[Word]:
    """Words of kind "body" without a meaning: what they are called is all that is known of them."""
    covered = sorted((w.start, w.end) for w in words)
    for match in _KIND.finditer(folded):
        start = _beginning(folded, match.start(), match.end(), covered)
        if start is not None:
            yield Word(start, match.end(), "body", ("",))


def _beginning(folded: str, kind: int, end: int, covered: Sequence[tuple[int, int]]) -> int | None:
    """Where a name whose kind stands at ``kind`` to ``end`` begins; None where no name does, or where a known word stands at its end."""
    at = bisect_left(covered, (end, 0))  # the first word that begins behind it
    if at and covered[at - 1][1] >= end:
        return None
    known = covered[at - 1][1] if at else 0
    earliest = max(known, kind - _LONGEST)
    if earliest == known and known and not _NO_NAME.search(folded, known, kind):
        return known
    for start in range(earliest, kind):
        if _BEFORE.search(folded[max(0, start - 3) : start] or "") and not _NO_NAME.search(folded, start, kind):
            return start if start < kind else None
    return None
