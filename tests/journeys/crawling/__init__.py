"""Every button of every page is pressed, every form filled in, and the effect looked for."""
