"""The simulated line: cast impellers drawn from a seed, whose truth is known."""

from inference.sources.simulated.draw import DrawnPart, draw_part
from inference.sources.simulated.order import Defect, order_defect
from inference.sources.simulated.source import SimulatedLine

__all__ = ["Defect", "DrawnPart", "SimulatedLine", "draw_part", "order_defect"]
