"""The views of the Evaluate step: verdicts, curves, thresholds, robustness, images."""
