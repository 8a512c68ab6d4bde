"""工作计划, 报送, 值日: what a school plans for a term."""
