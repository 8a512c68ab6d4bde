"""One module per format. Each writes head, headings and rows to a stream, and keeps no more than a batch in memory."""
