use super::*;
use crate::domain::contest::exact::Exact;
use crate::domain::heading::TextTable;

/// The file as its rows; a field in quotes may hold commas.
fn table(csv: &str) -> TextTable {
    let row = |line: &str| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => cells.last_mut().unwrap().push(c),
            }
        }
        cells
    };
    TextTable::from_rows(&csv.lines().map(row).collect::<Vec<_>>())
}

fn hangzhou() -> Rubric {
    read_rubric(&table(include_str!("../../../../data/rubric_hangzhou_master_studio.csv"))).unwrap()
}

#[test]
fn the_rubric_of_hangzhou_is_read_with_its_deductions() {
    let rubric = hangzhou();
    let line = |leaf: Leaf<'_>| {
        let effects: Vec<String> =
            leaf.indicator.deductions.iter().map(|one| format!("{}={:?}", one.when, one.effect)).collect();
        let branch = leaf.branch.map_or("", |branch| branch.name.as_str());
        format!("{} {branch}/{} {} {}", leaf.node.code, leaf.node.name, leaf.node.weight, effects.join(" "))
    };
    insta::assert_snapshot!(rubric.leaves().into_iter().map(line).collect::<Vec<_>>().join("\n"));
    let weights: Vec<String> = rubric.items.iter().map(|node| format!("{} {}", node.name, node.weight)).collect();
    assert_eq!(weights, ["基础保障 35", "日常管理 15", "技术攻关 15", "技术交流 15", "带徒传艺 20"]);
    // The published table breaks off in the bonus: it says what for, not how much.
    assert_eq!(rubric.faults(), [RubricFault::BonusWithoutMaximum("B1".into())]);
    let mut whole = rubric.clone();
    whole.bonus[0].max = Some(Points::whole(5));
    assert_eq!(whole.faults(), []);
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Rubric>(&json).unwrap(), whole);
}

#[test]
fn deductions_take_what_they_say_and_never_more_than_there_is() {
    let rubric = hangzhou();
    let leaves = rubric.leaves();
    let site = leaves.iter().find(|leaf| leaf.node.code == "1.1").unwrap().node;
    assert_eq!(site.after(&[]), Points::whole(10));
    assert_eq!(site.after(&[(1, 1), (2, 1)]), Points::whole(5), "a poor sign and no display");
    assert_eq!(site.after(&[(0, 1)]), Points::ZERO, "no site");
    let trainees = leaves.iter().find(|leaf| leaf.node.code == "5.2").unwrap().node;
    assert_eq!(trainees.after(&[(1, 2)]), Points::whole(4), "3 for each of two who lack");
    assert_eq!(trainees.after(&[(1, 9), (9, 1)]), Points::ZERO);
    assert_eq!(trainees.after(&[(1, u32::MAX), (0, 0)]), Points::ZERO);
}

#[test]
fn marks_are_in_range_and_levels_are_levels() {
    let mut rubric = hangzhou();
    assert_eq!(rubric.read("1.1", "8.5"), Some(Ok(Points(850))));
    assert_eq!(rubric.read("1.1", "10.5"), Some(Err(MarkError::OutOfRange(Exact::whole(10)))));
    assert_eq!(rubric.read("1.1", ""), Some(Err(MarkError::Missing)));
    assert_eq!(rubric.read("9.9", "1"), None);
    assert_eq!(rubric.read("B1", "1"), Some(Err(MarkError::OutOfRange(Exact::ZERO))), "a bonus without maximum");
    let level = |name: &str, points| Level { name: name.into(), points: Points::whole(points) };
    let Body::Branch(items) = &mut rubric.items[0].body else { panic!("a branch") };
    let Body::Indicator(indicator) = &mut items[0].body else { panic!("an indicator") };
    indicator.scale = Scale::Levels(vec![level("A", 10), level("B", 7), level("C", 0)]);
    assert_eq!(rubric.read("1.1", " ｂ "), Some(Ok(Points::whole(7))));
    assert_eq!(rubric.read("1.1", "7"), Some(Ok(Points::whole(7))));
    assert!(matches!(rubric.read("1.1", "8"), Some(Err(MarkError::OutOfRange(_)))));
}

#[test]
fn graded_levels_come_with_the_table() {
    let text = "项目,指标,分值,等级\n管理,制度,60,优秀60；良好 45；合格：36；不合格0\n培训,规模,40,\n";
    let rubric = read_rubric(&table(text)).unwrap();
    assert_eq!(rubric.faults(), []);
    let names: Vec<String> = match &rubric.leaves()[0].indicator.scale {
        Scale::Levels(levels) => levels.iter().map(|level| format!("{} {}", level.name, level.points)).collect(),
        Scale::Points => Vec::new(),
    };
    assert_eq!(names, ["优秀 60", "良好 45", "合格 36", "不合格 0"]);
    assert_eq!(rubric.read("1.1", "良好"), Some(Ok(Points::whole(45))));
    assert_eq!(rubric.leaves()[1].indicator.scale, Scale::Points);
    let up = read_rubric(&table(&text.replace("优秀60", "优秀50"))).unwrap();
    assert_eq!(up.faults(), [RubricFault::Levels("1.1".into())], "the best is the weight");
    let wrong = read_rubric(&table(&text.replace("合格：36", "合格"))).unwrap_err();
    assert_eq!((wrong[0].row, wrong[0].column.as_str()), (2, "等级"));
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let mut rubric = hangzhou();
    rubric.items[0].weight = Points::whole(34);
    rubric.items[1].code = "1".into();
    rubric.items[2].body = Body::Branch(Vec::new());
    let Body::Branch(items) = &mut rubric.items[3].body else { panic!("a branch") };
    items[0].name = " ".into();
    items[1].weight = Points::ZERO;
    let Body::Indicator(indicator) = &mut items[2].body else { panic!("an indicator") };
    indicator.scale = Scale::Levels(Vec::new());
    indicator.deductions = vec![Deduction { when: "无".into(), effect: Effect::Less(Points::whole(6)) }];
    let faults: Vec<String> = rubric.faults().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(faults.join("\n"));
    assert_eq!(Rubric::default().faults(), [RubricFault::Empty]);
    let wrong = table("block,criterion,max\n,甲,5\n一,,x\n一,乙,0\n一票否决,弄虚作假,\n加分,竞赛,三\n");
    let faults = read_rubric(&wrong).unwrap_err();
    let shown: Vec<String> = faults.iter().map(|f| format!("{} {} {} {}", f.row, f.column, f.value, f.key)).collect();
    assert_eq!(
        shown,
        [
            "2 block  fault-required",
            "3 criterion  fault-required",
            "3 max x fault-out-of-range",
            "4 max 0 fault-out-of-range",
            "6 max 三 fault-out-of-range"
        ]
    );
    assert_eq!(read_rubric(&table("block,max\n")).unwrap_err()[0].column, "指标");
}

#[test]
fn a_tie_key_means_a_part_of_the_rubric_by_code_or_by_name() {
    let leaf = |code: &str, name: &str| Node {
        code: code.into(),
        name: name.into(),
        weight: Points(2_500),
        body: Body::Indicator(Indicator::default()),
    };
    let branch = |code: &str, name: &str, items| Node {
        code: code.into(),
        name: name.into(),
        weight: Points(5_000),
        body: Body::Branch(items),
    };
    let rubric = Rubric {
        items: vec![
            branch("1", "培训质量", vec![leaf("1.1", "取证率"), leaf("1.2", "培训质量")]),
            branch("2", "培训", vec![leaf("2.1", "培训 规模"), leaf("2.2", "台账")]),
            branch("3", "管理", vec![leaf("3.1", "台账")]),
        ],
        bonus: vec![Bonus { code: "b1".into(), name: "服务竞赛".into(), max: None }],
        vetoes: Vec::new(),
    };
    assert_eq!(rubric.block("quality", "培训质量得分"), Some(vec!["1.1", "1.2"]), "a block, with all of its own");
    assert_eq!(rubric.block("scale", "培训规模得分"), Some(vec!["2.1"]));
    assert_eq!(rubric.block("2", "随便"), Some(vec!["2.1", "2.2"]));
    assert_eq!(rubric.block("served", "服务竞赛"), Some(vec!["b1"]));
    assert_eq!(rubric.block("books", "台账"), None, "two of one name");
    assert_eq!(rubric.block("certificates", "发证数"), None, "from outside the rubric");
}
