"""Networks for the tests of the page: one written by hand around the summit of 11 April 2024, one generated for size.

Every sentence is invented for the tests; so are the outlets.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from kg.model import (
    ActorKind,
    ArticleRef,
    Event,
    Language,
    Modality,
    Network,
    NetworkActor,
    NetworkEdge,
    Party,
    Report,
    Source,
    TimeSpan,
)

QUADS = {
    "AGREE": "VerbalCooperation",
    "CONSULT": "VerbalCooperation",
    "SUPPORT": "VerbalCooperation",
    "CONCEDE": "VerbalCooperation",
    "COOPERATE": "MaterialCooperation",
    "AID": "MaterialCooperation",
    "RETREAT": "MaterialCooperation",
    "REQUEST": "VerbalConflict",
    "ACCUSE": "VerbalConflict",
    "REJECT": "VerbalConflict",
    "THREATEN": "VerbalConflict",
    "PROTEST": "MaterialConflict",
    "SANCTION": "MaterialConflict",
    "MOBILIZE": "MaterialConflict",
    "COERCE": "MaterialConflict",
    "ASSAULT": "MaterialConflict",
}
LABELS = {
    "AGREE": ("同意", "agree"),
    "CONSULT": ("会晤", "consult"),
    "SUPPORT": ("支持", "support"),
    "CONCEDE": ("让步", "concede"),
    "COOPERATE": ("合作", "cooperate"),
    "AID": ("援助", "aid"),
    "RETREAT": ("撤退", "retreat"),
    "REQUEST": ("要求", "request"),
    "ACCUSE": ("指责", "accuse"),
    "REJECT": ("拒绝", "reject"),
    "THREATEN": ("威胁", "threaten"),
    "PROTEST": ("抗议", "protest"),
    "SANCTION": ("制裁", "sanction"),
    "MOBILIZE": ("调动", "mobilize"),
    "COERCE": ("强制", "coerce"),
    "ASSAULT": ("攻击", "assault"),
}
MODES = {"CONSULT-visit": ("访问", "visit"), "CONSULT-phone": ("通话", "phone call"), "CONSULT-third-party": ("峰会", "summit")}
MUTUAL = {"CONSULT", "COOPERATE", "AGREE", "SUPPORT"}


@dataclass(frozen=True)
class Action:
    """What the page asks of an action."""

    quad: str


class Names:
    """The part of the vocabulary that the page uses, so that these tests stand without the ontology."""

    def __init__(self) -> None:
        self.actions = {code: Action(quad) for code, quad in QUADS.items()}
        self.modes = MODES

    def label(self, iri: str, language: str = "zh-Hans") -> str:
        known = {**LABELS, **MODES}.get(iri.rsplit("/", 1)[-1])
        return iri if known is None else known[1] if language == "en" else known[0]

    def action(self, code: str) -> Action:
        return self.actions[code]

    def find_actors(self, name: str) -> tuple[str, ...]:
        return ("urn:geokg:actor/JPN",) if name == "扶桑" else ()


def _actor(iri: str) -> str:
    return "urn:geokg:actor/" + iri


# local name: kind, country, state, zh-Hans, zh-Hant, en, other names
ACTORS: dict[str, tuple[ActorKind, str | None, str | None, str, str, str, tuple[str, ...]]] = {
    "USA": ("state", "USA", None, "美国", "美國", "United States", ("美方",)),
    "JPN": ("state", "JPN", None, "日本", "日本", "Japan", ("日方",)),
    "PHL": ("state", "PHL", None, "菲律宾", "菲律賓", "Philippines", ("菲方",)),
    "CHN": ("state", "CHN", None, "中国", "中國", "China", ("中方",)),
    "AUS": ("state", "AUS", None, "澳大利亚", "澳大利亞", "Australia", ("澳洲",)),
    "KOR": ("state", "KOR", None, "韩国", "南韓", "South Korea", ()),
    "PRK": ("state", "PRK", None, "朝鲜", "北韓", "North Korea", ()),
    "TWN": ("territory", "TWN", None, "台湾", "臺灣", "Taiwan", ()),
    "AUKUS": ("organisation", "AUKUS", None, "澳英美联盟", "澳英美聯盟", "AUKUS", ()),
    "person-biden": ("person", "USA", "USA", "拜登", "拜登", "Joe Biden", ("Biden",)),
    "person-kishida-fumio": ("person", "JPN", "JPN", "岸田文雄", "岸田文雄", "Fumio Kishida", ("岸田", "Kishida")),
    "person-marcos": ("person", "PHL", "PHL", "小马科斯", "小馬可仕", "Ferdinand Marcos Jr.", ("Marcos",)),
    "person-hayashi": ("person", "JPN", "JPN", "林芳正", "林芳正", "Yoshimasa Hayashi", ()),
    "person-yellen": ("person", "USA", "USA", "耶伦", "葉倫", "Janet Yellen", ("Yellen",)),
    "CHN-coast-guard": ("body", "CHN", "CHN", "中国海警", "中國海警", "China Coast Guard", ("海警船",)),
    "CHN-foreign-ministry": ("body", "CHN", "CHN", "中国外交部", "中國外交部", "Chinese foreign ministry", ()),
    "USA-defence-ministry": ("body", "USA", "USA", "五角大楼", "五角大廈", "Pentagon", ()),
}
OUTLETS: dict[str, tuple[str, Language, str | None, str | None]] = {
    "donghai": ("东海晚报", "zh-Hans", "https://donghai.example/news/", None),
    "neihai": ("内海通讯", "zh-Hans", "https://neihai.example/a/", "内海社"),
    "nandao": ("南島日報", "zh-Hant", "https://nandao.example/", None),
    "harbour": ("Harbour Times", "en", "https://harbour.example/world/", None),
    "ledger": ("Pacific Ledger", "en", None, "Ledger Wire"),
}

Spec = tuple[str, str, str, str, Modality, tuple[str, ...]]  # outlet, published, sentence, trigger, modality, sources
Happening = tuple[str, str, str, str, str, str, tuple[Spec, ...]]  # actors, action, mode, targets, days, place, reports

# fmt: off
HAPPENINGS: tuple[Happening, ...] = (
    ("person-kishida-fumio", "CONSULT", "visit", "person-biden", "2024-04-10", "USA", (
        ("donghai", "2024-03-26", "日本首相岸田文雄下月10日将到华盛顿与拜登会面。", "会面", "planned", ("林芳正",)),
        ("nandao", "2024-03-27", "拜登預定四月十日在白宮款待岸田文雄。", "款待", "planned", ()),
        ("harbour", "2024-04-10", "Biden welcomed Kishida at the White House on Wednesday.", "welcomed", "asserted", ()),
        ("neihai", "2024-04-11", "岸田文雄周三在白宫同拜登谈了近两个小时。", "谈了", "asserted", ()),
    )),
    ("JPN PHL USA", "CONSULT", "third-party", "", "2024-04-11", "USA", (
        ("neihai", "2024-03-28", "美日菲三国首脑拟于4月11日在华盛顿首次坐到一起。", "坐到一起", "planned", ()),
        ("ledger", "2024-04-02", "Japan, the Philippines and the United States plan a summit next week.", "summit", "planned", ()),
        ("nandao", "2024-04-12", "美國、日本與菲律賓十一日在華盛頓舉行首次三邊峰會。", "舉行", "asserted", ()),
        ("harbour", "2024-04-12", "Japan, the Philippines and the United States met in Washington on Thursday.", "met", "asserted", ()),
        ("donghai", "2024-04-12", "日本、菲律宾和美国的领导人周四在华盛顿开了三方峰会。", "开了", "asserted", ("白宫",)),
    )),
    ("person-biden", "CONSULT", "", "person-marcos", "2024-04-11", "USA", (
        ("harbour", "2024-04-12", "Marcos sat down with Biden for separate talks after lunch.", "sat down", "asserted", ()),
    )),
    ("CHN-coast-guard", "ASSAULT", "", "PHL", "2024-03-23", "", (
        ("harbour", "2024-03-24", "The China Coast Guard hosed down a supply boat of the Philippines.", "hosed down", "asserted", ()),
        ("nandao", "2024-03-24", "中國海警以水砲射擊菲律賓的補給船。", "射擊", "asserted", ("菲律賓軍方",)),
        ("donghai", "2024-03-25", "中国海警否认向菲律宾船只喷水时伤人。", "喷水", "denied", ("中国海警",)),
    )),
    ("PHL", "ACCUSE", "", "CHN", "2024-03-25", "", (
        ("ledger", "2024-03-25", "The Philippines called in a Chinese diplomat to complain about the shoal.", "complain", "asserted", ()),
        ("nandao", "2024-03-26", "菲律賓召見中國使節表達抗議。", "抗議", "asserted", ()),
    )),
    ("AUS JPN PHL USA", "COOPERATE", "", "", "2024-04-07", "", (
        ("harbour", "2024-04-08", "Australia, Japan, the Philippines and the United States drilled on Sunday.", "drilled", "asserted", ()),
        ("donghai", "2024-04-08", "美国、日本、澳大利亚和菲律宾7日在南海一同操演。", "操演", "asserted", ()),
    )),
    ("CHN-foreign-ministry", "ACCUSE", "", "JPN USA", "2024-04-11", "", (
        ("donghai", "2024-04-11", "中国外交部批评美国和日本在海上问题上抹黑。", "批评", "asserted", ("毛宁",)),
        ("ledger", "2024-04-11", "The Chinese foreign ministry accused Japan and the United States of smears.", "accused", "asserted", ()),
    )),
    ("CHN-foreign-ministry", "ACCUSE", "", "JPN", "2024-04-12", "", (
        ("neihai", "2024-04-12", "中国外交部召见日本外交官表示不满。", "表示不满", "asserted", ()),
    )),
    ("CHN", "CONSULT", "phone", "person-biden", "2024-04-02", "", (
        ("harbour", "2024-04-03", "China said its leader and Biden spoke by telephone on Tuesday.", "spoke by telephone", "asserted", ()),
    )),
    ("USA-defence-ministry", "MOBILIZE", "", "", "", "JPN", (
        ("donghai", "2024-03-25", "五角大楼在考虑派一名上将去东京。", "派", "possible", ("《金融观察》",)),
    )),
    ("USA-defence-ministry", "COOPERATE", "", "JPN", "2024-04-01/2025-03-31", "JPN", (
        ("donghai", "2024-03-25", "五角大楼与日本可能在一年内把指挥系统接起来。", "接起来", "possible", ("林芳正",)),
        ("neihai", "2024-04-10", "日本同五角大楼定下了改组指挥的日程。", "定下", "planned", ()),
    )),
    ("AUKUS", "COOPERATE", "", "JPN", "", "", (
        ("ledger", "2024-04-09", "AUKUS may bring Japan into its technology work.", "bring", "possible", ()),
        ("nandao", "2024-04-10", "澳英美聯盟考慮讓日本加入部分計畫。", "加入", "possible", ()),
    )),
    ("PHL USA", "COOPERATE", "", "", "2024-04-22/2024-05-10", "PHL", (
        ("nandao", "2024-04-16", "菲律賓與美國下週一起展開聯合演習。", "展開", "planned", ()),
        ("harbour", "2024-04-23", "The Philippines and the United States opened their largest drill on Monday.", "opened", "asserted", ()),
        ("neihai", "2024-05-11", "美国和菲律宾的联合演习周五收场。", "收场", "asserted", ()),
    )),
    ("JPN PHL USA", "AGREE", "", "", "2024-04-11", "PHL", (
        ("neihai", "2024-04-12", "日本、菲律宾和美国商定一道修建吕宋岛的铁路和港口。", "商定", "asserted", ()),
    )),
    ("PRK", "MOBILIZE", "", "KOR", "2024-04-02", "", (
        ("neihai", "2024-04-02", "朝鲜清晨朝东部海面试射导弹，韩国称之为挑衅。", "试射", "asserted", ("韩国军方",)),
    )),
    ("JPN", "ACCUSE", "", "PRK", "2024-04-02", "", (
        ("neihai", "2024-04-02", "日本就导弹一事向朝鲜提出抗议。", "提出抗议", "asserted", ("林芳正",)),
    )),
    ("CHN PHL", "AGREE", "", "", "", "", (
        ("donghai", "2024-04-11", "中国称曾与菲律宾就礁盘作过口头约定。", "约定", "asserted", ("中国外交部",)),
        ("harbour", "2024-04-12", "The Philippines denied that it struck a bargain with China.", "struck a bargain", "denied", ()),
    )),
    ("person-yellen", "CONSULT", "visit", "CHN", "2024-04-04/2024-04-09", "CHN", (
        ("ledger", "2024-04-05", "Yellen opened a visit to China in Guangzhou.", "visit", "asserted", ()),
        ("donghai", "2024-04-08", "耶伦在中国停留到周二。", "停留", "asserted", ()),
    )),
    ("CHN", "SANCTION", "", "USA", "2024-04-11", "", (
        ("harbour", "2024-04-12", "China froze assets of arms makers of the United States.", "froze assets", "asserted", ()),
    )),
    ("USA", "AID", "", "TWN", "2024-04-24", "", (
        ("ledger", "2024-04-25", "The United States signed off military aid for Taiwan.", "signed off", "asserted", ()),
        ("nandao", "2024-04-19", "美國可望在下週撥款援助臺灣。", "撥款", "possible", ()),
    )),
    ("JPN", "AID", "", "PHL", "", "", (
        ("neihai", "2024-04-12", "日本计划再送给菲律宾五艘巡逻船。", "送给", "planned", ()),
    )),
    ("CHN JPN KOR", "CONSULT", "third-party", "", "2024-05-26/2024-05-27", "KOR", (
        ("nandao", "2024-05-10", "南韓、日本與中國本月下旬在首爾會談。", "會談", "planned", ()),
        ("harbour", "2024-05-27", "China, Japan and South Korea met in Seoul for the first time in four years.", "met", "asserted", ()),
    )),
    ("person-hayashi", "ACCUSE", "", "CHN", "2024-05-01", "", (
        ("donghai", "2024-05-01", "林芳正对中国船只接连进入附近海域表示忧虑。", "表示忧虑", "asserted", ()),
    )),
    ("CHN-coast-guard", "ASSAULT", "", "PHL", "2024-04-30", "", (
        ("nandao", "2024-04-30", "中國海警三十日再度以水砲對付菲律賓公務船。", "對付", "asserted", ()),
        ("ledger", "2024-05-01", "The China Coast Guard damaged a patrol vessel of the Philippines.", "damaged", "asserted", ()),
    )),
    ("USA", "THREATEN", "", "CHN", "2024-04-26", "", (
        ("ledger", "2024-04-26", "The United States warned China of further measures over supplies to Russia.", "warned", "asserted", ()),
    )),
)
# fmt: on


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _party(name: str, language: Language) -> Party:
    _, country, _, hans, hant, english, _ = ACTORS[name]
    return Party({"zh-Hans": hans, "zh-Hant": hant, "en": english}[language], country, _actor(name))


def _span(days: str) -> TimeSpan | None:
    first, _, last = days.partition("/")
    return TimeSpan(date.fromisoformat(first), date.fromisoformat(last or first)) if first else None


def _report(happening: Happening, spec: Spec) -> Report:
    actors, action, mode, targets, days, place, _ = happening
    outlet, published, sentence, trigger, modality, sources = spec
    name, language, address, agency = OUTLETS[outlet]
    key = _hash(f"{outlet} {published} {sentence}")
    url = address + key if address else None
    article = ArticleRef(f"urn:geokg:article/{key}", key, sentence[:14], url, published, name, agency, language)
    start = 120  # offsets count from the article's start; the sentence's own must be subtracted
    at = start + sentence.index(trigger)
    return Report(
        f"urn:geokg:report/{key}",
        article,
        sentence,
        start,
        start + len(sentence),
        trigger,
        at,
        at + len(trigger),
        action,
        mode or None,
        tuple(_party(a, language) for a in actors.split()),
        tuple(_party(t, language) for t in targets.split()),
        _span(days),
        modality,
        tuple(Source(s, "urn:geokg:source/" + _hash(s)) for s in sources),
        _party(place, language) if place else None,
        0.8,
        "rule",
    )


def _event(reports: list[Report]) -> Event:
    reports.sort(key=lambda r: (r.article.published or "", r.iri))
    first = reports[0]
    iri = "urn:geokg:event/" + _hash(first.iri)
    return Event(iri, first.action, first.mode, first.actors, first.targets, first.date, first.place, tuple(reports))


def _dyads(event: Event) -> list[tuple[str, str]]:
    actors, targets = [a.iri for a in event.actors], [t.iri for t in event.targets]
    if targets or event.action not in MUTUAL:
        return [(min(a, t), max(a, t)) if event.action in ("CONSULT", "COOPERATE") else (a, t) for a in actors for t in targets]
    return list(combinations(sorted(actors), 2))


def _edges(events: list[Event]) -> tuple[NetworkEdge, ...]:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for event in events:
        side = "cooperation" if QUADS[event.action].endswith("Cooperation") else "conflict"
        for actor, target in _dyads(event):
            found[actor, target, side].append(event.iri)
    return tuple(NetworkEdge(a, t, side, tuple(iris)) for (a, t, side), iris in sorted(found.items()))  # type: ignore[arg-type]


def summit_network() -> Network:
    """The summit and what surrounds it: 17 actors, 25 events, 46 reports."""
    events = [_event([_report(h, s) for s in h[-1]]) for h in HAPPENINGS]
    counts: dict[str, int] = defaultdict(int)
    for event in events:
        for party in (*event.actors, *event.targets):
            counts[party.iri] += 1
    actors = tuple(
        NetworkActor(
            _actor(name),
            (("en", english), ("zh-Hans", hans), ("zh-Hant", hant)),
            kind,
            country,
            _actor(state) if state else None,
            counts[_actor(name)],
            others,
        )
        for name, (kind, country, state, hans, hant, english, others) in sorted(ACTORS.items())
    )
    return Network(actors, _edges(events), tuple(events))


def generated_network(actors: int, reports: int) -> Network:
    """Invented actors with the few hubs and many leaves of real news; the same arguments give the same network."""
    kinds: tuple[ActorKind, ...] = ("state", "person", "body", "state", "person", "organisation", "group")
    parties = [Party(f"行为体{n}", None, f"urn:geokg:actor/made-{n:04}") for n in range(actors)]
    codes = sorted(QUADS)
    events: list[Event] = []
    for n in range(reports // 2):
        # a fixed scramble instead of a random number: squares crowd the low numbers, so that hubs arise
        a, b = (int(actors * ((k * 2654435761 % 2**32) / 2**32) ** 2.2) for k in (2 * n + 1, 2 * n + 2))
        if n < actors:
            a = n
        if a == b:
            b = (b + 1) % actors
        action = codes[n * 7 % 16]
        sentence = f"{parties[a].label}在第{n}天对{parties[b].label}有所动作。"
        day = date(2024, 1, 1) + timedelta(days=n * 11 % 360)
        made = []
        for copy, modality in enumerate(("asserted", "planned" if n % 5 == 0 else "asserted")):
            key = _hash(f"{n} {copy}")
            article = ArticleRef(f"urn:geokg:article/{key}", key, sentence[:9], None, day.isoformat(), f"报纸{n % 9}", None, "zh-Hans")
            at = sentence.index("有所动作")
            made.append(
                Report(
                    f"urn:geokg:report/{key}",
                    article,
                    sentence,
                    0,
                    len(sentence),
                    "有所动作",
                    at,
                    at + 4,
                    action,
                    None,
                    (parties[a],),
                    (parties[b],),
                    TimeSpan(day, day),
                    modality,  # type: ignore[arg-type]
                    (),
                    None,
                    0.5,
                    "rule",
                )
            )
        events.append(_event(made))
    counts: dict[str, int] = defaultdict(int)
    for event in events:
        for party in (*event.actors, *event.targets):
            counts[party.iri] += 1
    nodes = tuple(
        NetworkActor(
            p.iri,
            (("en", f"Actor {n}"), ("zh-Hans", p.label)),
            kinds[n % 7],
            None,
            None if kinds[n % 7] in ("state", "organisation", "group") else parties[n - n % 7].iri,
            counts[p.iri],
        )
        for n, p in enumerate(parties)
    )
    return Network(nodes, _edges(events), tuple(events))
