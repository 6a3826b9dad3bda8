//! A Word document of centred pages with one picture each, and the picture: certificates need no more.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// One page.
pub struct Page {
    pub heading: String,
    pub name: String,
    pub lines: Vec<String>,
    /// A PNG, shown square.
    pub picture: Option<Vec<u8>>,
    pub foot: String,
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>"#;
/// A4, in twentieths of a point.
const FOOT: &str = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2268" w:right="1701" w:bottom="1701" w:left="1701" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>"#;
/// Side of the picture: 3 cm.
const SIDE: u32 = 1_080_000;

/// The pages as a DOCX file; the same pages give the same bytes. `None` if it cannot be written, which
/// in memory it can.
pub fn docx(pages: &[Page]) -> Option<Vec<u8>> {
    let mut document = HEAD.to_owned();
    let mut relations = String::new();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (number, page) in (1_u32..).zip(pages) {
        write_page(&mut document, number, page);
        if let Some(picture) = &page.picture {
            let target = format!("media/{number}.png");
            let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
            let _ = write!(relations, r#"<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>"#);
            archive.start_file(format!("word/{target}"), options).ok()?;
            archive.write_all(picture).ok()?;
        }
    }
    document.push_str(FOOT);
    let relations = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
    );
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", &relations),
    ];
    for (name, text) in parts {
        archive.start_file(name, options).ok()?;
        archive.write_all(text.as_bytes()).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

fn write_page(document: &mut String, number: u32, page: &Page) {
    paragraph(document, &page.heading, 56, number > 1);
    paragraph(document, "", 28, false);
    paragraph(document, &page.name, 44, false);
    for line in &page.lines {
        paragraph(document, line, 28, false);
    }
    if page.picture.is_some() {
        let _ = write!(
            document,
            r#"<w:p><w:pPr><w:spacing w:before="480"/><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{SIDE}" cy="{SIDE}"/><wp:docPr id="{number}" name="QR {number}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{number}.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{SIDE}" cy="{SIDE}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#
        );
    }
    paragraph(document, &page.foot, 20, false);
}

/// A centred line; `size` in half points.
fn paragraph(document: &mut String, text: &str, size: u32, new_page: bool) {
    let page = if new_page { "<w:pageBreakBefore/>" } else { "" };
    let text = escaped(text);
    let _ = write!(
        document,
        r#"<w:p><w:pPr>{page}<w:spacing w:after="240"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>"#
    );
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Pixels of a module.
const SCALE: usize = 8;

/// A black and white PNG of square modules, `size` on a side, row by row.
pub fn png(size: usize, dark: &[bool]) -> Vec<u8> {
    let side = size * SCALE;
    let mut rows = Vec::new();
    for y in 0..side {
        // No filter; eight pixels of one module are one byte, 0 is black.
        rows.push(0);
        let row = dark.iter().skip(y / SCALE * size).take(size);
        rows.extend(row.map(|dark| if *dark { 0_u8 } else { 255 }));
    }
    let side = u32::try_from(side).unwrap_or_default().to_be_bytes();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, *b"IHDR", &[&side[..], &side, &[1, 0, 0, 0, 0]].concat());
    chunk(&mut file, *b"IDAT", &stored(&rows));
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    let named = [&kind[..], content].concat();
    file.extend(u32::try_from(content.len()).unwrap_or_default().to_be_bytes());
    file.extend(&named);
    file.extend(crc(&named).to_be_bytes());
}

/// A zlib stream of stored blocks.
fn stored(bytes: &[u8]) -> Vec<u8> {
    const MOST: usize = 0xFFFF;
    let mut stream = vec![0x78, 0x01];
    let blocks = bytes.chunks(MOST);
    let last = blocks.len().saturating_sub(1);
    for (index, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        stream.push(u8::from(index == last));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    stream.extend((high << 16 | low).to_be_bytes());
    stream
}

/// CRC-32 (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_checksums_are_those_of_the_standards() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc(b"IEND"), 0xAE42_6082);
        assert!(stored(b"Wikipedia").ends_with(&0x11E6_0398_u32.to_be_bytes()));
    }

    #[test]
    fn a_page_a_certificate_with_its_picture() {
        let page = |name: &str, picture| Page {
            heading: "获奖证书".to_owned(),
            name: name.to_owned(),
            lines: vec!["第 1 名 <金牌>".to_owned()],
            picture,
            foot: "ZS-2019-0001".to_owned(),
        };
        let (size, dark) = crate::web::qr::modules("https://example.gov.cn/certificates/a").expect("short enough");
        let pages = [page("演示甲", Some(png(size, &dark))), page("A & B", None)];
        let bytes = docx(&pages).expect("written");
        assert_eq!(docx(&pages).expect("written"), bytes);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let mut text = String::new();
        archive.by_name("word/document.xml").expect("the text").read_to_string(&mut text).expect("UTF-8");
        assert!(text.contains("演示甲") && text.contains("A &amp; B") && text.contains("&lt;金牌&gt;"));
        assert_eq!((text.matches("<w:pageBreakBefore/>").count(), text.matches("r:embed=").count()), (1, 1));
        let mut picture = Vec::new();
        archive.by_name("word/media/1.png").expect("the picture").read_to_end(&mut picture).expect("bytes");
        assert!(picture.starts_with(b"\x89PNG"));
        if let Some(folder) = std::env::var_os("JIANGXIN_PAGES") {
            let _ = std::fs::write(
                std::path::Path::new(&folder).join("certificates.docx"),
                docx(&pages).unwrap_or_default(),
            );
        }
    }
}
