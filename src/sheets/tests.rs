use super::*;

fn cells(table: &Table) -> Vec<(usize, Vec<String>)> {
    table.rows().map(|row| (row.number(), row.cells().map(str::to_owned).collect())).collect()
}

fn owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn csv_in_every_encoding_gives_the_same_table() {
    let text = "\n case ,规则\n甲,\"1,5\"\n\n乙 , 二\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    for bytes in [text.as_bytes().to_vec(), marked, gb, utf16] {
        let table = read(&bytes, "a.csv").unwrap();
        assert_eq!(table.headings(), ["case", "规则"]);
        assert_eq!(table.heading_row(), 2);
        assert_eq!(cells(&table), [(3, owned(&["甲", "1,5"])), (5, owned(&["乙", "二"]))]);
    }
}

#[test]
fn rows_of_another_width_are_visible() {
    let table = read(b"a,b\n1\n1,2,3\n1,2,,\n", "a.csv").unwrap();
    let widths: Vec<usize> = table.rows().map(|row| row.len()).collect();
    assert_eq!(widths, [1, 3, 2]);
    assert_eq!(table.rows().next().unwrap().by("b"), "");
}

#[test]
fn tabs_and_semicolons_are_delimiters_too() {
    assert_eq!(read("a\tb\n1\t2,5\n".as_bytes(), "").unwrap().headings(), ["a", "b"]);
    assert_eq!(read("a;b\n1;2,5\n".as_bytes(), "").unwrap().headings(), ["a", "b"]);
}

#[test]
fn what_is_no_table_is_said() {
    assert_eq!(read(b"", "a.csv").unwrap_err(), SheetError::Empty);
    assert_eq!(read(b"\n\n", "a.csv").unwrap_err(), SheetError::Empty);
    assert_eq!(read(&[0x89, b'P', 0, 0, 0xFF, 0xFE, 0xFF], "a.csv").unwrap_err(), SheetError::Encoding);
    assert_eq!(read(b"PK\x03\x04rubbish", "a.ods").unwrap_err(), SheetError::Kind("ods".into()));
    assert!(matches!(read(b"PK\x03\x04rubbish", "a.xlsx"), Err(SheetError::Damaged(_))));
    assert!(matches!(read(b"\xD0\xCF\x11\xE0rubbish", "a.xls"), Err(SheetError::Damaged(_))));
}

fn sheet() -> Sheet {
    Sheet {
        name: "支付清单/2019".into(),
        title: String::new(),
        columns: vec![Column::new("单位", 20), Column::new("金额", 12), Column::new("日期", 12), Column::new("数", 6)],
        rows: vec![
            vec![
                Cell::text("=1+1"),
                Cell::Yuan(Fen(3_456_789)),
                NaiveDate::from_ymd_opt(2019, 9, 3).map_or(Cell::Blank, Cell::Date),
                Cell::Whole(50),
            ],
            vec![Cell::text("0012"), Cell::Blank, Cell::Blank, Cell::Yuan(Fen(-5))],
        ],
        notes: vec![],
    }
}

#[test]
fn a_written_workbook_reads_back() {
    let bytes = xlsx(&sheet()).unwrap();
    let table = read(&bytes, "a.xlsx").unwrap();
    assert_eq!(table.sheet, "支付清单2019");
    assert_eq!(table.headings(), ["单位", "金额", "日期", "数"]);
    assert_eq!(
        cells(&table),
        [(2, owned(&["=1+1", "34567.89", "2019-09-03", "50"])), (3, owned(&["0012", "", "", "-0.05"]))]
    );
    assert_eq!(bytes, xlsx(&sheet()).unwrap(), "the same sheet gives the same bytes");
}

/// What cells offer stands on a sheet behind, and is no row of the table.
#[test]
fn what_cells_offer_is_no_row() {
    let offered = owned(&["学徒工", "初级工"]);
    let columns = vec![Column::new("姓名", 12), Column::new("等级", 12).offering(offered)];
    let bytes = xlsx(&Sheet { name: "模板".to_owned(), columns, ..Sheet::default() }).unwrap();
    let table = read(&bytes, "a.xlsx").unwrap();
    assert_eq!((table.sheet.as_str(), table.headings().len(), table.len()), ("模板", 2, 0));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let lists = calamine::Reader::worksheet_range(&mut book, "可填内容").unwrap();
    let cells: Vec<String> = lists.cells().map(|(.., cell)| cell.to_string()).collect();
    assert_eq!(cells, ["等级", "学徒工", "初级工"]);
}

/// The beginning of a picture is valid in some encodings of text.
#[test]
fn a_picture_is_no_table_whatever_it_is_called() {
    for first in [&b"\x89PNG\r\n\x1A\n"[..], b"\xFF\xD8\xFF", b"GIF89a", b"%PDF-1.7\nA,B"] {
        assert!(matches!(read(first, "a.csv"), Err(SheetError::Kind(_))), "{first:?}");
    }
}

#[test]
fn csv_out_runs_no_formula() {
    let text = String::from_utf8(csv(&sheet()).unwrap()).unwrap();
    assert_eq!(text, "\u{feff}单位,金额,日期,数\n'=1+1,34567.89,2019-09-03,50\n0012,,,-0.05\n");
    let dangerous = ["=1", "+1", "-1", "@a", " =1", "\t=1", "\r=1", "\n=1", "＝1", "\u{3000}＋1"];
    let rows = dangerous.iter().map(|text| vec![Cell::text(*text)]).collect();
    let bytes = csv(&Sheet { columns: vec![Column::new("甲", 5)], rows, ..Sheet::default() }).unwrap();
    let table = read(&bytes, "a.csv").unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.matches('\'').count(), dangerous.len());
    let back: Vec<String> = table.rows().map(|row| row.by("甲").trim().to_owned()).collect();
    assert_eq!(back, dangerous.map(|text| text.trim().to_owned()), "and is read back as it was");
}

#[test]
fn csv_out_fills_every_row_up() {
    let columns = ["甲", "乙"].map(|heading| Column::new(heading, 5)).to_vec();
    let rows = vec![vec![Cell::Whole(1)], Vec::new(), vec![Cell::text("a"), Cell::Blank, Cell::text("c")]];
    let text = String::from_utf8(csv(&Sheet { columns, rows, ..Sheet::default() }).unwrap()).unwrap();
    assert_eq!(text, "\u{feff}甲,乙,\n1,,\n,,\na,,c\n");
    let text =
        String::from_utf8(csv(&Sheet { columns: vec![Column::new("甲", 5)], ..Sheet::default() }).unwrap()).unwrap();
    assert_eq!(text, "\u{feff}甲\n");
}

/// A workbook of one sheet with this as its XML.
fn workbook(sheet: &str) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
    let links = format!(
        r#"<Relationships xmlns="{packages}"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let root = format!(
        r#"<Relationships xmlns="{packages}"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let parts = [("_rels/.rels", root.as_str()), ("xl/workbook.xml", &book), ("xl/_rels/workbook.xml.rels", &links)];
    for (name, content) in parts.into_iter().chain([("xl/worksheets/sheet1.xml", sheet)]) {
        archive.start_file(name, options).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn what_unpacks_without_end_is_refused() {
    let rows = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row></sheetData></worksheet>"#;
    assert_eq!(read(&workbook(rows), "a.xlsx").unwrap().headings(), ["甲"]);
    let bomb = workbook(&format!("{rows}{}", " ".repeat((256 << 20) + 1)));
    assert!(bomb.len() < 2 << 20, "{} bytes", bomb.len());
    assert_eq!(read(&bomb, "a.xlsx").unwrap_err(), SheetError::TooLarge);
}

#[test]
fn a_table_of_endless_columns_is_refused() {
    let heading = vec!["列"; 100_000].join(",");
    assert_eq!(read(heading.as_bytes(), "a.csv").unwrap_err(), SheetError::TooLarge);
    let row = format!("甲,乙\n{}", vec!["1"; 100_000].join(","));
    assert_eq!(read(row.as_bytes(), "a.csv").unwrap_err(), SheetError::TooLarge);
    assert_eq!(read("甲\0,乙\n".as_bytes(), "a.csv").unwrap_err(), SheetError::Encoding, "a NUL is no text");
}

/// A workbook as some program wrote it that works nothing out: its formulas have no values.
fn unsaved_formulas() -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let cell = |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let rows = [
        format!("<row r=\"1\">{}{}{}</row>", cell("A1", "姓名"), cell("B1", "单位"), cell("C1", "手机")),
        format!(
            "<row r=\"2\">{}<c r=\"B2\"><f>D2&amp;E2</f></c><c r=\"C2\"><f>1+1</f><v>2</v></c></row>",
            cell("A2", "甲")
        ),
    ];
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{}</sheetData></worksheet>"#, rows.concat()),
        ),
    ];
    for (name, text) in parts {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_formula_without_a_value_is_shown_as_it_is() {
    let table = read(&unsaved_formulas(), "a.xlsx").unwrap();
    assert_eq!(cells(&table), [(2, owned(&["甲", "=D2&E2", "2"]))]);
}
