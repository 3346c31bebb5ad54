// Offsets as Python counts them, in code points: "𠮷" is one, and two units of a JavaScript string.

export const points = (text) => Array.from(text);

/** The code point at or before a UTF-16 offset. */
export function pointAt(text, unit) {
  let before = 0, count = 0;
  for (const character of text) {
    before += character.length;
    if (before > unit) return count;
    count += 1;
  }
  return count;
}

/** The code point at or after a UTF-16 offset: half of a character is the whole. */
export function pointAfter(text, unit) {
  const point = pointAt(text, unit);
  return points(text).slice(0, point).join("").length < unit ? point + 1 : point;
}

/** Where a trigger's parts ("召见…抗议") stand in a sentence, from a code point on: [[start, end], …]; null where they do not. */
export function findParts(sentence, trigger, from = 0) {
  const found = [];
  let at = points(sentence).slice(0, from).join("").length;
  for (const part of trigger.split("…").filter(Boolean)) {
    const start = sentence.indexOf(part, at);
    if (start < 0) return from > 0 ? findParts(sentence, trigger) : null;
    at = start + part.length;
    found.push([pointAt(sentence, start), pointAt(sentence, at)]);
  }
  return found.length ? found : null;
}

/** A sentence in pieces: {text, items} with the numbers of the items whose spans cover it. */
export function pieces(sentence, spans) {
  const all = points(sentence);
  const borders = [...new Set([0, all.length, ...spans.flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b);
  return borders.slice(0, -1).map((start, n) => ({
    text: all.slice(start, borders[n + 1]).join(""),
    items: spans.filter((s) => s.start <= start && borders[n + 1] <= s.end).map((s) => s.item),
  })).filter((p) => p.text);
}

/** What is selected within an element, as {start, end, text} in code points; null where nothing is, or not in it alone. */
export function selectedIn(element) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  const text = element.textContent, unit = before.toString().length;
  let start = pointAt(text, unit), end = pointAfter(text, unit + range.toString().length);
  const all = points(text);
  while (start < end && /\s/.test(all[start])) start += 1;
  while (end > start && /\s/.test(all[end - 1])) end -= 1;
  return start < end ? { start, end, text: all.slice(start, end).join("") } : null;
}
