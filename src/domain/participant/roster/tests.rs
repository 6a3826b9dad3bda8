use super::*;
use crate::domain::divisions::Divisions;
use crate::domain::fault::RowFault;
use crate::domain::heading::TextTable;
use crate::domain::identity::ResidentId;
use chrono::NaiveDate;
use proptest::prelude::*;

fn divisions() -> Divisions {
    let table = include_str!("../../../../data/wenzhou_divisions_history.csv");
    Divisions::from_csv(table).expect("the shipped table")
}

/// An invented identity number of an area that does not exist, with its right check digit.
fn id(serial: u32) -> String {
    let body = format!("999999{:04}0101{:03}", 1960 + serial / 900, serial % 900 + 100);
    let check = "0123456789X".chars().map(|check| format!("{body}{check}"));
    check.into_iter().find(|number| number.parse::<ResidentId>().is_ok()).expect("a check digit")
}

fn table(lines: &[&str]) -> TextTable {
    let rows: Vec<Vec<String>> =
        lines.iter().map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect()).collect();
    TextTable::from_rows(&rows)
}

fn checked_with(table: &TextTable, entries: Option<&[String]>, entry: &str, one_item: bool) -> Checked {
    let divisions = divisions();
    let today = NaiveDate::from_ymd_opt(2019, 11, 18).expect("a day");
    let teams = ["砌筑工".to_owned()];
    let ground = Ground { entries, teams: &teams, entry, divisions: &divisions, one_item, today };
    check(table, &Mapping::of(&table.heading), &ground)
}

fn checked(lines: &[&str]) -> Checked {
    checked_with(&table(lines), None, "", true)
}

fn said(faults: &[RowFault]) -> String {
    let line = |fault: &RowFault| {
        let key = fault.key.trim_start_matches("fault-");
        format!("{} {} [{}] {key} {}", fault.row, fault.column, fault.value, fault.hint).trim_end().to_owned()
    };
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_roster_as_it_really_arrives_is_read() {
    assert!(Field::ALL.iter().all(|field| NAMES.iter().any(|(named, _)| named == field)));
    let (one, two) = (id(1), id(2));
    let wide: String = one.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)).collect::<String>();
    let spaced = format!("{} {}", &two[..6], &two[6..].to_lowercase());
    let checked = checked(&[
        "序号|姓 名|身份证号码（必填）|工作单位|单位性质|所属县（市、区）|手机号|电子邮箱|职业技能等级|参赛项目|队名|备注",
        &format!(
            "1|阿不都•热合曼|{wide}|样例 建筑 公司|私营企业|龙港|138 0000 0001|A@Example.com|高级工（三级）|砌筑工|一队|"
        ),
        &format!("2|钱 样例|{spaced}|样例机械厂||温州市鹿城区|0577-88000000||无|焊工||左手"),
    ]);
    assert_eq!(said(&checked.faults), "");
    assert_eq!(checked.ignored, ["序号"]);
    let line = |row: &Row| {
        let cells: Vec<&str> =
            Field::ALL.iter().filter(|field| **field != Field::Id).map(|field| row.person.get(*field)).collect();
        format!("{} {}", row.number, cells.join("|"))
    };
    insta::assert_snapshot!(checked.rows.iter().map(line).collect::<Vec<_>>().join("\n"), @r"
    2 阿不都·热合曼|样例 建筑 公司|private|330383|13800000001|A@example.com|senior|砌筑工|一队|
    3 钱样例|样例机械厂||330302|0577-88000000|||焊工||左手
    ");
    assert_eq!(checked.rows[0].person.get(Field::Id), one);
    assert_eq!(checked.rows[1].person.get(Field::Id), two);
}

/// Whatever a remedy or the template names is understood, and more besides.
#[test]
fn whatever_is_offered_is_understood() {
    let divisions = divisions();
    let today = NaiveDate::from_ymd_opt(2019, 11, 18).expect("a day");
    let names = ["砌筑工".to_owned(), "焊工".to_owned()];
    let ground = Ground { entries: Some(&names), teams: &[], entry: "", divisions: &divisions, one_item: true, today };
    let offering = Field::ALL.iter().filter(|field| !choices(**field, &ground).is_empty());
    assert!(offering.copied().eq([Field::Employer, Field::Division, Field::Level, Field::Entry]));
    for field in [Field::Employer, Field::Division, Field::Level, Field::Entry] {
        let offered = choices(field, &ground);
        for (serial, word) in (1..).zip(&offered) {
            let title = Mapping::default().title(&[], field).to_owned();
            let lines = match field {
                Field::Entry => [format!("姓名|身份证号|{title}"), format!("赵样例|{}|{word}", id(serial))],
                _ => [format!("姓名|身份证号|参赛项目|{title}"), format!("赵样例|{}|焊工|{word}", id(serial))],
            };
            let table = table(&lines.each_ref().map(String::as_str));
            let checked = check(&table, &Mapping::of(&table.heading), &ground);
            assert_eq!(said(&checked.faults), "", "{word}");
            assert!(!checked.rows[0].person.get(field).is_empty(), "{word}");
        }
    }
    let all = |field| choices(field, &ground).join(" ");
    assert_eq!(all(Field::Employer), "民营企业 国有企业 机关事业单位 其他");
    assert!(all(Field::Division).contains("市本级 经开区") && !all(Field::Division).contains("瓯海县"));
}

#[test]
fn every_fault_of_every_row_is_said_at_once_and_no_number_in_full() {
    let (one, two, three) = (id(1), id(2), id(3));
    let wrong = format!("{}{}", &one[..17], if one.ends_with('1') { '2' } else { '1' });
    let checked = checked(&[
        "姓名|身份证号|单位|所属县(市、区)|手机|邮箱|技能等级|参赛项目",
        "赵样例|3.30302E+17|甲|鹿城区|138|no|工程师|砌筑工",
        &format!("|{one}|甲||13800000001|||砌筑工"),
        &format!("钱样例|{two}|甲||13800000001|||砌筑工"),
        &format!("钱样|{two}|乙|||||焊工"),
        &format!("钱样例|{two}|甲|||||砌筑工"),
        &format!("钱样例|{two}|甲|||||焊工"),
        &format!("孙样例|{wrong}|甲|杭州市|||||"),
        &format!("{three}|李样例|甲|||||"),
        "周样例||甲|||||砌筑工",
        "周样例||甲|||||砌筑工",
        "吴样例||乙||13800000001|||砌筑工",
    ]);
    insta::assert_snapshot!(said(&checked.faults).replace(&one[14..], "1111").replace(&two[14..], "2222").replace(&wrong[14..], "1112").replace(&three[14..], "3333"), @r"
    2 身份证号 [3.3…E+17] damaged-by-spreadsheet
    2 手机 [138] phone
    2 邮箱 [no] email
    2 技能等级 [工程师] not-a-choice 学徒工 / 初级工 / 中级工 / 高级工 / 技师 / 高级技师 / 特级技师 / 首席技师
    3 姓名 [] required
    5 姓名 [钱样] two-names 4
    6 身份证号 […2222] repeated 4
    7 参赛项目 [焊工] one-item 4
    8 身份证号 […1112] resident-id-check-digit
    8 所属县(市、区) [杭州市] unknown 鹿城区 / 龙湾区 / 瓯海区 / 洞头区 / 永嘉县 / 平阳县 / 苍南县 / 文成县 / 泰顺县 / 瑞安市 / 乐清市 / 龙港市 / 市本级 / 经开区
    9 姓名 […3333] name-character
    9 身份证号 […] resident-id-length
    11 姓名 [周样例] repeated 10
    ");
    assert!(!said(&checked.faults).contains(&one) && !said(&checked.faults).contains(&three));
    insta::assert_snapshot!(said(&checked.warnings), @r"
    4 手机 [13800000001] shared-phone 4、12
    10 身份证号 [周样例] no-id 2
    ");
    assert_eq!(checked.rows.len(), 3);
}

#[test]
fn entries_are_known_by_name_and_a_roster_may_be_of_one() {
    let entries = ["砌筑工".to_owned(), "CAD 机械设计".to_owned()];
    let rows = table(&["姓名|项目|队名", "赵样例|cad机械设计|", "钱样例|木工|", "孙样例||二队"]);
    let found = checked_with(&rows, Some(&entries), "", true);
    insta::assert_snapshot!(said(&found.faults), @r"
    3 项目 [木工] unknown 砌筑工 / CAD 机械设计
    4 项目 [] required
    4 队名 [二队] no-teams
    ");
    assert_eq!(found.rows[0].person.get(Field::Entry), "CAD 机械设计");
    let of_one = checked_with(&rows, Some(&entries), "砌筑工", true);
    assert_eq!(of_one.rows[1].person.get(Field::Entry), "砌筑工");
    let seminar = checked_with(&rows, Some(&[]), "", true);
    insta::assert_snapshot!(said(&seminar.faults), @r"
    2 项目 [cad机械设计] not-wanted
    3 项目 [木工] not-wanted
    4 队名 [二队] no-teams
    ");
    let nameless = checked_with(&table(&["编号|单位", "1|甲"]), None, "", true);
    insta::assert_snapshot!(said(&nameless.faults), @"1 姓名 [] no-column");
}

#[test]
fn a_column_may_be_chosen_by_hand_or_left_out() {
    let rows = table(&["甲|乙|丙", "赵样例|样例公司|13800000001"]);
    assert!(Mapping::of(&rows.heading).is_empty());
    let mapping = Mapping::chosen([(0, Field::Name), (1, Field::Unit)]).expect("each field once");
    let divisions = divisions();
    let today = NaiveDate::from_ymd_opt(2019, 11, 18).expect("a day");
    let ground = Ground { entries: None, teams: &[], entry: "", divisions: &divisions, one_item: true, today };
    let found = check(&rows, &mapping, &ground);
    assert_eq!((found.rows.len(), found.ignored.as_slice()), (1, &["丙".to_owned()][..]));
    assert_eq!(Mapping::chosen([(0, Field::Name), (1, Field::Name)]), Err(vec![Field::Name]));
    let kept = serde_json::to_string(&mapping).expect("JSON");
    assert_eq!((kept.as_str(), serde_json::from_str(&kept).ok()), (r#"{"name":0,"unit":1}"#, Some(mapping)));
}

#[test]
fn a_cell_is_masked_wherever_a_number_stands() {
    for (cell, seen) in [
        ("330302199001011234", "…1234"),
        ("330302 19900101 123X", "…123X"),
        ("13800000001", "…01"),
        ("3.30302199001011E+17", "3.3…E+17"),
        ("zhang@example.com", "z***@example.com"),
        ("样例公司3号楼", "样例公司3号楼"),
    ] {
        assert_eq!(masked(cell), seen);
    }
}

fn known(rows: &[Row]) -> Vec<Known> {
    let known = |(index, row): (usize, &Row)| Known { id: index as i64 + 1, person: row.person.clone(), ended: false };
    rows.iter().enumerate().map(known).collect()
}

fn said_changes(compared: &Compared) -> String {
    let changes = compared.changes.iter().map(|(row, change)| format!("{} {change:?}", row.number));
    changes
        .chain([said(&compared.faults), said(&compared.warnings)])
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn what_is_known_is_updated_and_never_doubled() {
    let (one, two, three) = (id(1), id(2), id(3));
    let before = checked(&[
        "姓名|身份证号|单位|手机|参赛项目",
        &format!("赵样例|{one}|甲|13800000001|砌筑工"),
        &format!("钱样例|{two}|甲||焊工"),
        "孙样例||乙||砌筑工",
        &format!("李样例|{three}|丙||砌筑工"),
    ]);
    let mut there = known(&before.rows);
    there[3].ended = true;
    let after = checked(&[
        "姓名|身份证号|单位|手机|参赛项目",
        &format!("赵样例|{one}|丁||砌筑工"),
        &format!("钱样|{two}|甲||焊工"),
        &format!("孙样例|{}|乙||砌筑工", id(9)),
        &format!("李样例|{three}|丙||砌筑工"),
        &format!("周样例|{}|丙||砌筑工", id(5)),
    ]);
    let compared = compare(&there, after.rows, true, |_| "列");
    insta::assert_snapshot!(said_changes(&compared).replace(&id(9), "(9)"), @r#"
    2 Update(1, [Differs { field: Unit, before: "甲", after: "丁" }])
    4 Update(3, [Differs { field: Id, before: "", after: "(9)" }])
    5 Ended
    6 Add
    3 列 [钱样] known-by-other-name 钱样例
    5 列 [李样例] ended
    "#);
    let elsewhere = checked(&["姓名|身份证号|参赛项目", &format!("赵样例|{one}|焊工")]);
    let refused = compare(&there, elsewhere.rows.clone(), true, |_| "列");
    insta::assert_snapshot!(said_changes(&refused), @"2 列 [焊工] known-elsewhere 砌筑工");
    let several = compare(&there, elsewhere.rows, false, |_| "列");
    assert_eq!(several.changes[0].1, Change::Add);
}

/// Rows of invented people, some of them without a number, each person once.
fn roster() -> impl Strategy<Value = Vec<String>> {
    let name = prop::sample::select(vec!["赵样例", "钱 样例", "阿不都.样例"]);
    let row = (name, 0u8..3, any::<bool>(), 0u8..3);
    let line = |(serial, (name, unit, numbered, entry)): (u32, (&str, u8, bool, u8))| {
        let number = if numbered { id(serial) } else { String::new() };
        // A letter of its own makes each name another one.
        let letter = char::from_u32('甲' as u32 + serial).unwrap_or('甲');
        format!("{name}{letter}|{number}|单位{unit}|项目{entry}")
    };
    prop::collection::btree_map(0u32..60, row, 0..25).prop_map(move |rows| rows.into_iter().map(line).collect())
}

fn people(checked: &Checked) -> Vec<Person> {
    let mut people: Vec<Person> = checked.rows.iter().map(|row| row.person.clone()).collect();
    people.sort();
    people
}

fn with_heading(rows: &[String]) -> Checked {
    let lines: Vec<&str> =
        std::iter::once("姓名|身份证号|单位|参赛项目").chain(rows.iter().map(String::as_str)).collect();
    checked(&lines)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Entering the same roster again changes nothing.
    #[test]
    fn the_same_roster_again_is_all_known(rows in roster()) {
        let checked = with_heading(&rows);
        prop_assert_eq!(said(&checked.faults), "");
        let there = known(&checked.rows);
        let again = compare(&there, checked.rows, true, |_| "列");
        prop_assert!(again.faults.is_empty());
        prop_assert!(again.changes.iter().all(|(_, change)| *change == Change::Same));
    }

    /// Who is entered does not depend on the order of the rows.
    #[test]
    fn the_order_of_the_rows_does_not_matter(rows in roster().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))) {
        prop_assert_eq!(people(&with_heading(&rows.0)), people(&with_heading(&rows.1)));
    }

    /// Whatever is in the cells, nothing panics, every row is sound or at fault, and no identity
    /// number is told in full.
    #[test]
    fn no_table_panics(cells in prop::collection::vec("[0-9Xx赵·.E+@ -]{0,20}", 0..40)) {
        let rows: Vec<String> = cells.chunks(4).map(|row| row.join("|")).collect();
        let checked = with_heading(&rows);
        let numbers: Vec<usize> = checked.rows.iter().map(|row| row.number).chain(checked.faults.iter().map(|fault| fault.row)).collect();
        let blank = |row: &&String| row.chars().all(|c| c == '|' || c.is_whitespace());
        for number in rows.iter().enumerate().filter(|(_, row)| !blank(row)).map(|(index, _)| index + 2) {
            prop_assert!(numbers.contains(&number));
        }
        for fault in &checked.faults {
            prop_assert!(!crate::domain::identity::has_long_digit_run(&fault.value, 15), "{}", fault.value);
        }
    }
}

#[test]
fn a_formula_that_was_not_worked_out_is_one_fault_of_its_cell() {
    let checked = checked(&["姓名|身份证号|单位|手机", "=A9|=B9|=C9&D9|138x", &format!("钱样例|{}|样例公司|", id(2))]);
    assert_eq!(
        said(&checked.faults),
        "2 手机 [138x] phone\n2 姓名 [=A9] formula\n2 身份证号 […] formula\n2 单位 [=C9&D9] formula"
    );
    assert_eq!(checked.rows.len(), 1);
}
