"""Questionnaires from and to spreadsheets (XLSForm): docs/how-to/forms.md. Bytes in, values out."""
