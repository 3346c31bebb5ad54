// The picture: pyvis's nodes and edges, drawn by vis-network.

const container = document.getElementById("graph");
const nodeSet = new vis.DataSet();
const edgeSet = new vis.DataSet();
const network = new vis.Network(container, { nodes: nodeSet, edges: edgeSet }, page.graph.options);
let colours = {};
let shown = null;
let hovered = null;

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "sheet", "ink", "quiet", "line", "soft", "cooperation", "conflict", "ring"];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

const HOLLOW = new Set(["person", "unknown"]);

/** A colour between paper and ink: 0 is paper. */
function tint(share) {
  const [paper, ink] = [colours.paper, colours.ink].map((hex) => [1, 3, 5].map((n) => parseInt(hex.slice(n, n + 2), 16)));
  return `rgb(${paper.map((value, n) => Math.round(value + (ink[n] - value) * share)).join(",")})`;
}

const FILL = { state: 0.86, territory: 0.72, organisation: 0.66, body: 0.5, group: 0.6, party: 0.55, people: 0.55 };

function nodeLook(id) {
  const { kind, verified } = actors[id];
  const hollow = HOLLOW.has(kind);
  return {
    ...nodes[id], label: undefined,
    color: { background: hollow ? colours.sheet : tint(FILL[kind]), border: hollow ? tint(0.72) : colours.paper },
    shapeProperties: { borderDashes: verified ? false : [3, 3] },
  };
}

// the more actors, the larger the picture and the farther one stands from it: arrows grow as discs do
const spread = Math.min(1.8, Math.max(1, Math.sqrt(actors.length / 60)));
let strongest = 1;
let visible = 1;

/** Among hundreds of arrows the weak step back: `visible` is what it takes to be drawn in full. */
function weighArrows() {
  const counts = shown.arrows.map((arrow) => arrow.reports).sort((a, b) => b - a);
  strongest = counts[0] || 1;
  visible = counts.length > 90 ? Math.max(counts[60], 2) : 1;
}

function arrowWidth(count) {
  return spread * (strongest <= 60 ? 1 + 1.15 * Math.sqrt(count) : 1 + 9 * Math.sqrt(count / strongest));
}

function arrowLook(arrow) {
  const width = arrowWidth(arrow.reports);
  const many = shown.arrows.length >= 1500;
  const full = (many ? 0.06 : 0.14) + 0.76 * Math.min(1, arrow.reports / visible) ** (many ? 1.6 : 1);
  const head = { enabled: true, type: arrow.standing === "denied" ? "bar" : "arrow", scaleFactor: 0.3 + 1.5 / (width + 1.5) };
  // dashes cost a browser more than all the rest: among thousands of arrows only the strong ones have them
  const dashed = !arrow.deeds && (!many || arrow.reports >= visible);
  return {
    id: arrow.id, from: arrow.from, to: arrow.to, width, smooth: curveOf(arrow),
    dashes: dashed ? [Math.max(5, width * 2), Math.max(4, width * 1.3)] : false,
    color: { color: colours[arrow.side], opacity: arrow.standing === "asserted" ? full : 0.45 * full, inherit: false },
    arrows: { to: head, from: arrow.mutual ? head : { enabled: false } },
  };
}

const drawnCurves = new Map(arrows.map((arrow) => [`${arrow.from}>${arrow.to}>${arrow.side}`, arrow.smooth]));
const curveOfSide = new Map(arrows.map((arrow) => [arrow.side, arrow.smooth]));

function curveOf(arrow) {
  return drawnCurves.get(arrow.id) || curveOfSide.get(arrow.side);
}

/** Faint lines from people and bodies to the state that they belong to. */
function affiliations(ids) {
  const present = new Set(ids);
  return ids.filter((id) => present.has(actors[id].state)).map((id) => ({
    id: `belongs>${id}`, from: id, to: actors[id].state, width: 1, dashes: false, smooth: false,
    color: { color: tint(0.2), inherit: false }, arrows: "", title: undefined,
  }));
}

const drawnLooks = new WeakMap([[nodeSet, new Map()], [edgeSet, new Map()]]);

/** Make a data set hold just these items and say how many changed; what looks as before is left alone, since every update costs. */
function replace(set, wanted) {
  const looks = drawnLooks.get(set), next = new Map(wanted.map((item) => [item.id, JSON.stringify(item)]));
  const gone = [...looks.keys()].filter((id) => !next.has(id));
  if (gone.length) set.remove(gone);
  const changed = wanted.filter((item) => looks.get(item.id) !== next.get(item.id));
  if (changed.length) set.update(changed);
  drawnLooks.set(set, next);
  return gone.length + changed.length;
}

/** Draw what is shown, in the colours of the theme. */
function drawGraph() {
  arrange();
  weighArrows();
  weighRings();
  countArrowSides();
  const many = shown.arrows.length > 1500;
  network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
  const changed = replace(nodeSet, shown.actors.map(nodeLook))
    + replace(edgeSet, [...affiliations(shown.actors), ...[...shown.arrows].sort((a, b) => a.reports - b.reports).map(arrowLook)]);
  if (!changed) network.redraw(); // vis-network draws anew by itself only where its data change
}

/** What an element of vis-network's picture stands for. */
function chosenAt({ nodes: [node], edges: [edge] }) {
  if (node !== undefined) return { from: node };
  if (typeof edge !== "string" || edge.startsWith("belongs>")) return null;
  const [from, to, side] = edge.split(">");
  return { from: Number(from), to: Number(to), side };
}

/** What lies under a point of the picture. */
function thingAt(point) {
  const node = network.getNodeAt(point);
  const edge = node === undefined ? network.getEdgeAt(point) : undefined;
  return chosenAt({ nodes: [node], edges: [edge] });
}

function hover(thing, point) {
  if (JSON.stringify(thing) !== JSON.stringify(hovered)) {
    hovered = thing;
    container.style.cursor = thing ? "pointer" : "default";
    drawOverlay();
  }
  const tip = document.getElementById("tip");
  tip.hidden = thing === null;
  if (thing === null) return;
  tip.textContent = describe(thing);
  const left = Math.min(point.x + 14, container.clientWidth - tip.offsetWidth - 8);
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.min(point.y + 16, container.clientHeight - tip.offsetHeight - 8)}px`;
}

/** One line about an actor or an arrow. */
function describe(thing) {
  if (thing.to === undefined) {
    const actor = actors[thing.from];
    return `${nameOf(thing.from)} · ${word(actor.kind)} · ${word("events", { n: actor.events })}`;
  }
  const arrow = shown.arrows.find((a) => a.from === thing.from && a.to === thing.to && a.side === thing.side);
  const sums = arrow ? ` · ${word("events", { n: arrow.events.length })} · ${word("reports", { n: arrow.reports })}` : "";
  return `${pairName(arrow || thing)} · ${word(thing.side)}${sums}`;
}

/** A → B, or A ↔ B where all that is shown is done together. */
function pairName(arrow) {
  return `${nameOf(arrow.from)} ${arrow.mutual && !arrow.oneWay ? "↔" : "→"} ${nameOf(arrow.to)}`;
}

network.on("click", ({ pointer }) => change({ selected: thingAt(pointer.DOM) }));
container.addEventListener("pointermove", (event) => {
  if (event.buttons || event.pointerType === "touch") return hover(null);
  const box = container.getBoundingClientRect();
  const point = { x: event.clientX - box.left, y: event.clientY - box.top };
  hover(thingAt(point), point);
});
container.addEventListener("pointerleave", () => hover(null));
