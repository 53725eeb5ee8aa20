"""Builds the zip that every Lambda function runs."""
