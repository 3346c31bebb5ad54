// What is shown as text for other programs: CSV, GEXF, Turtle.

/** A CSV cell; a text that a spreadsheet would run as a formula is kept a text. */
function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One row for each report shown; the first five columns are who, what, to whom, when, who says so. */
function csvText() {
  const rows = [["actor", "action", "target", "date", "source", "modality", "outlet", "published", "sentence", "url"]];
  for (const id of shown.events) {
    const event = events[id];
    for (const r of shown.passing.get(id)) {
      const report = reports[r];
      rows.push([event.actors.map(named).join("; "), event.mode || event.action, event.targets.map(named).join("; "), event.start === null ? "" : dateOf(event),
        report.sources.join("; ") || report.origin, report.modality, report.outlet, report.published, sentenceOf(report), webAddress(report.url)]);
    }
  }
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// characters that XML 1.0 cannot hold are left out
const xml = (value) => String(value).replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "").replace(/[&<>"]/g, (c) => ESCAPES[c]);

/** GEXF 1.3, read by Gephi: actors with their positions, arrows with side and number of reports. */
function gexfText() {
  const attribute = (key, value) => `<attvalue for="${key}" value="${xml(value)}"/>`;
  const nodesText = shown.actors.map((id) => `<node id="${xml(actors[id].iri)}" label="${xml(nameOf(id))}"><attvalues>${attribute("kind", actors[id].kind)}${attribute("country", actors[id].country || "")}${attribute("events", actors[id].events)}</attvalues><viz:position x="${nodes[id].x}" y="${-nodes[id].y}" z="0"/><viz:size value="${nodes[id].size}"/></node>`);
  const edgesText = shown.arrows.map((arrow, n) => `<edge id="${n}" source="${xml(actors[arrow.from].iri)}" target="${xml(actors[arrow.to].iri)}" weight="${arrow.reports}" label="${arrow.side}"><attvalues>${attribute("side", arrow.side)}${attribute("arrowEvents", arrow.events.length)}</attvalues></edge>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<graph defaultedgetype="directed">
<attributes class="node"><attribute id="kind" title="kind" type="string"/><attribute id="country" title="country" type="string"/><attribute id="events" title="events" type="integer"/></attributes>
<attributes class="edge"><attribute id="side" title="side" type="string"/><attribute id="arrowEvents" title="events" type="integer"/></attributes>
<nodes>
${nodesText.join("\n")}
</nodes>
<edges>
${edgesText.join("\n")}
</edges>
</graph>
</gexf>
`;
}

const utf8 = new TextEncoder();
// what an IRI may not hold is percent-encoded
const iri = (text) => `<${text.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => [...utf8.encode(c)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""))}>`;
const STRING_ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const literal = (text, tail = "") => `"${String(text).replace(/[\\"\n\r\t]/g, (c) => STRING_ESCAPES[c]).replace(/[\u0000-\u001f\u007f]/g, "").replace(/\p{Cs}/gu, "\ufffd")}"${tail}`;

/** The events shown with their reports, in the words of the project's own ontology. */
function turtleText() {
  const lines = ["@prefix gk: <urn:geokg:vocab:> .", "@prefix action: <urn:geokg:action/> .", "@prefix prov: <http://www.w3.org/ns/prov#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .", "@prefix dcterms: <http://purl.org/dc/terms/> .", ""];
  const parties = (list) => list.filter((party) => typeof party === "number").map((party) => iri(actors[party].iri)).join(", ");
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  for (const id of shown.actors) {
    const names = Object.entries(actors[id].labels).map(([language, label]) => literal(label, `@${language}`)).join(", ");
    lines.push(`${iri(actors[id].iri)} rdfs:label ${names} .`);
  }
  for (const id of shown.events) {
    const event = events[id];
    const facts = ["a gk:Event", `gk:action action:${event.action}`];
    if (event.mode) facts.push(`gk:mode action:${event.mode}`);
    if (parties(event.actors)) facts.push(`gk:actor ${parties(event.actors)}`);
    if (parties(event.targets)) facts.push(`gk:target ${parties(event.targets)}`);
    if (event.start) facts.push(`gk:begin ${literal(event.start, "^^xsd:date")}`, `gk:end ${literal(event.end, "^^xsd:date")}`, `gk:datePrecision ${literal(event.precision)}`);
    if (typeof event.place === "number") facts.push(`gk:place ${iri(actors[event.place].iri)}`);
    lines.push(`${iri(event.iri)} ${facts.join(" ;\n  ")} .`);
    for (const r of shown.passing.get(id)) {
      const report = reports[r];
      lines.push(`${iri(report.iri)} a gk:Report ;\n  gk:reports ${iri(event.iri)} ;\n  prov:wasDerivedFrom ${iri(report.article)} ;\n  gk:modality gk:${capital(report.modality)} ;\n  gk:origin ${literal(report.origin)} ;\n  gk:quote ${literal(sentenceOf(report), `@${report.lang}`)} .`);
    }
  }
  return `${lines.join("\n")}\n`;
}
