use super::*;

fn given(line: &str, judge: i64, hundredths: i64) -> Given {
    Given { line: line.into(), judge, round: 1, mark: Exact::hundredths(hundredths), sealed: true }
}

impl Sheet {
    /// Somebody official who came, without marks.
    pub(in super::super) fn sample(entrant: i64) -> Sheet {
        Sheet {
            entrant,
            name: format!("测试{entrant}"),
            tail: format!("{entrant:04}"),
            unit: format!("单位{entrant}"),
            station: entrant.to_string(),
            presence: Presence::Present,
            official: true,
            given: Vec::new(),
            recused: Vec::new(),
            withdrawn: false,
            place: None,
            gap: Gap::None,
            deduction: Exact::ZERO,
            gross: None,
            scanned: Some(true),
            left: false,
            honour_open: false,
        }
    }
}

fn sheet(entrant: i64, marks: &[i64]) -> Sheet {
    let panel = marks.iter().zip(1..).map(|(mark, judge)| given("practical", judge, *mark));
    let given = panel.chain([given("theory", 9, 8000)]).collect();
    Sheet { given, gross: Some(Exact::whole(80)), ..Sheet::sample(entrant) }
}

fn check(change: impl FnOnce(&mut Vec<Sheet>, &mut Dossier<'_>)) -> Vec<String> {
    let scheme = Scheme::parts(&[("theory", "理论", 20), ("practical", "实操", 80)]);
    let judge = |id: i64| Assigned { id, name: format!("裁判{id}"), unit: format!("学校{id}") };
    let judges: Vec<Assigned> = [1, 2, 3, 4, 5, 9].map(judge).into();
    let mut sheets: Vec<Sheet> = (1..=4)
        .map(|entrant| sheet(entrant, &[8000, 8500, 9000, 8800, 8700].map(|mark| mark + entrant * 10)))
        .collect();
    let mut dossier = Dossier {
        scheme: &scheme,
        trim: TrimFrom::FIVE,
        sheets: &[],
        judges: &judges,
        places_that_count: 3,
        minimum_field: 4,
        signatures: 2,
        changes: &[],
        open_objections: 0,
        uncorrected: None,
        differs: &[],
        unsettled: &[],
        early: None,
        unscanned: 0,
    };
    change(&mut sheets, &mut dossier);
    let found = findings(&Dossier { sheets: &sheets, ..dossier });
    let text = |finding: Finding| {
        let entrant = finding.entrant.map_or_else(|| "-".to_owned(), |entrant| entrant.to_string());
        format!("{} {} {entrant} {}", finding.check.severity(), finding.check, finding.detail).trim_end().to_owned()
    };
    found.into_iter().map(text).collect()
}

#[test]
fn marks_sealed_before_the_event_are_pointed_out() {
    let found = check(|_, dossier| dossier.early = chrono::NaiveDate::from_ymd_opt(2019, 11, 15));
    assert_eq!(found, ["warning before-event - 2019-11-15"]);
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    assert_eq!(check(|_, _| {}), Vec::<String>::new());
}

#[test]
fn each_fault_has_its_name() {
    let found = check(|sheets, dossier| {
        sheets[0].given.pop();
        sheets[0].given[1].sealed = false;
        sheets[0].given[2].mark = Exact::whole(101);
        sheets[1].presence = Presence::Absent;
        sheets[2].station = "4".into();
        sheets[2].recused = vec![3];
        sheets[2].unit = "学校4".into();
        sheets[3].given.remove(0);
        sheets[3].place = Some(Place { rank: 2, joint: true });
        dossier.signatures = 1;
        dossier.open_objections = 2;
    });
    insta::assert_snapshot!(found.join("\n"), @"
    error missing-sheet 1 theory
    error unsealed 1 practical
    error out-of-range 1 practical
    error absent-with-marks 2
    error recused-judge 3 3
    error same-station 3 4
    error same-station 4 4
    error not-signed - 1
    error open-objection - 2
    warning missing-judge 4 practical 1
    warning same-unit 3 4
    warning tie 4 2
    warning small-field - 3
    warning absent-seen 2
    ");
}

#[test]
fn a_judge_who_left_somebody_out_is_named_wherever_the_gaps_are() {
    let found = check(|sheets, _| {
        sheets[0].given.remove(0);
        sheets[1].given.remove(1);
        sheets[2].given.remove(2);
        sheets[2].recused = vec![3];
    });
    let expected = [
        "warning missing-judge 1 practical 1",
        "warning missing-judge 2 practical 2",
        "warning fewer-judges 3 practical",
    ];
    assert_eq!(found, expected, "and of whom a judge is kept from only that the panel is smaller");
}

#[test]
fn more_faults_have_their_names() {
    let changes = [(1, "practical".to_owned(), true), (2, "theory".to_owned(), false), (3, "born r1".to_owned(), true)];
    let found = check(|sheets, _| {
        sheets[0].given[0].mark = Exact::whole(60);
        sheets[1].given.push(given("nothing", 1, 0));
        sheets[2].station.clear();
        sheets[3].presence = Presence::Unknown;
    });
    insta::assert_snapshot!(found.join("\n"), @"
    error out-of-range 2 nothing
    error presence-unknown 4
    error no-station 3
    warning small-field - 3
    warning outlier 1 practical 1
    ");
    let scheme = Scheme::parts(&[("practical", "实操", 90)]);
    let dossier = Dossier {
        scheme: &scheme,
        trim: TrimFrom::FIVE,
        sheets: &[],
        judges: &[],
        places_that_count: 3,
        minimum_field: 0,
        signatures: 2,
        changes: &changes,
        open_objections: 0,
        uncorrected: None,
        differs: &[],
        unsettled: &[],
        early: None,
        unscanned: 0,
    };
    let names: Vec<&str> = findings(&dossier).iter().map(|finding| finding.check.as_str()).collect();
    assert_eq!(names, ["scheme", "no-entrant", "change-pending", "changed-after-signing", "entrant-corrected"]);
}

#[test]
fn judgement_is_checked_by_its_rounds() {
    let line = Line { method: Method::Judgement, max: Exact::whole(1), ..Line::part("A1.1", "页面", 100) };
    let mut sheet = sheet(1, &[]);
    sheet.given = [(1, 3), (2, 1), (3, 2)].map(|(judge, score)| given("A1.1", judge, score * 100)).to_vec();
    assert_eq!(line_mark(&sheet, &line, TrimFrom::FIVE), None, "apart");
    sheet
        .given
        .extend([(3, 2), (2, 2), (1, 3)].map(|(judge, score)| Given { round: 2, ..given("A1.1", judge, score * 100) }));
    assert_eq!(line_mark(&sheet, &line, TrimFrom::FIVE).unwrap().to_string(), "0.78");
    sheet.given.truncate(2);
    assert_eq!(line_mark(&sheet, &line, TrimFrom::FIVE), None, "sealed");
    let agreed = Line { method: Method::Measurement, ..line };
    assert_eq!(line_mark(&sheet, &agreed, TrimFrom::FIVE), None, "two values where one is agreed on");
    sheet.given.truncate(1);
    assert_eq!(line_mark(&sheet, &agreed, TrimFrom::FIVE), Some(Exact::whole(3)));
}

#[test]
fn who_was_taken_out_is_in_no_result_and_an_absence_mends_it() {
    let taken_out = |presence| {
        let found = check(|sheets, _| (sheets[2].left, sheets[2].presence) = (true, presence));
        found.into_iter().filter(|line| line.starts_with("error")).collect::<Vec<_>>()
    };
    assert_eq!(taken_out(Presence::Present), ["error withdrawn 3"]);
    assert!(taken_out(Presence::Absent).is_empty(), "the marks stay where they are");
}

#[test]
fn people_and_judges_are_looked_at() {
    let found = check(|sheets, _| {
        (sheets[1].name, sheets[1].tail) = (sheets[0].name.clone(), sheets[0].tail.clone());
        (sheets[2].name, sheets[2].unit) = ("裁判9".into(), "学校8".into());
        (sheets[3].name, sheets[3].unit) = ("裁判9".into(), "学校9".into());
        sheets[0].scanned = Some(false);
        sheets[0].gap = Gap::Both;
        sheets[1].gap = Gap::One;
        sheets[2].left = true;
        (sheets[2].deduction, sheets[2].honour_open) = (Exact::whole(90), true);
        sheets[3].given[0].mark = Exact::ZERO;
        for sheet in sheets.iter_mut() {
            sheet.given[1].mark = Exact::whole(85);
            sheet.given.retain(|given| given.judge != 5);
        }
    });
    insta::assert_snapshot!(found.join("\n"), @"
    error same-person 2 entrant 1
    error withdrawn 3
    error time-of-one 2
    warning same-unit 4 9
    warning outlier 4 practical 1
    warning judge-competes 4 9
    warning present-unseen 1
    warning no-time 1
    warning over-deducted 3 90
    warning honour-open 3
    warning zero-mark 4 practical
    warning all-alike - practical 2
    warning idle-judge - 5
    ");
    let nobody = check(|_, dossier| dossier.unscanned = 4);
    assert!(nobody.contains(&"warning nobody-seen - 4".to_owned()), "{nobody:?}");
    let found = check(|sheets, _| {
        for (sheet, unit) in sheets.iter_mut().zip(["甲", "甲", "甲", "乙"]) {
            (sheet.name, sheet.tail, sheet.unit) = ("测试".into(), String::new(), unit.into());
        }
        sheets[2].tail = "0001".into();
        sheets[3].presence = Presence::Absent;
        sheets[3].given.clear();
        // Who is recused from everybody who came is not idle.
        for sheet in sheets.iter_mut() {
            sheet.given.retain(|given| given.judge != 5);
            sheet.recused = vec![5];
        }
    });
    insta::assert_snapshot!(found.join("\n"), @"
    warning small-field - 3
    warning namesake 2 entrant 1
    warning namesake 3 entrant 1
    warning namesake 3 entrant 2
    warning absent-seen 4
    ");
}

/// Every finding of the blind checks, as the page keeps it.
fn blind(sheets: &[Sheet]) -> Vec<Finding> {
    let scheme = Scheme::parts(&[("theory", "理论", 20), ("practical", "实操", 80)]);
    let judges = [1, 2, 3, 4, 5, 9].map(|id| Assigned { id, name: format!("裁判{id}"), unit: format!("学校{id}") });
    blind::findings(&Dossier {
        scheme: &scheme,
        trim: TrimFrom::FIVE,
        sheets,
        judges: &judges,
        places_that_count: 3,
        minimum_field: 0,
        signatures: 0,
        changes: &[],
        open_objections: 0,
        uncorrected: None,
        differs: &[],
        unsettled: &[],
        early: None,
        unscanned: 0,
    })
}

fn field() -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = (1..=6).map(|entrant| sheet(entrant, &[8000, 8500, 9000, 8800, 8700])).collect();
    sheets[3].given.clear();
    sheets[4].given.truncate(2);
    sheets[5].given[0].sealed = false;
    for sheet in &mut sheets {
        sheet.scanned = None;
    }
    sheets
}

/// What the findings say by workstation, and how many they are in all.
fn by_station(found: &[Finding]) -> (Vec<Finding>, usize) {
    let named = [Check::PresenceUnknown, Check::JudgeCompetes, Check::Withdrawn, Check::NoStation];
    let of = |finding: &&Finding| finding.entrant.is_some() && !named.contains(&finding.check);
    (found.iter().filter(of).cloned().collect(), found.len())
}

#[test]
fn whoever_is_said_to_be_absent_no_workstation_shows_it() {
    let say = |change: &dyn Fn(&mut Sheet), of: usize| {
        let mut sheets = field();
        change(&mut sheets[of]);
        by_station(&blind(&sheets))
    };
    let changes: [&dyn Fn(&mut Sheet); 9] = [
        &|sheet| sheet.presence = Presence::Absent,
        &|sheet| sheet.presence = Presence::Unknown,
        &|sheet| sheet.deduction = Exact::whole(100),
        &|sheet| sheet.gap = Gap::One,
        &|sheet| sheet.recused = vec![2, 3],
        &|sheet| sheet.official = false,
        &|sheet| sheet.unit = "学校2".into(),
        &|sheet| sheet.left = true,
        &|sheet| sheet.name = "裁判1".into(),
    ];
    for (at, change) in changes.iter().enumerate() {
        for of in 1..6 {
            assert_eq!(say(change, of).0, say(change, 0).0, "fact {at} of {of}");
        }
    }
}

#[test]
fn absences_and_unmarked_workstations_agree_in_number() {
    let names = |sheets: &[Sheet]| -> Vec<String> {
        let found = blind(sheets);
        found.iter().map(|finding| format!("{} {:?} {}", finding.check, finding.entrant, finding.detail)).collect()
    };
    let mut sheets: Vec<Sheet> = (1..=3).map(|entrant| sheet(entrant, &[8000, 8500])).collect();
    assert_eq!(names(&sheets), ["not-signed None 0"]);
    sheets[1].given.clear();
    assert_eq!(names(&sheets), ["missing-sheet Some(2) ", "not-signed None 0"]);
    sheets[1].presence = Presence::Absent;
    sheets[1].scanned = Some(false);
    assert_eq!(names(&sheets), ["not-signed None 0"]);
    sheets[2].presence = Presence::Absent;
    sheets[2].scanned = Some(false);
    assert_eq!(names(&sheets), ["absent-with-marks None ", "not-signed None 0"]);
}

#[test]
fn workstations_are_found_in_their_own_order() {
    let mut sheets: Vec<Sheet> = (1..=4).map(|entrant| sheet(entrant, &[])).collect();
    for (sheet, station) in sheets.iter_mut().zip(["03", "01", "04", "02"]) {
        sheet.station = station.into();
    }
    let missing: Vec<Option<i64>> =
        blind(&sheets).iter().filter(|one| one.check == Check::MissingSheet).map(|one| one.entrant).collect();
    assert_eq!(missing, [2, 4, 1, 3].map(Some), "by workstation, not as contestants are listed");
}
