"""Where the actors stand: clear of one another, partners near, the same every time."""

from __future__ import annotations

import math
import time
from itertools import combinations

import pytest

from tests.viz_networks import generated_network, summit_network
from viz.drawing import draw, label_width, ranked
from viz.layout import Disc, place

SUMMIT = summit_network()


def boxes(discs: list[Disc], spots: list[tuple[int, int]]) -> list[tuple[float, float, float, float]]:
    """Left, right, top and bottom of each actor with its label beneath."""
    return [
        (x - max(d.radius, d.label / 2), x + max(d.radius, d.label / 2), y - d.radius, y + d.radius + 18)
        for d, (x, y) in zip(discs, spots, strict=True)
    ]


def test_no_actor_or_label_covers_another() -> None:
    drawing = draw(SUMMIT)
    labels = [max(label_width(text) for _, text in a.labels) for a in ranked(SUMMIT)]
    discs = [Disc(node["size"], label) for node, label in zip(drawing.nodes, labels, strict=True)]
    found = boxes(discs, [(node["x"], node["y"]) for node in drawing.nodes])
    for (a, one), (b, other) in combinations(enumerate(found), 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2], (a, b)


def test_people_stand_nearer_to_their_state_than_actors_do_on_average() -> None:
    drawing = draw(SUMMIT)
    spots = {a.iri: (n["x"], n["y"]) for a, n in zip(ranked(SUMMIT), drawing.nodes, strict=True)}
    own = [math.dist(spots[a.iri], spots[a.state]) for a in SUMMIT.actors if a.state]
    every = [math.dist(p, q) for p, q in combinations(spots.values(), 2)]
    assert sum(own) / len(own) < 0.5 * sum(every) / len(every)


def test_the_picture_is_wider_than_high() -> None:
    nodes = draw(SUMMIT).nodes
    width, height = (max(n[k] for n in nodes) - min(n[k] for n in nodes) for k in ("x", "y"))
    assert 1.1 < width / height < 2.6


def test_leaves_of_one_hub_do_not_fall_on_one_point() -> None:
    spots = place([Disc(20, 40)] + [Disc(8, 40)] * 12, {(0, n): 1.0 for n in range(1, 13)})
    assert min(math.dist(a, b) for a, b in combinations(spots, 2)) > 30


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_actors(count: int) -> None:
    assert len(set(place([Disc(10, 40)] * count, {}))) == count


def test_weak_actors_far_beyond_the_core_keep_clear_too_and_cost_little() -> None:
    network = generated_network(800, 8000)
    begun = time.process_time()
    drawing = draw(network)
    assert time.process_time() - begun < 20
    spots = [(node["x"], node["y"]) for node in drawing.nodes]
    assert len(set(spots)) == 800
    near = [math.dist(a, b) for a, b in combinations(spots[150:], 2)]
    assert min(near) >= 60


def test_pyvis_holds_what_is_drawn() -> None:
    drawing = draw(SUMMIT)
    assert drawing.num_nodes() == len(SUMMIT.actors)
    assert drawing.num_edges() == len(SUMMIT.edges)
    assert drawing.options["physics"] == {"enabled": False}
    assert {edge["arrows"] for edge in drawing.edges} == {"to"}
