//! Which bases count in a year, fixed once: N is their number, whether or not they take part.

use crate::domain::base::{Held, Level, level_on};
use crate::domain::policy::sha256_hex;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A base as it was on the cut-off day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    pub base: i64,
    pub name: String,
    pub host: String,
}

/// Those of `bases` that held `level` on the cut-off day, by their number. Each comes with every
/// designation and revocation it ever had.
#[must_use]
pub fn counted(bases: &[(Counted, Vec<Held>)], level: Level, cut_off: NaiveDate) -> Vec<Counted> {
    let held = |(_, designations): &&(Counted, Vec<_>)| level_on(designations, cut_off) == Some(level);
    let mut counted: Vec<Counted> = bases.iter().filter(held).map(|(base, _)| base.clone()).collect();
    counted.sort_by_key(|base| base.base);
    counted
}

/// The SHA-256 of a line `number<TAB>name<TAB>host` for each base: whoever has the list can check it.
#[must_use]
pub fn hash(counted: &[Counted]) -> String {
    let lines: String = counted.iter().map(|one| format!("{}\t{}\t{}\n", one.base, one.name, one.host)).collect();
    sha256_hex(lines.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(base: i64) -> Counted {
        Counted { base, name: format!("样例基地{base}"), host: "样例单位".to_owned() }
    }

    #[test]
    fn city_bases_of_the_cut_off_day_count_and_provincial_ones_do_not() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let city = |text| (Some(Level::City), day(text));
        let all = [
            (base(3), vec![city("2019-12-31")]),
            (base(1), vec![city("2018-05-01")]),
            (base(2), vec![city("2020-01-01")]),
            (base(4), vec![city("2017-01-01"), (Some(Level::Provincial), day("2019-06-01"))]),
            (base(5), vec![(Some(Level::Provincial), day("2020-03-01")), city("2017-01-01")]),
            (base(6), vec![]),
            (base(7), vec![city("2017-01-01"), (None, day("2019-12-31"))]),
        ];
        let found = counted(&all, Level::City, day("2019-12-31"));
        assert_eq!(found, [base(1), base(3), base(5)], "designated in the year counts, promoted later still counts");
        let mut reversed = all;
        reversed.reverse();
        assert_eq!(hash(&counted(&reversed, Level::City, day("2019-12-31"))), hash(&found));
        assert_ne!(hash(&found[..2]), hash(&found));
        assert_eq!(hash(&[]), sha256_hex(b""));
    }
}
