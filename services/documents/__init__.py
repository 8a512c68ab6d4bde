"""What leaves the service as a document: today any list as Excel, CSV or PDF.

`lists` what can be exported, registered by the interface that shows it · `writers` one module per format ·
`exporting` writes the file · `actions` request, download, delete. Model: Export.
"""
