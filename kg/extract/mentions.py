"""A sentence in, the mentions of actors in it out, in order and not overlapping.

A mention is a chain of words: state, then what is the state's (政府, 外交部, 军), then an office, then a person.
美国国务卿蓬佩奥 is one mention of a person; 美日菲 is one mention of three states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter

from kg.extract.initials import initial_words
from kg.extract.lexicon import Lexicon, Word
from kg.extract.names import name_at, names_without_title, sounds_on
from kg.extract.organisations import unknown_organisations
from kg.extract.speakers import with_speakers
from kg.model import Mention, MentionKind, Sentence
from kg.vocabulary import ACTOR, Vocabulary, fold

_STATE_KINDS = ("state", "territory", "organisation")
_FORCES = "urn:geokg:bodytype/armed-forces"
# between the words of one chain: nothing, 的, or a space in Latin text
_JOINTS = ("", " ", "的", "·")
_START = attrgetter("start")
_LONGEST = 8  # characters of an organisation's name before an office
_RANK = ("urn:geokg:role/general",)
# 拜登特使: of whom the name is, and somebody else
_SOMEBODY_ELSE = re.compile(
    "特使|特[别別]|特命|发言人|發言人|代表|顾问|顧問|助|律[师師]|夫人|幕僚|[团團][队隊]|[办辦]公室|候任|前任|[继繼]任"
)
_PAPER = re.compile(r"《([^》]{1,12}(?:报|新闻|周刊|杂志|邮报|电讯|评论|观察家|卫报|经济学人|之声))》")

# 27国, 十多个国家, 80多個國家: states counted and not named; 两国 and 三国 are those named before
_COUNTED = re.compile(
    r"(?:(?<![0-9])(?:[5-9]|[1-9][0-9]{1,2})|[二三四五六七八九数几]?十[一二三四五六七八九]?|[一二三数]百[零一二三四五六七八九十]*|[五六七八九])(?:多|余)?个?(?:成员国|国家|国)(?:政府|领导人|外长)?"
    r"(?![务防内际民会籍产])"
)
_SEVERAL_STATES = ACTOR + "collective-states"


@dataclass(frozen=True, slots=True)
class _Chain:
    """What has been read of a mention so far."""

    start: int
    end: int
    state: str | None = None  # IRI
    kind: MentionKind = "unknown"
    iris: tuple[str, ...] = ()
    title: str | None = None
    name: tuple[int, int] | None = None
    metonym: bool = False
    source_only: bool = False  # 日本媒体: a source, never an actor
    # how far it has been read, where words stand behind the name that may be no part of it: 中国前…
    reach: int = 0


def find_mentions(sentence: Sentence, vocabulary: Vocabulary, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Mentions of actors in a sentence; offsets count in the article's text."""
    folded = fold(sentence.simplified)
    words = list(lexicon.words(folded, sentence.text))
    words = _in_order(words, initial_words(folded, words, lexicon), _counted_states(folded, words))
    words = _in_order(words, unknown_organisations(folded, words))
    words = _in_order(words, _untitled(folded, sentence.text, words))
    found = [_mention(chain, sentence) for chain in _chains(words, folded, sentence.text, vocabulary)]
    titles = [m for m in _titled_papers(sentence) if not any(x.start < m.end and m.start < x.end for x in found)]
    mentions = list(_without_repetition(sorted([*found, *titles], key=_START), sentence))
    return tuple(with_speakers(sentence, folded, mentions))


def _in_order(words: list[Word], *others: Iterable[Word]) -> list[Word]:
    more = [word for found in others for word in found]
    return sorted([*words, *more], key=_START) if more else words


def _counted_states(folded: str, words: Sequence[Word]) -> Iterator[Word]:
    if "国" not in folded:
        return
    for match in _COUNTED.finditer(folded):
        if not any(w.start < match.end() and match.start() < w.end for w in words):
            yield Word(match.start(), match.end(), "actor", (_SEVERAL_STATES,))


def _untitled(folded: str, text: str, words: Sequence[Word]) -> Iterator[Word]:
    """Names of persons that no title introduces, where nothing known stands in them or right before them."""
    taken = [(w.start, w.end) for w in words]
    for start, end in names_without_title(folded, text):
        if not any(s < end and start <= e for s, e in taken):
            taken.append((start, end))
            yield Word(start, end, "name", ("",))


def _chains(words: Sequence[Word], folded: str, text: str, vocabulary: Vocabulary) -> Iterator[_Chain]:
    words = [w for w in words if not _cut_off(w, folded, vocabulary)]
    position = 0
    while position < len(words):
        chain = _begin(words[position], vocabulary, text)
        position += 1
        while chain is not None:
            if chain.title is not None and chain.name is None and not _known_person(words, position, chain, folded, vocabulary):
                chain = _with_name(chain, folded, text, vocabulary)
            while position < len(words) and words[position].start < chain.end:
                position += 1  # words that stand inside an unknown name
            longer = _extend(chain, words[position], folded, text, vocabulary) if position < len(words) else None
            if longer is None:
                yield chain
                break
            chain = longer
            position += 1


def _cut_off(word: Word, folded: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is the beginning of a longer name: 卡特 in 卡特勒."""
    return word.kind in ("actor", "short") and vocabulary.actors[word.value].kind == "person" and sounds_on(folded, word.start, word.end)


def _known_person(words: Sequence[Word], position: int, chain: _Chain, folded: str, vocabulary: Vocabulary) -> bool:
    """Whether the next word is a name that the ontology knows: then no pattern need look for one."""
    word = words[position] if position < len(words) else None
    if word is None or word.kind not in ("actor", "short") or folded[chain.end : word.start] not in _JOINTS:
        return False
    return vocabulary.actors[word.value].kind == "person"


def _begin(word: Word, vocabulary: Vocabulary, text: str) -> _Chain | None:
    if word.kind in ("actor", "metonym", "short", "initial", "demonym", "adjective"):
        actor = vocabulary.actors[word.value]
        if word.kind == "demonym":
            return _Chain(word.start, word.end, word.value, "people", word.iris)
        if actor.kind in _STATE_KINDS:
            kind: MentionKind = "organisation" if actor.kind == "organisation" else "state"
            if word.kind == "initial" and len(word.iris) > 1:
                return _Chain(word.start, word.end, None, "pair", word.iris)
            return _Chain(word.start, word.end, word.value, kind, word.iris, metonym=word.kind == "metonym")
        if actor.kind == "person":
            return _Chain(word.start, word.end, None, "person", word.iris, name=(word.start, word.end))
        state = vocabulary.state_of(word.value)
        other: MentionKind = "people" if actor.kind == "people" else "group" if actor.kind in ("group", "party") else "body"
        return _Chain(word.start, word.end, state.iri if state else None, other, word.iris)
    if word.kind == "body":
        return _Chain(word.start, word.end, None, "generic", word.iris)
    if word.kind == "role":
        title = text[word.start : word.end]
        organisation, length = _organisation_of(title, vocabulary)
        kind = "person" if organisation else "generic"
        return _Chain(word.start, word.end, organisation, kind, word.iris, title=title[length:])
    if word.kind == "name":
        return _Chain(word.start, word.end, None, "person", (), name=(word.start, word.end))
    if word.kind == "source":
        return _Chain(word.start, word.end, None, "source", word.iris, source_only=True)
    if word.kind == "affix" and "somebody" in word.iris:  # 民众 alone; behind a state's name it belongs to that state
        return _Chain(word.start, word.end, None, "generic", ("somebody",))
    if word.kind == "affix" and word.value in ("pronoun", "all", "same"):
        return _Chain(word.start, word.end, None, "pronoun", word.iris)
    return None


@lru_cache(maxsize=4096)
def _organisation_of(title: str, vocabulary: Vocabulary) -> tuple[str | None, int]:
    """联合国秘书长, 欧盟高级代表: the organisation that an office's own name begins with, and the length of its name."""
    for end in range(min(len(title) - 2, _LONGEST), 1, -1):
        for iri in vocabulary.find_actors(title[:end]):
            if vocabulary.actors[iri].kind == "organisation":
                return iri, end
    return None, 0


def _extend(chain: _Chain, word: Word, folded: str, text: str, vocabulary: Vocabulary) -> _Chain | None:
    """The chain with one more word, or None where the word starts something new."""
    if chain.source_only:
        return None
    if chain.kind == "pronoun" or (chain.kind == "pair" and word.kind not in ("role", "body", "affix")):
        return None
    gap = folded[max(chain.end, chain.reach) : word.start]
    if gap == "驻" and chain.state and word.kind in ("actor", "initial", "metonym"):
        return replace(chain, reach=word.end)  # 中国驻日本大使: the ambassador is China's
    if chain.name is not None:
        return _with_rank(chain, word, text) if gap == "" and word.kind == "role" else None
    if gap not in _JOINTS:
        return None
    if word.kind == "affix" and chain.kind == "pair":
        return replace(chain, end=word.end) if word.value in ("all", "state") else None  # 中美日三国
    if word.kind == "affix":
        return _extend_affix(chain, word)
    if word.kind == "body" and chain.kind in ("state", "organisation", "generic") and chain.title is None:
        return replace(chain, end=word.end, kind="body" if chain.state else "generic", iris=word.iris, metonym=False)
    if word.kind == "role" and chain.kind != "person" and gap != "的":
        kind: MentionKind = "person" if chain.state else "generic"
        return replace(chain, end=word.end, kind=kind, iris=word.iris, title=text[word.start : word.end], metonym=False)
    if word.kind in ("actor", "short") and gap != "的" and vocabulary.actors[word.value].kind in ("person", "body", "party", "group"):
        return _extend_actor(chain, word, vocabulary)
    return None


def _with_rank(chain: _Chain, word: Word, text: str) -> _Chain | None:
    """拜登总统, 司令凯文·施耐德中将: what stands behind a name is the same person's, but not 拜登特使 nor 总统拜登顾问."""
    title = text[word.start : word.end]
    if chain.name is None or chain.end != chain.name[1] or _SOMEBODY_ELSE.match(title) or (chain.title and word.iris != _RANK):
        return None
    return replace(chain, end=word.end, title=chain.title or title)


def _extend_affix(chain: _Chain, word: Word) -> _Chain | None:
    value = word.value
    if value == "former":
        return replace(chain, reach=word.end) if chain.state and chain.title is None and chain.kind != "people" else None
    if chain.kind not in ("state", "organisation") or chain.state is None:
        return None
    if value == "state":
        return replace(chain, end=word.end, metonym=False)
    if value == "forces":
        return replace(chain, end=word.end, kind="body", iris=(_FORCES,), metonym=False)
    if value in ("people", "somebody"):
        return replace(chain, end=word.end, kind="people", metonym=False)
    if value == "media":
        return replace(chain, end=word.end, source_only=True)
    return None


def _extend_actor(chain: _Chain, word: Word, vocabulary: Vocabulary) -> _Chain | None:
    actor = vocabulary.actors[word.value]
    if actor.kind == "person":
        return replace(chain, end=word.end, kind="person", iris=word.iris, name=(word.start, word.end), metonym=False)
    if chain.title is not None or chain.state is None or vocabulary.state_of(word.value) != vocabulary.actors.get(chain.state):
        return None
    return replace(chain, end=word.end, kind="body" if actor.kind == "body" else "group", iris=word.iris, metonym=False)


def _with_name(chain: _Chain, folded: str, text: str, vocabulary: Vocabulary) -> _Chain:
    start = chain.end + (folded[chain.end : chain.end + 1] == " ")
    end = name_at(folded, start, text)
    if end is None:
        return chain
    known = tuple(iri for iri in vocabulary.find_actors(text[start:end]) if vocabulary.actors[iri].kind == "person")
    return replace(chain, end=end, kind="person", name=(start, end), iris=known or chain.iris)


def _mention(chain: _Chain, sentence: Sentence) -> Mention:
    end = chain.end
    text = sentence.text[chain.start : end]
    name = sentence.text[chain.name[0] : chain.name[1]] if chain.name else None
    return Mention(
        sentence.start + chain.start,
        sentence.start + end,
        text,
        "source" if chain.source_only else chain.kind,
        chain.iris,
        name,
        chain.title,
        chain.state,
        chain.metonym,
    )


def _titled_papers(sentence: Sentence) -> Iterator[Mention]:
    """《读卖新闻》: a paper that the ontology does not know is a source all the same."""
    for match in _PAPER.finditer(sentence.simplified) if "《" in sentence.simplified else ():
        start, end = sentence.start + match.start(1), sentence.start + match.end(1)
        yield Mention(start, end, sentence.text[match.start(1) : match.end(1)], "source")


def _without_repetition(mentions: Sequence[Mention], sentence: Sentence) -> Iterator[Mention]:
    """岸田文雄（Fumio Kishida） is one mention, not two."""
    previous: Mention | None = None
    for mention in mentions:
        between = sentence.text[previous.end - sentence.start : mention.start - sentence.start] if previous else ""
        same = previous is not None and (previous.candidates == mention.candidates or previous.kind == mention.kind == "person")
        if same and between.strip() in ("（", "("):
            continue
        yield mention
        previous = mention
