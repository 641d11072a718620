"""Reports of pay: statements, notices, the approval sheet, boards, corrections."""
