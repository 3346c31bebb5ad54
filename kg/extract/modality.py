"""A trigger's surroundings in, whether it is said to have happened, to be planned, to be possible, or not to have happened out."""

from __future__ import annotations

import re

from kg.model import Modality

_DENIED = re.compile(
    r"(?:没有|并未|从未|尚未|仍未|未曾|未能|未有|未(?!来)|不会|并不|并非|不是|否认(?:有|曾|将|会)?|无意|不曾|不再|不予|绝不|绝非)[^，。；]{0,8}$|\b(?:not|never|no|denied|denies)\b[^,.;]{0,25}$"
)
_POSSIBLE = re.compile(
    r"(?:可能(?!性)|或许|也许|或(?=将|会|可|能|于|在|对|被|遭|与|重|再|提|取|面|最|考)|恐(?:怕|将|会)?(?!怖|慌|惧)|考虑|有意|希望|盼望?|期望|期待|有望|若(?!干)|如果|倘若|假如|一旦|除非|"
    r"能否|是否|会否|传出|据传|传(?=将|拟)|疑似|不排除|建议|主张|应该|应当|必须|有必要|研究|探讨|讨论|商讨|寻求|试图|企图|呼吁|要求|敦促|威胁(?:要|将|说)|扬言|愿意?(?=与|同|和|在|就|继|加|推|为|通)|要是|拟议)[^，。；]{0,14}$"
    r"|\b(?:may|might|could|would|if|consider(?:s|ed|ing)?|hopes? to|possible|possibly|likely|threaten(?:s|ed)? to)\b[^,.;]{0,30}$"
)
_PLANNED = re.compile(
    r"(?:将(?!军|领|士|近|来|对.{1,6}的)|将会|将要|即将|拟(?!议|定的)|计划(?!的)|打算|准备|预计|预料|料将|预定|预期|定于|安排|筹备|决定|宣布(?:将|会|于)|会(?=在|于|继续|对)|待|着手|要(?=与|同|和|在|于|对|向|前往|访)|拟定)[^，。；]{0,24}$"
    r"|\b(?:will|shall|plans? to|planned|is to|are to|going to|scheduled|set to|expected to|upcoming|intends? to)\b[^,.;]{0,30}$"
)
_PLANNED_AFTER = re.compile(r"^[^，。；]{0,6}(?:将于|将在|定于|计划|方案|草案)")
_DONE = re.compile(r"(?:已经?|曾经?|刚刚?|日前|昨天|昨日|前天|上周|上个?月|去年|随后|早前|此前)[^，。；]{0,10}$")
_OWN_ACT = frozenset(("REQUEST", "ACCUSE", "REJECT", "THREATEN"))


def modality_of(text: str, start: int, end: int, clause_start: int, *, action: str, typical: Modality | None) -> Modality:
    """Modality of the action at text[start:end]; ``typical`` is what the frame itself means (不排除 is a possibility)."""
    before, after = text[clause_start:start], text[end : end + 20]
    if typical is not None:
        return typical
    if _DENIED.search(before) and action != "REJECT":
        return "denied"
    if _DONE.search(before):
        return "asserted"
    if _POSSIBLE.search(before):
        return "possible"
    if _PLANNED.search(before) or (action not in _OWN_ACT and _PLANNED_AFTER.search(after)):
        return "planned"
    return "asserted"
