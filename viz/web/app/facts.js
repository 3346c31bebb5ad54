// What the page knows: read once, never changed. Actors, events and reports are named by their places in these lists.

const page = JSON.parse(document.getElementById("facts").textContent);
const { actors, events, reports, actions } = page;
const nodes = page.graph.nodes;
const arrows = page.graph.edges;
const QUADS = ["MaterialCooperation", "VerbalCooperation", "VerbalConflict", "MaterialConflict"];
const MODALITIES = ["asserted", "planned", "possible", "denied"];
const ACTOR = "urn:geokg:actor/";

for (const [id, event] of events.entries()) {
  event.id = id;
  event.quad = actions[event.action].quad;
  event.side = event.quad.endsWith("Cooperation") ? "cooperation" : "conflict";
  event.reportIds = Array.from({ length: event.reports[1] - event.reports[0] }, (_, n) => event.reports[0] + n);
  // an event that no text dates stands on the day of its first report
  const published = event.reportIds.map((r) => (reports[r].published || "").slice(0, 10)).filter((day) => day.length === 10);
  event.day = event.start || published[0] || null;
  event.last = event.end || event.day;
}

const outlets = [...new Set(reports.map((report) => report.outlet))].sort();

/** The plain text of a report's sentence. */
function sentenceOf(report) {
  return report.pieces.map((piece) => (typeof piece === "string" ? piece : piece[0])).join("");
}

/** Whether reports of one event both assert and deny it. */
function isContested(event) {
  const said = new Set(event.reportIds.map((r) => reports[r].modality));
  return said.has("denied") && said.size > 1;
}

/** Distinct origins among some reports. */
function originsOf(reportIds) {
  return [...new Set(reportIds.map((r) => reports[r].origin))];
}

/** Only links to the web are links. */
function webAddress(url) {
  return typeof url === "string" && /^https?:\/\//i.test(url) ? url : null;
}
