// The evidence: what stands behind an arrow or an actor, every word of it as text.

const panel = document.getElementById("panel");
const PER_PAGE = 40;
let pagesShown = 1;

/** An element with attributes (on… are listeners) and children; strings become text nodes, never markup. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const named = (party) => (party === "" ? "?" : nameOf(party));
const namesOf = (parties) => [...new Set(parties)].map(named).join(state.language === "en" ? ", " : "、");

function dateOf(event) {
  if (event.start === null) return event.day ? word("undatedSince", { day: event.day }) : word("undated");
  if (event.precision === "day") return event.start;
  if (event.precision === "month") return event.start.slice(0, 7);
  if (event.precision === "year") return event.start.slice(0, 4);
  return `${event.start} – ${event.end}`;
}

function sums(eventIds, reportIds) {
  return el("p", { class: "sums" }, [
    word("events", { n: eventIds.length }), word("reports", { n: reportIds.length }), word("origins", { n: originsOf(reportIds).length }),
  ].join(" · "));
}

function sentence(report) {
  const pieces = report.pieces.map((piece) => (typeof piece === "string" ? piece : el("mark", { class: piece[1], title: word(piece[1]) }, piece[0])));
  return el("blockquote", { lang: report.lang, dir: "auto" }, pieces);
}

function reportItem(id) {
  const report = reports[id];
  const meta = [report.outlet || word("noOutlet")];
  if (report.origin && report.origin !== report.outlet) meta.push(word("via", { origin: report.origin }));
  if (report.sources.length) meta.push(word("credits", { sources: report.sources.join(state.language === "en" ? ", " : "、") }));
  if (report.published) meta.push(word("published", { day: report.published.slice(0, 16).replace("T", " ") }));
  const url = webAddress(report.url);
  const link = url
    ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, report.title || word("article"))
    : el("cite", { lang: report.lang }, report.title);
  return el("li", { class: `report ${report.modality}` }, sentence(report),
    el("div", { class: "meta" }, el("span", { class: "modality" }, word(report.modality)), el("span", { class: "next" }), meta.map((text) => el("bdi", {}, text)),
      el("span", { class: "next" }), el("bdi", {}, link),
      el("button", { type: "button", class: "copy", onclick: (e) => copy(citation(report), e.target) }, word("copy"))));
}

function eventItem(id) {
  const event = events[id];
  const passing = shown.passing.get(id) || [];
  const count = originsOf(event.reportIds).length;
  const place = event.place === null || event.place === "" ? null : el("span", {}, word("at", { place: named(event.place) }));
  const reportsLeft = event.reportIds.length - passing.length;
  return el("article", { class: "event", "data-event": id },
    el("div", { class: "head" },
      el("time", event.start ? { datetime: event.start } : {}, dateOf(event)),
      el("span", { class: `chip ${event.quad}`, title: word(event.quad) }, actionName(event.mode || event.action)),
      isContested(event) ? el("span", { class: "chip contested" }, word("contested")) : null,
      place, el("span", { class: "count" }, word("origins", { n: count })),
      event.action === "CONSULT" && state.event !== id ? el("button", { type: "button", class: "chip", onclick: () => change({ event: id, selected: null }) }, word("card")) : null),
    el("p", { class: "who" }, event.targets.length ? `${namesOf(event.actors)} → ${namesOf(event.targets)}` : namesOf(event.actors)),
    el("ul", { class: "pairs" }, passing.map(reportItem)),
    reportsLeft ? el("p", { class: "sums" }, word("hiddenReports", { n: reportsLeft })) : null);
}

const ORDERS = {
  newest: (a, b) => (events[b].day || "").localeCompare(events[a].day || "") || a - b,
  oldest: (a, b) => (events[a].day || "9").localeCompare(events[b].day || "9") || a - b,
  mostReported: (a, b) => events[b].reportIds.length - events[a].reportIds.length || ORDERS.newest(a, b),
};

function eventList(eventIds) {
  const sorted = [...eventIds].sort(ORDERS[state.order]);
  const visible = sorted.slice(0, PER_PAGE * pagesShown);
  const order = el("select", { "aria-label": word("order"), onchange: (e) => change({ order: e.target.value }) },
    Object.keys(ORDERS).map((key) => el("option", { value: key, selected: key === state.order }, word(key))));
  const rest = sorted.length - visible.length;
  return [
    el("div", { class: "bar" }, order), visible.map(eventItem),
    rest ? el("button", { type: "button", class: "more", onclick: () => { pagesShown += 1; drawPanel(); } }, word("more", { n: rest })) : null,
  ];
}

function closeButton() {
  return el("button", { type: "button", class: "close", "aria-label": word("close"), onclick: () => change({ selected: null, event: null }) }, "×");
}

function hiddenNote(all, visible) {
  const left = all.length - visible.length;
  return left > 0 ? el("p", { class: "sums" }, word("hiddenEvents", { n: left })) : null;
}

function arrowPanel({ from, to, side }) {
  const arrow = shown.arrows.find((a) => a.from === from && a.to === to && a.side === side);
  const visible = arrow ? arrow.events : [];
  const all = arrows.filter((a) => standIn(a.from) === from && standIn(a.to) === to && a.side === side).flatMap((a) => a.events);
  return [closeButton(), el("h2", {}, pairName(arrow || { from, to })),
    el("p", { class: "sums" }, el("span", { class: `side ${side}` }), ` ${word(side)}`),
    sums(visible, visible.flatMap((e) => shown.passing.get(e))), hiddenNote([...new Set(all)], visible), escalation(from, to), eventList(visible)];
}

function actorPanel({ from }) {
  const actor = actors[from];
  const takesPart = (event) => [...event.actors, ...event.targets].some((party) => typeof party === "number" && (party === from || standIn(party) === from));
  const all = events.filter(takesPart).map((event) => event.id);
  const visible = all.filter((e) => shown.passing.has(e));
  const otherNames = [...new Set([...Object.values(actor.labels), ...actor.names])].filter((name) => name !== nameOf(from)).slice(0, 8);
  const hasPeople = actors.some((other) => other.state === from);
  const expanded = state.expanded.includes(from);
  return [closeButton(), el("h2", {}, nameOf(from)),
    el("p", { class: "sums" }, [word(actor.kind), actor.verified ? null : word("unverified"), actor.state === null ? null : nameOf(actor.state), ...otherNames].filter(Boolean).join(" · ")),
    sums(visible, visible.flatMap((e) => shown.passing.get(e))),
    el("div", { class: "bar" },
      el("button", { type: "button", onclick: () => focusOn([from]) }, word("onlyNeighbours")),
      state.actors.length && !state.actors.includes(from) ? el("button", { type: "button", onclick: () => focusOn([...state.actors, from]) }, word("addBetween")) : null,
      hasPeople && state.level !== "person" ? el("button", { type: "button", onclick: () => change({ expanded: expanded ? state.expanded.filter((id) => id !== from) : [...state.expanded, from] }) }, word(expanded ? "collapse" : "expand")) : null),
    hiddenNote(all, visible), eventList(visible)];
}

/** How the reports about a pair add up in time, in both directions: up for cooperation, down for conflict. */
function escalation(a, b) {
  const ends = [a, b];
  const ids = new Set(shown.arrows.filter((arrow) => ends.includes(arrow.from) && ends.includes(arrow.to)).flatMap((arrow) => arrow.events));
  const steps = [...ids].map((e) => events[e]).filter((event) => event.day).sort((x, y) => x.day.localeCompare(y.day) || x.id - y.id);
  if (steps.length < 3 || steps[0].day === steps.at(-1).day) return null;
  const first = toDay(steps[0].day), days = toDay(steps.at(-1).day) - first;
  let level = 0;
  const points = [[0, 0]];
  for (const event of steps) {
    const x = (toDay(event.day) - first) / days * 360;
    points.push([x, level]);
    level += (event.side === "cooperation" ? 1 : -1) * shown.passing.get(event.id).length;
    points.push([x, level]);
  }
  const levels = points.map((point) => point[1]), high = Math.max(...levels, 0), low = Math.min(...levels, 0);
  const y = (value) => 4 + (high - value) / Math.max(high - low, 1) * 50;
  const text = `${word("escalation")}: ${steps[0].day} – ${steps.at(-1).day}, ${low} … ${high}`;
  return el("figure", {}, svg("svg", { viewBox: "0 0 364 72", role: "img", "aria-label": text },
    svg("line", { x1: 2, x2: 362, y1: y(0), y2: y(0), class: "axis" }),
    svg("polyline", { points: points.map(([x, value]) => `${round(x + 2)},${round(y(value))}`).join(" "), class: level < 0 ? "trend conflict" : "trend cooperation" }),
    svg("text", { x: 2, y: 70 }, steps[0].day), svg("text", { x: 362, y: 70, "text-anchor": "end" }, steps.at(-1).day)),
  el("figcaption", {}, word("escalation")));
}

/** A report as one would cite it. */
function citation(report) {
  return [report.outlet, report.title && `“${report.title}”`, (report.published || "").slice(0, 10), webAddress(report.url)].filter(Boolean).join(", ") + `: “${sentenceOf(report)}”`;
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // not every browser lets a page from disk use the clipboard directly
    const area = el("textarea", { class: "out-of-sight" }, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = word("copied");
}

function overviewPanel() {
  const strongest = [...shown.arrows].sort((a, b) => b.reports - a.reports || a.from - b.from || a.to - b.to).slice(0, 12);
  const meetings = shown.events.filter((e) => events[e].action === "CONSULT" && events[e].actors.length + events[e].targets.length > 2).sort(ORDERS.mostReported).slice(0, 5);
  const item = (arrow) => el("li", {}, el("button", { type: "button", onclick: () => change({ selected: { from: arrow.from, to: arrow.to, side: arrow.side } }) },
    el("span", { class: `side ${arrow.side}`, title: word(arrow.side) }), el("span", {}, pairName(arrow)), el("span", { class: "count" }, word("reports", { n: arrow.reports }))));
  const meeting = (e) => el("li", {}, el("button", { type: "button", onclick: () => change({ event: e, selected: null }) },
    el("span", { class: "side cooperation" }), el("span", {}, namesOf([...events[e].actors, ...events[e].targets])), el("span", { class: "count" }, dateOf(events[e]))));
  return [el("h2", {}, page.title || word("title")), sums(shown.events, shown.events.flatMap((e) => shown.passing.get(e))), el("p", {}, word(shown.events.length ? "how" : "nothing")),
    strongest.length ? [el("h3", {}, word("strongest")), el("ul", { class: "pairs" }, strongest.map(item))] : null,
    meetings.length ? [el("h3", {}, word("meetings")), el("ul", { class: "pairs" }, meetings.map(meeting))] : null];
}

/** A meeting: who, where, when, what came of it, who says so, planned or held. */
function meetingPanel(id) {
  const event = events[id];
  const said = new Set(event.reportIds.map((r) => reports[r].modality));
  const status = said.has("asserted") ? (said.has("planned") ? word("thenHeld") : word("statusheld")) : word(`status${[...said][0]}`);
  const parties = new Set([...event.actors, ...event.targets].filter((party) => typeof party === "number").flatMap((p) => [p, actors[p].state]).filter((p) => p !== null));
  const sameDays = events.filter((e) => ["AGREE", "COOPERATE", "AID", "SUPPORT"].includes(e.action) && event.start && e.start && e.start <= event.end && e.end >= event.start
    && [...e.actors, ...e.targets].filter((party) => parties.has(party)).length > 1);
  const outletsOf = [...new Set(event.reportIds.map((r) => reports[r].outlet).filter(Boolean))];
  const row = (key, value) => [el("dt", {}, word(key)), el("dd", {}, value)];
  return [closeButton(), el("h2", {}, `${actionName(event.mode || event.action)}: ${namesOf([...event.actors, ...event.targets])}`),
    el("dl", {}, row("who", namesOf([...event.actors, ...event.targets])), row("where", event.place === null || event.place === "" ? word("notSaid") : named(event.place)),
      row("when", dateOf(event)), row("status", status + (isContested(event) ? ` · ${word("contested")}` : "")),
      row("saidBy", outletsOf.join(state.language === "en" ? ", " : "、") || word("noOutlet")),
      sameDays.length ? row("agreed", el("ul", { class: "pairs" }, sameDays.map((e) => el("li", {}, `${actionName(e.mode || e.action)}: ${namesOf([...e.actors, ...e.targets])}`)))) : null),
    eventItem(id)];
}

function drawPanel() {
  const { selected, event } = state;
  const content = selected ? (selected.to === undefined ? actorPanel(selected) : arrowPanel(selected)) : event !== null ? meetingPanel(event) : overviewPanel();
  panel.replaceChildren(...content.flat(3).filter((child) => child !== null && child !== undefined));
}
