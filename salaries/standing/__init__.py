"""“Where do I stand?”: a pay against the figures of its role, basis by basis. Nothing of it is kept."""
