"""What is looked at beside the pay: labor law, places nobody can reach, flags that warn."""
