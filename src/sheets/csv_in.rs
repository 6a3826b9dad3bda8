//! CSV as it really arrives: UTF-8 with or without a mark, GB18030, UTF-16 from "Unicode text".

use super::csv_out::is_formula;
use super::{SheetError, Table};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

pub(super) fn read(bytes: &[u8]) -> Result<Table, SheetError> {
    let text = separated(decode(bytes)?);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut record = csv::StringRecord::new();
    loop {
        // Counted as a text editor does, so that a cell with a line break moves what follows.
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(SheetError::Damaged(error.to_string())),
        }
        table.push(line(&text, record.position()), record.iter().map(unquoted))?;
    }
    table.finish()
}

/// Without the apostrophe that keeps a spreadsheet from running a text: what was written is read back.
fn unquoted(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(cell)
}

/// Line on which a record starts; its position is the end of the one before, so blank lines between
/// are counted here.
fn line(text: &str, position: Option<&csv::Position>) -> usize {
    let Some(position) = position else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let between = text.as_bytes().get(start..).unwrap_or_default().iter().take_while(|byte| b"\r\n".contains(byte));
    usize::try_from(position.line()).unwrap_or(usize::MAX - 1) + between.filter(|byte| **byte == b'\n').count()
}

/// Text in whichever of these encodings it is.
///
/// # Errors
/// None of them, or no text.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let strict = |encoding: &'static encoding_rs::Encoding, bytes| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(SheetError::Encoding)
    };
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(std::str::from_utf8(rest).map_err(|_| SheetError::Encoding)?),
        [0xFF, 0xFE, rest @ ..] => strict(UTF_16LE, rest)?,
        [0xFE, 0xFF, rest @ ..] => strict(UTF_16BE, rest)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => strict(GB18030, bytes)?,
        },
    };
    // A picture or a program is valid in many encodings; a table has no such characters.
    if text.contains('\0') { Err(SheetError::Encoding) } else { Ok(text) }
}

/// A table typed with full-width commas throughout, as an input method writes them: its heading has no
/// other separator.
fn separated(text: Cow<'_, str>) -> Cow<'_, str> {
    let heading = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if heading.contains([',', ';', '\t']) || !heading.contains('\u{FF0C}') {
        return text;
    }
    Cow::Owned(text.replace('\u{FF0C}', ","))
}

/// Comma, unless the first line has more tabs or semicolons.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0u32), (b'\t', 0), (b';', 0)];
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte && !quoted) {
            *count += 1;
        }
    }
    let [comma, others @ ..] = counts;
    others.into_iter().fold(comma, |best, next| if next.1 > best.1 { next } else { best }).0
}
