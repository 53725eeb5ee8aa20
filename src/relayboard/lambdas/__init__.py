"""The composition root on AWS: one module for each kind of Lambda function."""
