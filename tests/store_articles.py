"""Articles, reports and events made by hand for the tests of the store, of queries and of shapes; the sentences are our own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kg.model import Article, ArticleRef, Event, Language, Modality, Party, Published, Report, Source, TimeSpan
from kg.store import open_store
from kg.store.graph import article_ntriples
from kg.vocabulary import Vocabulary, load_vocabulary

ACTOR, SOURCE = "urn:geokg:actor/", "urn:geokg:source/"
JAPAN = Party("日本", "JPN", ACTOR + "JPN")
KISHIDA = Party("岸田文雄", "JPN", ACTOR + "person-kishida-fumio")
MINISTRY = Party("日本外务省", "JPN", ACTOR + "JPN-foreign-ministry")
AMERICA = Party("美国", "USA", ACTOR + "USA")
PHILIPPINES = Party("菲律宾", "PHL", ACTOR + "PHL")
CHINA = Party("中国", "CHN", ACTOR + "CHN")
UNNAMED = Party("", None, "")
ENVOY = Party("海原遥", "JPN", ACTOR + "unverified-00000000abcd")  # nobody of that name is known
REUTERS = Source("路透社", SOURCE + "reuters")
OFFICIAL = Source("不愿具名的官员", SOURCE + "unverified-0000000000ff")


def day(text: str) -> TimeSpan:
    """2024-04-10, or 2024-04 for the month."""
    if len(text) == 7:
        year, month = map(int, text.split("-"))
        return TimeSpan(date(year, month, 1), date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1))
    return TimeSpan(date.fromisoformat(text), date.fromisoformat(text))


@dataclass(frozen=True)
class Said:
    """One sentence and what it reports."""

    sentence: str
    trigger: str
    action: str
    actors: tuple[Party, ...]
    targets: tuple[Party, ...] = ()
    when: TimeSpan | None = None
    modality: Modality = "asserted"
    mode: str | None = None
    sources: tuple[Source, ...] = ()
    place: Party | None = None
    confidence: float = 0.8


def short(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def written(
    name: str,
    said: Sequence[Said],
    *,
    outlet: str | None = "海桥日报",
    published: str | None = "2024-04-01T08:00:00+00:00",
    lang: Language = "zh-Hans",
    agency: str | None = None,
    base: str = "urn:geokg:",
    title: str | None = None,
) -> tuple[Article, tuple[Report, ...]]:
    """An article that consists of what is ``said``, and its reports."""
    text = "\n".join(s.sentence for s in said)
    article = Article(
        f"{base}article/{short(name)}",
        name,
        f"news/{name}.md",
        title if title is not None else f"{name} 的标题",
        f"https://example.org/{name}",
        Published(published, "second", "UTC", "metadata") if published else None,
        date(2024, 4, 1),
        outlet,
        agency,
        lang,
        text,
        (),
        hashlib.sha256(repr((text, title, published, outlet)).encode(errors="surrogatepass")).hexdigest(),
    )
    ref = ArticleRef(article.iri, article.id, article.title, article.url, published, outlet, agency, lang)
    return article, tuple(_reports(article, ref, said, base))


def _reports(article: Article, ref: ArticleRef, said: Iterable[Said], base: str) -> Iterable[Report]:
    start = 0
    for s in said:
        at = start + s.sentence.index(s.trigger)
        parties = sorted(p.iri for p in (*s.actors, *s.targets))
        yield Report(
            f"{base}report/" + short(article.iri, str(at), str(at + len(s.trigger)), s.action, *parties),
            ref,
            s.sentence,
            start,
            start + len(s.sentence),
            s.trigger,
            at,
            at + len(s.trigger),
            s.action,
            s.mode,
            s.actors,
            s.targets,
            s.when,
            s.modality,
            s.sources,
            s.place,
            s.confidence,
            "by hand",
        )
        start += len(s.sentence) + 1


def event_of(*reports: Report, base: str = "urn:geokg:", like: Report | None = None) -> Event:
    """An event that all ``reports`` speak of, as the first (or ``like``) tells it."""
    ordered = tuple(sorted(reports, key=lambda r: (r.article.published or "9999", r.iri)))
    told = like or ordered[0]
    iri = f"{base}event/" + short(ordered[0].iri)
    return Event(iri, told.action, told.mode, told.actors, told.targets, told.date, told.place, ordered)


def put_all(
    folder: Path,
    articles: Iterable[tuple[Article, tuple[Report, ...]]],
    events: Iterable[Event] = (),
    *,
    base: str | None = None,
    ontology: bool = True,
) -> None:
    """A store with these articles and events, published; the ontology too, which takes a second."""
    vocabulary = load_vocabulary()
    with open_store(folder, write=True, base=base) as store:
        if ontology:
            store.load_ontology()
        for article, reports in articles:
            store.put(article.iri, article.content_hash, ntriples(article, reports, vocabulary))
        store.replace_events(events, vocabulary=vocabulary)
        store.publish()


def ntriples(article: Article, reports: Iterable[Report], vocabulary: Vocabulary | None = None) -> bytes:
    return article_ntriples(article, reports, version="geokg 0.1.0", vocabulary=vocabulary or load_vocabulary())


def changed(article: Article, reports: Sequence[Report]) -> tuple[Article, tuple[Report, ...]]:
    """The same article read again, with another text and its last report gone."""
    return replace(article, text=article.text + "\n更正。", content_hash=short(article.content_hash)), tuple(reports[:-1])


SUMMIT = written(
    "summit",
    [
        Said(
            "岸田文雄十日在华盛顿会见美国总统。",
            "会见",
            "CONSULT",
            (KISHIDA,),
            (AMERICA,),
            day("2024-04-10"),
            "planned",
            "visit",
            place=AMERICA,
        ),
        Said(
            "美国、日本和菲律宾十一日举行峰会。",
            "峰会",
            "CONSULT",
            (AMERICA, JAPAN, PHILIPPINES),
            (),
            day("2024-04-11"),
            "planned",
            "multilateral",
        ),
        Said("路透社说，日本外务省对中国表示关切。", "关切", "ACCUSE", (MINISTRY,), (CHINA,), None, sources=(REUTERS,), confidence=0.5),
    ],
    published="2024-04-01T08:00:00+00:00",
)
AFTERWARDS = written(
    "afterwards",
    [
        Said(
            "美日菲十一日在華盛頓舉行了峰會。", "峰會", "CONSULT", (AMERICA, JAPAN, PHILIPPINES), (), day("2024-04-11"), mode="multilateral"
        ),
        Said("菲律賓十二日否認同日本舉行過演習。", "演習", "COOPERATE", (PHILIPPINES,), (JAPAN,), day("2024-04-12"), "denied"),
        Said(
            "海原遙本月與不願具名的官員談過。",
            "談",
            "CONSULT",
            (ENVOY,),
            (UNNAMED,),
            day("2024-04"),
            "possible",
            sources=(OFFICIAL, REUTERS),
        ),
    ],
    published="2024-04-13T01:00:00+00:00",
    outlet="維港觀察",
    lang="zh-Hant",
)
DRILL = written(
    "drill",
    [Said("Japan and the Philippines held a drill on April 12.", "drill", "COOPERATE", (JAPAN,), (PHILIPPINES,), day("2024-04-12"))],
    published="2024-04-14T01:00:00+00:00",
    outlet="Harbour Wire",
    agency="路透社",
    lang="en",
)
ARTICLES = (SUMMIT, AFTERWARDS, DRILL)
VISIT, TRILATERAL, CONCERN, DENIED, TALK, HELD = (
    event_of(SUMMIT[1][0]),
    event_of(SUMMIT[1][1], AFTERWARDS[1][0]),
    event_of(SUMMIT[1][2]),
    AFTERWARDS[1][1],
    event_of(AFTERWARDS[1][2]),
    DRILL[1][0],
)
EXERCISE = event_of(DENIED, HELD, like=HELD)
EVENTS = (VISIT, TRILATERAL, CONCERN, TALK, EXERCISE)
# what the questions that cannot be asked without it are asked
NEEDED = {
    "actor": {"actor": "日本"},
    "between": {"actor": "美国", "other": "菲律宾"},
    "escalation": {"actor": "日本", "other": "菲律宾"},
    "evidence": {"event": EXERCISE.iri},
    "exclusive": {"outlet": "海桥日报"},
    "neighbours": {"actor": "岸田文雄"},
    "newcomers": {"since": "2024-04-13"},
    "place": {"place": "美国"},
    "statements": {"actor": "路透社"},
}
