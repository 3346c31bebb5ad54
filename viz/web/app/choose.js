// From what is known and what is chosen to what is shown.

const LEVELS = { state: 0, body: 1, person: 2 };

/** The actor that stands for another one at the chosen level: a person folds into its state, unless that is expanded. */
function standIn(id) {
  const actor = actors[id];
  if (actor.state === null || state.actors.includes(id) || state.expanded.includes(actor.state)) return id;
  const needs = actor.kind === "person" || actor.kind === "people" ? LEVELS.person : LEVELS.body;
  return LEVELS[state.level] >= needs ? id : actor.state;
}

/** Reports of an event that pass the filters; none if the event itself does not. */
function passingReports(event) {
  if (state.hiddenActions.includes(event.action)) return [];
  if ((state.since || state.until) && event.day === null) return [];
  if (state.since && event.last < state.since) return [];
  if (state.until && event.day > state.until) return [];
  if (event.origins < state.origins) return [];
  return event.reportIds.filter((r) => {
    const report = reports[r];
    return !state.hiddenModalities.includes(report.modality) && !state.hiddenOutlets.includes(report.outlet) && report.confidence >= state.confidence;
  });
}

/** How an arrow looks: a head at either end where parties act together, deeds or words, certain, only planned, or only denied; how many reports it stands for. */
function measured(arrow, passing) {
  const said = new Set();
  let count = 0;
  let deeds = false, mutual = false, oneWay = false;
  for (const e of arrow.events) {
    for (const r of passing.get(e)) said.add(reports[r].modality);
    count += passing.get(e).length;
    deeds ||= events[e].quad.startsWith("Material");
    mutual ||= events[e].mutual;
    oneWay ||= !events[e].mutual;
  }
  const standing = said.has("asserted") ? "asserted" : said.has("planned") || said.has("possible") ? "unsure" : "denied";
  return { ...arrow, reports: count, deeds, mutual, oneWay, standing };
}

/** Arrows between stand-ins, with the events that pass. */
function passingArrows(passing) {
  const found = new Map();
  for (const arrow of arrows) {
    const shown = arrow.events.filter((e) => passing.has(e));
    const from = standIn(arrow.from), to = standIn(arrow.to);
    if (!shown.length || from === to) continue;
    const id = `${from}>${to}>${arrow.side}`;
    const known = found.get(id);
    if (known) known.events = [...new Set([...known.events, ...shown])];
    else found.set(id, { id, from, to, side: arrow.side, events: shown });
  }
  return [...found.values()].map((arrow) => measured(arrow, passing));
}

/** Leave what the focused actors have to do with: one actor's neighbourhood, or what passes between several. */
function inFocus(list) {
  const focus = new Set(state.actors.map(standIn));
  if (!focus.size) return list;
  if (focus.size > 1) return list.filter((arrow) => focus.has(arrow.from) && focus.has(arrow.to));
  return list.filter((arrow) => focus.has(arrow.from) || focus.has(arrow.to));
}

/** What is shown: { actors, arrows, events, passing, leftOut }. */
function choose() {
  const passing = new Map();
  const meeting = state.event === null ? null : events[state.event];
  for (const event of meeting ? [meeting] : events) {
    const list = passingReports(event);
    if (list.length) passing.set(event.id, list);
  }
  const list = meeting ? passingArrows(passing) : inFocus(passingArrows(passing));
  const candidates = new Set(list.flatMap((arrow) => [arrow.from, arrow.to]));
  if (!meeting) for (const id of state.actors) candidates.add(standIn(id));
  if (meeting) for (const party of [...meeting.actors, ...meeting.targets]) if (typeof party === "number") candidates.add(standIn(party));
  if (!state.actors.length && !meeting) {
    // who acts without a target (arms itself, is in turmoil) has no arrow but belongs into the picture
    for (const e of passing.keys()) for (const party of events[e].actors) if (typeof party === "number") candidates.add(standIn(party));
  }
  const strongest = [...candidates].sort((a, b) => a - b).slice(0, state.top);
  const shown = new Set(strongest);
  const kept = list.filter((arrow) => shown.has(arrow.from) && shown.has(arrow.to));
  const inPicture = state.actors.length && !meeting ? new Set(kept.flatMap((arrow) => arrow.events)) : new Set(passing.keys());
  return { actors: strongest, arrows: kept, events: [...inPicture].sort((a, b) => a - b), passing, leftOut: candidates.size - strongest.length };
}
