"""What people do with notices: read and answer them, handle what did not go out, close incidents; what is forgotten."""
