//! A claim in words: names and colours of its state, its assessment for whoever is to act on it.

use crate::domain::access::Action;
use crate::domain::claim::{State, own_facts};
use crate::domain::policy::{Assessment, PolicySet};
use crate::service::claims::ClaimShown;
use crate::text::parts::{Explanation, Tag, Tone};
use crate::web::explanation::explanation;
use crate::{family, phrase};

/// The state in a word, with its colour.
pub fn state_tag(state: State) -> Tag {
    let tone = match state {
        State::Draft | State::Withdrawn => Tone::Plain,
        State::Returned | State::Declined | State::Rejected | State::Held | State::PaymentFailed => Tone::Stop,
        State::Submitted | State::ToConfirm => Tone::Wait,
        State::Paid | State::Archived => Tone::Done,
        _ => Tone::Going,
    };
    Tag::new(tone, family!("claim-state", state.as_str()))
}

/// A claim's assessment. Where everybody is assessed for themselves and the list is still empty, the
/// list is what is missing: the form has no fields for what stands on it.
pub fn explained(policies: &PolicySet, assessment: &Assessment, shown: &ClaimShown) -> Option<Explanation> {
    let (_, rule) = policies.select(&shown.row.rule, None).ok()?;
    let own = own_facts(rule).iter().filter_map(|fact| rule.facts.get(*fact)).map(|fact| fact.name.as_str());
    let own: Vec<&str> = own.collect();
    let typed = own.iter().any(|fact| shown.facts.get(fact).is_some());
    if own.is_empty() || typed || !shown.people.is_empty() {
        return explanation(policies, assessment);
    }
    let mut rest = assessment.clone();
    let on_list = |fact: &Option<String>| fact.as_deref().is_some_and(|fact| own.contains(&fact));
    rest.reasons.retain(|reason| !on_list(&reason.fact));
    rest.steps.retain(|step| !on_list(&step.fact));
    let mut said = explanation(policies, &rest)?;
    let list = shown.may(Action::ClaimEditFacts).then(|| format!("/claims/{}/people", shown.row.id));
    said.first = Some((list, phrase!("claim-people-first")));
    Some(said)
}
