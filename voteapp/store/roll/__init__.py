"""The roll: people. It holds accounts now, and who was handed a slip; never a credential."""
