"""One part, one model, one pair of thresholds -> one inspection. The same for line and folder."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from inference.classifier import Classification, Classifier, ImplausibleImage
from inference.decide import decide, fault
from inference.frame import Frame, UnreadableFrame
from inference.verdict import Inspection, Outcome, Thresholds, Timings, Verdict

_log = logging.getLogger(__name__)


class Judge:
    """Whatever goes wrong with a part becomes a FAULT; nothing is raised, nothing reads as OK."""

    def __init__(self, classifier: Classifier, thresholds: Thresholds | None = None) -> None:
        """Without `thresholds`, those that the model was released with."""
        self.classifier = classifier
        self.thresholds = thresholds or classifier.package.manifest.thresholds.thresholds()
        self.failures_in_a_row = 0
        """Parts in succession that the model could not judge though they could be read."""

    def beside(self) -> Judge:
        """For another line: the same model in memory, the same thresholds, failures of its own."""
        return Judge(self.classifier, self.thresholds)

    @property
    def model_id(self) -> str:
        return self.classifier.package.model_id

    def judge(self, part: Frame | UnreadableFrame) -> Inspection:
        """The verdict on one part, with its heat map and where the time went."""
        started_ns = time.perf_counter_ns()
        if isinstance(part, UnreadableFrame):
            return self._unreadable(part, started_ns)
        try:
            answer = self._classify_all([part])[0]
        except Exception as error:
            return self._failed(part, error, started_ns)
        return self._concluded(part, answer, started_ns)

    def judge_batch(self, parts: Sequence[Frame | UnreadableFrame]) -> list[Inspection]:
        """Each part as `judge` would, all in one run of the model; from several threads if need be.

        Where the run fails they are judged one by one, so that only the guilty one is a FAULT.
        """
        started_ns = time.perf_counter_ns()
        frames = [part for part in parts if isinstance(part, Frame)]
        try:
            answers = iter(self._classify_all(frames))
        except Exception:
            return [self.judge(part) for part in parts]
        return [
            self._concluded(part, next(answers), started_ns)
            if isinstance(part, Frame)
            else self._unreadable(part, started_ns)
            for part in parts
        ]

    def _classify_all(self, frames: Sequence[Frame]) -> list[Classification | ImplausibleImage]:
        images = [(frame.image, frame.bits_per_sample) for frame in frames]
        return self.classifier.classify_batch(images) if images else []

    def _unreadable(self, part: UnreadableFrame, started_ns: int) -> Inspection:
        return self._inspection(part, fault(part.error, part.remedy), None, started_ns)

    def _concluded(
        self, part: Frame, answer: Classification | ImplausibleImage, started_ns: int
    ) -> Inspection:
        if isinstance(answer, ImplausibleImage):
            verdict = fault(str(answer), answer.remedy)
            return self._inspection(part, verdict, None, started_ns)
        verdict = decide(answer.probability_def, self.thresholds, answer.defect_type)
        self._count(verdict)
        return self._inspection(part, verdict, answer, started_ns)

    def _count(self, verdict: Verdict) -> None:
        is_fault = verdict.outcome is Outcome.FAULT
        self.failures_in_a_row = self.failures_in_a_row + 1 if is_fault else 0

    def _failed(self, frame: Frame, error: Exception, started_ns: int) -> Inspection:
        _log.exception("the part %s could not be judged", frame.part_id)
        verdict = fault(
            f"the model failed on this image: {error}",
            "judge this part by hand; if it goes on, roll back the model and see the log",
        )
        self._count(verdict)
        return self._inspection(frame, verdict, None, started_ns)

    def _inspection(
        self,
        part: Frame | UnreadableFrame,
        verdict: Verdict,
        answer: Classification | None,
        started_ns: int,
    ) -> Inspection:
        now_ns = time.perf_counter_ns()
        triggered_ns = part.triggered_ns
        return Inspection(
            frame=part,
            verdict=verdict,
            heat_map=answer.heat_map if answer else None,
            model_id=self.model_id,
            model_sha256=self.classifier.package.sha256,
            timings=Timings(
                queued_ms=(started_ns - part.captured_ns) / 1e6,
                preprocess_ms=answer.preprocess_ms if answer else 0.0,
                inference_ms=answer.inference_ms if answer else 0.0,
                total_ms=(now_ns - part.captured_ns) / 1e6,
                trigger_to_verdict_ms=(
                    None if triggered_ns is None else (now_ns - triggered_ns) / 1e6
                ),
            ),
            likeliest_type=answer.defect_type if answer else None,
        )
