"""Reading: selects and rows, nothing written."""
