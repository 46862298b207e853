"""What pages say: states, rules, trustees' deeds in words; numbers as charts."""
