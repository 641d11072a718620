"""From draft to pay: who approved, what was objected to, what each reader may see."""
