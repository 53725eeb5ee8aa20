"""A user pool of our own that speaks Cognito's wire protocol, keeping everything in the table."""
