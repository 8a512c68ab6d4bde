"""What a commit would change: each row of the workbook beside the pupil and the family that are known."""
