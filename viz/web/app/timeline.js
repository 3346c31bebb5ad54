// Events in time under the picture: cooperation upwards, conflict downwards; drag to choose days.

const timeline = document.getElementById("time");
const SVG = "http://www.w3.org/2000/svg";
const DAY = 86400000;
const toDay = (text) => Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY);
const fromDay = (count) => new Date(count * DAY).toISOString().slice(0, 10);

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** First and last day of the bars; rare days far away (1945 beside 2024) do not stretch them, they go into the end bars. */
const span = (() => {
  const days = events.filter((event) => event.day).map((event) => toDay(event.day)).sort((a, b) => a - b);
  if (!days.length) return null;
  // the shortest time that holds nine events of ten
  const many = days.at(-1) - days[0] <= 400 ? days.length : Math.ceil(days.length * 0.9);
  let [first, last] = [days[0], days.at(-1)];
  for (let n = 0; n + many <= days.length; n++) if (days[n + many - 1] - days[n] < last - first) [first, last] = [days[n], days[n + many - 1]];
  const step = last - first <= 150 ? 1 : last - first <= 1000 ? 7 : Math.ceil((last - first) / 150);
  return { first, last: Math.max(last, first + 6), step };
})();

let drag = null;

function bars() {
  const count = Math.floor((span.last - span.first) / span.step) + 1;
  const list = Array.from({ length: count }, () => Object.fromEntries(QUADS.map((quad) => [quad, 0])));
  for (const event of events) {
    if (!event.day || !timelinePasses(event)) continue;
    const bar = Math.floor((toDay(event.day) - span.first) / span.step);
    list[Math.max(0, Math.min(count - 1, bar))][event.quad] += 1;
  }
  return list;
}

/** Whether an event passes every filter but that of dates, which the brush itself sets. */
function timelinePasses(event) {
  const { since, until } = state;
  state.since = state.until = null;
  const passes = passingReports(event).length > 0 && (!shownPairs || shownPairs.has(event.id));
  state.since = since;
  state.until = until;
  return passes;
}

let shownPairs = null;

function timelineEvents() {
  const chosen = state.selected;
  if (!chosen) return null;
  const list = chosen.to === undefined
    ? events.filter((event) => [...event.actors, ...event.targets].some((p) => typeof p === "number" && standIn(p) === chosen.from)).map((event) => event.id)
    : arrows.filter((a) => new Set([standIn(a.from), standIn(a.to), chosen.from, chosen.to]).size === 2).flatMap((a) => a.events);
  return new Set(list);
}

function drawTimeline() {
  if (!span) return timeline.replaceChildren();
  shownPairs = timelineEvents();
  const width = Math.max(timeline.clientWidth - 32, 200), height = innerWidth <= 760 ? 56 : 84;
  const list = bars();
  const most = (quads) => Math.max(1, ...list.map((bar) => bar[quads[0]] + bar[quads[1]]));
  const up = most(["MaterialCooperation", "VerbalCooperation"]), down = most(["VerbalConflict", "MaterialConflict"]);
  const body = height - 18, unit = body / (up + down), middle = up * unit, wide = width / list.length;
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": word("timelineText", { from: fromDay(span.first), to: fromDay(span.last) }) });
  const [from, to] = brushed(width);
  for (const [n, bar] of list.entries()) {
    const x = n * wide, inside = x + wide > from && x < to;
    let above = middle, below = middle;
    for (const quad of QUADS) {
      const tall = bar[quad] * unit;
      if (!tall) continue;
      const upwards = quad.endsWith("Cooperation");
      if (upwards) above -= tall;
      picture.append(svg("rect", { x: x + 0.5, width: Math.max(wide - 1, 1), y: upwards ? above : below, height: tall, class: `${quad}-fill${inside ? "" : " outside"}` }));
      if (!upwards) below += tall;
    }
  }
  picture.append(svg("line", { x1: 0, x2: width, y1: middle, y2: middle, class: "axis" }), ...ticks(width, height));
  if (state.since || state.until || drag) picture.append(svg("rect", { x: from, width: Math.max(to - from, 1), y: 0, height: body, class: "brush" }));
  picture.addEventListener("pointerdown", startBrush);
  timeline.replaceChildren(timelineLine(), picture);
}

function ticks(width, height) {
  const days = span.last - span.first + span.step;
  const wanted = Math.max(2, Math.floor(width / 110));
  return Array.from({ length: wanted }, (_, n) => {
    const at = Math.round((n + 0.5) * days / wanted);
    return svg("text", { x: at / days * width, y: height - 4, "text-anchor": "middle" }, fromDay(span.first + at));
  });
}

function timelineLine() {
  const chosen = state.since || state.until;
  const beyond = [["earlier", (day) => day < span.first], ["later", (day) => day > span.last + span.step - 1]].map(([key, outside]) => (
    [key, events.filter((event) => event.day && outside(toDay(event.day))).length])).filter(([, n]) => n);
  const text = chosen ? `${state.since || "…"} – ${state.until || "…"}` : [word("brushHint"), ...beyond.map(([key, n]) => word(key, { n }))].join(" · ");
  return el("div", { class: "line" }, el("button", { id: "play", type: "button", onclick: play }, word(playing ? "stop" : "play")), el("span", {}, text),
    chosen ? el("button", { type: "button", onclick: () => change({ since: null, until: null }) }, word("allDates")) : null);
}

/** The brush's ends in pixels. */
function brushed(width) {
  const days = span.last - span.first + span.step;
  const place = (text, otherwise) => (text ? Math.max(0, Math.min(width, (toDay(text) - span.first) / days * width)) : otherwise);
  const until = state.until ? fromDay(toDay(state.until) + 1) : null;
  return [place(state.since, 0), place(until, width)];
}

function dayAt(clientX) {
  const box = timeline.querySelector("svg").getBoundingClientRect();
  const share = Math.max(0, Math.min(0.9999, (clientX - box.left) / box.width));
  return Math.floor(span.first + share * (span.last - span.first + span.step));
}

function startBrush(event) {
  event.preventDefault();
  drag = { from: dayAt(event.clientX), x: event.clientX, moved: false };
  const move = (e) => {
    if (Math.abs(e.clientX - drag.x) > 3) drag.moved = true;
    if (!drag.moved) return;
    const ends = [drag.from, dayAt(e.clientX)].sort((a, b) => a - b);
    soon(() => change({ since: fromDay(ends[0]), until: fromDay(ends[1]) }));
  };
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    const clicked = !drag.moved;
    drag = null;
    if (clicked) change({ since: null, until: null });
    else soon(drawTimeline);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

let waiting = null;

/** Do it with the next frame, once, however often it is asked for. */
function soon(action) {
  if (waiting === null) requestAnimationFrame(() => { const next = waiting; waiting = null; next(); });
  waiting = action;
}

let playing = null;

/** Let a window of a fifth of the time pass over the events. */
function play() {
  if (playing) {
    clearInterval(playing);
    playing = null;
    return drawTimeline();
  }
  const wide = Math.max(1, Math.round((span.last - span.first) / 5));
  let at = span.first - wide + 1;
  playing = setInterval(() => {
    if (at > span.last) {
      clearInterval(playing);
      playing = null;
      return change({ since: null, until: null });
    }
    change({ since: fromDay(at), until: fromDay(at + wide - 1) }, { quietly: true });
    at += Math.max(1, Math.round(wide / 12));
  }, 180);
}
