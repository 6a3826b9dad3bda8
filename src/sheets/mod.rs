//! Spreadsheets in and out: XLSX, XLS and CSV as tables of text.
