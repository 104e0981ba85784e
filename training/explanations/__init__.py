"""Where a model saw the defect, by several methods; and how true each of them is, in figures."""
