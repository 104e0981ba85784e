"""ARRANGEMENT AND WORDS: the only place that knows PySide6 and pyqtgraph."""
