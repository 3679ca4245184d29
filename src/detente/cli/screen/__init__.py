"""Full-screen terminal pages: what the commands show where a person works by keyboard.

Like the commands they hold no logic: they ask a room, show what it says, and hand it what a
person decided.
"""
