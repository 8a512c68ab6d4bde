"""需要您处理: what a county officer looks at first in the morning, and the schools behind each item."""
