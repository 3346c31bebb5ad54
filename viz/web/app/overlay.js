// Over the picture: names, figures, and whatever is chosen or under the pointer, the rest veiled. Thousands of arrows
// stay where vis-network drew them, so that a pointer's move costs little.

const overlay = document.getElementById("overlay");

/** The arrows of what is chosen or under the pointer, and the actors at their ends; null where nothing is. */
function highlighted() {
  const chosen = hovered || state.selected;
  if (!chosen || !shown.actors.includes(chosen.from)) return null;
  const touches = (arrow) => (chosen.to === undefined ? arrow.from === chosen.from || arrow.to === chosen.from
    : arrow.from === chosen.from && arrow.to === chosen.to && arrow.side === chosen.side);
  const list = shown.arrows.filter(touches);
  if (chosen.to !== undefined && !list.length) return null;
  return { arrows: list, actors: new Set([chosen.from, ...list.flatMap((arrow) => [arrow.from, arrow.to])]) };
}

function paintArrow(context, arrow, view) {
  const shape = arrowShape(arrow, view);
  context.globalAlpha = arrow.standing === "asserted" ? 0.95 : 0.55;
  context.strokeStyle = context.fillStyle = shape.colour;
  context.lineWidth = Math.max(shape.width, 1.2);
  context.setLineDash(shape.dashes);
  context.stroke(new Path2D(shape.line));
  context.setLineDash([]);
  for (const head of shape.heads) context.fill(new Path2D(head));
  context.globalAlpha = 1;
}

function paintActor(context, id, view) {
  const shape = actorShape(id, view), path = new Path2D(shape.outline);
  context.fillStyle = shape.fill;
  context.fill(path);
  const chosen = state.selected && state.selected.to === undefined && state.selected.from === id;
  context.lineWidth = chosen ? 4 : 2;
  context.strokeStyle = chosen ? colours.ring : shape.stroke;
  context.stroke(path);
}

function paintNames(context, view, near) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colours.paper;
  context.fillStyle = colours.ink;
  for (const label of placeLabels(context, view, coveredBoxes())) {
    context.globalAlpha = near && !near.has(label.id) ? 0.3 : 1;
    context.font = label.font.text;
    context.strokeText(label.name, label.x, label.y);
    context.fillText(label.name, label.x, label.y);
  }
  context.globalAlpha = 1;
}

function drawOverlay() {
  if (!shown) return;
  const ratio = window.devicePixelRatio || 1, wide = container.clientWidth, high = container.clientHeight;
  if (overlay.width !== Math.round(wide * ratio) || overlay.height !== Math.round(high * ratio)) {
    overlay.width = Math.round(wide * ratio);
    overlay.height = Math.round(high * ratio);
    overlay.style.width = `${wide}px`;
    overlay.style.height = `${high}px`;
  }
  const context = overlay.getContext("2d"), view = screenView(), near = highlighted();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, wide, high);
  if (near) {
    context.globalAlpha = 0.84;
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, wide, high);
    context.globalAlpha = 1;
    for (const arrow of near.arrows) paintArrow(context, arrow, view);
    for (const id of near.actors) paintActor(context, id, view);
  }
  for (const id of shown.actors) {
    if (actors[id].kind !== "person") continue;
    const { figure } = actorShape(id, view);
    context.fillStyle = tint(near && !near.actors.has(id) ? 0.25 : 0.72);
    if (figure) context.fill(new Path2D(figure));
  }
  paintNames(context, view, near && near.actors);
}

network.on("afterDrawing", drawOverlay);
