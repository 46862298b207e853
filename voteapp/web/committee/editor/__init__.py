"""The editor of what a part asks: questions, scales, headings, rules; undone, copied, tried out."""
