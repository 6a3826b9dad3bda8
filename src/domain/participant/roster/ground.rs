//! What there is to be known before a table is read.

use crate::domain::divisions::Divisions;
use chrono::NaiveDate;

/// What a roster is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'g> {
    /// Names of what there is to take part in; `None`: not known here, any will do.
    pub entries: Option<&'g [String]>,
    /// Those of them that are for teams.
    pub teams: &'g [String],
    /// What rows without a name of their own take part in; empty: nothing.
    pub entry: &'g str,
    pub divisions: &'g Divisions,
    /// A person takes part in one item only.
    pub one_item: bool,
    pub today: NaiveDate,
}
