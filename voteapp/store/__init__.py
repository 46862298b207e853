"""What is stored: the board (campaigns, records) and the roll (people), in databases apart."""
