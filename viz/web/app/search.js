// Finding an actor by any of its names, in any script.

const searchBox = document.getElementById("search");
const found = document.getElementById("found");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const searchNames = actors.map((actor) => [...new Set([...Object.values(actor.labels), ...actor.names, actor.country || ""])].filter(Boolean).map(plain));
let marked = -1;

/** Actors with a name that holds the text; those whose name begins with it first. */
function findActors(text) {
  const wanted = plain(text.trim());
  if (!wanted) return [];
  const rank = (id) => Math.min(...searchNames[id].map((name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 9)));
  return actors.map((_, id) => [rank(id), id]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 12).map(([, id]) => id);
}

function drawFound() {
  const ids = findActors(searchBox.value);
  marked = Math.max(-1, Math.min(marked, ids.length - 1));
  found.hidden = !ids.length;
  searchBox.setAttribute("aria-expanded", String(ids.length > 0));
  found.replaceChildren(...ids.map((id, n) => el("li", { role: "option", id: `found-${id}`, "aria-selected": String(n === marked), onpointerdown: (e) => { e.preventDefault(); take(id); } },
    el("span", {}, nameOf(id)), el("span", { class: "count" }, word(actors[id].kind)))));
  if (marked >= 0) searchBox.setAttribute("aria-activedescendant", `found-${ids[marked]}`);
  else searchBox.removeAttribute("aria-activedescendant");
  return ids;
}

/** Show the actor that was found: chosen, in the middle, and unfolded or added if the picture left it out. */
function take(id) {
  searchBox.value = "";
  marked = -1;
  drawFound();
  const folded = standIn(id) !== id;
  change({ selected: { from: id }, event: null, ...(folded ? { expanded: [...state.expanded, actors[id].state] } : {}) });
  if (!shown.actors.includes(id)) change({ actors: [id] });
  network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: { duration: 350, easingFunction: "easeInOutQuad" } });
  panel.focus({ preventScroll: true });
}

searchBox.addEventListener("input", () => { marked = 0; drawFound(); });
searchBox.addEventListener("blur", () => { found.hidden = true; searchBox.setAttribute("aria-expanded", "false"); });
searchBox.addEventListener("keydown", (event) => {
  const ids = findActors(searchBox.value);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    marked = (marked + (event.key === "ArrowDown" ? 1 : -1) + ids.length) % Math.max(ids.length, 1);
    drawFound();
  } else if (event.key === "Enter" && ids.length) take(ids[Math.max(marked, 0)]);
  else if (event.key === "Escape") { searchBox.value = ""; drawFound(); }
});
