"""FRAME -> VERDICT -> RECORD: everything that runs at the line. Knows neither Qt nor TensorFlow."""

import os

# OpenCV reads these once, when it is first imported.
# A decompression bomb (20,000 x 20,000) must become a FAULT, not an empty memory.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(160_000_000))
# Media Foundation needs up to 20 s to open a camera when it sets up hardware transforms.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
# A lost stream is told through the source's state, with words of our own.
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
