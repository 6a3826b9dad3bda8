//! The golden pairs of `tests/data/identifiers_golden.csv`.

use super::{CreditCode, ResidentId, date_in_capitals, rmb_in_capitals};
use crate::domain::money::Fen;

#[test]
fn golden_identifiers_hold() {
    let golden = include_str!("../../../tests/data/identifiers_golden.csv");
    let mut seen = 0;
    for line in golden.lines().skip(1) {
        let [kind, value, expected] = line.splitn(4, ',').take(3).collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        match kind {
            "resident_id" => assert_eq!(value.parse::<ResidentId>().is_ok(), expected == "valid", "{line}"),
            "uscc" => {
                let (_, warning) = CreditCode::parse(value).expect(line);
                assert_eq!(warning.is_some(), expected == "WARN", "{line}");
            }
            "rmb" => {
                let capitals = rmb_in_capitals(value.parse::<Fen>().expect(line));
                let accepted = expected.replace("(整)", "整");
                assert!(accepted.split(" or ").any(|one| one == capitals), "{line}: {capitals}");
            }
            "rmb_date" => {
                let capitals = date_in_capitals(format!("2019-{value}").parse().expect(line));
                assert_eq!(capitals, format!("贰零壹玖年{expected}"));
            }
            _ => panic!("{line}"),
        }
        seen += 1;
    }
    assert_eq!(seen, 19);
}
