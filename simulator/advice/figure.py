"""Our figure: a matplotlib figure that a notebook shows without any magic, as the PNG that is saved.

Importing this module loads matplotlib; `theme.sheet` does so for the first chart.
"""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


class Chart(Figure):
    """A figure with a canvas of its own; IPython and Jupyter display it through `_repr_png_`."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width, height))
        FigureCanvasAgg(self)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        from simulator.advice.charts.files import image_bytes

        width, height = self.get_size_inches() * 100
        return image_bytes(self, "png"), {"width": round(width), "height": round(height)}
