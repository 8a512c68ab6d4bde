"""县级看板, 学校 and 学校工作台: figures first, then who is late, then the rows behind them."""
