"""What Chinese time expressions look like: one pattern for each rule of ``time_chinese``, in the order in which they are tried.

Patterns are for plain text (simplified script, half-width digits). What names no day (三天, 近日, 每周三) has a rule as well, so that
30日内 or 每周三 are not read as days. Guards after an expression tell it from words that begin alike: 上周三名议员, 15日内瓦.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kg.extract.time_grammar import NEVER, Joints

DAYS_AWAY: Final = {
    **dict.fromkeys(("大前天",), -3),
    **dict.fromkeys(("前天", "前日", "前晚"), -2),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "昨夜", "昨晨", "昨早", "昨午"), -1),
    **dict.fromkeys(("今天", "今日", "今早", "今晚", "今晨", "今夜", "今午", "今起", "即日"), 0),
    **dict.fromkeys(("明天", "明日", "明晚", "明早", "明晨"), 1),
    **dict.fromkeys(("后天", "后日"), 2),
    **dict.fromkeys(("大后天",), 3),
}
# counted from the day that was told before
TOLD_DAYS: Final = {
    **dict.fromkeys(("当天", "当日", "当晚", "当夜", "同日", "同天", "同一天", "同一日", "同晚"), 0),
    **dict.fromkeys(("次日", "翌日", "隔天", "隔日", "第二天", "第二日", "次晨", "翌晨"), 1),
    **dict.fromkeys(("前一天", "前一日", "前一晚", "头一天"), -1),
}


def _any(words: dict[str, int]) -> str:
    return "(?P<word>" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


# 半 (half) is a numeral that yields no count; 两 counts, and is no day of a month: 两日的访问
_N = r"(?:[0-9]{1,3}|[一二两三四五六七八九十百廿卅半]{1,4})"
_MONTH_N = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY_N = r"(?:[12][0-9]|3[01]|0?[1-9]|三十一?|廿[一二三四五六七八九]?|卅一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PART_OF_DAY = (
    "凌晨|清晨|清早|早晨|早上|早间|上午|中午|午间|正午|下午|傍晚|晚上|晚间|夜间|夜里|深夜|半夜|午夜|入夜|稍早前|稍早|稍晚|稍后|一早|大早"
    "|当天|当日|当晚|早|晚|夜|晨|午"
)
_CLOCK_N = r" ?[0-9一二三四五六七八九十]{1,3} ?"
_CLOCK = (
    rf"(?: ?(?:的|当地时间|北京时间)?(?:{_PART_OF_DAY})(?:{_CLOCK_N}[时点](?!任)(?:{_CLOCK_N}分|半)?)?"
    rf"|{_CLOCK_N}时(?!任)(?:{_CLOCK_N}分|许)?)?"
)
_TO = r" ?[至到\-—–~～]+ ?"
_AND = r" ?[、和及与] ?"

# 30日内 is a term, 15日内瓦 is Geneva's 15th; 5日本国 speaks of Japan, 2日元 of money; 三日前 is three days ago, 15日前 by the 15th
_DAY_SIGN = (
    r"(?:日(?!以?内(?!瓦|阁|塔|政|务)|之内|游(?![行客说击])|元(?!首)|圆|本(?!报|台|社|周|月|地|港|人|轮|次|届)|来(?!自|到|访|华|台|电|信|京|说)"
    r"|夜(?![间晚里])|趋|益|常|语|文|媒)(?!(?<=[一二三四五六七八九十]日)前)"
    r"|号(?![线楼机令文船舰轮弹工馆院厂井门码召角手称外航卫站决院公首官府”」』》]))"
)
_NO_NUMBER = r"(?<![0-9.:%第每逾超满达限期续隔离几百千万〇一二两三四五六七八九十廿卅月\-/])(?<!过了|历时|一连)"
# three days' journey: 结束三日访华行程, 三日的国事访问
_NO_COUNT = r"(?![一二三四五六七八九十]日[的之]?(?:(?:国事|正式|友好)访问|访.{1,2}(?:行程|之行|之旅)|行程|议程|会期|之行|之旅))"
# 5号 may be a pipeline, a rocket, a house: 北溪2号, 长征5号, 唐宁街10号
_NO_NAME = r"(?<![溪征街路舟娥问宫舰列型])(?=[^日]{1,9}号)|(?=[^号]{1,9}日)"
# 6月中 (the middle of June) before what is not 中国, 中方, 中印…
_MIDDLE = r"中(?![国东方央美印俄日欧法英德韩朝澳加台港共联越菲企华非阿巴以沙塔乌哈吉梵拉外使期资巴纽新])"
_MONTH_PART = rf"(?P<part>上旬|中旬|下旬|初(?![一二三四五六七八九十])|底|末|{_MIDDLE})"
_NO_MONTH = r"(?!球|亮|经|薪|工资|均|饼|刊|台|租|息|光|革命|河|娥|花)"
_YEAR_N = r"(?:(?<![0-9.])[12][0-9]{3}|[一二][〇一二三四五六七八九]{3})"
_YEAR = (
    rf"(?:(?:(?:公元|西元) ?)?(?:(?P<from_year>{_YEAR_N}) ?年?{_TO})?(?P<year>{_YEAR_N}) ?年(?![级龄薪]|利率)"
    rf"(?:的(?= ?{_MONTH_N} ?月))?"
    rf"|民国 ?(?P<roc>{_N}|[一二三四五六七八九〇]{{2,3}}) ?年"
    r"|(?P<short>(?<![0-9.])(?:0[0-9](?= ?年)|[0-9]{2,3}(?= ?年 ?[0-9]{1,2} ?月))) ?年"
    r"|(?P<told_year>今年(?! ?[0-9一二三四五六七八九十]{1,3}周?岁)|去年|明年|(?<![0-9一二三四五六七八九十百数几多])前年|后年"
    r"|本年|同年|当年|次年|翌年|上年|来年|前一年)"
    rf"(?:度|[的同](?= ?{_MONTH_N} ?月))?)"
)
_MONTH = (
    rf"(?:(?:(?P<from_month>(?<![0-9.]){_MONTH_N}){_TO})?(?P<month>(?<![0-9.]){_MONTH_N}) ?月(?:份)?{_NO_MONTH}"
    rf"|(?P<told_month>本月|这个?月|上上个?月|(?<![早晚])上个?月|下下个?月|(?<![天年])下个?月|当月|同月|次月|翌月|前一个?月)(?:份)?{_NO_MONTH})"
)
# 25-27日, 28、29日; 25日至27日 is two expressions that time_expressions joins
_DAY = rf"(?:(?P<from_day>{_DAY_N})(?:[日号]?{_TO}|{_AND}))?(?P<day>{_DAY_N}) ?{_DAY_SIGN}{_CLOCK}"
_YEAR_PART = (
    r"(?:年?(?P<year_part>初|底|末)|(?:年中|中期)|(?P<half>上半年|下半年)|第?(?P<quarter>[一二三四1-4])季度?"
    r"|(?P<season>[春夏秋冬])(?:天|季|末|初)(?!达沃斯|奥运|青|残|世界|运动)"
    rf"|的?[首头前](?P<first_months>{_N})个月)"
)

# 上周三名议员, 上周五眼联盟, 上周六方会谈: the week and a number, not a weekday
_COUNTED = r"名|位(?!于)|艘|架|次|国(?![务会防家际安台])"
_WEEKDAY_N = (
    rf"一(?!些|直|度|项|份|批|场|起|封|篇|家|连|系|致|带|级|边|样|百|千|万|年|个|{_COUNTED})"
    rf"|二(?!十|个|{_COUNTED})|三(?!个|边|大|方会|{_COUNTED})|四(?!个|方[安会]|川|{_COUNTED})|五(?!个(?!人)|眼|角|常|{_COUNTED})"
    rf"|六(?!个|方会|四|{_COUNTED})|[1-6](?![0-9])|天(?![然安津主下气])|日(?!本(?!报|台|社|周|月|地|港|人)|元|圆|媒|相|方"
    r"|[韩美中俄印澳英菲朝](?:两国|峰会|关系|同盟|外长|首脑|双方|安保|防长|贸易|[韩菲澳印]))"
)
_WEEK = "(?:周|星期|礼拜)"
_WHICH = r"(?P<which>上上个?|上一?个?|下下个?|下一?个?|本|这个?|今)"
_NOT_COUNTED = r"(?<![一二三四五六七八九十几数每0-9\-])"
_UNIT = "(?P<unit>天|日|个?星期|周|个?礼拜|个月|年|个?小时|分钟)"

# every expression begins with one of these: other places are passed over without trying the rules
_FIRST = (
    "0-9〇一二两三四五六七八九十百廿卅半年月周星礼今昨明前后即当同次翌隔第头此之去本这上下来公西民元圣平每"
    "过近日最不稍早几数再未接世农阴正腊大"
)

RULES: Final = {
    "numeric": r"(?<![0-9./])(?:(?P<y>[12][0-9]{3})[-/.](?P<m>[01]?[0-9])[-/.](?P<d>[0-3]?[0-9])"
    r"|(?P<d2>[0-3]?[0-9])[/.](?P<m2>[01]?[0-9])[/.](?P<y2>[12][0-9]{3}))(?![0-9/]|-[0-9]{1,2}(?![0-9])|\.[0-9])",
    "vague": r"近日|日前|最近|近期|不久前|稍?早前|日后|近来|[数几]日前|几天前|近几[天日周年月]+|未来(?:一段|[几数若干]+)[天日周年月个]*",
    "decade": rf"(?:(?P<century>{_N}|上|本) ?世纪)?(?P<decade>[0-9]{{2,4}}|[一二三四五六七八九]十) ?年代(?:初|末|中期|后期|前期)?"
    rf"|{_N} ?世纪(?:初|末|中叶)?",
    # the lunar calendar, which is not ours: 农历八月十五, 正月初一
    "lunar": r"(?:农历|阴历)(?:[0-9一二三四五六七八九〇十]{1,4}年)?(?:[正腊冬一二三四五六七八九十]{1,2}月)?"
    r"(?:[初十廿三][一二三四五六七八九十])?|[0-9]{4}年农历|(?:[正腊]月|大年)(?:[初十廿三][一二三四五六七八九十]?)?"
    r"|(?<!年)[一二三四五六七八九十]{1,2}月(?:初[一二三四五六七八九十]|[十廿][一二三四五六七八九]?+(?![日号月至到、]))",
    "every": rf"每(?:逢|个)?{_WEEK}[一二三四五六日天]?|每[年月日天]|每隔?[一二三四五六七八九十0-9]+[天周年]",
    "so_far": r"(?P<since>今年|本月|本周)(?:以来|至今|迄今)|(?<![0-9])年内|(?P<within>今年|本年|本月|本周|这周)(?:之|以)?内(?![阁务政瓦])",
    "within": rf"(?:未来|今后|接下来)的?(?P<n>{_N}) ?{_UNIT}(?:之|以)?内?",
    "past": rf"过去的?(?P<n>{_N}) ?[多来余]?{_UNIT}(?!前(?!线)|后)",
    "days_before": rf"[此之]前的?(?P<n>{_N})[天日](?![前后])",
    "bracket": rf"(?P<word>[今昨明前])(?:天|日)?[（(] ?(?P<day>{_DAY_N}) ?[日号]?[）)][日天]?{_CLOCK}",
    "relative": rf"(?<![如当现迄目])(?<!至(?=今日)){_any(DAYS_AWAY)}(?!俄罗斯|美国》|头条|之星|重现|印度》|香|本(?!报)|性){_CLOCK}",
    "told": rf"(?:[此之]前)?{_any(TOLD_DAYS)}{_CLOCK}",
    "holiday": rf"(?:{_YEAR}的?)?(?P<holiday>元旦|圣诞节|平安夜)(?!岛)",
    "year": rf"{_YEAR} ?(?:{_MONTH} ?(?:{_DAY}|{_MONTH_PART})?|{_YEAR_PART})?",
    "month": rf"(?<!年)(?<![一二三四五六七八九十百](?=[一二三四五六七八九十])){_MONTH} ?(?:{_DAY}|{_MONTH_PART})?",
    "day": rf"{_NO_NUMBER}(?:{_NO_NAME})(?!{_DAY_N}日后){_NO_COUNT}{_DAY}",
    "part": r"(?P<which>[今去明])?年(?P<year_part>初|底|末)|(?<![一二])(?P<half>上半年|下半年)"
    r"|(?<![0-9年第])第?(?P<quarter>[一二三四])季度|月(?P<part>初|中旬|上旬|下旬|底|末)",
    "weekend": rf"{_WHICH}?(?:周末|星期末)(?!版)",
    "weekday": rf"{_NOT_COUNTED}{_WHICH}?{_WEEK}(?P<weekday>{_WEEKDAY_N}){_CLOCK}",
    "week": rf"{_NOT_COUNTED}(?:{_WHICH}|(?P<told>当)){_WEEK}(?![年刊报边围])",
    "season": r"(?P<which>[今去明])(?P<season>[春夏秋冬])(?!奥)",
    "ago": rf"(?<![0-9.第])(?P<later>^|(?<=[，。；：、！？ ]))?(?P<again>再[过隔]了?)?(?P<n>{_N}) ?(?P<more>多|余|来|几)?整?{_UNIT}半?"
    r"(?P<direction>之?前(?!线)|以前|之?后|以后|以?内|之内|间|以来|来|多|左右)?(?![级代度龄])",
}

# 周三将华为列入黑名单 is past: 将 before a noun is no future
_AHEAD_VERB = (
    "[举召访前会出发公对就与在于继开启抵讨投表进参提生审作做同和向飞离再首正宣到有是施实展演接派搭采停关失返回签"
    "推决受被不也更很可面迎从按届陆共联]"
)
JOINTS: Final = Joints(
    prefilter=re.compile("[年月日号號天周週期拜晚早夜今明昨近前后後时時旦诞誕春夏秋冬季]|[0-9]{4}|/"),
    to=re.compile(r" ?(?:日|号|起|开始)? ?(?:至|到|直到|-|—|–|~|～|－|─)+ ?(?:当地时间)?"),
    listed=re.compile(r" ?(?:、|和|与|及|以及) ?"),
    between=re.compile("之?间"),
    apposed=re.compile(" ?"),
    bracket=re.compile(r" ?[（(] ?(?:即|也就是|当地时间|北京时间)?"),
    since_before=NEVER,
    since_after=re.compile(r" ?的?(?:以来|至今(?![天日晚年早晨后])|迄今|以降|起至今|开始至今)"),
    since_later=re.compile(r"[^，。；！？]{0,30}以来"),
    from_before=re.compile(r"[自从]$"),
    until_before=re.compile(
        r"(?:持续|延续|延长|维持|展延|有效期?|直|直到|期限)(?:到|至)?$|(?:最迟|最晚|至迟|不迟于)[于在到]?(?:当地时间)?$"
    ),
    until_after=re.compile(r"之前|以前|为止|前(?![往来夕后赴总首任线述驻外国副部台港财防景途所一进提特不])|结束前"),
    before_before=NEVER,
    starting_after=re.compile(r" ?(?:起|开始)"),
    ahead_before=re.compile(
        rf"(?:[将拟会](?:会|计划|从|自)?[于在]|将(?={_AHEAD_VERB})|拟|定[于在]|预[定计期料]|计划|打算|准备|有望|可望|料|可能|即将|安排"
        r"|推迟[到至]|延[期后迟][到至]|改[到在至])[^，。；：、！？]{0,6}$"
    ),
    ahead_after=re.compile(rf"(?:起|前|的|开始)?[^，。；：、说称示布道指透露应]{{0,6}}?(?:即将|预[计定]|拟|将(?={_AHEAD_VERB}|成(?!都)))"),
    dateline_before=re.compile(r".{0,6}?(?:路透|法新|美联|新华|中央|德新|法广|中新|德国之声|共同社|韩联|塔斯).{0,16}"),
    dateline_after=re.compile(r" ?(?:[电電]|讯|[-—－]+ )"),
)


@cache
def rule(name: str) -> re.Pattern[str]:
    """The pattern of one rule, with its groups."""
    return re.compile(RULES[name])


@cache
def expressions() -> re.Pattern[str]:
    """All rules as one pattern; ``lastgroup`` of a match is the rule that found it."""
    rules = "|".join(f"(?P<{name}>{re.sub(r'[?]P<[a-z0-9_]+>', '?:', source)})" for name, source in RULES.items())
    return re.compile(f"(?=[{_FIRST}])(?:{rules})")
