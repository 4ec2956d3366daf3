"""Pictures as bytes: decoded, scaled, kept as files. Knows neither feeds nor the net."""
