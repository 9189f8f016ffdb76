"""The Virtual School Head's annual report: figures with their definitions, the text, the PDF."""
