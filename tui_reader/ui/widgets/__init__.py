"""Widgets that draw lines, and the pure presentation modules beside them."""
