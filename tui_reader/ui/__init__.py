"""The screen: a thin Textual shell over ``reader``."""
