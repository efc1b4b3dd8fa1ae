"""What rawi costs and how well it does, measured."""
