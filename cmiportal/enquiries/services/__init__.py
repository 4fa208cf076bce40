"""What happens to enquiries: they are sent, answered, closed and in the end erased."""
