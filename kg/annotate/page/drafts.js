// What was decided on the articles that were opened, until it is saved. An item is an event with its decision: open, in or out.

import { findParts } from "./text.js";

const drafts = new Map();

/** The draft of an article as the server shows it; what was decided before on this page is kept. */
export function draftOf(shown) {
  const known = drafts.get(shown.id);
  if (known?.changed) return known;
  const items = [
    ...shown.saved.map(({ s, event }) => ({ s, event, origin: "saved", decision: "in" })),
    ...shown.suggestions.map((g) => ({ ...g, origin: "suggested", decision: "open" })),
  ].map((item, number) => ({ ...item, number }));
  const draft = { article: shown, items, changed: false, counter: items.length };
  drafts.set(shown.id, draft);
  return draft;
}

export const forget = (id) => drafts.delete(id);
export const anyChanged = () => [...drafts.values()].some((d) => d.changed);

export function decide(draft, item, decision) {
  item.decision = decision;
  draft.changed = true;
}

/** Put an edited event in place of what it was made from, or a new one in the draft. */
export function keep(draft, item, event) {
  if (!item.origin) {
    Object.assign(item, { origin: "own", number: draft.counter });
    draft.counter += 1;
    draft.items.push(item);
  }
  Object.assign(item, { event, decision: "in", at: null, possible: false });
  draft.changed = true;
}

export function drop(draft, item) {
  draft.items = draft.items.filter((other) => other !== item);
  draft.changed = true;
}

/** The items of a sentence in the order of their triggers. */
export function itemsOf(draft, sentence) {
  const first = (item) => spansOf(item, sentence.text)[0]?.[0] ?? Infinity;
  return draft.items.filter((i) => i.s === sentence.index).sort((a, b) => first(a) - first(b) || a.number - b.number);
}

/** Where an item's trigger stands in its sentence, in code points. */
export function spansOf(item, sentence) {
  return item.at ? [item.at] : (findParts(sentence, item.event.trigger ?? "") ?? []);
}

export const undecided = (draft) => draft.items.filter((i) => i.decision === "open" && !i.possible);
export const decided = (draft) => draft.items.filter((i) => i.decision === "in").map((i) => i.event);
