"""Attacks made by a program: honest elections, changed in one place and made right again.

``documents`` says what an election is made of, ``worlds`` plays honest ones, ``changes`` says what
can be put in the place of a value, ``insiders`` makes hashes, signatures and proofs right again as
somebody inside could, ``judging`` asks both auditors, and ``allowed`` lists every change that may
pass, with the reason.
"""
