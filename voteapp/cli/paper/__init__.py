"""What is drawn on paper, in letters of every script: how, and charts. Needs [tellers]."""
