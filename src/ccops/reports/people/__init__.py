"""Reports of people and posts: appraisals, promotion, hours, learning, goals, who owes what."""
