"""What the apps' APIs stand on: rows, pages, filters, limits, messages, and what is refused at the door."""
