// The list of articles: which are done, which come next.

import { $, el } from "./elements.js";
import { word } from "./words.js";

const PORTION = 100;
let most = PORTION;

export function drawList(rows, open, choose) {
  const wanted = $("find").value.trim().toLowerCase();
  const found = rows.filter((r) => !wanted || `${r.title} ${r.id} ${r.outlet ?? ""}`.toLowerCase().includes(wanted));
  $("rows").replaceChildren(...found.slice(0, most).map((row) => el("li", {},
    el("button", { type: "button", "aria-current": row.id === open ? "true" : null, onclick: () => choose(row.id) },
      el("span", { class: "name", text: row.title }),
      el("small", { text: [row.outlet, row.events === null ? word("unsure", row.unsure.toFixed(2)) : word("eventsHere", row.events), row.repeats ? word("repeats") : ""].filter(Boolean).join(" · ") }),
      row.events === null ? null : el("span", { class: "badge saved", text: word("doneArticle") })))));
  if (found.length > most) {
    const rest = Math.min(PORTION, found.length - most);
    $("rows").append(el("li", {}, el("button", { type: "button", class: "plus", text: word("more", rest), onclick: () => { most += PORTION; drawList(rows, open, choose); } })));
  }
}
