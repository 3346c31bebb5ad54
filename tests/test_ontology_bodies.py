"""Bodies of states: each kind is found after each state's name, and bodies, parties and armed groups by the names of their own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date

import pytest

from kg.extract.lexicon import lexicon_of
from kg.extract.mentions import find_mentions
from kg.extract.reference import resolve_references
from kg.link import link_mention
from kg.segment import split_sentences
from kg.vocabulary import ACTOR, Actor, fold
from tests.extraction import article, sentence, vocabulary

# the states that the news mentions most
STATES = [
    "USA", "CHN", "TWN", "HKG", "GBR", "IRN", "RUS", "ISR", "IND", "JPN", "DEU", "UKR", "FRA", "CAN", "PSE", "AUS", "LBN", "SYR",
    "KOR", "PRK", "BRA", "VNM", "PHL", "YEM", "TUR", "PAK", "IRQ", "LTU", "ESP", "SDN", "VEN", "ITA", "AFG", "EGY", "CUB", "SGP",
    "MYS", "JOR", "POL", "NZL", "HUN", "DNK", "SWE", "MEX", "CZE", "ZAF", "NLD", "THA", "BLR", "QAT", "KHM", "GRC", "SRB", "COL",
    "MLI", "MMR", "HTI", "CHE", "IDN", "MNG", "FIN", "BEL", "OMN", "NIC", "VAT", "SVK", "NER", "ARG", "SAU", "NOR", "IRL", "PRT",
    "ETH", "SOM", "KAZ", "CHL", "AUT",
]  # fmt: skip
# each kind by the names that the news gives it: mainland, Taiwan or Hong Kong, English
KINDS = {
    "head-of-state-office": ("总统府", "總統府", "presidential office"),
    "prime-minister-office": ("总理府", "首相府", "prime minister's office"),
    "cabinet": ("内阁", "內閣", "cabinet"),
    "foreign-ministry": ("外交部", "外務省", "foreign ministry"),
    "defence-ministry": ("国防部", "國防部", "defense ministry"),
    "interior-ministry": ("内政部", "內政部", "interior ministry"),
    "parliament": ("议会", "國會", "parliament"),
    "upper-house": ("参议院", "上議院", "senate"),
    "lower-house": ("众议院", "下議院", "lower house"),
    "supreme-court": ("最高法院", "最高法院", "supreme court"),
    "constitutional-court": ("宪法法院", "憲法法庭", "constitutional court"),
    "prosecutors": ("检方", "檢方", "prosecutors"),
    "intelligence-agency": ("情报机构", "情報單位", "intelligence service"),
    "military-intelligence": ("军事情报局", "軍情局", "military intelligence"),
    "police": ("警方", "警方", "police"),
    "gendarmerie": ("宪兵", "憲兵", "gendarmerie"),
    "armed-forces": ("武装部队", "軍方", "military"),
    "army": ("陆军", "陸軍", "army"),
    "navy": ("海军", "海軍", "navy"),
    "air-force": ("空军", "空軍", "air force"),
    "marine-corps": ("海军陆战队", "海軍陸戰隊", "marines"),
    "strategic-forces": ("战略火箭军", "飛彈部隊", "rocket force"),
    "special-forces": ("特种部队", "特戰部隊", "special forces"),
    "coast-guard": ("海岸警卫队", "海岸防衛隊", "coast guard"),
    "border-guard": ("边防部队", "邊防部隊", "border guards"),
    "central-bank": ("央行", "中央銀行", "central bank"),
    "ruling-party": ("执政党", "執政黨", "ruling party"),
    "opposition": ("反对派", "在野黨", "opposition"),
}

# who has none of a kind: the news has no word for it
NONE = {("PSE", "defence-ministry"), ("JPN", "marine-corps"), ("NOR", "marine-corps"), ("IRL", "marine-corps")}


def linked(text: str) -> list[tuple[str, str, str | None]]:
    """What a phrase names: its words, the actor and the country."""
    found = [m for m in find_mentions(sentence(text), vocabulary(), lexicon_of(vocabulary())) if m.kind not in ("pronoun", "source")]
    parties = [(m.text, p) for m in found for p in link_mention(m, date(2024, 4, 12), vocabulary=vocabulary(), base="urn:geokg:")]
    return [(text, p.iri, p.country) for text, p in parties]


def is_of_kind(iri: str, code: str, kind: str) -> bool:
    """Whether an actor is a state's body of a kind: the composed one, or a listed one of the kind."""
    actor = vocabulary().actor(iri)
    # 德国国会 is the Bundestag, and the Israeli army is all of Israel's forces
    if (iri, kind) in ((f"{ACTOR}DEU-lower-house", "parliament"), (f"{ACTOR}ISR-armed-forces", "army")):
        return True
    return iri == f"{ACTOR}{code}-{kind}" or (actor is not None and actor.body_type == f"urn:geokg:bodytype/{kind}")


def label(code: str, language: str) -> str:
    return dict(vocabulary().actors[ACTOR + code].labels)[language]


@pytest.mark.parametrize("code", STATES)
def test_each_kind_of_body_is_found_after_a_states_name(code: str) -> None:
    wrong = []
    for kind, (hans, hant, _) in KINDS.items():
        if (code, kind) in NONE:
            continue
        for phrase in (label(code, "zh-Hans") + hans, label(code, "zh-Hant") + hant):
            found = linked(phrase + "对此没有回应")
            right = len(found) == 1 and found[0][0] == phrase and found[0][2] == code and is_of_kind(found[0][1], code, kind)
            if not right:
                wrong.append((phrase, found))
    assert wrong == []


@pytest.mark.parametrize("code", ["IRN", "RUS", "ISR", "IND", "DEU", "UKR", "CAN", "AUS", "BRA", "SYR", "PAK", "EGY", "POL", "MEX"])
def test_each_kind_of_body_is_found_after_an_english_adjective(code: str) -> None:
    adjective = min(vocabulary().actors[ACTOR + code].adjectives, key=len)
    wrong = []
    for kind, (_, _, name) in KINDS.items():
        found = linked(f"{adjective} {name} gave no answer")
        if len(found) != 1 or found[0][2] != code or not is_of_kind(found[0][1], code, kind):
            wrong.append((f"{adjective} {name}", found))
    assert wrong == []


def test_a_composed_body_is_named_in_three_scripts() -> None:
    for code in STATES:
        for kind in KINDS:
            actor = vocabulary().actor(f"{ACTOR}{code}-{kind}")
            assert actor is not None, (code, kind)
            assert sorted(tag for tag, _ in actor.labels) == ["en", "zh-Hans", "zh-Hant"], actor.iri
            assert vocabulary().code_of(actor.iri) == code


OWN_NAMES = {
    "俄联邦安全局": "RUS-fsb", "克格勃": "RUS-kgb", "格鲁乌": "RUS-gru", "国家杜马": "RUS-lower-house",
    "State Duma": "RUS-lower-house", "北方舰队": "RUS-northern-fleet", "俄联邦侦查委员会": "RUS-investigative-committee",
    "最高拉达": "UKR-parliament", "乌克兰国家安全局": "UKR-security-service", "乌克兰国防部情报总局": "UKR-military-intelligence",
    "NABU": "UKR-anti-corruption-agency", "军情五处": "GBR-mi5", "軍情六處": "GBR-mi6", "英格兰银行": "GBR-central-bank",
    "苏格兰场": "GBR-police", "皇家海军": "GBR-navy", "UKMTO": "GBR-ukmto", "法国国内安全总局": "FRA-dgsi",
    "法国对外安全总局": "FRA-intelligence-agency", "法兰西银行": "FRA-central-bank", "联邦议院": "DEU-lower-house",
    "Bundestag": "DEU-lower-house", "联邦宪法法院": "DEU-constitutional-court", "联邦国防军": "DEU-armed-forces",
    "联邦情报局": "DEU-intelligence-agency", "宪法保卫局": "DEU-security-service", "德国联邦银行": "DEU-central-bank",
    "Seimas": "LTU-parliament", "Riksdag": "SWE-parliament", "Storting": "NOR-parliament", "Folketing": "DNK-parliament",
    "Sejm": "POL-lower-house", "摩萨德": "ISR-intelligence-agency", "辛贝特": "ISR-security-service", "克奈塞特": "ISR-parliament",
    "以色列国防军": "ISR-armed-forces", "以军南部司令部": "ISR-southern-command", "8200部队": "ISR-unit-8200", "COGAT": "ISR-cogat",
    "哈马斯政治局": "PSE-hamas-politburo", "巴解组织": "PSE-plo", "白头盔": "SYR-white-helmets", "革命卫队": "IRN-irgc",
    "圣城旅": "IRN-quds-force", "巴斯基": "IRN-basij", "宪法监护委员会": "IRN-guardian-council",
    "专家会议": "IRN-assembly-of-experts", "道德警察": "IRN-morality-police", "自卫队": "JPN-armed-forces",
    "海上保安厅": "JPN-coast-guard", "日本央行": "JPN-central-bank", "防衛省": "JPN-defence-ministry", "公安调查厅": "JPN-psia",
    "警視廳": "JPN-police-tokyo", "国家情报院": "KOR-intelligence-agency", "韩国大法院": "KOR-supreme-court",
    "侦察总局": "PRK-intelligence-agency", "最高人民会议": "PRK-parliament", "朝鲜人民军": "PRK-armed-forces",
    "朝鲜战略军": "PRK-strategic-forces", "国家大呼拉尔": "MNG-parliament", "Lok Sabha": "IND-lower-house",
    "三军情报局": "PAK-intelligence-agency", "印度调查分析局": "IND-intelligence-agency", "印尼国民军": "IDN-armed-forces",
    "Bakamla": "IDN-coast-guard", "Tatmadaw": "MMR-armed-forces", "劝善惩恶部": "AFG-vice-virtue-ministry",
    "澳洲联储": "AUS-central-bank", "ASIO": "AUS-security-service", "皇家骑警": "CAN-police",
    "加拿大安全情报局": "CAN-intelligence-agency", "玻利瓦尔国民警卫队": "VEN-national-guard", "SEBIN": "VEN-intelligence-agency",
    "保卫祖国国家委员会": "NER-junta", "美联储": "USA-central-bank", "聯準會": "USA-central-bank", "中情局": "USA-cia",
    "FBI": "USA-fbi", "海豹突击队": "USA-navy-seals", "印太司令部": "USA-indo-pacific-command",
    "美国国家航空航天局": "USA-space-agency", "FEMA": "USA-disaster-agency", "解放军": "CHN-armed-forces",
    "火箭军": "CHN-strategic-forces", "中宣部": "CHN-propaganda-department", "中组部": "CHN-organisation-department",
    "立法院": "TWN-parliament", "行政院": "TWN-cabinet", "監察院": "TWN-control-yuan", "立法会": "HKG-parliament",
    "廉政公署": "HKG-icac", "国新办": "CHN-state-council-information-office", "特区政府": "HKG-government",
    "澳门特区政府": "MAC-government", "库区政府": "IRQ-krg", "加泰政府": "ESP-catalonia-government",
    "Welsh Government": "GBR-wales-government", "北爱尔兰议会": "GBR-northern-ireland-assembly",
    "西藏自治区政府": "CHN-tibet-government", "東京都政府": "JPN-tokyo-government", "加州政府": "USA-california-government",
    "佛州州长办公室": "USA-florida-governor-office", "邦特兰政府": "SOM-puntland-government", "格陵兰自治政府": "GRL-government",
    "克里米亚政府": "UKR-crimea-government", "德左当局": "MDA-transnistria-government", "阿布哈兹政府": "GEO-abkhazia-government",
}  # fmt: skip


@pytest.mark.parametrize(("name", "iri"), OWN_NAMES.items())
def test_bodies_are_found_by_the_names_of_their_own(name: str, iri: str) -> None:
    ((words, found, country),) = linked(name)
    assert (words, found) == (name, ACTOR + iri)
    assert country == iri.split("-")[0]


PARTIES = {
    "共和党": "USA", "民主党": "USA", "GOP": "USA", "保守党": "GBR", "工黨": "GBR", "自民党": "JPN", "公明黨": "JPN",
    "德国自民党": "DEU", "英国自由民主党": "GBR", "澳洲工党": "AUS", "紐西蘭工黨": "NZL", "巴西劳工党": "BRA",
    "加拿大保守党": "CAN", "香港民主黨": "HKG", "智利共和党": "CHL", "法国共和党": "FRA", "意大利民主党": "ITA", "國民黨": "TWN",
    "統一俄羅斯黨": "RUS", "俄罗斯联邦共产党": "RUS", "人民公仆党": "UKR", "选择党": "DEU", "基民盟": "DEU", "国民联盟": "FRA",
    "五星运动": "ITA", "呼声党": "ESP", "激进左翼联盟": "GRC", "荷兰自由党": "NLD", "瑞典民主党": "SWE", "公民纲领党": "POL",
    "法律与正义党": "POL", "方向党": "SVK", "蒂萨党": "HUN", "塞尔维亚前进党": "SRB", "自决运动党": "XKX", "正发党": "TUR",
    "格鲁吉亚梦想党": "GEO", "共同民主党": "KOR", "国民力量党": "KOR", "劳动党": "PRK", "越共": "VNM", "为泰党": "THA",
    "远进党": "THA", "柬埔寨人民党": "KHM", "全国民主联盟": "MMR", "巩发党": "MMR", "大印尼行动党": "IDN", "巫统": "MYS",
    "人民行动党": "SGP", "印度人民党": "IND", "國大黨": "IND", "人民联盟": "BGD", "正义运动党": "PAK", "巴基斯坦人民党": "PAK",
    "利库德集团": "ISR", "拥有未来党": "ISR", "法塔赫": "PSE", "阿迈勒运动": "LBN", "库尔德斯坦民主党": "IRQ",
    "穆斯林兄弟会": "EGY", "非国大": "ZAF", "民族之矛党": "ZAF", "繁荣党": "ETH", "国家复兴运动党": "MEX", "自由前进党": "ARG",
    "争取社会主义运动党": "BOL", "委内瑞拉统一社会主义党": "VEN", "桑解阵": "NIC", "古巴共产党": "CUB", "魁北克集团": "CAN",
    "新芬党": "IRL",
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), PARTIES.items())
def test_parties_count_under_their_state(name: str, code: str) -> None:
    (found,) = vocabulary().find_actors(name)
    assert vocabulary().actors[found].kind == "party"
    assert vocabulary().code_of(found) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("加拿大大选揭晓，自由党赢得多数席位", "CAN"),
        ("澳大利亚大选揭晓，自由党失去多数席位", "AUS"),
        ("德国组阁谈判破裂，绿党退出", "DEU"),
        ("法国议会表决，社会党弃权", "FRA"),
        ("西班牙地方选举，人民党领先", "ESP"),
    ],
)
def test_a_party_name_of_many_states_belongs_to_the_state_named_before(text: str, code: str) -> None:
    sentences = tuple(split_sentences(article(text)))
    mentions = [find_mentions(s, vocabulary(), lexicon_of(vocabulary())) for s in sentences]
    last = [m for found in resolve_references(sentences, mentions, vocabulary()) for m in found if m.text.endswith("党")][-1]
    assert last.country == ACTOR + code


GROUPS = {
    "哈马斯": "PSE", "真主党": "LBN", "拉德万部队": "LBN", "胡塞武装": "YEM", "塔利班": "AFG", "伊斯兰国呼罗珊分支": "AFG",
    "沙姆解放组织": "SYR", "叙利亚民主军": "SYR", "叙利亚国民军": "SYR", "庫德工人黨": "TUR", "真主旅": "IRQ", "努贾巴运动": "IRQ",
    "什叶派民兵": "IRQ", "正义军": "IRN", "巴基斯坦塔利班": "PAK", "俾路支解放军": "PAK", "纳萨尔派": "IND", "若开军": "MMR",
    "三兄弟聯盟": "MMR", "克伦民族解放军": "MMR", "摩洛伊斯兰解放阵线": "PHL", "阿布沙耶夫": "PHL", "神权游击队": "IDN",
    "瓦格纳集团": "RUS", "自由俄罗斯军团": "RUS", "亚速营": "UKR", "乌东民间武装": "UKR", "爱尔兰共和军": "GBR",
    "科索沃解放军": "XKX", "博科圣地": "NGA", "伊斯兰国西非省": "NGA", "JNIM": "MLI", "索马里青年党": "SOM", "快速支援部队": "SDN",
    "苏丹解放运动": "SDN", "提格雷人民解放阵线": "ETH", "法诺民兵": "ETH", "奥罗莫解放军": "ETH", "M23运动": "COD",
    "民主同盟军（乌干达）": "COD", "波利萨里奥阵线": "ESH", "哈夫塔尔武装": "LBY", "锡那罗亚贩毒集团": "MEX", "海湾集团": "COL",
    "哥伦比亚民族解放军": "COL", "阿拉瓜火车": "VEN", "光辉道路": "PER", "G9帮派联盟": "HTI", "誓言守护者": "USA", "伊斯兰国": None,
    "基地组织": None, "抵抗阵线": None,
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), GROUPS.items())
def test_armed_groups_count_under_the_place_where_they_fight(name: str, code: str | None) -> None:
    (found,) = vocabulary().find_actors(name)
    assert vocabulary().actors[found].kind == "group"
    assert vocabulary().code_of(found) == code


def listed(*kinds: str) -> list[Actor]:
    return [a for a in vocabulary().actors.values() if a.kind in kinds]


def test_there_are_enough_of_each() -> None:
    assert sum(a.kind == "group" for a in listed("group")) >= 150
    by_state = Counter(vocabulary().code_of(a.iri) for a in listed("party"))
    assert sum(by_state[code] > 0 for code in STATES) >= 60
    bodies = {vocabulary().code_of(a.iri) for a in listed("body")}
    assert len(bodies & set(STATES)) >= 60


def test_bodies_parties_and_groups_are_named_in_three_scripts_and_say_for_whom() -> None:
    codeless = set()
    for actor in listed("body", "party", "group"):
        assert sorted(tag for tag, _ in actor.labels) == ["en", "zh-Hans", "zh-Hant"], actor.iri
        if vocabulary().code_of(actor.iri) is None:
            codeless.add(actor.iri.removeprefix(ACTOR))
    assert {iri for iri in codeless if not iri.startswith(("group-", "institution-", "company-", "org-"))} == set()


def test_a_body_of_a_kind_has_the_iri_that_composition_gives_or_shares_the_kind() -> None:
    several: dict[tuple[str, str], set[str]] = defaultdict(set)
    for actor in listed("body"):
        if actor.body_type and actor.acts_for:
            kind = actor.body_type.rsplit("/", 1)[-1]
            assert kind in {iri.rsplit("/", 1)[-1] for iri in vocabulary().body_types}, actor.iri
            several[actor.acts_for, kind].add(actor.iri)
        # what ends like a kind is one: actor:XXX-navy without gk:bodyType would be two navies
        if not actor.acts_for or vocabulary().actors[actor.acts_for].kind == "organisation":
            continue
        local = actor.iri.removeprefix(ACTOR).partition("-")[2]
        assert f"urn:geokg:bodytype/{local}" not in vocabulary().body_types or actor.body_type == f"urn:geokg:bodytype/{local}", actor.iri
    # of what a state has only one, the listed one is the composed one; a region's parliament acts for the region
    for (state, kind), iris in several.items():
        if (
            kind in ("parliament", "central-bank", "foreign-ministry")
            and vocabulary().actors[state].kind != "organisation"
            and vocabulary().actors[state].code
        ):
            assert f"{state}-{kind}" in iris, (state, kind, iris)


def test_no_name_ends_where_a_longer_word_of_government_goes_on() -> None:
    # 越共 in 中越共同, 法共 in 依法共同: a party's short name is not the beginning of 共同
    short = [name for a in listed("party") for name in (*a.aliases, *a.short_names) if len(name) == 2 and name.endswith("共")]
    assert {fold(name) for name in short} <= {"中共", "越共"}
    # 美国会: the US will
    assert not [name for a in listed("body") for name in a.aliases if re.fullmatch(".国会", name)]
