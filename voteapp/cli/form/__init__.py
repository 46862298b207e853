"""Commands for whoever writes a questionnaire in a spreadsheet."""
