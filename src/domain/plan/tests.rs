use super::*;
use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::TextTable;
use chrono::NaiveDate;

fn table(rows: &[&str]) -> TextTable {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect();
    TextTable::from_rows(&rows)
}

fn listed(faults: &[RowFault]) -> String {
    let line =
        |fault: &RowFault| format!("{} {} `{}` {}: {}.", fault.row, fault.column, fault.value, fault.key, fault.hint);
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Competitions as newspapers and notices reported them; each row of the file names its source.
fn real() -> TextTable {
    let file = include_str!("../../../data/competitions_real.csv");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.as_bytes());
    let rows: Vec<Vec<String>> =
        reader.records().map(|record| record.expect("a row").iter().map(str::to_owned).collect()).collect();
    TextTable::from_rows(&rows)
}

#[test]
fn real_competitions_show_their_real_faults() {
    let refused = read_plan(&real(), None).expect_err("a collection is no plan");
    insta::assert_snapshot!(format!("{refused}\n{}", listed(&refused.faults)));
}

#[test]
fn real_competitions_without_the_faulty_rows_are_a_plan() {
    let table = real();
    let refused = read_plan(&table, None).expect_err("a collection is no plan");
    let sound = |row: &(usize, Vec<String>)| !refused.faults.iter().any(|fault| fault.row == row.0);
    let rows = table.rows.iter().filter(|row| sound(row)).cloned().collect();
    let sound = read_plan(&TextTable { rows, ..table }, None).expect("no faults");
    assert_eq!(sound.items.len(), refused.sound);
    let line = |(row, item): &(usize, PlanItem)| {
        let date = |date: Option<NaiveDate>| date.map_or("?".to_owned(), |date| date.to_string());
        let level = item.level.map_or("-", Level::as_str);
        let class = item.class.map_or("-", Class::as_str);
        let (from, to) = (date(item.from), date(item.to));
        format!(
            "{row} {} {level} {class} {} | {} | {from}..{to} {} {:?}",
            item.year, item.name, item.host, item.venue, item.expected_people
        )
    };
    let lines: Vec<String> = sound.items.iter().map(line).collect();
    insta::assert_snapshot!(format!("{}\nignored: {}", lines.join("\n"), sound.ignored.join(", ")));
}

#[test]
fn all_faults_of_all_rows_at_once() {
    let table = table(&[
        "年度|类别|项目名称|级别|竞赛类别|职业(工种)|承办单位(全称)|开始日期|结束日期|预计人数",
        "2019|竞赛|电工技能竞赛|市级|一类|电工|测试技师学院|2019-09-10|2019-09-09|一百",
        "|||||||||",
        "2018|展览|焊工技能竞赛|街道级||焊工|同上|九月||",
        "2019|竞赛|车工技能竞赛|省级|二类|车工|测试技师学院|2019-09-10|2019-09-11|60人",
        "2019|高级研修班||||智能制造|测试协会|2019-10-08|2019-10-12|50",
        "2019|竞赛|车工 技能竞赛|省级|二类|车工|测试技师学院|2019-09-10|2019-09-11|60人",
    ]);
    let refused = read_plan(&table, Some(2019)).expect_err("faults");
    assert_eq!((refused.rows, refused.sound), (5, 1));
    insta::assert_snapshot!(listed(&refused.faults), @r#"
    2 竞赛类别 `一类` fault-not-wanted: .
    2 结束日期 `2019-09-09` fault-too-early: 2019-09-10.
    2 预计人数 `一百` fault-not-a-number: .
    4 年度 `2018` fault-other-year: 2019.
    4 类别 `展览` fault-not-a-choice: 竞赛 / 高级研修班 / 外出培训班.
    4 级别 `街道级` fault-not-for-plan: 国家级 / 省级 / 市级 / 县级 / 企业级.
    4 承办单位(全称) `同上` fault-as-above: .
    4 开始日期 `九月` fault-not-a-date: 2019-06-18.
    6 项目名称 `` fault-required: .
    7 项目名称 `车工 技能竞赛` fault-repeated: 5.
    "#);
}

#[test]
fn a_table_without_the_columns_of_a_plan_is_said_so_once() {
    let refused = read_plan(&table(&["姓名|分数", "测试甲|90"]), None).expect_err("no plan");
    let keys: Vec<_> = refused.faults.iter().map(|fault| (fault.column.as_str(), fault.key)).collect();
    let missing = Problem::NoColumn.as_str();
    assert_eq!(
        keys,
        [("项目名称", missing), ("级别", missing), ("职业(工种)", missing), ("承办单位", missing), ("年度", missing)]
    );
}

#[test]
fn the_same_file_again_changes_nothing() {
    let rows = [
        "name|level|trade|host|venue",
        "Welding contest|city|welder|Example College|Hall 1",
        "Turning contest|provincial|turner|Example College|Hall 2",
    ];
    let items = |rows: &[&str]| -> Vec<PlanItem> {
        let sound = read_plan(&table(rows), Some(2019)).expect("no faults");
        sound.items.into_iter().map(|(_, item)| item).collect()
    };
    let plan = items(&rows);
    assert!(compare(&plan, items(&rows)).iter().all(|change| matches!(change, Change::Same(_))));
    let moved =
        compare(&plan, items(&[rows[0], "WELDING CONTEST|city|welder|Example  College|Hall 3", "New|city|x|y|"]));
    assert!(matches!(&moved[..], [Change::Replace(_), Change::Add(_)]), "{moved:?}");
}

#[test]
fn levels_as_offices_write_them() {
    use Level::*;
    for (word, level) in [
        ("市级", Ok((City, None))),
        ("市级行业", Ok((City, None))),
        ("市级综合", Ok((City, None))),
        ("市级一类", Ok((City, None))),
        ("省级", Ok((Provincial, None))),
        ("省级一类", Ok((Provincial, Some(Class::One)))),
        ("省级行业", Ok((Provincial, Some(Class::Two)))),
        ("国家级一类", Ok((National, Some(Class::One)))),
        ("县级行业", Ok((County, None))),
        ("区级", Ok((County, None))),
        ("县级市", Ok((County, None))),
        ("provincial class 2", Ok((Provincial, Some(Class::Two)))),
        ("街道级", Err(Problem::NotForPlan)),
        ("区域", Err(Problem::NotForPlan)),
        ("年度计划", Err(Problem::NotOneItem)),
        ("高", Err(Problem::NotAChoice)),
    ] {
        assert_eq!(read_level(word), level, "{word}");
    }
}

#[test]
fn periods_as_offices_write_them() {
    let lines: Vec<String> = [
        "2009-06-18/19 九山村三产安置房工地",
        "2023-06至10月底",
        "2024-09-26/10-15",
        "2020-09起6个月",
        "2021-05-25起",
        "8-25起3天",
        "10-21/23",
        "2021",
        "2021-01",
        "2019年6月18日至20日 日报社",
        "2019年6月18日 至 7月2日市体育馆",
        "2019.12.30至2020.1.2",
        "市体育馆",
        "",
        "2019-13-01",
        "2019-02-30",
        "2019-06-18/99",
    ]
    .iter()
    .map(|cell| match read_period(cell, Some(2019)) {
        None => format!("{cell}: not a date"),
        Some(Period { from, to, venue }) => {
            let date = |date: Option<NaiveDate>| date.map_or("?".to_owned(), |date| date.to_string());
            format!("{cell}: {}..{} [{venue}]", date(from), date(to))
        }
    })
    .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    2009-06-18/19 九山村三产安置房工地: 2009-06-18..2009-06-19 [九山村三产安置房工地]
    2023-06至10月底: 2023-06-01..2023-10-31 []
    2024-09-26/10-15: 2024-09-26..2024-10-15 []
    2020-09起6个月: 2020-09-01..2021-02-28 []
    2021-05-25起: 2021-05-25..? []
    8-25起3天: 2019-08-25..2019-08-27 []
    10-21/23: 2019-10-21..2019-10-23 []
    2021: ?..? []
    2021-01: 2021-01-01..2021-01-31 []
    2019年6月18日至20日 日报社: 2019-06-18..2019-06-20 [日报社]
    2019年6月18日 至 7月2日市体育馆: 2019-06-18..2019-07-02 [市体育馆]
    2019.12.30至2020.1.2: 2019-12-30..2020-01-02 []
    市体育馆: ?..? [市体育馆]
    : ?..? []
    2019-13-01: not a date
    2019-02-30: not a date
    2019-06-18/99: not a date
    "#);
    assert_eq!(read_period("8-25起3天", None), None);
}

#[test]
fn a_form_has_all_its_faults() {
    let item = PlanItem {
        year: 2019,
        kind: Kind::Competition,
        name: " ".to_owned(),
        level: Some(Level::City),
        class: Some(Class::One),
        trade: String::new(),
        organiser: String::new(),
        host: "测试技师学院".to_owned(),
        from: NaiveDate::from_ymd_opt(2019, 9, 10),
        to: NaiveDate::from_ymd_opt(2018, 9, 9),
        venue: String::new(),
        expected_people: None,
        budget_line: String::new(),
        note: String::new(),
    };
    let fields: Vec<_> = item.faults().into_iter().map(|fault| fault.field).collect();
    assert_eq!(fields, ["name", "class", "trade", "to", "to"]);
}
