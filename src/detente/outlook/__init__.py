"""How sure it is, what it hinges on, and what would change it."""
