//! What kind of file some bytes are, by their content: a name proves nothing.

use super::code::codes;

codes! {
    /// The kinds of paper that are taken.
    pub enum Media: "kind of file" {
        Pdf = "application/pdf",
        Jpeg = "image/jpeg",
        Png = "image/png",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Xls = "application/vnd.ms-excel",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Doc = "application/msword",
        Csv = "text/csv",
        Zip = "application/zip",
        /// 版式文档, GB/T 33190.
        Ofd = "application/ofd",
    }
}

impl Media {
    /// The usual ending of a file's name, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Media::Pdf => "pdf",
            Media::Jpeg => "jpg",
            Media::Png => "png",
            Media::Xlsx => "xlsx",
            Media::Xls => "xls",
            Media::Docx => "docx",
            Media::Doc => "doc",
            Media::Csv => "csv",
            Media::Zip => "zip",
            Media::Ofd => "ofd",
        }
    }

    /// The kind of these bytes; `None` for every kind that is not taken, and for nothing at all.
    pub fn of(bytes: &[u8]) -> Option<Media> {
        if bytes.starts_with(b"%PDF-") {
            Some(Media::Pdf)
        } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Media::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Media::Png)
        } else if bytes.starts_with(b"PK\x03\x04") {
            Some(package(bytes))
        } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            compound(bytes)
        } else {
            is_table(bytes).then_some(Media::Csv)
        }
    }
}

/// A ZIP container: office documents and OFD are told by the names of their parts, as the central
/// directory lists them.
fn package(bytes: &[u8]) -> Media {
    let mut media = Media::Zip;
    for name in part_names(bytes) {
        match name {
            b"word/document.xml" => media = Media::Docx,
            b"xl/workbook.xml" | b"xl/workbook.bin" => media = Media::Xlsx,
            b"OFD.xml" => media = Media::Ofd,
            _ => continue,
        }
        break;
    }
    media
}

/// Names in the central directory; none where it cannot be followed.
fn part_names(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let number = |at: usize, length: usize| {
        let field = bytes.get(at..at.checked_add(length)?)?;
        Some(field.iter().rev().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    // The end record is 22 bytes and a comment of at most 65,535.
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let end = bytes.get(tail..).unwrap_or_default().windows(4).rposition(|window| window == b"PK\x05\x06");
    let mut at = end.and_then(|end| number(tail + end + 16, 4));
    std::iter::from_fn(move || {
        let entry = at?;
        if bytes.get(entry..entry.checked_add(4)?)? != ENTRY {
            return None;
        }
        let length = |offset: usize| number(entry + offset, 2);
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        at = Some(entry + 46 + name + extra + comment);
        bytes.get(entry + 46..entry + 46 + name)
    })
}

/// An OLE compound file: its directory names the stream of the document, in UTF-16.
fn compound(bytes: &[u8]) -> Option<Media> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).chain([0, 0]).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if has("WordDocument") { Some(Media::Doc) } else { (has("Workbook") || has("Book")).then_some(Media::Xls) }
}

/// Text in columns: no control characters, several fields in the first line, no markup. In UTF-8,
/// or in GB18030 as spreadsheets in China save it.
fn is_table(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let printable = |byte: &u8| *byte >= 0x20 && *byte != 0x7F || matches!(byte, b'\t' | b'\r' | b'\n');
    let first = text.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let columns = line.iter().any(|byte| matches!(byte, b',' | b'\t' | b';'));
    let markup = matches!(first, None | Some(b'<' | b'{' | b'#' | b'%'));
    columns && !markup && text.iter().all(printable) && (std::str::from_utf8(text).is_ok() || is_gb18030(text))
}

/// Whether every byte above ASCII belongs to a well-formed pair or quadruple.
fn is_gb18030(mut rest: &[u8]) -> bool {
    loop {
        rest = match rest {
            [] => return true,
            [0..=0x7F, rest @ ..] => rest,
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, rest @ ..] => rest,
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, rest @ ..] => rest,
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A ZIP with empty stored parts of these names.
    fn zip(names: &[&str]) -> Vec<u8> {
        let (mut body, mut directory) = (Vec::new(), Vec::new());
        for name in names {
            let offset = u32::try_from(body.len()).unwrap();
            let length = u16::try_from(name.len()).unwrap().to_le_bytes();
            body.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
            body.extend(length);
            body.extend([0, 0]);
            body.extend(name.bytes());
            directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
            directory.extend(length);
            directory.extend([0; 12]);
            directory.extend(offset.to_le_bytes());
            directory.extend(name.bytes());
        }
        let start = u32::try_from(body.len()).unwrap().to_le_bytes();
        body.extend(directory);
        body.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0");
        body.extend(start);
        body.extend([0, 0]);
        body
    }

    fn ole(stream: &str) -> Vec<u8> {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend([0; 600]);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.extend([0, 0]);
        bytes
    }

    #[test]
    fn papers_are_known_by_their_content() {
        let gbk = b"\xd0\xd5\xc3\xfb,\xb5\xa5\xce\xbb\r\n";
        let known: [(&[u8], Option<Media>); 17] = [
            (b"%PDF-1.7\n...", Some(Media::Pdf)),
            (&[0xFF, 0xD8, 0xFF, 0xE0], Some(Media::Jpeg)),
            (b"\x89PNG\r\n\x1a\n....", Some(Media::Png)),
            (&zip(&["[Content_Types].xml", "xl/workbook.xml"]), Some(Media::Xlsx)),
            (&zip(&["[Content_Types].xml", "word/document.xml"]), Some(Media::Docx)),
            (&zip(&["OFD.xml", "Doc_0/Document.xml"]), Some(Media::Ofd)),
            (&zip(&["照片/1.jpg"]), Some(Media::Zip)),
            (&ole("Workbook"), Some(Media::Xls)),
            (&ole("WordDocument"), Some(Media::Doc)),
            (&ole("PowerPoint Document"), None),
            ("姓名,单位\n甲,某厂\n".as_bytes(), Some(Media::Csv)),
            (gbk, Some(Media::Csv)),
            (b"<html>, <script>alert(1)</script>", None),
            (b"MZ\x90\0", None),
            (b"#!/bin/sh\necho a, b", None),
            (b"just a line", None),
            (b"", None),
        ];
        for (bytes, media) in known {
            assert_eq!(Media::of(bytes), media, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(24)]));
        }
    }

    #[test]
    fn a_part_inside_a_zip_does_not_pass_as_its_directory() {
        let mut bytes = zip(&["harmless.txt"]);
        bytes.extend(b"xl/workbook.xml");
        assert_eq!(Media::of(&bytes), Some(Media::Zip));
    }

    proptest! {
        #[test]
        fn no_bytes_upset_it(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Media::of(&bytes);
            let mut package = b"PK\x03\x04".to_vec();
            package.extend(&bytes);
            package.extend(b"PK\x05\x06");
            package.extend(&bytes);
            let _ = Media::of(&package);
        }
    }
}
