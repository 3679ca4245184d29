"""What people see: words, tables and pages. Imports results, never computes them."""
