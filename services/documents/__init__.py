"""What leaves the service: any list as Excel, CSV or PDF, and documents from a template of the app that they are of.

`lists` what can be taken out, lists registered by the interface that shows them, documents by their app · `writers`
one module per format · `exporting` writes the file · `actions` request, download, delete. Model: Export.
"""
