"""`pairing-plans pairings care-records due-work`: who looks after whom, what is due and what was done."""
