//! The mail of a claim's step, as [`told`] has it.

use super::deciding::Deciding;
use crate::domain::claim::{Claim, State, StepKind, next_step};
use crate::domain::message::MessageKind;
use crate::domain::message::told::{self, Whom};
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::service::error::ServiceError;
use crate::service::trail::{self, Mail};
use crate::storage::people;

/// Mails everybody whom the step concerns.
pub(super) fn tell(
    deciding: &mut Deciding,
    step: StepKind,
    before: &Claim,
    after: &Claim,
    opinion: &str,
) -> Result<(), ServiceError> {
    let division = deciding.row.division.clone();
    for (whom, kind) in told::of_claim(before.state, step, after.state).letters() {
        let mail = letter(deciding, *kind, after, opinion);
        let at = deciding.at;
        match whom {
            Whom::Unit => trail::mail_organisation(deciding.tx, at, deciding.row.organisation_id, &mail)?,
            // Whoever waits already is not told again.
            Whom::Next if before.state == after.state => {}
            Whom::Next => next(deciding, after, &mail)?,
            Whom::Before => {
                trail::mail_roles(deciding.tx, at, &office(deciding, before.state), &division, &mail)?;
            }
            Whom::Clerks => trail::mail_roles(deciding.tx, at, &[Role::Clerk], &division, &mail)?,
            Whom::Signers => signers(deciding, before, &mail)?,
        }
    }
    Ok(())
}

fn letter(deciding: &Deciding, kind: MessageKind, after: &Claim, opinion: &str) -> Mail {
    let (row, day) = (&deciding.row, deciding.day);
    Mail::new(kind, format!("{kind}:claim:{}:v{}", row.id, row.version))
        .reference(&row.reference)
        .link(format!("/claims/{}", row.id))
        .with("title", &row.title)
        .with("opinion", opinion)
        .with("amount", after.amount.unwrap_or(Fen(row.amount)))
        .with("date", day)
        .with("first", day)
        .with("last", after.notice_ends.unwrap_or(day))
}

/// The roles in the office that a claim in this state waits for.
fn office(deciding: &Deciding, state: State) -> Vec<Role> {
    let waiting = next_step(state, &deciding.app.clocks);
    let roles = waiting.map_or(&[] as &[Role], |waiting| waiting.roles);
    roles.iter().copied().filter(|role| *role != Role::Host).collect()
}

/// Everybody who can take the next step: not those who may not, having taken an earlier one.
fn next(deciding: &mut Deciding, after: &Claim, mail: &Mail) -> Result<(), ServiceError> {
    let Some(waiting) = next_step(after.state, &deciding.app.clocks) else { return Ok(()) };
    let mail = mail.clone().with("step", waiting.step.as_str());
    let office = office(deciding, after.state);
    for user in people::holders(deciding.tx, &office, &deciding.row.division)? {
        if after.seats.conflict(waiting.step, user.id).is_none() {
            trail::mail_to(deciding.tx, deciding.at, &user, mail.clone())?;
        }
    }
    Ok(())
}

/// Everybody whose seat was emptied, once, but for whoever did it.
fn signers(deciding: &mut Deciding, before: &Claim, mail: &Mail) -> Result<(), ServiceError> {
    let seats = before.seats;
    let mut people: Vec<_> = [seats.first_reviewer, seats.second_reviewer, seats.decider, seats.confirmer]
        .into_iter()
        .flatten()
        .filter(|user| *user != deciding.who.id())
        .collect();
    people.sort_unstable();
    people.dedup();
    for user in people {
        let user = people::user(deciding.tx, user)?;
        trail::mail_to(deciding.tx, deciding.at, &user, mail.clone())?;
    }
    Ok(())
}
