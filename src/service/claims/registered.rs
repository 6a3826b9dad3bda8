//! What the registers of the program say of a claim that its unit made freely, beside them: the same title, year of
//! a base or grant is not awarded twice, and what the program paid before is not left out.

use crate::domain::claim::State;
use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use crate::domain::policy::{FactSheet, People, Rule, date_from_text};
use crate::domain::recognition::register;
use crate::platform::policies;
use crate::service::error::{Fault, ServiceError};
use crate::service::holdings;
use crate::storage::bases::{self, BaseRow};
use crate::storage::claims::{self, ClaimRow};
use crate::storage::scoring::{lines, outcomes};
use crate::storage::titles::{self, TitleRow};
use crate::storage::{Conn, people, registers};
use chrono::{Datelike, NaiveDate};

/// The rules whose awards the register of bases knows.
const GRANT: &str = "base.grant";
const EXCELLENT: &str = "base.excellent";

/// What stands against a claim; nothing against one that a register or a decision made itself, nor of titles, bases
/// and years that the program does not know.
///
/// # Errors
/// What is stored cannot be read.
pub(super) fn faults(conn: &mut Conn, row: &ClaimRow, rule: &Rule) -> Result<Vec<Fault>, ServiceError> {
    let facts = row.sheet()?;
    match row.rule.as_str() {
        GRANT if !bases::is_claim(conn, row.id)? => of_grant(conn, row, &facts),
        EXCELLENT if outcomes::of_claim(conn, row.id)?.is_none() => of_year(conn, row, rule, &facts),
        GRANT | EXCELLENT => Ok(Vec::new()),
        of if policies::programmes().iter().any(|one| one.award.rule == of) => of_title(conn, row, rule, &facts),
        _ => Ok(Vec::new()),
    }
}

/// Whether the title's award is what the claim states: the same title, or level.
fn same_title(title: &TitleRow, rule: &str, facts: &FactSheet) -> bool {
    let programme = policies::programmes().iter().find(|one| one.id == title.programme);
    let Some(award) = programme.map(|one| &one.award).filter(|award| award.rule == rule) else { return false };
    let alike = |name: &&str| award.facts.get(*name).is_none_or(|of| facts.get(name) == Some(of.as_str()));
    ["title", "level"].iter().all(alike)
}

// keys: fault-register-title-claimed fault-register-title-paid fault-register-title-withdrawn
fn of_title(conn: &mut Conn, row: &ClaimRow, rule: &Rule, facts: &FactSheet) -> Result<Vec<Fault>, ServiceError> {
    if titles::of_claim(conn, row.id)?.is_some() {
        return Ok(Vec::new());
    }
    let (field, identity) = match rule.people {
        People::One => ("people", registers::people(conn, row.id)?.into_iter().next().map(|one| one.resident_id)),
        _ => ("", people::organisation(conn, row.organisation_id)?.credit_code),
    };
    let Some(identity) = identity else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (title, claim) in titles::of_identity(conn, &identity)? {
        // An award that was refused for good stands against nothing.
        let claim = claim.filter(|claim| !is_refused(claim));
        if !same_title(&title, &row.rule, facts) {
            continue;
        }
        let fault = |code| Fault::new(field, code).with("number", &title.number);
        if title.withdrawn_on.is_some() {
            found.push(fault("register-title-withdrawn"));
        } else if let Some(claim) = claim {
            // Of another unit's claim its number is not said.
            let own = claim.organisation_id == row.organisation_id;
            found.push(fault("register-title-claimed").with("claim", if own { &claim.reference } else { "none" }));
        } else if title.paid_elsewhere > 0 {
            found.push(fault("register-title-paid").with("paid", Fen(title.paid_elsewhere).grouped()));
        }
    }
    let paid = register::paid_before(&holdings::held(conn, &identity)?, &row.rule);
    if found.is_empty() && rule.fact_index("paid_before").is_some() && holdings::stated_before(facts) < paid {
        found.push(Fault::new("fact.paid_before", "register-paid").with("paid", paid.grouped()));
    }
    Ok(found)
}

/// The designated bases of the claim's unit that it can be for: those that its name has, otherwise all.
fn bases_of(conn: &mut Conn, row: &ClaimRow) -> Result<Vec<BaseRow>, ServiceError> {
    let mut all = bases::of_organisation(conn, row.organisation_id)?;
    all.retain(|base| base.level().is_some());
    let named: Vec<BaseRow> = all.iter().filter(|base| row.title.contains(&base.name)).cloned().collect();
    Ok(if named.is_empty() { all } else { named })
}

fn of_grant(conn: &mut Conn, row: &ClaimRow, facts: &FactSheet) -> Result<Vec<Fault>, ServiceError> {
    let own = bases_of(conn, row)?;
    // Of several that it can be for, the one that is designated as the claim says.
    let as_said = |base: &&BaseRow| {
        base.level().is_some_and(|level| facts.get("level") == Some(level.as_str()))
            && base.designated_on.map(|day| day.to_string()).as_deref() == facts.get("designated_on")
    };
    let base = match own.as_slice() {
        [only] => Some(only),
        several => several.iter().find(as_said),
    };
    let Some(base) = base else { return Ok(Vec::new()) };
    let claims = bases::claims_of(conn, base.id)?;
    if let Some(open) = claims.iter().find(|claim| holdings::grant_under_way(claim)) {
        let fault = Fault::new("", "register-base-claimed").with("base", &base.name);
        return Ok(vec![fault.with("claim", &open.reference)]);
    }
    let paid = holdings::of_grant(&claims)?;
    if holdings::stated_before(facts) >= paid {
        return Ok(Vec::new());
    }
    let fault = Fault::new("fact.paid_before", "register-base-paid").with("base", &base.name);
    Ok(vec![fault.with("paid", paid.grouped())])
}

/// A year of the evaluation that is decided for every base that the claim can be for.
fn of_year(conn: &mut Conn, row: &ClaimRow, rule: &Rule, facts: &FactSheet) -> Result<Vec<Fault>, ServiceError> {
    let fact = rule.fact_date.and_then(|index| rule.facts.get(index));
    let day = fact.and_then(|fact| date_from_text(facts.get(&fact.name)?));
    let years = years_named(&row.title);
    let mut found = Vec::new();
    for base in bases_of(conn, row)? {
        let decided = lines::decided(conn, base.id)?;
        let Some(line) = decided.into_iter().find(|line| is_for(line.year, line.notice_on, &years, day)) else {
            return Ok(Vec::new());
        };
        let own = line.claim_id.map(|claim| claims::get(conn, ClaimId::new(claim))).transpose()?;
        if own.as_ref().is_some_and(is_refused) {
            return Ok(Vec::new());
        }
        let reference = own.map_or_else(|| "none".to_owned(), |claim| claim.reference);
        let fault = Fault::new("fact.grade", "register-base-year").with("base", &base.name).with("year", line.year);
        found.push(fault.with("grade", line.grade.as_str()).with("claim", reference));
    }
    Ok(found)
}

/// Whether a claim is for this year: it names it, or names none and was evaluated in it or the year after; or it
/// has the very day.
fn is_for(year: i32, notice_on: Option<NaiveDate>, named: &[i32], day: Option<NaiveDate>) -> bool {
    let by_day = day.is_some_and(|day| day.year() == year || day.year() == year + 1);
    (day.is_some() && day == notice_on) || named.contains(&year) || (named.is_empty() && by_day)
}

/// Whether a claim was refused for good.
fn is_refused(claim: &ClaimRow) -> bool {
    matches!(claim.state, State::Declined | State::Rejected)
}

/// The years that a text names: the last four of digits that stand together, from 2000 on. The name of a base may
/// end in a digit before them. The year of a document, 〔2019〕, is none.
fn years_named(text: &str) -> Vec<i32> {
    let outside = text.split(['〔', '[', '［']).enumerate().map(|(number, part)| match number {
        0 => part,
        _ => part.find(['〕', ']', '］']).map_or(part, |end| &part[end..]),
    });
    let numbers = outside.flat_map(|part| part.split(|c: char| !c.is_ascii_digit()));
    let last = numbers.filter_map(|part| part.get(part.len().checked_sub(4)?..)?.parse().ok());
    last.filter(|year| (2000..2100).contains(year)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_for_the_year_that_it_names_or_the_one_it_was_evaluated_in() {
        assert_eq!(years_named("样例基地12019年度考评优秀奖励"), [2019]);
        assert_eq!(years_named("2018年度（温人社〔2019〕77号）"), [2018]);
        assert!(years_named("样例基地1 第3期").is_empty());
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let notice = day("2020-01-16");
        for (named, on, is) in [
            (&[2019][..], "2021-05-01", true),
            (&[2018], "2019-05-01", false),
            (&[2018], "2020-01-16", true),
            (&[], "2019-12-20", true),
            (&[], "2020-02-01", true),
            (&[], "2021-01-01", false),
        ] {
            assert_eq!(is_for(2019, notice, named, day(on)), is, "{named:?} {on}");
        }
    }
}
