"""发送异常 and 准时率: whether messages go out, and how late."""
