"""A styrtal drawn as SVG: outcome, the year's target and the long-term target by plan year. Pure.

The marks differ in shape as well as colour, and the figures stand beside in a table. The drawing follows the theme by
`prefers-color-scheme`, which an image takes from the page that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ui.elements import get_values
from ui.series import Series, get_figure, to_number
from ui.texts import styrtal as words

WIDTH, HEIGHT = 300, 226
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 16, 80
STYLE = """
text { font: 13px system-ui, 'Liberation Sans', Arial, sans-serif; fill: #3d434a; }
.linje { stroke: #cfcac0; } .utfall { fill: #1f2328; stroke: #1f2328; }
.mal { fill: none; stroke: #9b1c31; stroke-width: 3; }
.lang { fill: none; stroke: #35566e; stroke-width: 2.5; } .streck { fill: none; stroke: #1f2328; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #d5d2cb; } .linje { stroke: #454b52; }
  .utfall { fill: #eceae5; stroke: #eceae5; } .mal { stroke: #ff9dac; }
  .lang { stroke: #9cc3e0; } .streck { stroke: #eceae5; }
}
"""


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures to pixels, upwards."""

    low: float
    high: float

    def y(self, figure: float) -> float:
        """Where a figure stands."""
        span = (self.high - self.low) or 1.0
        return round(HEIGHT - BOTTOM - (figure - self.low) / span * (HEIGHT - TOP - BOTTOM), 1)


def to_chart(series: Series) -> str:
    """The drawing of a series that has at least one figure."""
    rows = [{name: get_figure(value) for name, value in get_values(item).items()} for item in series.items]
    figures = [figure for row in rows for figure in row.values() if figure is not None]
    scale = Scale(*_bounds(figures))
    xs = _places(len(rows))
    parts = [_grid(scale, figures), *(_label(x, item.year) for x, item in zip(xs, series.items, strict=True))]
    parts.append(_line([(x, row.get("outcome")) for x, row in zip(xs, rows, strict=True)], scale))
    parts += [_marks(x, row, scale) for x, row in zip(xs, rows, strict=True)]
    return _frame("".join([*parts, _legend()]))


def _frame(body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><style>{STYLE}</style>{body}</svg>'


def _bounds(figures: Sequence[float]) -> tuple[float, float]:
    """Lowest and highest with room around; a scale that would begin near nought begins there."""
    low, high = min(figures), max(figures)
    room = (high - low) * 0.15 or abs(high) * 0.1 or 1.0
    floor = 0.0 if 0 <= low <= (high - low) * 2 else low - room
    return floor, high + room


def _places(count: int) -> list[float]:
    step = (WIDTH - LEFT - RIGHT) / count
    return [round(LEFT + step * (index + 0.5), 1) for index in range(count)]


def _grid(scale: Scale, figures: Sequence[float]) -> str:
    """A line at the lowest and the highest figure."""
    lines = []
    for figure in sorted({min(figures), max(figures)}):
        y = scale.y(figure)
        lines.append(f'<line class="linje" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{escape(to_number(figure))}</text>')
    return "".join(lines)


def _label(x: float, year: int) -> str:
    return f'<text x="{x}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{year}</text>'


def _line(points: Sequence[tuple[float, float | None]], scale: Scale) -> str:
    drawn = " ".join(f"{x},{scale.y(figure)}" for x, figure in points if figure is not None)
    return f'<polyline class="streck" points="{drawn}"/>' if drawn.count(",") > 1 else ""


def _marks(x: float, row: dict[str, float | None], scale: Scale) -> str:
    drawn = (("target", _target), ("long_term", _diamond), ("outcome", _dot))
    return "".join(draw(x, scale.y(figure)) for name, draw in drawn if (figure := row.get(name)) is not None)


def _dot(x: float, y: float) -> str:
    return f'<circle class="utfall" cx="{x}" cy="{y}" r="5"/>'


def _target(x: float, y: float) -> str:
    return f'<line class="mal" x1="{x - 14}" x2="{x + 14}" y1="{y}" y2="{y}"/>'


def _diamond(x: float, y: float) -> str:
    return f'<path class="lang" d="M{x} {y - 8} l8 8 l-8 8 l-8 -8 Z"/>'


def _legend() -> str:
    """The marks with their names, in two rows."""
    first, second = HEIGHT - 36, HEIGHT - 12
    places = ((16, first, _dot, words.OUTCOME), (116, first, _target, words.TARGET),
              (16, second, _diamond, words.LONG_TERM))
    return "".join(draw(x, y - 4) + f'<text x="{x + 22}" y="{y}">{escape(name)}</text>' for x, y, draw, name in places)
