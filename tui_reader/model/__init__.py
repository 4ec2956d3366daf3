"""What a reader is about, as frozen data. Imports nothing of ours but ``errors``.

All instants are aware UTC ``datetime``, durations ``timedelta``, sizes bytes, widths cells.
Text in these types is clean: it has passed ``clean`` on its way in. HTML is as the feed sent it.
"""
