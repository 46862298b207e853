"""What the use cases take and give: plain frozen values, no database rows.

Instants are aware datetimes in UTC; ``timezone`` is the IANA name in which people read them.
``code`` is a campaign's short name in addresses; ``uuid`` is an election's Belenios identifier.
"""
