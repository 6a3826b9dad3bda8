//! The first page: what waits for whoever is signed in.

use super::worklist::{Elsewhere, Task, Worklist};
use super::{claims, events};
use crate::domain::claim;
use crate::domain::evaluation::phase::Step;
use crate::domain::ids::EvaluationId;
use crate::domain::people::Role;
use crate::domain::time;
use crate::service::Who;
use crate::service::evaluations::Chore;
use crate::service::recognition;
use crate::service::worklist::{self, SentOf, SentOn, TaskOf};
use crate::text::Phrase;
use crate::text::parts::{Empty, Pager, Tag, Tone};
use crate::web::answer::{Answer, Result};
use crate::web::pages::plan::division_name;
use crate::web::shell::View;
use crate::{family, phrase};
use chrono::NaiveDate;
use rocket::{Route, get, routes};

pub fn routes() -> Vec<Route> {
    routes![home]
}

/// Tasks on one page.
const PER_PAGE: u64 = 50;

#[get("/?<page>")]
async fn home(view: View, page: Option<u64>) -> Result {
    if view.visitor.who.is_none() {
        return Ok(Answer::see("/sign-in"));
    }
    let who = view.who()?;
    let (waiting, sent) = view.act(|app, who| Ok((worklist::tasks(app, who)?, worklist::sent_on(app, who)?))).await?;
    let today = view.app.today();
    let count = waiting.len() as u64;
    let pager = Pager::new("/", page.unwrap_or(1), PER_PAGE, count);
    let skipped = ((pager.page - 1) * PER_PAGE) as usize;
    let shown = waiting.into_iter().skip(skipped).take(PER_PAGE as usize);
    let tasks: Vec<Task> = shown.map(|task| task_row(task, today)).collect();
    let mut actions = Vec::new();
    if worklist::is_host(&who) {
        actions.push(("/events/new".to_owned(), phrase!("event-new")));
        actions.push(("/claims/new".to_owned(), phrase!("claim-new")));
    }
    let page = Worklist {
        today,
        workday: view.app.calendar().is_working_day(today).unwrap_or(true),
        total: count,
        tasks,
        pager,
        empty: Empty {
            title: phrase!("common-nothing-waits"),
            help: Some(phrase!("common-nothing-waits-help")),
            action: watches(&who),
        },
        actions,
        elsewhere: sent.into_iter().map(sent_row).collect(),
    };
    view.page(&page)
}

fn sent_row(sent: SentOn) -> Elsewhere {
    let (path, state, until) = match sent.of {
        SentOf::Claim { id, state, notice_ends_on } => {
            let until = notice_ends_on.filter(|_| state == claim::State::OnNotice);
            (format!("/claims/{id}"), claims::words::state_tag(state), until)
        }
        SentOf::Event { id, state } => (format!("/events/{id}"), events::words::state_tag(state), None),
    };
    let holder = match until {
        Some(day) => phrase!("common-until", day = day),
        None => phrase!("common-office"),
    };
    Elsewhere { title: Phrase::typed(sent.title), path, reference: sent.reference, state, holder }
}

/// Where those go for whom nothing ever waits.
fn watches(who: &Who) -> Option<(String, Phrase)> {
    if who.actor.holds(Role::Auditor) {
        Some(("/audit".to_owned(), phrase!("nav-audit")))
    } else if who.actor.holds(Role::Administrator) {
        Some(("/people".to_owned(), phrase!("nav-people")))
    } else {
        None
    }
}

fn task_row(task: worklist::Task, today: NaiveDate) -> Task {
    let days = (today - time::shanghai_date(task.since)).num_days();
    let (title, path, amount) = match task.of {
        TaskOf::Claim { id, step, amount, returned } => {
            let words = if returned { phrase!("claim-mend") } else { family!("task", step.as_str()) };
            (words, format!("/claims/{id}"), Some(amount).filter(|amount| !amount.is_zero()))
        }
        TaskOf::Base { id, step } => (family!("base-task", step.as_str()), format!("/bases/{id}"), None),
        TaskOf::Instalment { id, lacking } => (phrase!("base-task-instalment"), format!("/bases/{id}"), Some(lacking)),
        TaskOf::Evaluation(chore) => {
            let (words, path) = evaluation(chore);
            (words, path, None)
        }
        TaskOf::Recognition(chore) => {
            let (words, path) = recognition(chore);
            (words, path, None)
        }
        TaskOf::Treasurer { bureau: Some(id), count } => {
            (phrase!("people-task-treasurer", count = count), format!("/people/organisations/{id}/users/new"), None)
        }
        TaskOf::Treasurer { bureau: None, count } => {
            let county = task.title.parse().map_or_else(|_| task.title.clone(), division_name);
            let words = phrase!("people-task-bureau", count = count, county = county);
            (words, "/people/organisations/new".to_owned(), None)
        }
        TaskOf::PlanItem(id) => (phrase!("plan-task"), format!("/plan/items/{id}"), None),
        TaskOf::Contest { id, step } => (family!("contest-task", step.as_str()), format!("/contests/{id}"), None),
        TaskOf::Final { from } => (phrase!("contest-task-final"), format!("/contests/{from}/advance"), None),
        TaskOf::Objections { id, count } => {
            (phrase!("contest-task-objections", count = count), format!("/contests/{id}"), None)
        }
        TaskOf::Judging(id) => (phrase!("judging-task"), format!("/judging/{id}"), None),
        TaskOf::Review { id, count } => (phrase!("registration-task", count = count), format!("/entries/{id}"), None),
        TaskOf::Event { id, step } => (family!("event-task", step.as_str()), format!("/events/{id}"), None),
    };
    Task {
        title: title.with("title", task.title),
        path,
        reference: task.reference,
        organisation: task.organisation,
        waiting: phrase!("common-days", count = days),
        due: task.due.map(|due| nearness(due, today)),
        amount,
    }
}

/// The words and the page of what a year's evaluation waits for.
fn evaluation(chore: Chore) -> (Phrase, String) {
    let result = |id: EvaluationId, words| (words, format!("/evaluations/{id}/result"));
    match chore {
        Chore::SelfScore(id) => (phrase!("scoring-task-self"), format!("/self-scores/{id}")),
        Chore::Declare(id) => (phrase!("scoring-task-declare"), format!("/scoring/{id}")),
        Chore::Sheets(id, count) => (phrase!("scoring-task-sheets", count = count), format!("/scoring/{id}")),
        Chore::Late(id, count) => (phrase!("scoring-task-late", count = count), format!("/evaluations/{id}/panel")),
        Chore::Call(id, count) => (phrase!("scoring-task-call", count = count), format!("/evaluations/{id}/panel")),
        Chore::Draw(id) => (phrase!("scoring-task-draw"), format!("/evaluations/{id}/panel")),
        Chore::Meet(id, count) => result(id, phrase!("scoring-task-meet", count = count)),
        Chore::Answer(id, count) => result(id, phrase!("scoring-task-answer", count = count)),
        Chore::Revise(id, count) => result(id, phrase!("scoring-task-revise", count = count)),
        Chore::DecideAgain(id, count) => result(id, phrase!("scoring-task-decide-again", count = count)),
        Chore::Mend(id, count) => result(id, phrase!("scoring-task-mend", count = count)),
        Chore::Step(id, step @ (Step::Propose | Step::Publish | Step::Approve)) => {
            result(id, family!("evaluation-task", step.as_str()))
        }
        Chore::Step(id, step) => (family!("evaluation-task", step.as_str()), format!("/evaluations/{id}/run")),
    }
}

/// The words and the page of what a round of recognition waits for.
fn recognition(chore: recognition::Chore) -> (Phrase, String) {
    use recognition::Chore;
    let (code, count, path) = match chore {
        Chore::Draft(id) => ("draft", 1, format!("/nominations/{id}")),
        Chore::Check(id, count) => ("check", count, format!("/recognition/{id}#nominations")),
        Chore::Draw(id) => ("draw", 1, format!("/recognition/{id}/panel")),
        Chore::Call(id, count) => ("call", count, format!("/recognition/{id}/panel")),
        Chore::Meet(id, count) => ("meet", count, format!("/recognition/{id}/panel")),
        Chore::Answer(id, count) => ("answer", count, format!("/recognition/{id}#nominations")),
        Chore::Step(id, step) => (step.as_str(), 1, format!("/recognition/{id}")),
        Chore::Declare(id) => ("declare", 1, format!("/recognition/{id}/review")),
        Chore::Mark(id, count) => ("mark", count, format!("/recognition/{id}/review")),
        Chore::Vote(id) => ("vote", 1, format!("/recognition/{id}/review")),
        Chore::Look(count) => ("look", count, "/titles".to_owned()),
        Chore::Withdraw(id) => ("withdraw", 1, format!("/titles/{id}")),
        Chore::Recover(id) => ("recover", 1, format!("/titles/{id}")),
    };
    (family!("recognition-task", code).with("count", count), path)
}

/// How near a last day is: red when it is today or past, amber tomorrow and the day after.
pub fn nearness(due: NaiveDate, today: NaiveDate) -> Tag {
    match (due - today).num_days() {
        days if days < 0 => Tag::new(Tone::Stop, phrase!("common-overdue", day = due)),
        0 => Tag::new(Tone::Stop, phrase!("common-today")),
        1 => Tag::new(Tone::Wait, phrase!("common-tomorrow")),
        2 => Tag::new(Tone::Wait, phrase!("common-day", day = due)),
        _ => Tag::new(Tone::Plain, phrase!("common-day", day = due)),
    }
}
