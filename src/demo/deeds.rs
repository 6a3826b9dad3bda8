//! What the people of a story do, one use case after the other.

use super::papers::{About, paper};
use super::registration;
use super::story::{Do, Story};
use super::year::{Refusal, Year};
use super::{class, contest, teams, timetable};
use crate::domain::claim::Step;
use crate::domain::event::{self, Kind, Stage, StepKind};
use crate::domain::ids::{ClaimId, EventId};
use crate::domain::money::Fen;

use crate::service::claims::{self, NewDraft, Ruled};
use crate::service::evidence::{self, Owner};
use crate::service::{App, Who, events};
use crate::storage;
use std::collections::BTreeMap;

pub(super) fn run(year: &mut Year, story: &'static Story, step: Do) -> Result<(), Refusal> {
    match step {
        Do::Draft => propose(year, story).map(|_| ()),
        Do::Propose => {
            propose(year, story)?;
            papers(year, story, Stage::Proposal)?;
            event_step(year, story, story.host, StepKind::Submit, "")
        }
        Do::Approve => event_step(year, story, "clerk", StepKind::Approve, ""),
        Do::File => {
            write(year, story)?;
            papers(year, story, Stage::Filing)?;
            event_step(year, story, story.host, StepKind::File, "")
        }
        Do::Timetable => timetable::draw_up(year, story),
        Do::Retime => timetable::move_one(year, story),
        Do::Outline => timetable::outline(year, story),
        Do::Register => registration::open(year, story),
        Do::Enrol => class::enrol(year, story),
        Do::Attend => class::attend(year, story),
        Do::Prepare => contest::prepare(year, story),
        Do::Judge { all } => contest::judge(year, story, all),
        Do::PrepareTeams => teams::prepare(year, story),
        Do::JudgeTeams => teams::judge(year, story),
        Do::PublishResult => contest::publish(year, story),
        Do::Certify => contest::certify(year, story),
        Do::Hold => event_step(year, story, story.host, StepKind::MarkHeld, ""),
        Do::Close => {
            write(year, story)?;
            papers(year, story, Stage::Closing)?;
            event_step(year, story, story.host, StepKind::Close, "")
        }
        Do::Cancel(reason) => event_step(year, story, story.host, StepKind::Cancel, reason),
        Do::Claim => claim(year, story),
        Do::Accept => accept(year, story),
        Do::Return(opinion) => sign(year, story, clerk_of(story), Step::Return, opinion),
        Do::Decline(opinion) => sign(year, story, clerk_of(story), Step::Decline, opinion),
        Do::FirstReview(opinion) => sign(year, story, clerk_of(story), Step::FirstReview, opinion),
        Do::SecondReview(opinion) => sign(year, story, "reviewer", Step::SecondReview, opinion),
        Do::Decide(opinion) => decide(year, story, &Ruled::AsAssessed, opinion),
        Do::Rule(yuan, reason) => decide(year, story, &Ruled::Own(Fen::yuan(yuan)), reason),
        Do::Archive => sign(year, story, clerk_of(story), Step::Archive, ""),
    }
}

/// The first steps of a county's claim are its own office's.
fn clerk_of(story: &Story) -> &'static str {
    if story.host == "host.ruian" { "clerk.ruian" } else { "clerk" }
}

fn propose(year: &mut Year, story: &'static Story) -> Result<EventId, Refusal> {
    let who = year.who(story.host)?;
    let id = if story.planned {
        let item = *year.items.get(story.name).ok_or(Refusal::Missing(story.name))?;
        events::propose(&year.app, &who, item)?
    } else {
        events::create(&year.app, &who, story.kind)?
    };
    year.events.insert(story.key, id);
    write(year, story)?;
    Ok(id)
}

/// Writes all that is known; each stage takes the fields that are its own.
fn write(year: &mut Year, story: &Story) -> Result<(), Refusal> {
    let (who, id) = (year.who(story.host)?, event_of(year, story)?);
    let mut form: BTreeMap<String, String> = BTreeMap::new();
    let mut put = |name: &str, value: String| form.insert(name.to_owned(), value);
    put("estimated_cost", story.estimate.to_string());
    put("final_cost", story.cost.to_string());
    put("contact_name", who.name.clone());
    put("contact_phone", "0577-88000000".to_owned());
    put("safety_plan", "现场设安全员两名和急救点一处，赛前检查用电、消防和设备，出入口保持畅通。".to_owned());
    put("actual_people", story.people.to_string());
    put("completed_trainees", story.people.to_string());
    if story.kind == Kind::Competition {
        put("entry_fee_charged", "false".to_owned());
    }
    story.form.iter().for_each(|(name, value)| {
        put(name, (*value).to_owned());
    });
    let version = year.app.store.read(|conn| storage::events::get(conn, id))?.version;
    Ok(events::edit(&year.app, &who, id, version, &form)?)
}

fn event_of(year: &Year, story: &Story) -> Result<EventId, Refusal> {
    year.event(story.key)
}

fn papers(year: &mut Year, story: &Story, stage: Stage) -> Result<(), Refusal> {
    let (who, id) = (year.who(story.host)?, event_of(year, story)?);
    let reference = year.app.store.read(|conn| storage::events::get(conn, id))?.reference;
    let cost = if stage == Stage::Closing { story.cost } else { story.estimate };
    let about = About { title: story.name, reference: &reference, cost: Fen::yuan(cost), people: story.people };
    for asked in event::papers(story.kind, stage).iter().filter(|asked| asked.mandatory) {
        let code = asked.paper.as_str();
        evidence::upload(&year.app, &who, Owner::Event(id), code, &paper(code, &about)?)?;
    }
    Ok(())
}

fn event_step(
    year: &mut Year,
    story: &Story,
    mail_name: &'static str,
    step: StepKind,
    opinion: &str,
) -> Result<(), Refusal> {
    let (who, event) = (year.who(mail_name)?, event_of(year, story)?);
    let version = year.app.store.read(|conn| storage::events::get(conn, event))?.version;
    events::take(&year.app, &who, step, &events::Signed { event, version, opinion: opinion.to_owned() })?;
    Ok(())
}

fn claim(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let who = year.who(story.host)?;
    let id = match story.direct {
        None => events::make_claim(&year.app, &who, event_of(year, story)?)?,
        Some((rule, facts)) => {
            let draft = NewDraft {
                rule: rule.to_owned(),
                title: story.name.to_owned(),
                facts: facts.iter().copied().collect(),
                event: None,
                budget_line: None,
            };
            claims::create(&year.app, &who, &draft)?
        }
    };
    year.claims.insert(story.key, id);
    let reference = year.app.store.read(|conn| storage::claims::get(conn, id))?.reference;
    let about = About { title: story.name, reference: &reference, cost: Fen::yuan(story.cost), people: story.people };
    for code in story.papers {
        evidence::upload(&year.app, &who, Owner::Claim(id), code, &paper(code, &about)?)?;
    }
    let signed = signed(&year.app, id, "")?;
    claims::submit(&year.app, &who, &signed, true)?;
    Ok(())
}

fn signed(app: &App, claim: ClaimId, opinion: &str) -> Result<claims::Signed, Refusal> {
    let version = app.store.read(|conn| storage::claims::get(conn, claim))?.version;
    Ok(claims::Signed { claim, version, opinion: opinion.to_owned() })
}

fn accept(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (who, id) = (year.who(clerk_of(story))?, year.claim(story.key)?);
    let line = match story.direct {
        // The line of the plan's item goes with the others.
        None => None,
        Some(_) => Some(*year.lines.get("示范企业奖励").ok_or(Refusal::Missing("示范企业奖励"))?),
    };
    claims::accept(&year.app, &who, &signed(&year.app, id, "")?, line)?;
    Ok(())
}

fn sign(
    year: &mut Year,
    story: &'static Story,
    mail_name: &'static str,
    step: Step,
    opinion: &str,
) -> Result<(), Refusal> {
    let (who, id): (Who, ClaimId) = (year.who(mail_name)?, year.claim(story.key)?);
    claims::sign(&year.app, &who, step, &signed(&year.app, id, opinion)?)?;
    Ok(())
}

fn decide(year: &mut Year, story: &'static Story, ruled: &Ruled, opinion: &str) -> Result<(), Refusal> {
    let (who, id) = (year.who("decider")?, year.claim(story.key)?);
    claims::decide(&year.app, &who, &signed(&year.app, id, opinion)?, ruled)?;
    Ok(())
}
