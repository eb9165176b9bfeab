"""What people read: a report's content in words and charts, as web page, PDF, summary and workbook."""
