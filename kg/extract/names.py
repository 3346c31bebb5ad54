"""A place after a title in, the unknown person's name that starts there out.

Titles catch persons never seen before: 外长 + 佩恩（Marise Payne）. What ends a name is what makes it hard: 外长佩恩称.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# characters with which Chinese writes the sounds of foreign names
_SOUNDS = (
    "阿埃艾安昂奥澳巴白班邦保鲍贝本比彼宾波博勃布查察楚茨慈次达戴丹当德登邓迪蒂丁东杜顿多厄恩尔法菲费芬冯佛夫弗福伏盖甘冈戈格葛根古瓜圭"
    "哈海汉豪赫亨侯胡华怀霍基吉季加贾杰金京久居卡凯坎康考柯科克肯库奎拉莱赖兰朗劳勒雷蕾黎李里利丽连莲良列林琳龙隆卢鲁路伦罗洛律马玛迈麦曼"
    "芒毛梅蒙米密敏明摩莫默姆木穆拿娜纳乃南内嫩尼年涅宁纽农努诺欧帕潘庞佩彭皮匹平泊珀蒲普齐奇恰乔切钦琼丘热仁日荣茹儒瑞若萨塞赛桑瑟森沙莎"
    "山尚舍申什圣施史士舒斯苏索塔泰坦汤唐特滕提田铁廷廷通图土托瓦万旺威韦维伟魏温文翁沃乌武伍西希锡夏香肖谢辛欣休雪逊雅亚延扬耶叶伊依因英尤"
    "于约云泽扎詹章珍哲甄芝治朱兹祖佐娅妮薇蓓黛婷娃茜桃芙茱赞坡碧柏贡鲜藤葡汀诗滋尹罕苔"
)
_LATIN = r"[A-Za-zÀ-ÖØ-öø-ÿŁłŠšŽžČčĆć.'’\- ]"
_BEFORE_LATIN = re.compile(rf"([㐀-鿿]{{2,4}}|[{_SOUNDS}·•‧．・\-]{{2,14}})[ ]?[（(](?:{_LATIN}{{3,40}})")
# two or three words of Latin letters, each with a capital: an organisation's name mostly has The, of or more words
_BEFORE_PERSON = re.compile(
    rf"(?<![㐀-鿿])([{_SOUNDS}]{{2,8}})[ ]?[（(](?!The )"
    r"[A-Z][a-zÀ-ÿ'’\-]+(?: [A-Z]\.)?(?: (?:de|van|von|al|bin))?(?: [A-Z][a-zÀ-ÿ'’\-]+){1,2}[）),，]"
)
_DOT, _BRACKET = re.compile(r"[·•‧．・\-—–]"), re.compile("[（(]")  # a text without one holds no name of either form
# with a dot beside them more characters are sounds: 罗伯特·斯伯丁, 雅各布·沃利斯, 拉吉夫·甘地
_MORE_SOUNDS = "伯翰历各斐爱卜礼津耐莉契敦佳嘉露奈狄捷芭珊琪裴倪聂寇魁昆珂洁娥廉茅弥"
_SHORT = 3
_GOES_ON = frozenset("勒尔爾斯森逊遜姆娜蒂茨")  # no word begins with these behind a name
_ENDINGS = _MORE_SOUNDS + "雄素玺夸"
_DOTTED = re.compile(
    rf"[A-Z]?\.?[{_SOUNDS}{_MORE_SOUNDS}]{{1,7}}(?:[·•‧．・\-—–][A-Z]?\.?[·•‧．・]?(?:甘地|[{_SOUNDS}{_ENDINGS}]{{1,8}}))+"
)
_SOUND_RUN = re.compile(rf"[{_SOUNDS}]{{2,6}}")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-zÀ-ÿ'’\-]+(?: (?:[A-Z]\.|[A-Z][A-Za-zÀ-ÿ'’\-]+|bin|al|de|van|von))*")
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁马方任袁柳鲍史唐费薛雷贺汤罗郝安常于傅康余顾孟黄穆萧尹姚邵汪毛"
    "戴宋庞熊纪舒董梁杜阮蓝季贾江郭梅林钟徐邱丘骆高夏蔡田樊胡凌霍万柯卢莫房解应宗丁邓洪包左石崔龚程邢裴陆翁侯段焦谷车全班秋仲伊宫宁仇甘厉武"
    "刘景龙叶黎白蒲卓蔺池乔闻党谭劳姬申冉桑桂牛边耿游文朴廖曾曲关岳楚聂晁欧利越岸森茂河加菅麻"
)
# Words that begin with a name's character but are none: 特 in 特别, 当 in 当天
_NOT_A_NAME = re.compile(
    "当天|当日|当地|当时|特别|特使|日前|今日|次日|明日|日电|明确|平时|通过|通电|提出|提议|提到|西方|西部|东部|南部|北部|中部|内部|海外|海上|于周|于当|于本|"
    "京都|因为|因此|因应|依法|依然|希望|加强|安排|安全|保证|保护|保持|连续|连任|特地|通报|万名|马上|随后|首次|首度|亲自|维持|维护|强调|兼|达成|本周|本月|"
    "周[一二三四五六日天末初]|任命|任期|任内|任职|任何|施压|施加|施行|施政|解释|解决|解散|多年|多位|多国|学院|大学|公司|联盟|成员|成立|"
    "曾[经尤多于在任对就向与]|高度|高级|高层|方面|方针|方案|包括|左右|金融|常务|常委|万人|连同|连日|连夜|关于|关切|关系|关注|全体|全面|全国|全球|"
    "宣布|宣称|那样|那些|那么|文章|文件|文化|游行|游说|车队|车辆|乃至|及其|多次|多名|当选|路透|法新|欧洲|亚洲|安理|基本|拿出|列出|列举|通知|平静|纳入|发表|古巴|塔利班|哈马斯"
)
_VERBS_AFTER = (
    "说称指表宣认在于对向与和同将也已就周星昨今日上下，。：；、（(？！ 并则还曾正因为批警呼促要回强重会率抵访接出发致应承否拒签谈"
)


SOUNDS = _SOUNDS + _ENDINGS


def name_at(folded: str, start: int, text: str) -> int | None:
    """The end of a person's name that starts at ``start``; None where no name starts there."""
    if _NOT_A_NAME.match(folded, start):
        return None
    if (match := _BEFORE_LATIN.match(text, start)) and not _NOT_A_NAME.search(match.group(1)):
        return match.end(1)
    if match := _DOTTED.match(folded, start):
        return match.end()
    if match := _LATIN_NAME.match(text, start):
        return match.end()
    return _chinese_name(folded, start) or _sound_name(folded, start)


def is_no_name(folded: str, start: int) -> bool:
    """Whether a word begins at ``start`` that is no name, though its characters could be one's."""
    return _NOT_A_NAME.match(folded, start) is not None


def sounds_on(text: str, start: int, end: int) -> bool:
    """Whether a short foreign name at [start, end) is the beginning of a longer one: 卡特 in 卡特勒."""
    return end - start <= _SHORT and text[end : end + 1] in _GOES_ON and all(c in _SOUNDS for c in text[start:end])


def names_without_title(folded: str, text: str) -> Iterator[tuple[int, int]]:
    """Places of names that show by themselves that they are a person's: 亚历克斯·李, 佩恩（Marise Payne）."""
    for match in _DOTTED.finditer(folded) if _DOT.search(folded) else ():
        if not _NOT_A_NAME.match(folded, match.start()):
            yield match.span()
    for match in _BEFORE_PERSON.finditer(text) if _BRACKET.search(text) else ():
        if not _NOT_A_NAME.search(match.group(1)):
            yield match.span(1)


def _chinese_name(folded: str, start: int) -> int | None:
    """A surname with one or two characters, ended by something that goes on with the sentence: 林芳正说."""
    if folded[start : start + 1] not in _SURNAMES or not folded[start : start + 1]:
        return None
    for length in (3, 2):
        name = folded[start : start + length]
        if len(name) == length and all("㐀" <= c <= "鿿" for c in name) and not any(c in "说称指表宣的在于对将和与" for c in name[1:]):
            after = folded[start + length : start + length + 1]
            if not after or after in _VERBS_AFTER:
                return start + length
    return None


def _sound_name(folded: str, start: int) -> int | None:
    match = _SOUND_RUN.match(folded, start)
    if match is None:
        return None
    end = match.end()
    # 外长佩恩于周二: 于 is the preposition, not the end of the name
    while end - start > 2 and folded[end - 1] in "于当今日本明同因依通提连南西东北内海" and not _ends_well(folded, end):
        end -= 1
    return end


def _ends_well(folded: str, end: int) -> bool:
    return not folded[end : end + 1] or folded[end] in _VERBS_AFTER
