"""The scorecard itself."""
