"""How times, counts and troubles are said, on the screen and in commands alike. Pure."""
