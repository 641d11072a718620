"""What a report is: frozen data of cells, tables and charts, with what follows from what."""
