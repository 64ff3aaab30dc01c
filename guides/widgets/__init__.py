"""Things to play with inside guides and on pages of their own: data that staff edit."""
