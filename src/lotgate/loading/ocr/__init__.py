"""Pages without readable text, read from their pictures. Needs the extra ``ocr``; nothing here is imported before."""
