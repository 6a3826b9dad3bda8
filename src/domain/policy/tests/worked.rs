use super::set;
use crate::domain::policy::Case;

pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    rows.enumerate().map(|(index, cells)| Case::read("cases.csv", index + 2, &headings, &cells).unwrap()).collect()
}

pub(crate) fn worked_cases() -> Vec<Case> {
    cases(include_str!("../../../../policies/wenzhou-2019.cases.csv"))
}

#[test]
fn every_worked_case_comes_out_as_expected() {
    let set = set();
    let mut cases = worked_cases();
    assert_eq!(cases.len(), 36);
    cases.extend(self::cases(include_str!("../../../../policies/wenzhou-2019.more.cases.csv")));
    let faults: Vec<String> = cases.iter().filter_map(|case| case.run(&set).err()).map(|f| f.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new());
}
