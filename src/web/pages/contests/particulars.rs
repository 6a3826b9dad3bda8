//! The form that corrects what is known of a contestant, and corrected values in words.

use crate::domain::contest::run::RunFact;
use crate::domain::contest::total::clock;
use crate::service::Fault;
use crate::service::contests::{Contest, WITHHELD};
use crate::text::Phrase;
use crate::text::parts::{Choice, Control, Field, Form};
use crate::web::pages::form_page::with_faults;
use crate::{family, phrase};
use std::collections::BTreeMap;

/// A corrected value as people read it.
pub(super) fn said(fact: RunFact, stored: &str) -> Phrase {
    match fact {
        _ if stored.is_empty() => Phrase::typed("—"),
        _ if stored == WITHHELD => Phrase::typed(WITHHELD),
        RunFact::Deduction | RunFact::Born => Phrase::typed(stored),
        RunFact::Time => Phrase::typed(stored.parse().map_or_else(|_| "—".to_owned(), clock)),
        RunFact::Presence if stored == "yes" => phrase!("contest-present"),
        RunFact::Presence => phrase!("contest-absent"),
        RunFact::Sex => family!("participant-sex", stored),
    }
}

/// The form that corrects what is known of a contestant. It names people, never workstations.
pub(super) fn correct(contest: &Contest, typed: &BTreeMap<String, String>, faults: &[Fault]) -> Form {
    let text = |name: &str| typed.get(name).map_or("", String::as_str);
    let people = contest.standings.iter().map(|one| {
        let row = &one.entrant;
        let tail = if row.id_tail.is_empty() { String::new() } else { format!(" ···{}", row.id_tail) };
        Choice::new(row.id.to_string(), Phrase::typed(format!("{}{tail} · {}", row.name, row.unit)))
    });
    let facts = RunFact::ALL.iter().filter(|fact| fact.is_of_person());
    let facts = facts.map(|fact| Choice::new(fact.as_str(), family!("contest-fact", fact.as_str())));
    let fields = vec![
        Field::new(Control::Select, "of", phrase!("contest-entrant"))
            .choices(people.collect::<Vec<_>>())
            .value(text("of"))
            .required(),
        Field::new(Control::Select, "fact", phrase!("contest-correct-fact"))
            .choices(facts.collect::<Vec<_>>())
            .value(text("fact"))
            .required(),
        Field::new(Control::Text, "right", phrase!("contest-change-after"))
            .help(phrase!("contest-correct-after-help"))
            .value(text("right"))
            .required(),
        Field::new(Control::Textarea, "why", phrase!("contest-change-reason")).rows(2).value(text("why")).required(),
    ];
    let own = ["of", "fact", "right", "why"];
    let own: Vec<Fault> = faults.iter().filter(|fault| own.contains(&fault.field.as_str())).cloned().collect();
    with_faults(fields, &own)
}
