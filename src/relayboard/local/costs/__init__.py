"""What a month on AWS costs."""
