use super::*;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Standard output, standard error, and rows that could not be read.
fn run(name: &str, bytes: &[u8], format: Format) -> Result<(String, String, usize), String> {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("jiangxin-assess-{}-{run}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    std::fs::write(&file, bytes).unwrap();
    let command = Assess { file, format, policy: None, lang: Language::Zh };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let unread = command.assess(&mut out, &mut err);
    std::fs::remove_dir_all(&folder).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let place = format!("{}/", folder.display());
    unread.map(|unread| (text(out), text(err), unread)).map_err(|failure| failure.to_string().replace(&place, ""))
}

fn json(name: &str, bytes: &[u8]) -> Vec<serde_json::Value> {
    let (out, _, _) = run(name, bytes, Format::Json).unwrap();
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const TABLE: &str = "case,rule,备注,in_plan,institution_listed,finished_on,completed_trainees,approved_cost,level
甲班,class.away,x,是,TRUE,2019/7/12, 49 ,260000,city
乙班,class.away,,true,是,2019年7月12日,50,150000.50,
";

#[test]
fn understands_every_encoding_and_workbook() {
    let expected = json("a.csv", TABLE.as_bytes());
    assert_eq!(expected[0]["amount_yuan"], "196000");
    assert_eq!(expected[0]["binding"], "per_head");
    assert_eq!(expected[1]["amount_yuan"], "150000");
    let gb = encoding_rs::GB18030.encode(TABLE).0.into_owned();
    assert_eq!(json("a.csv", &gb), expected);
    assert_eq!(json("a.csv", &[b"\xEF\xBB\xBF", TABLE.as_bytes()].concat()), expected);
    let mut rows = TABLE.lines().map(|line| line.split(',').map(sheets::Cell::text).collect::<Vec<_>>());
    let columns = TABLE.lines().next().unwrap().split(',').map(|name| sheets::Column::new(name, 10)).collect();
    rows.next();
    let sheet = sheets::Sheet { name: "a".into(), columns, rows: rows.collect(), ..sheets::Sheet::default() };
    assert_eq!(json("a.xlsx", &sheets::xlsx(&sheet).unwrap()), expected);
}

#[test]
fn keys_come_in_the_agreed_order() {
    let (out, err, unread) = run("a.csv", TABLE.as_bytes(), Format::Json).unwrap();
    let line = out.lines().next().unwrap();
    let keys =
        "case, rule, outcome, amount_yuan, proposed_yuan, binding, payer, gross_yuan, tax_yuan, reasons, explanation";
    let places: Vec<usize> = keys.split(", ").map(|key| line.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted());
    assert_eq!(unread, 0);
    assert_eq!(err, "提示：列“备注”不是任何规则的要素，已忽略\n");
}

#[test]
fn a_bad_row_is_named_and_stops_no_other() {
    let text = "case,rule,level,decided_amount,reason\n一,,city,,\n二,no.such,,,\n,no.such,,,\n三,team.participation,,3000\n四,team.participation,,3000,集训\n五,team.participation,,三千,集训\n";
    let (out, err, unread) = run("a.csv", text.as_bytes(), Format::Json).unwrap();
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let found: Vec<String> = lines
        .iter()
        .map(|line| {
            format!("{} {} {} {}", line["case"], line["outcome"], line["amount_yuan"], line["reasons"][0]["code"])
        })
        .collect();
    insta::assert_snapshot!(found.join("\n").replace('"', ""), @"
    一 invalid 0 missing
    二 invalid 0 unknown_rule
    三 invalid 0 field_count
    四 payable 3000 null
    五 invalid 0 unreadable
    ");
    insta::assert_snapshot!(err, @"
    第 2 行，rule 列：缺少规则编号
    第 3 行，rule 列：没有规则“no.such”
    第 4 行，rule 列：没有规则“no.such”
    第 5 行，第 5 列：应有 5 列，实有 4 列，可能错位，未予计算
    第 7 行，第 4 列 decided_amount：审定金额填写为“三千”，应为金额（元，至多两位小数）
    ");
    assert_eq!(unread, 4);
}

#[test]
fn prints_a_table_for_people() {
    let (out, _, _) = run("a.csv", TABLE.as_bytes(), Format::Table).unwrap();
    insta::assert_snapshot!(out, @"
    案例  规则          金额（元）  结果
    甲班  class.away       196,000  可以支付：196,000 元，由人均标准限定
    乙班  class.away       150,000  可以支付：150,000 元，由核定成本限定
    共 2 行：可以支付 2；应付合计 346,000 元
    ");
}

#[test]
fn says_why_nothing_was_assessed() {
    insta::assert_snapshot!(run("a.csv", b"case,cost\n1,2\n", Format::Json).unwrap_err(), @"a.csv：缺少列 rule。标题行须有 case 和 rule 两列，其余各列是要素");
    insta::assert_snapshot!(run("a.csv", b"case,rule,level,level\n", Format::Json).unwrap_err(), @"a.csv：列“level”出现了两次，不知以哪一列为准");
    insta::assert_snapshot!(run("a.csv", b"", Format::Json).unwrap_err(), @"a.csv：文件是空的，或没有标题行");
}

#[test]
fn blocks_come_out_in_the_order_of_the_table() {
    let rows: String = (0..2_000).map(|index| format!("{index},team.participation,{},x\n", index + 1)).collect();
    let lines = json("a.csv", format!("case,rule,decided_amount,reason\n{rows}").as_bytes());
    assert!(lines.iter().enumerate().all(|(index, line)| line["case"].as_str() == Some(&index.to_string())));
    assert_eq!(lines.len(), 2_000);
}

#[test]
fn another_city_is_another_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/policy/tests");
    let set = Folder::open(&folder.join("another-city.toml")).unwrap().set().unwrap();
    assert_eq!(set.versions()[0].reference.id, "linjiang");
}
