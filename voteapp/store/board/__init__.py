"""The board: campaigns, elections, credentials, ballots, records. No person's name but the
committee's own actions; nothing of a ballot has a time, an address or a browser."""
