"""The command line: a thin argparse shell over ``reader``."""
