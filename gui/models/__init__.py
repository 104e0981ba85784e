"""The Models tab: every package with its lineage; release, roll back, compare, import, export."""
