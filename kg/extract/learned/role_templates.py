"""What tells of a trigger and a candidate whether the candidate plays a role: the columns, and what each piece says to a reader."""

from __future__ import annotations

from typing import Final

from kg.extract.learned.keys import Templates

# words that turn roles where they stand between a party and the trigger
BETWEEN: Final = (
    *("对", "被", "遭", "与", "和", "向", "在", "的", "说", "表示", "称", "将", "要求", "呼吁", "由", "让", "使", "把", "敦促"),
)
_POSITIONS: Final = ("place", "place near", "place governed", "place governed near", "place kind", "place far")
COLUMNS: Final = (
    *(
        "word",
        "coarse",
        "middle",
        "action",
        "type",
        "rank",
        "rank low",
        "titled",
        "recent",
        "crowd",
        "subject",
        "speaker",
        "trigger quoted",
    ),
    *("left any", "left", "right", "left in clause", "passive", "side", *_POSITIONS, "earlier", "next", "next2", "previous", "previous2"),
    *(
        "between",
        "count",
        "unknown",
        "metonym",
        "flags",
        "frames",
        "words",
        "speaks",
        "quoted both",
        "around",
        "frame roles",
        "frame nominal",
    ),
    *("side passive", "after trigger"),
)
_SAYS: Final[dict[tuple[str, ...], str]] = {
    ("type",): "how the party is found",
    ("type", "action"): "how the party is found, for the action",
    ("type", "coarse"): "how the party is found, for such words",
    ("type", "word"): "how the party is found, for this word",
    ("type", "rank"): "how often the article names it",
    ("type", "rank low", "action"): "how often the article names it, for the action",
    ("titled", "type"): "whether the title names it",
    ("titled", "type", "action"): "whether the title names it, for the action",
    ("recent", "type"): "whether the sentences before name it",
    ("recent", "type", "action"): "whether the sentences before name it, for the action",
    ("crowd", "type"): "how many parties the sentence names",
    ("subject", "type"): "whether it was the subject before",
    ("subject", "type", "action", "left any"): "whether it was the subject before, for the action",
    ("speaker", "type", "trigger quoted"): "whether it spoke last",
    ("speaker", "type", "trigger quoted", "action"): "whether it spoke last, for the action",
    ("type", "left", "right"): "how many parties stand on either side",
    ("type", "left in clause", "action"): "how many parties stand before the word in its clause",
    ("type", "passive"): "whether the word is passive",
    **{
        names: text
        for column, text in zip(
            _POSITIONS,
            (
                "where it stands",
                "where it stands and how many stand between",
                "where it stands and what governs it",
                "where it stands, what governs it and how many stand between",
                "where it stands and of what kind it is",
                "where it stands and how far",
            ),
            strict=True,
        )
        for names, text in (
            ((column,), text),
            ((column, "action"), f"{text}, for the action"),
            ((column, "middle"), f"{text}, for words of like use"),
        )
    },
    ("place governed", "word"): "where it stands and what governs it, for this word",
    ("place near", "word"): "where it stands and how many stand between, for this word",
    ("earlier", "place"): "how many stand before it in its clause",
    ("next", "side"): "the character after it",
    ("next", "place"): "the character after it and where it stands",
    ("next2", "side"): "the characters after it",
    ("next2", "place"): "the characters after it and where it stands",
    ("previous", "side"): "the character before it",
    ("previous", "place"): "the character before it and where it stands",
    ("previous2", "side"): "the characters before it",
    ("previous2", "place"): "the characters before it and where it stands",
    ("next", "side", "action"): "the character after it, for the action",
    ("previous", "side", "action"): "the character before it, for the action",
    ("previous", "side", "middle"): "the character before it, for words of like use",
    ("between", "side"): "what stands between",
    ("between", "side", "action"): "what stands between, for the action",
    ("between", "side", "word"): "what stands between, for this word",
    ("count", "action"): "how many countries it is",
    ("unknown",): "whether its country is unknown",
    ("metonym",): "whether it is named by a place",
    ("side passive", "place"): "where it stands to a passive",
    ("flags", "side"): "whether it is the first or last subject",
    ("flags", "side", "action"): "whether it is the first or last subject, for the action",
    ("flags", "side", "coarse"): "whether it is the first or last subject, for such words",
    ("flags", "side", "word"): "whether it is the first or last subject, for this word",
    ("flags", "trigger quoted"): "whether it is the first or last subject, in a quotation",
    ("frames", "place"): "how many phrases stand between",
    ("frames", "side", "action"): "how many phrases stand between, for the action",
    ("words", "side"): "how many words stand between",
    ("words", "side", "action"): "how many words stand between, for the action",
    ("speaks", "place"): "whether it speaks",
    ("speaks", "side", "action"): "whether it speaks, for the action",
    ("quoted both", "side"): "whether it and the word are quoted",
    ("around", "place"): "the characters around the word",
    ("after trigger", "flags"): "the character after the word, and whether it is the first or last subject",
    ("frame roles", "place governed"): "what the phrase says of roles",
    ("frame roles", "frame nominal", "place near"): "what the phrase says of roles, and whether it is a noun",
}
TEMPLATES: Final = Templates(COLUMNS, _SAYS, first=200)
LISTED: Final = {
    300: "the country, for the action",
    301: "the country and how it is found",
    302: "the country, for words of like use",
    303: "a word that turns roles stands between",
    304: "a word that turns roles stands between, for the action",
    305: "a word that turns roles stands between, for such words",
    306: "a word stands between",
    307: "a kind of word stands between",
}
