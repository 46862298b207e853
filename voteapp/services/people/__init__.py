"""People: accounts, secrets, passkeys, trustees' access. The roll only."""
