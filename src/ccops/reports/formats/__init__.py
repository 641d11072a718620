"""The renderers: each lays a document out in one format, and changes nothing of it."""
