"""Import and export: every table as XLSX or CSV, out and in again."""
