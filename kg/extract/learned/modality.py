"""An event's trigger in its scene in, the evidence of whether it happened, is planned, is possible or is denied, out."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from typing import Final

from kg.extract.clauses import clause_at
from kg.extract.modality import modality_of
from kg.extract.scenes import Scene
from kg.extract.words import word_spans
from kg.model import MODALITIES, Modality, TimeSpan, Trigger
from kg.vocabulary import Frame

CLASSES: Final[tuple[Modality, ...]] = MODALITIES
_CUES: Final = re.compile(
    "将军|将|会[见谈晤]|会|拟|计划|打算|准备|预计|预定|预料|定于|安排|决定|宣布|可能|或许|或|恐|考虑|希望|盼|愿|有意|有望|若|如果|一旦|假如|除非|能否|是否|"
    "建议|主张|应该|应当|应|必须|须|需|要求|要|呼吁|敦促|威胁|扬言|警告|不排除|没有|并未|从未|尚未|未|不会|不能|不得|不|否认|无意|拒绝|已经|已|曾|了|过|正在|正|日前|"
    "此前|试图|企图|寻求|推动|研究|讨论|商讨|传|据传|疑|说|表示|称|指|同意|承诺|保证|誓言|为了?|以便|以|旨在|目的|继续|开始|刚|即将|待|提出|草案|法案|方案|期待|支持|反对|批准|允许"
)
_BEFORE, _AFTER = 6, 4  # words looked at


def modality_evidence(scene: Scene, trigger: Trigger, frame: Frame | None, when: TimeSpan | None, anchor: date | None) -> list[str]:
    """What the words around a trigger, its day and the rules say, as names of evidence."""
    offset, text = scene.sentence.start, scene.folded
    start, end = trigger.start - offset, trigger.end - offset
    clause = clause_at(scene.spans, start)
    opens, closes = scene.spans[clause] if scene.spans else (0, len(text))
    action = trigger.action
    typical = frame.modality if frame else None
    ruled = modality_of(text, start, end, opens, action=action, typical=typical)
    names: list[str] = []
    names += (f"ruled {ruled}", f"ruled {ruled} {action}", f"action {action}", f"typical {typical}", f"words {text[start:end]}")
    days = "none" if when is None or anchor is None else "ahead" if when.start > anchor else "reaches" if when.end > anchor else "past"
    names += (f"days {days}", f"days {days} {action}", f"days {days} ruled {ruled}")
    inside = text.count("“", 0, start) + text.count("「", 0, start) > text.count("”", 0, start) + text.count("」", 0, start)
    quoted = str(inside)
    names += (f"quoted {quoted}", f"quoted {quoted} {action}", f"kind {scene.sentence.kind}", f"clause {min(clause, 3)}")
    names += [f"before {text[max(opens, start - n) : start]}" for n in (1, 2, 3)]
    names += [f"after {text[end : end + n]}" for n in (1, 2)]
    for cue in _CUES.finditer(text, opens, start):
        far = min(3, (start - cue.end()) // 4)
        names += (f"cue {cue.group()}", f"cue {cue.group()} {far}", f"cue {cue.group()} {action}")
    for cue in _CUES.finditer(text, end, max(end, closes)):
        names.append(f"later cue {cue.group()} {min(3, (cue.start() - end) // 4)}")
    for cue in _CUES.finditer(text, start, end):
        names.append(f"own cue {cue.group()}")
    for cue in _CUES.finditer(text, 0, opens):
        names.append(f"earlier cue {cue.group()}")
    if frame is not None:
        names += (f"phrase {frame.iri}", f"noun {frame.nominal} {action}")
    spans = word_spans(text)
    first, here, behind = (bisect_left(spans, (place, 0)) for place in (opens, start, end))
    names += [f"word before {text[s:e]}" for s, e in [w for w in spans[first:here] if w[1] <= start][-_BEFORE:]]
    names += [f"word after {text[s:e]}" for s, e in [w for w in spans[behind : behind + _AFTER] if w[1] <= closes]]
    return names
