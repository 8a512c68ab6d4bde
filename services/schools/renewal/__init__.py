"""What a new key makes necessary: envelopes sealed anew, blind indexes made anew."""
