"""What the commands do: one module per subject, one handler per command id."""
