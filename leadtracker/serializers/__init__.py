"""Rows and answers as the screen words them."""
