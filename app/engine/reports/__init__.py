"""Documents that leave the program: PDF, XLSX and CSV, each from a frozen description."""
