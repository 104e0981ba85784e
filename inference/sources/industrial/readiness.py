"""Whether a camera takes a trigger now, by GenICam's names."""

from __future__ import annotations

import time

from inference.sources.industrial.nodes import NodeMap

_PAUSE_S = 0.003


def wait_for_trigger_wait(nodes: NodeMap, timeout_s: float) -> None:
    """Until the camera says so, at most `timeout_s`. One that has no word for it: not at all."""
    if not nodes.has("AcquisitionStatus"):
        return
    until = time.monotonic() + timeout_s
    if nodes.has("AcquisitionStatusSelector"):
        nodes.set("AcquisitionStatusSelector", "FrameTriggerWait")
    while not nodes.parameter("AcquisitionStatus").value and time.monotonic() < until:
        time.sleep(_PAUSE_S)
