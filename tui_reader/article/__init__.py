"""HTML → ``Document`` → ``Layout``: the only way from a feed's HTML to a screen."""
