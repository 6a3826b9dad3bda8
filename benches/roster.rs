//! Speed of rosters. `cargo bench --bench roster`.
//!
//! Aim on one core: 100,000 people read from a file, checked and held against the same 100,000 known
//! already, in under 5 s.

use chrono::NaiveDate;
use jiangxin::domain::divisions::Divisions;
use jiangxin::domain::heading::TextTable;
use jiangxin::domain::identity::ResidentId;
use jiangxin::domain::participant::roster::{Ground, Known, Mapping, Row, check, compare};
use jiangxin::sheets::{self, Cell, Column, Sheet};

const PEOPLE: u32 = 100_000;
const HEADINGS: [&str; 10] =
    ["姓名", "身份证号", "单位", "所属县(市、区)", "手机", "邮箱", "技能等级", "参赛项目", "团队", "备注"];

fn main() {
    divan::main();
}

/// An invented identity number of an area that does not exist, with its right check digit.
fn id(serial: u32) -> String {
    let (year, rest) = (1950 + serial / 12_000, serial % 12_000);
    let body = format!("999999{year}{:02}01{:03}", rest % 12 + 1, rest / 12);
    let numbers = "0123456789X".chars().map(|check| format!("{body}{check}"));
    numbers.into_iter().find(|number| number.parse::<ResidentId>().is_ok()).expect("a check digit")
}

fn rows() -> impl Iterator<Item = [String; 10]> {
    let surnames: Vec<char> = "赵钱孙李周吴郑王冯陈".chars().collect();
    (0..PEOPLE).map(move |serial| {
        let name = format!(
            "{} 样{}",
            surnames[serial as usize % 10],
            char::from_u32(0x4E00 + serial % 5_000).expect("a character")
        );
        [
            name,
            id(serial),
            format!("样例第{}公司", serial % 3_000),
            "鹿城区".to_owned(),
            format!("139{serial:08}"),
            format!("person{serial}@demo.example"),
            "高级工（三级）".to_owned(),
            format!("项目{}", serial % 66),
            String::new(),
            "无".to_owned(),
        ]
    })
}

fn csv() -> Vec<u8> {
    let mut lines = vec![HEADINGS.join(",")];
    lines.extend(rows().map(|row| row.join(",")));
    lines.join("\n").into_bytes()
}

fn xlsx() -> Vec<u8> {
    let sheet = Sheet {
        name: "花名册".to_owned(),
        columns: HEADINGS.iter().map(|heading| Column::new(*heading, 16)).collect(),
        rows: rows().map(|row| row.into_iter().map(Cell::text).collect()).collect(),
        ..Sheet::default()
    };
    sheets::xlsx(&sheet).expect("a workbook")
}

fn read(bytes: &[u8], name: &str) -> TextTable {
    let table = sheets::read(bytes, name).expect("a table");
    let rows = table.rows().map(|row| (row.number(), row.cells().map(str::to_owned).collect()));
    TextTable { heading_row: table.heading_row(), heading: table.headings().to_vec(), rows: rows.collect() }
}

fn checked(table: &TextTable) -> Vec<Row> {
    let divisions = include_str!("../data/wenzhou_divisions_history.csv");
    let divisions = Divisions::from_csv(divisions).expect("the shipped table");
    let entries: Vec<String> = (0..66).map(|item| format!("项目{item}")).collect();
    let today = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    let ground =
        Ground { entries: Some(&entries), teams: &[], entry: "", divisions: &divisions, one_item: true, today };
    let found = check(table, &Mapping::of(&table.heading), &ground);
    assert_eq!(found.faults, []);
    found.rows
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn csv_read_and_checked(bencher: divan::Bencher) {
    let bytes = csv();
    bencher.bench_local(|| checked(&read(divan::black_box(&bytes), "a.csv")).len());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn xlsx_read_and_checked(bencher: divan::Bencher) {
    let bytes = xlsx();
    bencher.bench_local(|| checked(&read(divan::black_box(&bytes), "a.xlsx")).len());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn held_against_those_known(bencher: divan::Bencher) {
    let rows = checked(&read(&csv(), "a.csv"));
    let known: Vec<Known> =
        (1..).zip(&rows).map(|(id, row)| Known { id, person: row.person.clone(), ended: false }).collect();
    bencher.with_inputs(|| rows.clone()).bench_local_values(|rows| compare(&known, rows, true, |_| "").changes.len());
}
