"""Folders of images, judged at the machine's full speed, to look at, correct and export."""
