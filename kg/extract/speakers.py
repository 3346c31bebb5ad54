"""A sentence and its mentions in, the persons out who are named with their profession and speak in it: 军事专家王云飞写道.

They vouch for what they say and no state does, so they are sources and never act. Only a name that speaks is taken: what a surname
begins is seldom a name, unless a profession stands before it and a verb of speaking behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.names import SOUNDS, is_no_name
from kg.model import Mention, Sentence

_PROFESSION: Final = re.compile(
    "专家|学者|教授|讲师|研究员|研究人员|评论员|评论家|时评人|分析师|分析员|策略师|观察家|作者|作家|撰稿人|总编辑|编辑|主编|总编(?!辑)|记者|主播|主持人|律师|医生|医师|博士|院士|"
    "科学家|经济学家|政治学家|历史学家|社会学家|企业家|活动家|人士|牧师|主教|神父|会长|社长|所长|校长|院长|馆长|团长|组长|股长|科长|处长|司长|署长|局长|厅长|次长|"
    "部长|市长|镇长|乡长|村长|区长|县长|董事长|理事长|秘书长|干事长|行政总裁|总裁|执行官|运营官|法务官|总经理|经理|总监|主管|负责人|创办人|创始人|主任|主席|委员|"
    "理事|干事|书记|参赞|代表|大使|领事|武官|司令|参谋长|将军|上将|中将|少将|准将|大校|上校|中校|发言人|议员|立委|党魁|党首|顾问|助理|秘书|官员|成员|教师|检察官|法官"
)
_SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬"
    "安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏"
    "蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧车侯宓蓬全郗班仰"
    "秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴闻党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄"
    "晏柴瞿阎慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广东欧沃利蔚越夔隆师巩聂晁敖融冷辛阚那简饶曾关蒯相查荆游竺权盖益桓公肖佟覃涂付岳尧邸闫"
    "褟揭谌楚丘妥税粟黑迟展覺鬆朴卢岸石安野佐加森小大山田中村井高河麻福茂枝世甘林"
)
_NO_PART: Final = re.compile("[的了在对向与被将把从到给为以及等就称说指并又也都不未已让使令要想去来过着其该这那此某各每们个位名家]")
_SAYS: Final = (
    "(?:[，,]?(?:说|称|表示|指出|认为|强调|透露|写道|坦言|直言|解释|补充|回应|分析|介绍|警告|批评|呼吁|告诉|质疑|撰文|发文|披露|宣布|"
    "证实|承认|否认|重申|预测|预计|相信|指))"
)
_WHEN_SPEAKING: Final = (
    r" ?(?:博士|教授|先生|女士|参赞|律师|中校|上校|少将|中将|上将)?(?:[（(][^）)]{1,40}[）)])?"
    r"(?:(?:[日周昨今当同上本次此随后近前0-9][^，。；：“「]{0,10}|[在对向就于接受通透][^，。；：“「]{1,22}|则|也|还|又|并|亦|曾|再次|进一步|当时)*)"
)
_SPEAKS: Final = re.compile(_WHEN_SPEAKING + _SAYS)
# who speaks and has no name: 国际人士指出, 专家认为
_NAMELESS: Final = re.compile(
    f"(?:国际|政治|分析|法律|业内|学界|商界|政界|军事|外交|安全|经济|观察|评论|民间|各界|多位|多名|数名|一名|一位|有些?|不少|部分)*"
    f"(?:分析人士|观察人士|评论人士|国际人士|业内人士|各界人士|专家|学者|医生|律师)(?={_WHEN_SPEAKING}{_SAYS})"
)
_BEGINS_A_WORD: Final = frozenset("日今本同当于明通接周")
_HAN: Final = re.compile("[㐀-鿿]{2,3}")
_FOREIGN: Final = re.compile(f"[{SOUNDS}]{{2,8}}")
_LATIN: Final = re.compile("[A-Z][A-Za-zÀ-ÿ'’-]+(?: (?:[A-Z][.]|[A-Z][A-Za-zÀ-ÿ'’-]+|bin|al|de|van|von)){1,3}")


def with_speakers(sentence: Sentence, folded: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions with those who speak: a profession that was one by itself (教授, 学者) becomes part of the speaker's."""
    out = list(found)
    for start, end, title in _named(folded, sentence.text):
        low, high = sentence.start + start, sentence.start + end
        over = [m for m in out if m.start < high and sentence.start + start - len(title) < m.end]
        if any(m.name or m.end > low for m in over):
            continue
        name, before = sentence.text[start:end], [m for m in over if m.end == low]
        if any(m.kind in ("person", "body") for m in before):  # 副部长韦伯: who holds an office acts for its state
            out = [replace(m, end=high, text=m.text + name, name=name, kind="person") if m in before else m for m in out]
            continue
        opens = min([m.start for m in before], default=low)
        out = [m for m in out if m not in over or m.end < low]
        out.append(Mention(opens, high, sentence.text[opens - sentence.start : end], "source", (), name, title))
    for match in _NAMELESS.finditer(folded):
        low, high = sentence.start + match.start(), sentence.start + match.end()
        over = [m for m in out if m.start < high and low < m.end]
        if all(m.kind in ("people", "generic") and low <= m.start for m in over):
            out = [m for m in out if m not in over]
            out.append(Mention(low, high, sentence.text[match.start() : match.end()], "source"))
    return sorted(out, key=lambda m: m.start)


def _named(folded: str, text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of the names that speak, each with the profession before it."""
    done = 0
    for match in _PROFESSION.finditer(folded):
        start = match.end() + (folded[match.end() : match.end() + 1] == " ")
        end = _name(folded, text, start)
        if end is not None and start >= done:
            yield start, end, match.group()
            done = end


def _name(folded: str, text: str, start: int) -> int | None:
    if latin := _LATIN.match(text, start):
        return latin.end() if _SPEAKS.match(folded, latin.end()) else None
    if is_no_name(folded, start):
        return None
    ends: list[int] = []
    if folded[start : start + 1] in _SURNAMES and (han := _HAN.match(folded, start)):
        ends += [end for end in (han.end(), start + 2) if not _NO_PART.search(folded, start + 1, end)]
    if foreign := _FOREIGN.match(folded, start):
        ends += range(foreign.end(), start + 1, -1)
    end = next((end for end in ends if _SPEAKS.match(folded, end)), None)
    # 米尔斯海默日前对记者表示: 日 begins the next word
    shorter = end is not None and folded[end - 1] in _BEGINS_A_WORD and end - 1 in ends and _SPEAKS.match(folded, end - 1)
    return end - 1 if end is not None and shorter else end
