"""The events of an article in, its claims out: each with its names in full, its days, its modality and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.extract.by_rules import PERFORMATIVE
from kg.extract.clauses import clause_at
from kg.extract.dates import choose_date
from kg.extract.learned.composing import RULE, Composed, frame_of
from kg.extract.learned.modality import CLASSES, modality_evidence
from kg.extract.learned.parties import Naming
from kg.extract.learned.sources import Voice, nobody_evidence, source_evidence, voices
from kg.extract.learned.table import NamedWeights, WeightTable
from kg.extract.naming import Names, in_full, state_in_full
from kg.extract.scenes import Scene
from kg.model import Claim, Credit, Language, Mention, Modality, TimeSpan, Trigger
from kg.vocabulary import Vocabulary

_ALSO = 0.4  # log-odds: from here on a voice is credited beside the likeliest


@dataclass(frozen=True)
class AttributeWeights:
    """What chooses the names of parties, the modality and the sources of an event."""

    name: WeightTable
    modality: WeightTable
    source: WeightTable  # whether a voice vouches for an event, each by itself
    speaker: WeightTable  # who of the voices does, or nobody

    def naming(self, names: Names, vocabulary: Vocabulary, language: Language) -> Naming:
        """What chooses the names of the parties of one article."""
        return Naming(self.name, lambda code: state_in_full(code, names, vocabulary, language))

    def claim(self, composed: Composed, scenes: Sequence[Scene], anchor: date | None, names: Names, vocabulary: Vocabulary) -> Claim:
        """The event with all that a claim says."""
        scene = scenes[composed.scene]
        when = when_of(scene, composed.trigger)
        return Claim(
            scene.sentence,
            composed.trigger,
            tuple(in_full(m, names, anchor, vocabulary) for m in composed.actors),
            tuple(in_full(m, names, anchor, vocabulary) for m in composed.targets),
            when,
            self.modality_of(scene, composed, when, anchor),
            self.sources_of(scenes, composed),
            _place(scene, composed),
            composed.confidence,
            RULE,
        )

    @cached_property
    def _of_voices(self) -> NamedWeights:
        """What evidence says of who speaks, then of whether a voice vouches for an event."""
        return NamedWeights(self.speaker, self.source)

    def modality_of(self, scene: Scene, composed: Composed, when: TimeSpan | None, anchor: date | None) -> Modality:
        """Whether the event happened, is planned, is possible or is denied."""
        evidence = [*modality_evidence(scene, composed.trigger, frame_of(scene, composed.trigger), when, anchor), "always"]
        return CLASSES[int(self.modality.named.scores([evidence])[0].argmax())]

    def sources_of(self, scenes: Sequence[Scene], composed: Composed) -> tuple[Credit, ...]:
        """Whom the event is credited to, in the order of the text."""
        return tuple(sorted((voice.credit for voice, _ in self.credited(scenes, composed)), key=lambda c: c.start))

    def credited(self, scenes: Sequence[Scene], composed: Composed) -> Iterator[tuple[Voice, bool]]:
        """The voices that vouch for the event, each with whether it is the likeliest of all or one beside it."""
        heard = voices(scenes, composed.scene)
        if not heard:
            return
        evidence = [[*source_evidence(scenes, composed, v), "always"] for v in heard]
        scores = self._of_voices.scores([nobody_evidence(heard), *evidence])
        best = int(scores[:, 0].argmax()) - 1
        if best < 0:
            return
        for n, (_, no, yes) in enumerate(scores[1:].tolist()):
            if n == best or yes - no > _ALSO:
                yield heard[n], n == best


def when_of(scene: Scene, trigger: Trigger) -> TimeSpan | None:
    """The days of the event."""
    start, end = trigger.start - scene.sentence.start, trigger.end - scene.sentence.start
    performative = trigger.action in PERFORMATIVE
    return choose_date(scene.times, start, end, sentence=scene.sentence, performative=performative)


def _place(scene: Scene, composed: Composed) -> Mention | None:
    """A place that the trigger's clause names: 在华盛顿."""
    clause = clause_at(scene.spans, composed.trigger.start - scene.sentence.start)
    taken = {*composed.actors, *composed.targets}
    places = (m for g in scene.groups if g.government == "place" and g.clause == clause for m in g.mentions)
    return next((m for m in places if m.kind == "state" and m not in taken), None)
