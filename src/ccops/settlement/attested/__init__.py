"""What one employee needs to prove his own pay by: his inputs, their digests, the seal."""
