"""Our figure: a matplotlib figure that a notebook shows without any magic, as the PNG that is saved.

Importing this module loads matplotlib; `theme.sheet` does so for the first chart.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


class Chart(Figure):
    """A figure with a canvas of its own, and with a text that says what it shows.

    IPython and Jupyter display it through `_repr_png_`, with that text for screen readers.

    Attributes
    ----------
    alt : str
        The finding and the numbers of the picture, in words; `simulator.advice.charts.describe` returns it.
    """

    def __init__(self, width: float, height: float, alt: str) -> None:
        super().__init__(figsize=(width, height))
        self.alt = alt
        FigureCanvasAgg(self)

    def _repr_png_(self) -> tuple[bytes, dict[str, Any]]:
        from simulator.advice.charts.files import image_bytes

        width, height = self.get_size_inches() * 100
        return image_bytes(self, "png"), {"width": round(width), "height": round(height), "alt": self.alt}
