"""LABELLED FOLDERS -> ARRAYS AND THEIR SPLIT: read, compared, kept apart."""
