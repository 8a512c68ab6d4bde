"""`work-plans deadlines`: what schools set out to do, and by when."""
