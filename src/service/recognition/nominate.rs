//! What a unit or its county writes of a nominee: a lenient draft, strictly submitted.

use super::{laureates, mail_of, open_nomination, readable, terms};
use crate::domain::access::{self, Action, Area, Facts};
use crate::domain::code::Code;
use crate::domain::identity::{CreditCode, EmailAddress, PersonName, ResidentId};
use crate::domain::ids::{EntrantId, NominationId, OrganisationId, RoundId};
use crate::domain::message::MessageKind;
use crate::domain::people::{DivisionCode, Role};
use crate::domain::recognition::programme::Nominator;
use crate::domain::recognition::round::Standing;
use crate::domain::recognition::{Condition, Nominee, Programme, Subject, Verdict, findings, register};
use crate::domain::text::{compact, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::holdings;
use crate::service::trail::{self, By};
use crate::storage::recognition::{self, Fate, NominationData, NominationOf, NominationRow, RoundRow};
use crate::storage::{Conn, Constraint, StorageError, people};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

/// Longest name, in characters.
const LINE_MAX: usize = 120;
/// Longest statement, in characters.
const TEXT_MAX: usize = 4_000;

/// Fields that the conditions look at, with those kept beside them.
const FACTS: [&str; 7] = ["trade", "employer", "skill_level", "honour", "years_in_trade", "newly_built", BUILT_ON];

/// The day on which an enterprise says that it was built.
pub(super) const BUILT_ON: &str = "built_on";

/// Says that a credit code with a wrong check digit is the enterprise's all the same.
pub const CODE_CONFIRMED: &str = "identity_confirmed";

/// A form as typed, by field.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub BTreeMap<String, String>);

impl Typed {
    pub fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |text| text.trim())
    }

    // keys: fault-nominator-not-yours fault-nominator-not-asked
    /// What a draft keeps; only what is there must be sound.
    fn read(
        &self,
        programme: &Programme,
        nominators: &[Nominator],
        today: NaiveDate,
    ) -> Result<NominationData, ServiceError> {
        let mut faults = Vec::new();
        let mut line = |field: &str, max: usize| {
            let text = if max == TEXT_MAX { self.text(field).to_owned() } else { tidy(self.text(field)) };
            if text.chars().count() > max {
                faults.push(Fault::new(field, "too-long").with("max", max));
            }
            text
        };
        let (name, statement) = (line("name", LINE_MAX), line("statement", TEXT_MAX));
        let mut facts: BTreeMap<&str, String> = BTreeMap::new();
        for field in FACTS {
            facts.insert(field, line(field, LINE_MAX));
        }
        if !facts["years_in_trade"].is_empty() && compact(&facts["years_in_trade"]).parse::<u8>().is_err() {
            faults.push(Fault::new("years_in_trade", "whole-number").with("max", u8::MAX));
        }
        match facts[BUILT_ON].parse::<NaiveDate>() {
            _ if facts[BUILT_ON].is_empty() => {}
            Ok(day) if day <= today => {}
            Ok(_) => faults.push(Fault::new(BUILT_ON, "built-in-future")),
            Err(_) => faults.push(Fault::new(BUILT_ON, "not-a-date").with("hint", "2019-12-18")),
        }
        let nominator = Nominator::from_code(self.text("nominator")).ok();
        match nominator {
            None => faults.push(Fault::new("nominator", "required")),
            Some(one) if nominators.contains(&one) => {}
            Some(one) => {
                let asked = programme.nominators.contains(&one);
                let code = if asked { "nominator-not-yours" } else { "nominator-not-asked" };
                let itself = one == Nominator::SelfNominated && programme.subject == Subject::Enterprise;
                let kind = if itself { "enterprise" } else { one.as_str() };
                faults.push(Fault::new("nominator", code).with("kind", kind));
            }
        }
        if programme.subject == Subject::Person && !name.is_empty() && name.parse::<PersonName>().is_err() {
            faults.push(Fault::new("name", "name-character"));
        }
        let identity = read_identity(programme.subject, self, today, &mut faults);
        let email = self.text("email").to_owned();
        if !email.is_empty() && email.parse::<EmailAddress>().is_err() {
            faults.push(Fault::new("email", "email"));
        }
        match (nominator, faults.is_empty()) {
            (Some(nominator), true) => Ok(NominationData {
                nominator: nominator.as_str(),
                name,
                identity,
                email,
                facts: json!(facts).to_string(),
                statement,
            }),
            _ => Err(ServiceError::Invalid(faults)),
        }
    }
}

// keys: fault-resident-id-wrong fault-credit-code-wrong fault-credit-code-doubtful
fn read_identity(subject: Subject, typed: &Typed, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<String> {
    let text = typed.text("identity");
    if text.is_empty() {
        return None;
    }
    let read = match subject {
        Subject::Person => text
            .parse::<ResidentId>()
            .ok()
            .filter(|id| id.is_plausible_on(today))
            .map(|id| id.as_str().to_owned())
            .ok_or("resident-id-wrong"),
        // A failed check digit is no refusal, since real enterprises have such codes: it is to be confirmed.
        Subject::Enterprise => match CreditCode::parse(text) {
            Ok((_, Some(_))) if typed.text(CODE_CONFIRMED) != "true" => Err("credit-code-doubtful"),
            Ok((code, _)) => Ok(code.as_str().to_owned()),
            Err(_) => Err("credit-code-wrong"),
        },
    };
    read.map_err(|code| faults.push(Fault::new("identity", code))).ok()
}

/// What the conditions look at, of what is stored.
///
/// # Errors
/// What is stored cannot be read.
pub fn nominee_of(row: &NominationRow) -> Result<(Nominee, BTreeMap<String, String>), ServiceError> {
    let corrupt = |_| StorageError::Corrupt { what: "facts of a nomination", value: row.id.to_string() };
    let facts: BTreeMap<String, String> = serde_json::from_str(&row.facts).map_err(corrupt)?;
    let text = |field: &str| facts.get(field).map_or("", String::as_str);
    let division: Option<DivisionCode> = row.division.parse().ok();
    let nominee = Nominee {
        employer: text("employer").parse().ok(),
        skill_level: text("skill_level").parse().ok(),
        honour: text("honour").parse().ok(),
        resident_id: row.stated_identity().and_then(|id| id.parse().ok()),
        years_in_trade: compact(text("years_in_trade")).parse().ok(),
        in_city: division.is_some_and(|division| division.city() == DivisionCode::CITY),
        newly_built: match text("newly_built") {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
    };
    Ok((nominee, facts))
}

/// The day on which the enterprise was built, as it says.
///
/// # Errors
/// What is stored cannot be read.
pub(super) fn built_on(row: &NominationRow) -> Result<Option<NaiveDate>, ServiceError> {
    Ok(nominee_of(row)?.1.get(BUILT_ON).and_then(|day| day.parse().ok()))
}

/// The field of a condition's form.
fn field_of(condition: &str) -> &'static str {
    match condition {
        "employer" => "employer",
        "skill-level" => "skill_level",
        "honour" => "honour",
        "age-at-most" => "identity",
        "years-in-trade" => "years_in_trade",
        "newly-built" => "newly_built",
        _ => "unit",
    }
}

/// The units that the person may put somebody of forward: one's own, or those of one's office.
///
/// # Errors
/// The database failed.
pub fn units(conn: &mut Conn, who: &Who) -> Result<Vec<(OrganisationId, String)>, ServiceError> {
    if !who.actor.holds(Role::Clerk) {
        return Ok(vec![(who.organisation(), who.organisation_name.clone())]);
    }
    let seen = access::visibility(&who.actor, Area::Recognition);
    let all = people::organisations(conn)?.into_iter();
    let claims = |one: &people::Organisation| {
        one.active && Role::Host.fits(one.kind) && seen.covers(Some(one.id), Some(one.division))
    };
    Ok(all.filter(claims).map(|one| (one.id, one.name)).collect())
}

/// As what the person may put somebody forward under a programme.
#[must_use]
pub fn nominators(who: &Who, programme: &Programme) -> Vec<Nominator> {
    let permitted = programme.nominators.iter().copied();
    permitted.filter(|one| one.fits(who.actor.roles, who.actor.organisation_kind, who.division)).collect()
}

/// A round with its terms and the units that the person may put somebody of forward.
pub type Calling = (RoundRow, Programme, Vec<(OrganisationId, String)>);

/// Whether the person may put somebody forward in this round; the round with its terms.
///
/// # Errors
/// Rights, the wrong state; `Conflict(not-a-nominator)`.
pub fn may_nominate(app: &App, who: &Who, id: RoundId) -> Result<Calling, ServiceError> {
    app.store.read(|conn| {
        let row = recognition::round(conn, id)?;
        let own = Facts::round(Some(who.organisation()), Some(who.division), row.state);
        access::can(&who.actor, Action::RecognitionNominate, &own)?;
        in_time(&row, app.today())?;
        let programme = terms(&row)?;
        if nominators(who, &programme).is_empty() {
            return Err(ServiceError::conflict("not-a-nominator"));
        }
        let units = units(conn, who)?;
        Ok((row, programme, units))
    })
}

fn twice() -> ServiceError {
    ServiceError::invalid("identity", "nominated-twice")
}

/// Refuses a second draft of one office or unit for the same; what others put forward counts with the submission.
fn own_once(
    conn: &mut Conn,
    who: &Who,
    round: RoundId,
    data: &NominationData,
    but: Option<NominationId>,
) -> Result<(), ServiceError> {
    match &data.identity {
        Some(identity) if recognition::is_put_forward(conn, round, who.organisation(), identity, but)? => Err(twice()),
        _ => Ok(()),
    }
}

fn in_time(of: &RoundRow, today: NaiveDate) -> Result<(), ServiceError> {
    if today <= of.closes_on {
        return Ok(());
    }
    Err(ServiceError::Conflict(Fault::conflict("round-closed").with("last_day", of.closes_on)))
}

/// Puts somebody forward, as a draft.
///
/// # Errors
/// Rights, the wrong state; `Invalid` with every fault.
pub fn nominate(app: &App, who: &Who, id: RoundId, typed: &Typed) -> Result<NominationId, ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let row = recognition::lock_round(tx, id)?;
        let chosen = typed.text("unit").parse::<OrganisationId>().ok();
        let unit = if who.actor.holds(Role::Clerk) { chosen } else { Some(who.organisation()) };
        let unit = unit.ok_or_else(|| ServiceError::invalid("unit", "required"))?;
        let unit = people::organisation(tx, unit)?;
        let facts = Facts::round(Some(unit.id), Some(unit.division), row.state);
        access::can(&who.actor, Action::RecognitionNominate, &facts)?;
        in_time(&row, app.today())?;
        let terms = terms(&row)?;
        let mut data = typed.read(&terms, &nominators(who, &terms), app.today())?;
        // The enterprise that puts itself forward has its code in the register of units.
        if terms.subject == Subject::Enterprise && data.identity.is_none() && data.name == unit.name {
            data.identity.clone_from(&unit.credit_code);
        }
        let of = NominationOf { round: id, organisation: unit.id, nominated_by: who.organisation(), by: who.id() };
        own_once(tx, who, id, &data, None)?;
        let new = recognition::insert(tx, of, &unit.division.to_string(), &data, at.naive_utc())?;
        let after = json!({ "name": data.name, "nominator": data.nominator, "unit": unit.id });
        trail::record(tx, at, By::who(who), "nomination.nominate", "nomination", new.get(), None, Some(after))?;
        Ok(new)
    })
}

/// Writes a draft.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Invalid` with every fault.
pub fn edit(app: &App, who: &Who, id: NominationId, version: i64, typed: &Typed) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (row, round) = open_nomination(tx, who, Action::RecognitionNominate, id)?;
        if !row.state.is_open() {
            return Err(ServiceError::conflict("wrong-state"));
        }
        if row.version != version {
            return Err(ServiceError::conflict("stale"));
        }
        in_time(&round, app.today())?;
        let mut typed = typed.clone();
        if typed.text("nominator").is_empty() {
            typed.0.insert("nominator".to_owned(), row.nominator.as_str().to_owned());
        }
        // The number is not shown in full again: left empty it stays.
        let terms = terms(&round)?;
        let nominators: Vec<Nominator> = nominators(who, &terms).into_iter().chain([row.nominator]).collect();
        let data = typed.read(&terms, &nominators, app.today())?;
        // Who won the title stands without review, and nobody else in their place.
        if row.entrant_id.is_some() && data.name != row.name {
            return Err(ServiceError::Invalid(vec![Fault::new("name", "laureate-name").with("name", &row.name)]));
        }
        let kept = row.stated_identity().map(str::to_owned);
        let data = NominationData { identity: data.identity.or(kept), ..data };
        own_once(tx, who, round.id, &data, Some(id))?;
        recognition::put(tx, id, version, &data)?;
        let after = json!({ "name": data.name });
        trail::record(tx, at, By::who(who), "nomination.edit", "nomination", id.get(), None, Some(after))
    })
}

/// Submits a nomination: nothing may be missing, every condition must be met, and the same title is
/// never granted twice.
///
/// # Errors
/// Rights, the wrong state, a stale version; `Invalid` with every fault.
pub fn submit(app: &App, who: &Who, id: NominationId, version: i64) -> Result<(), ServiceError> {
    let (at, today) = (app.now(), app.today());
    app.store.write(|tx| {
        let (row, round) = open_nomination(tx, who, Action::RecognitionNominate, id)?;
        if row.state != Standing::Draft {
            return Err(ServiceError::conflict("wrong-state"));
        }
        in_time(&round, today)?;
        let programme = terms(&round)?;
        let faults = lacking(app, tx, &row, &round, &programme)?;
        if !faults.is_empty() {
            return Err(ServiceError::Invalid(faults));
        }
        recognition::bind_identity(tx, id).map_err(|error| match error {
            StorageError::Violated(Constraint::NominatedTwice) => twice(),
            other => other.into(),
        })?;
        let fate = Fate { state: Some(Standing::Submitted.as_str()), ..Fate::default() };
        recognition::put_fate(tx, id, version, &fate)?;
        let after = json!({ "state": Standing::Submitted });
        trail::record(tx, at, By::who(who), "nomination.submit", "nomination", id.get(), None, Some(after))?;
        let mail = mail_of(MessageKind::RecognitionNominated, "submit", &row, &programme);
        super::mail_unit(tx, at, row.organisation_id, false, &mail)?;
        trail::mail_roles(tx, at, &[Role::Clerk], &row.division, &mail)
    })
}

/// Everything that keeps a nomination from being submitted.
fn lacking(
    app: &App,
    conn: &mut Conn,
    row: &NominationRow,
    round: &RoundRow,
    programme: &Programme,
) -> Result<Vec<Fault>, ServiceError> {
    let mut faults = Vec::new();
    for (field, empty) in [
        ("name", row.name.is_empty()),
        ("identity", row.stated_identity().is_none()),
        ("statement", row.statement.is_empty()),
    ] {
        if empty {
            faults.push(Fault::new(field, "required"));
        }
    }
    let (nominee, _) = nominee_of(row)?;
    for finding in findings(&programme.conditions, &nominee, round.closes_on) {
        let field = field_of(finding.condition);
        match finding.verdict {
            Verdict::Met => {}
            Verdict::Lacking if faults.iter().any(|fault| fault.field == field) => {}
            Verdict::Lacking => faults.push(Fault::new(field, "required")),
            Verdict::NotMet => faults.push(Fault::new(field, "condition-not-met")),
        }
    }
    if programme.conditions.contains(&Condition::NewlyBuilt) {
        let policies = app.policies();
        // The award goes by the policy of that day: outside its term there is none.
        let policy = |day| policies.select(&programme.award.rule, Some(day)).ok().map(|(policy, _)| policy);
        match built_on(row)?.map(|day| (day, policy(day))) {
            None => faults.push(Fault::new(BUILT_ON, "required")),
            Some((day, Some(policy))) if !policy.covers(day) => {
                let fault = Fault::new(BUILT_ON, "built-outside-policy");
                faults.push(
                    fault
                        .with("first", policy.valid_from)
                        .with("last", policy.valid_to.map_or("none".to_owned(), |last| last.to_string())),
                );
            }
            Some(_) => {}
        }
    }
    let papers = recognition::papers(conn, row.id)?;
    for material in &programme.materials {
        if !papers.iter().any(|paper| paper.material == material.code) {
            faults.push(Fault::new("file", "material-missing").with("material", &material.label.zh));
        }
    }
    if let Some(identity) = row.stated_identity() {
        let held = holdings::held(conn, identity)?;
        if register::granted_before(&held, &programme.id) {
            faults.push(Fault::new("identity", "title-twice"));
        }
        if let Some(entrant) = row.entrant_id.map(EntrantId::new) {
            let tails = laureates::tails(conn, entrant, &row.name)?;
            let fits = |tail: &String| tail.is_empty() || identity.ends_with(tail.as_str());
            if !tails.is_empty() && !tails.iter().any(fits) {
                faults.push(Fault::new("identity", "laureate-identity").with("tail", tails.join("、")));
            }
        }
    }
    Ok(faults)
}

/// Takes a nomination back, while the call runs.
///
/// # Errors
/// Rights, the wrong state, a stale version.
pub fn withdraw(app: &App, who: &Who, id: NominationId, version: i64) -> Result<(), ServiceError> {
    let at = app.now();
    app.store.write(|tx| {
        let (row, _) = open_nomination(tx, who, Action::RecognitionNominate, id)?;
        if !matches!(row.state, Standing::Draft | Standing::Submitted) {
            return Err(ServiceError::conflict("wrong-state"));
        }
        let fate = Fate { state: Some(Standing::Withdrawn.as_str()), ..Fate::default() };
        recognition::put_fate(tx, id, version, &fate)?;
        recognition::forget_identity(tx, id)?;
        let (before, after) = (json!({ "state": row.state }), json!({ "state": Standing::Withdrawn }));
        let by = By::who(who);
        trail::record(tx, at, by, "nomination.withdraw", "nomination", id.get(), Some(before), Some(after))
    })
}

/// The form of a draft as it is stored, without the number.
///
/// # Errors
/// Rights.
pub(super) fn stored(conn: &mut Conn, who: &Who, id: NominationId) -> Result<Typed, ServiceError> {
    let (row, _) = readable(conn, who, id)?;
    let (_, facts) = nominee_of(&row)?;
    let mut typed = facts;
    for (field, text) in [("name", &row.name), ("email", &row.email), ("statement", &row.statement)] {
        typed.insert(field.to_owned(), text.clone());
    }
    typed.insert("nominator".to_owned(), row.nominator.as_str().to_owned());
    Ok(Typed(typed))
}

/// The fields that a programme's form asks for.
pub fn asked(programme: &Programme) -> Vec<&'static str> {
    let of = |condition: &Condition| Some(field_of(condition.code())).filter(|field| FACTS.contains(field));
    let mut fields: Vec<&'static str> = programme.conditions.iter().filter_map(of).collect();
    if programme.subject == Subject::Person {
        fields.insert(0, "trade");
    }
    if let Some(at) = fields.iter().position(|field| *field == "newly_built") {
        fields.insert(at + 1, BUILT_ON);
    }
    fields
}
