"""One lot: its pages beside its findings, what people correct and answer there, and the decision."""
