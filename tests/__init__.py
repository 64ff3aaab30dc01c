"""The portal's tests: a folder for each app, contracts that cross them, and a real browser."""
