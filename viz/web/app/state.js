// What the reader has chosen, kept in the address behind #, so that a link reproduces the view.

const DEFAULTS = {
  language: "zh", theme: null, level: "person", top: 150, since: null, until: null, event: null, selected: null,
  actors: [], expanded: [], hiddenActions: [], hiddenModalities: [], hiddenOutlets: [], origins: 1, confidence: 0,
  order: "newest", table: false, rings: false,
};
const START = { ...DEFAULTS, ...page.start };
let state = { ...START };
const listeners = [];

/** Call `listener(state, before)` after every change. */
function onChange(listener) {
  listeners.push(listener);
}

/** Change some of what is chosen; everything on the page follows. */
function change(patch, { quietly = false } = {}) {
  const before = state;
  state = { ...state, ...patch };
  if (!quietly) rememberInAddress();
  for (const listener of listeners) listener(state, before);
}

const shortIri = (iri) => (iri.startsWith(ACTOR) ? iri.slice(ACTOR.length) : iri);
const actorOfIri = new Map(actors.map((actor, id) => [shortIri(actor.iri), id]));
const eventOfIri = new Map(events.map((event) => [event.iri, event.id]));

// how each choice is written into the address and read back; unknown values fall away
const oneOf = (...allowed) => ({ write: String, read: (text) => (allowed.includes(text) ? text : undefined) });
const number = (least, most) => ({ write: String, read: (text) => (Number(text) >= least && Number(text) <= most ? Number(text) : undefined) });
const yesNo = { write: (value) => (value ? "1" : "0"), read: (text) => (text === "1" ? true : text === "0" ? false : undefined) };
const day = { write: (value) => value || "", read: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : null) };
const listOf = (write, read) => ({
  write: (values) => values.map((value) => encodeURIComponent(write(value))).join(","),
  read: (text) => text.split(",").filter(Boolean).map((part) => read(decodeURIComponent(part))).filter((value) => value !== undefined),
});
const actorList = listOf((id) => shortIri(actors[id].iri), (iri) => actorOfIri.get(iri));
const textList = listOf(String, String);
const WRITTEN = {
  language: oneOf("zh", "en"), theme: oneOf("light", "dark"), level: oneOf("state", "body", "person"), top: number(1, 100000),
  since: day, until: day, actors: actorList, expanded: actorList, hiddenActions: textList, hiddenModalities: textList,
  hiddenOutlets: textList, origins: number(1, 1000), confidence: number(0, 1), order: oneOf("newest", "oldest", "mostReported"),
  table: yesNo, rings: yesNo,
  event: { write: (id) => (id === null ? "" : events[id].iri), read: (iri) => eventOfIri.get(iri) ?? null },
  selected: {
    write: (chosen) => (chosen === null ? "" : [chosen.from, chosen.to].filter((id) => id !== undefined).map((id) => shortIri(actors[id].iri)).concat(chosen.side || []).map(encodeURIComponent).join(",")),
    read: (text) => {
      const [from, to, side] = text.split(",").map(decodeURIComponent);
      const a = actorOfIri.get(from), b = actorOfIri.get(to);
      if (a !== undefined && b !== undefined && ["cooperation", "conflict"].includes(side)) return { from: a, to: b, side };
      return a === undefined ? null : { from: a };
    },
  },
};

function rememberInAddress() {
  const changed = Object.keys(WRITTEN).filter((key) => JSON.stringify(state[key]) !== JSON.stringify(START[key]));
  const text = changed.map((key) => `${key}=${encodeURIComponent(WRITTEN[key].write(state[key]))}`).join("&");
  try {
    history.replaceState(null, "", `#${text}`);
  } catch { /* a notebook's frame has no address to keep it in */ }
}

/** The choices that an address holds; whatever it does not name is as the page opened. */
function readAddress() {
  const read = {};
  for (const [key, text] of new URLSearchParams(location.hash.slice(1))) {
    if (!(key in WRITTEN)) continue;
    try {
      const value = WRITTEN[key].read(text);
      if (value !== undefined) read[key] = value;
    } catch { /* a mangled address: as if the part were not there */ }
  }
  return { ...START, ...read };
}

/** Words of the page in the chosen language, with {parts} filled in. */
function word(key, parts = {}) {
  const entry = page.words[parts.n === 1 && page.words[`${key}1`] ? `${key}1` : key];
  return entry[state.language].replace(/\{(\w+)\}/g, (_, name) => String(parts[name]));
}

const LABEL_ORDER = { zh: ["zh-Hans", "zh-Hant", "en"], en: ["en", "zh-Hans", "zh-Hant"] };

/** What to call an actor: by its place, or a name as an article gave it. */
function nameOf(party) {
  if (typeof party === "string") return party;
  const labels = actors[party].labels;
  const language = LABEL_ORDER[state.language].find((tag) => labels[tag]);
  return language ? labels[language] : Object.values(labels)[0];
}

/** What to call an action or a mode. */
function actionName(code) {
  return actions[code][state.language === "en" ? "en" : "zh-Hans"];
}
