"""Telling the applicant: the form of the ways, how he is reached, and the answer on the telephone."""
