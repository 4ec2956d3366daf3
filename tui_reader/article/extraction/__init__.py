"""The parts of ``article.extract``: a page's tree, its scoring, its cleaning, its metadata."""
