"""What the columns of the two tables are called and mean; written out as metadata that CSV readers of the W3C understand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import BinaryIO, Literal

Kind = Literal["string", "integer", "decimal", "date", "boolean", "anyURI"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: empty cells mean that it is not known, or that there is none."""

    name: str
    kind: Kind
    says: str


REPORTS = (
    Column("actor", "string", "Who acts, as the article names it; empty where the text leaves it unnamed"),
    Column("action", "string", "PLOVER type of what is done"),
    Column("target", "string", "To whom it is done, as the article names it"),
    Column("date", "string", "The day of what happens, or FIRST/LAST of several days (ISO 8601)"),
    Column("source", "string", "Whom the sentence credits, else the agency or the outlet; several with semicolons"),
    Column("event", "anyURI", "IRI of the event that the report speaks of"),
    Column("report", "anyURI", "IRI of the report"),
    Column("modality", "string", "asserted, planned, possible or denied"),
    Column("mode", "string", "PLOVER mode within the type"),
    Column("quad", "string", "Verbal or material cooperation or conflict"),
    Column("score", "decimal", "PLOVER's intensity of the type, -10 to 10"),
    Column("actor_code", "string", "Country (ISO 3166-1 alpha-3) or organisation for which the actor counts"),
    Column("target_code", "string", "The same of the target"),
    Column("actor_iri", "anyURI", "The actor in the graph"),
    Column("target_iri", "anyURI", "The target in the graph"),
    Column("begin", "date", "First day of what happens"),
    Column("end", "date", "Last day of what happens"),
    Column("precision", "string", "day, month, year or span"),
    Column("place", "string", "Where it happens, as the article names it"),
    Column("outlet", "string", "Where the article appeared"),
    Column("agency", "string", "Agency whose line the article carries"),
    Column("origin", "string", "The last link of outlet, agency and credited source: what corroboration counts"),
    Column("published", "string", "When the article says that it appeared (ISO 8601, as precise as it says)"),
    Column("url", "string", "Address of the article"),
    Column("title", "string", "Title of the article"),
    Column("article", "string", "Identifier of the article"),
    Column("sentence", "string", "The sentence that says it"),
    Column("trigger", "string", "The words of the sentence that say the action"),
    Column("confidence", "decimal", "How likely the report was read rightly, 0 to 1"),
    Column("rule", "string", "What found it"),
)

PLOVER = (
    Column("event_id", "anyURI", "IRI of the event; an event of several dyads has as many rows"),
    Column("event_date", "date", "First day of the event; empty where no report dates it"),
    Column("end_date", "date", "Last day of the event"),
    Column("date_precision", "string", "day, month, year or span: how exact the two days are"),
    Column("best_date", "date", "The first day of the event, else the day on which the first article appeared: for series over time"),
    Column("date_basis", "string", "text where an article dates the event, published where best_date is the day of publication"),
    Column("actor_name", "string", "Who acts: the English label, else the name as articles write it"),
    Column("actor_name_zh", "string", "The same in simplified Chinese"),
    Column("actor_id", "string", "What the ontology calls it: JPN, JPN-foreign-ministry, person-…; unverified-… for names not in it"),
    Column("actor_country", "string", "Country (ISO 3166-1 alpha-3) or organisation for which it counts"),
    Column("actor_kind", "string", "state, territory, organisation, body, person, group, people (any collective), party or unknown"),
    Column("actor_wikidata", "string", "Its item in Wikidata"),
    Column("target_name", "string", "To whom it is done; empty where there is nobody"),
    Column("target_name_zh", "string", "The same in simplified Chinese"),
    Column("target_id", "string", "As actor_id"),
    Column("target_country", "string", "As actor_country"),
    Column("target_kind", "string", "As actor_kind"),
    Column("target_wikidata", "string", "As actor_wikidata"),
    Column("mutual", "boolean", "TRUE where the parties act together, and who stands first means nothing"),
    Column("dyads", "integer", "Rows of this event: weigh by 1/dyads to count events"),
    Column("event_type", "string", "PLOVER type"),
    Column("event_mode", "string", "PLOVER mode within the type"),
    Column("cameo_root", "integer", "CAMEO root, 1 to 20, that is nearest to the type: what ICEWS and GDELT write as 01 to 20"),
    Column("quad_class", "string", "VerbalCooperation, MaterialCooperation, VerbalConflict or MaterialConflict"),
    Column("quad_code", "integer", "The same as CAMEO counts them: 1, 2, 3, 4"),
    Column("intensity", "decimal", "PLOVER's score of the mode where it has one, else of the type, -10 to 10"),
    Column("modality", "string", "The firmest that any report gives it: asserted, then planned, possible, denied"),
    Column("asserted", "integer", "Reports that assert the event"),
    Column("planned", "integer", "Reports that announce it"),
    Column("possible", "integer", "Reports that call it possible"),
    Column("denied", "integer", "Reports that deny it"),
    Column("reports", "integer", "Reports of the event: sentences, not articles"),
    Column("articles", "integer", "Articles that report it"),
    Column("outlets", "integer", "Outlets that report it"),
    Column("origins", "integer", "Distinct origins behind them: two papers that repeat one agency are one"),
    Column("outlet_names", "string", "The outlets, sorted, with semicolons"),
    Column("origin_names", "string", "The origins, sorted, with semicolons"),
    Column("first_published", "string", "When the first of the articles appeared (ISO 8601, as precise as it says)"),
    Column("last_published", "string", "When the last of them appeared"),
    Column("place_name", "string", "Where it happens: the English label, else the name as articles write it"),
    Column("place_country", "string", "Country of the place"),
    Column("max_confidence", "decimal", "Confidence of the surest report, 0 to 1"),
    Column("headline", "string", "Title of the first article"),
    Column("sentence", "string", "Sentence of the first report"),
    Column("url", "string", "Address of the first article"),
)


def write_metadata(columns: tuple[Column, ...], table: str, file: BinaryIO) -> None:
    """The columns as metadata for tabular data (W3C, 2015), for the file called ``table``."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": table,
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {
            "columns": [
                {"name": c.name, "titles": c.name, "datatype": c.kind if c.kind != "boolean" else _TRUTH, "dc:description": c.says}
                for c in columns
            ]
        },
    }
    file.write(json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n")


_TRUTH = {"base": "boolean", "format": "TRUE|FALSE"}
