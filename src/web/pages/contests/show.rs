//! One item: contestants, judges, standings, checks, changes, objections, and what can be done next.

use super::particulars::{correct, said};
use super::results::HonourView;
use crate::domain::access::Action;
use crate::domain::contest::RECUSALS;
use crate::domain::contest::checks::{Check, Finding, Severity};
use crate::domain::contest::phase::{Phase, Step};
use crate::domain::contest::run::RunFact;
use crate::domain::contest::total::clock;
use crate::domain::ids::UserId;
use crate::service::Fault;
use crate::service::contests::{Answered, Contest, Standing, finding_key, honours_of};
use crate::storage::contest_corrections::Reopening;
use crate::storage::contests::Judge;
use crate::text::parts::{Choice, Control, Field, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::form_page::with_faults;
use crate::{family, phrase};
use chrono::NaiveDateTime;
use serde::Serialize;
use std::collections::BTreeMap;

/// Marks that the list of a change offers; a longer one is chosen by its contestant first.
const MARKS_SHOWN: usize = 400;

#[derive(Debug, Serialize)]
pub struct ContestView {
    pub path: String,
    pub name: String,
    pub event: String,
    pub list_path: String,
    pub phase: Tag,
    pub version: i64,
    /// Workstations are not shown beside names now.
    pub blind: bool,
    /// What was wrong with what was sent.
    pub errors: Form,
    pub steps: Vec<StepForm>,
    /// The form that opens a published item again.
    pub reopen: Option<Form>,
    pub reopenings: Vec<Reopened>,
    pub settings: Option<String>,
    pub advance: Option<String>,
    pub honours: Vec<Honoured>,
    pub parts: Vec<String>,
    pub standings: Vec<Row>,
    pub points: bool,
    pub findings: Vec<Found>,
    pub entrants: Vec<EntrantView>,
    pub may_run: bool,
    pub upload: Option<Form>,
    pub judges: Vec<JudgeView>,
    pub assign: Option<Form>,
    pub recuse: Option<Form>,
    pub recusals: Vec<Recusal>,
    pub change: Option<Form>,
    pub correct: Option<Form>,
    pub changes: Vec<Change>,
    pub objections: Vec<Objection>,
    pub may_answer: bool,
    pub result: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct StepForm {
    pub action: String,
    pub label: Phrase,
    pub help: Phrase,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub rank: Option<usize>,
    pub joint: bool,
    /// Name, or workstation while it is blind.
    pub who: String,
    pub unit: String,
    pub official: bool,
    pub marks: Vec<String>,
    pub total: Option<String>,
    pub points: Option<i64>,
    pub award: Option<Phrase>,
}

#[derive(Debug, Serialize)]
pub struct Found {
    pub severity: Tag,
    pub text: Phrase,
    pub about: Phrase,
    pub detail: Phrase,
    pub key: String,
    pub answer: Option<String>,
    pub by: Option<String>,
    pub may_answer: bool,
}

/// A result that no longer counts.
#[derive(Debug, Serialize)]
pub struct Reopened {
    pub at: NaiveDateTime,
    pub published_at: NaiveDateTime,
    pub by: String,
    pub reason: String,
    pub objection: bool,
}

/// What a contestant is honoured with, or would be if a fact were known.
#[derive(Debug, Serialize)]
pub struct Honoured {
    pub name: String,
    pub rank: usize,
    pub lines: Vec<HonourView>,
}

#[derive(Debug, Serialize)]
pub struct EntrantView {
    pub id: i64,
    pub name: String,
    pub unit: String,
    pub tail: String,
    pub station: Option<String>,
    pub official: bool,
    /// `yes`, `no` or blank.
    pub present: String,
    pub deduction: String,
    pub taken: String,
}

#[derive(Debug, Serialize)]
pub struct JudgeView {
    pub name: String,
    pub unit: String,
    pub head: bool,
    /// The form that takes the judge off.
    pub remove: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Recusal {
    pub judge: String,
    pub entrant: String,
    pub reason: Phrase,
}

#[derive(Debug, Serialize)]
pub struct Change {
    pub about: String,
    pub line: Phrase,
    pub before: Phrase,
    pub after: Phrase,
    pub reason: String,
    pub asked_at: NaiveDateTime,
    pub approved_at: Option<NaiveDateTime>,
    /// The form that approves it.
    pub approve: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Objection {
    pub action: String,
    pub id: i64,
    pub name: String,
    pub contact: String,
    pub reasons: String,
    pub filed_at: NaiveDateTime,
    pub answer: Option<String>,
    pub upheld: bool,
}

impl ContestView {
    pub fn new(
        contest: &Contest,
        may: &[Action],
        free: &[Judge],
        reader: UserId,
        typed: &BTreeMap<String, String>,
        faults: &[Fault],
    ) -> ContestView {
        let item = &contest.item;
        let path = format!("/contests/{}", item.id);
        let may = |action: Action| may.contains(&action);
        let blind = matches!(item.phase, Phase::Judging | Phase::SignedOnce);
        let step = |step: &Step| StepForm {
            action: format!("{path}/{step}"),
            label: family!("contest-do", step.as_str()),
            help: family!("contest-do-help", step.as_str()),
        };
        let names = Names { contest, blind };
        let set_up = may(Action::ContestSetUp);
        let mut standings: Vec<&Standing> =
            contest.standings.iter().filter(|one| one.entrant.present != Some(false)).collect();
        standings.sort_by(|one, other| {
            let key = |one: &Standing| (one.place.map_or(usize::MAX, |place| place.rank), names.who(one));
            key(one).cmp(&key(other))
        });
        let started = item.phase != Phase::SetUp;
        ContestView {
            name: item.name.clone(),
            event: contest.event.name.clone(),
            list_path: format!("/events/{}/contests", item.event_id),
            phase: item.phase.into(),
            version: item.version,
            blind,
            errors: with_faults(Vec::new(), faults),
            steps: Step::ALL
                .iter()
                .filter(|step| **step != Step::Reopen && may(Action::of_contest_step(**step)))
                .map(step)
                .collect(),
            reopen: may(Action::ContestReopen).then(|| reopen(typed, faults)),
            reopenings: contest.reopenings.iter().map(reopened).collect(),
            advance: may(Action::ContestAdvance).then(|| format!("{path}/advance")),
            settings: set_up.then(|| format!("{path}/settings")),
            honours: if item.phase.is_decoded() { honoured(contest) } else { Vec::new() },
            parts: contest.scheme.by_criterion().keys().map(|code| names.part(code)).collect(),
            standings: if started { standings.iter().map(|one| names.row(one)).collect() } else { Vec::new() },
            points: item.tolerance.is_some(),
            findings: if started {
                let answers = may(Action::ContestSubmit);
                contest
                    .findings
                    .iter()
                    .map(|(finding, answered)| names.found(finding, answered.as_ref(), answers))
                    .collect()
            } else {
                Vec::new()
            },
            entrants: contest.standings.iter().map(|one| entrant(one, blind, typed)).collect(),
            may_run: may(Action::ContestRun),
            upload: set_up.then(upload),
            judges: contest.judges.iter().map(|judge| names.judge(judge, set_up, &path)).collect(),
            assign: set_up.then(|| assign(free)),
            recuse: may(Action::ContestRun).then(|| recuse(contest)),
            recusals: contest.recusals.iter().map(|recusal| names.recusal(recusal)).collect(),
            change: may(Action::ContestChange).then(|| names.change_form(typed)),
            correct: may(Action::ContestCorrect).then(|| correct(contest, typed, faults)),
            changes: names.changes(reader, &may, &path),
            objections: objections(contest, &path),
            may_answer: may(Action::ContestAnswer),
            result: (item.phase == Phase::Published).then(|| format!("/results/{}", item.id)),
            path,
        }
    }
}

/// Names of an item's people as they may be shown now.
struct Names<'c> {
    contest: &'c Contest,
    blind: bool,
}

impl Names<'_> {
    fn who(&self, standing: &Standing) -> String {
        if self.blind { standing.entrant.station.clone() } else { standing.entrant.name.clone() }
    }

    fn by_id(&self, id: i64) -> String {
        let found = self.contest.standings.iter().find(|one| one.entrant.id.get() == id);
        found.map(|one| self.who(one)).unwrap_or_default()
    }

    /// By name, also while workstations are not shown beside names.
    fn person(&self, id: i64) -> String {
        let found = self.contest.standings.iter().find(|one| one.entrant.id.get() == id);
        found.map(|one| one.entrant.name.clone()).unwrap_or_default()
    }

    /// Whom a finding is about: what is known by name is told by name, what was marked by workstation; never
    /// both of one contestant while it is blind. What is about nobody is about the item.
    fn about(&self, finding: &Finding) -> Phrase {
        let by_name = match finding.check {
            Check::PresenceUnknown
            | Check::NoStation
            | Check::SamePerson
            | Check::Namesake
            | Check::JudgeCompetes
            | Check::PresentUnseen
            | Check::AbsentSeen
            | Check::AbsentWithMarks
            | Check::Withdrawn
            | Check::NoTime
            | Check::EntrantCorrected => true,
            Check::ChangePending => finding
                .detail
                .split(' ')
                .next()
                .is_some_and(|fact| fact.parse::<RunFact>().is_ok_and(RunFact::is_of_person)),
            _ => false,
        };
        match finding.entrant {
            Some(id) if by_name => Phrase::typed(self.person(id)),
            Some(id) => Phrase::typed(self.by_id(id)),
            None => phrase!("contest-about-item"),
        }
    }

    fn judge_name(&self, id: &str) -> String {
        let found = self.contest.judges.iter().find(|judge| judge.user.to_string() == id);
        found.map_or_else(|| id.to_owned(), |judge| judge.name.clone())
    }

    fn part(&self, code: &str) -> String {
        self.contest.scheme.line(code).map_or_else(|| code.to_owned(), |line| line.name.clone())
    }

    /// A line of the scheme, or what the day adds to it.
    fn fact(&self, code: &str) -> Phrase {
        match code.parse::<RunFact>() {
            Ok(fact) => family!("contest-fact", fact.as_str()),
            Err(_) => Phrase::typed(self.part(code)),
        }
    }

    fn row(&self, standing: &Standing) -> Row {
        let modules = standing.scores.as_ref().map(|scores| &scores.modules);
        let mark =
            |code: &&str| modules.and_then(|modules| modules.get(*code)).map_or_else(String::new, |mark| mark.fixed(2));
        Row {
            rank: standing.place.map(|place| place.rank),
            joint: standing.place.is_some_and(|place| place.joint),
            who: self.who(standing),
            unit: if self.blind { String::new() } else { standing.entrant.unit.clone() },
            official: self.blind || standing.entrant.official,
            marks: self.contest.scheme.by_criterion().keys().map(mark).collect(),
            total: standing.scores.as_ref().map(|scores| scores.total.fixed(2)),
            points: standing.points,
            award: standing.award.map(|award| family!("contest-award", award.as_str())),
        }
    }

    fn found(&self, finding: &Finding, answered: Option<&Answered>, may: bool) -> Found {
        let count = || finding.detail.parse::<i64>().unwrap_or_default();
        let detail = match (finding.check, finding.detail.split_once(' ')) {
            (Check::RecusedJudge | Check::SameUnit | Check::JudgeCompetes | Check::IdleJudge, _) => {
                Phrase::typed(self.judge_name(&finding.detail))
            }
            (Check::Outlier | Check::AllAlike, Some((line, judge))) => {
                Phrase::typed(format!("{} {}", self.part(line), self.judge_name(judge)))
            }
            (Check::ChangedAfterSigning | Check::ChangePending | Check::EntrantCorrected, Some((line, _))) => {
                self.fact(line)
            }
            (Check::NotSigned, _) => phrase!("contest-found-signed", count = count()),
            (Check::OpenObjection, _) => phrase!("contest-found-objections", count = count()),
            (Check::SmallField, _) => phrase!("contest-found-field", count = count()),
            (Check::Scheme, _) => phrase!("contest-found-sum", sum = finding.detail.as_str()),
            (Check::Tie, _) => phrase!("contest-found-rank", rank = count()),
            (Check::NothingCorrected | Check::SamePerson | Check::Namesake, _) => Phrase::typed(""),
            _ => Phrase::typed(self.part(&finding.detail)),
        };
        self.found_as(finding, answered, may, detail)
    }

    fn found_as(&self, finding: &Finding, answered: Option<&Answered>, may: bool, detail: Phrase) -> Found {
        let severity = finding.check.severity();
        let tone = if severity == Severity::Error { Tone::Stop } else { Tone::Wait };
        Found {
            severity: Tag::new(tone, family!("contest-severity", severity.as_str())),
            text: family!("contest-check", finding.check.as_str()),
            about: self.about(finding),
            detail,
            key: finding_key(finding),
            answer: answered.map(|answered| answered.answer.clone()),
            by: answered.map(|answered| answered.by.clone()),
            may_answer: may && severity == Severity::Warning && answered.is_none(),
        }
    }

    fn judge(&self, judge: &Judge, may: bool, path: &str) -> JudgeView {
        JudgeView {
            name: judge.name.clone(),
            unit: judge.unit.clone(),
            head: judge.head,
            remove: may.then(|| format!("{path}/judges/{}/remove", judge.user)),
        }
    }

    /// Recusals name people, never workstations.
    fn recusal(&self, (entrant, judge, reason): &(crate::domain::ids::EntrantId, UserId, String)) -> Recusal {
        let found = self.contest.standings.iter().find(|one| one.entrant.id == *entrant);
        Recusal {
            judge: self.judge_name(&judge.to_string()),
            entrant: found.map(|one| one.entrant.name.clone()).unwrap_or_default(),
            reason: family!("contest-recusal", reason),
        }
    }

    fn change_form(&self, typed: &BTreeMap<String, String>) -> Form {
        let text = |name: &str| typed.get(name).map_or("", String::as_str);
        let choices = self.contest.marks.iter().take(MARKS_SHOWN).map(|mark| {
            let (who, judge) = (self.by_id(mark.entrant_id.get()), self.judge_name(&mark.judge_id.to_string()));
            let label = format!("{who} · {} · {judge} · {}", self.part(&mark.line), mark.mark);
            Choice::new(mark.id.to_string(), Phrase::typed(label))
        });
        let of_run = self.contest.standings.iter().flat_map(|one| {
            let who = self.who(one);
            let (id, row) = (one.entrant.id, &one.entrant);
            let taken = row.seconds.and_then(|seconds| u32::try_from(seconds).ok()).map_or_else(String::new, clock);
            [
                Choice::new(
                    format!("deduction-{id}"),
                    phrase!("contest-change-deduction", who = who.as_str(), now = row.deduction.as_str()),
                ),
                Choice::new(format!("time-{id}"), phrase!("contest-change-time", who = who.as_str(), now = taken)),
            ]
        });
        Form::new(vec![
            Field::new(Control::Select, "mark", phrase!("contest-change-mark"))
                .choices(choices.chain(of_run).collect::<Vec<_>>())
                .value(text("mark"))
                .required(),
            Field::new(Control::Text, "after", phrase!("contest-change-after")).value(text("after")).required(),
            Field::new(Control::Textarea, "reason", phrase!("contest-change-reason"))
                .rows(2)
                .value(text("reason"))
                .required(),
        ])
    }

    fn changes(&self, reader: UserId, may: &dyn Fn(Action) -> bool, path: &str) -> Vec<Change> {
        let (of_marks, of_people) = (may(Action::ContestChange), may(Action::ContestCorrect));
        let change =
            |(change, mark): &(crate::storage::contest_marks::ChangeRow, crate::storage::contest_marks::MarkRow)| {
                Change {
                    about: self.by_id(mark.entrant_id.get()),
                    line: self.fact(&mark.line),
                    before: Phrase::typed(change.before.as_str()),
                    after: Phrase::typed(change.after.as_str()),
                    reason: change.reason.clone(),
                    asked_at: change.asked_at,
                    approved_at: change.approved_at,
                    approve: (of_marks && change.approved_at.is_none() && change.asked_by != reader)
                        .then(|| format!("{path}/changes/{}", change.id)),
                }
            };
        let of_run = self.contest.run_changes.iter().map(|change| Change {
            about: match change.field.is_of_person() {
                true => self.person(change.entrant_id.get()),
                false => self.by_id(change.entrant_id.get()),
            },
            line: self.fact(change.field.as_str()),
            before: said(change.field, &change.before),
            after: said(change.field, &change.after),
            reason: change.reason.clone(),
            asked_at: change.asked_at,
            approved_at: change.approved_at,
            approve: (if change.field.is_of_person() { of_people } else { of_marks }
                && change.approved_at.is_none()
                && change.asked_by != reader)
                .then(|| format!("{path}/run-changes/{}", change.id)),
        });
        self.contest.changes.iter().map(change).chain(of_run).collect()
    }
}

fn reopen(typed: &BTreeMap<String, String>, faults: &[Fault]) -> Form {
    let field = Field::new(Control::Textarea, "reopen", phrase!("contest-reopen-reason"));
    let typed = typed.get("reopen").map_or("", String::as_str);
    let own: Vec<Fault> = faults.iter().filter(|fault| fault.field == "reopen").cloned().collect();
    with_faults(vec![field.rows(2).value(typed).required()], &own)
}

fn reopened(of: &Reopening) -> Reopened {
    Reopened {
        at: of.at,
        published_at: of.published_at,
        by: of.by.clone(),
        reason: of.reason.clone(),
        objection: of.objection.is_some(),
    }
}

fn honoured(contest: &Contest) -> Vec<Honoured> {
    let mut all: Vec<Honoured> = contest
        .standings
        .iter()
        .filter_map(|standing| {
            let lines: Vec<HonourView> = honours_of(contest, standing).iter().map(HonourView::from).collect();
            let rank = standing.place?.rank;
            (!lines.is_empty()).then(|| Honoured { name: standing.entrant.name.clone(), rank, lines })
        })
        .collect();
    all.sort_by_key(|one| one.rank);
    all
}

fn entrant(standing: &Standing, blind: bool, typed: &BTreeMap<String, String>) -> EntrantView {
    let row = &standing.entrant;
    let kept = |kind: &str, stored: String| typed.get(&format!("{kind}-{}", row.id)).cloned().unwrap_or(stored);
    let present = match row.present {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let seconds = row.seconds.and_then(|seconds| u32::try_from(seconds).ok());
    EntrantView {
        id: row.id.get(),
        name: row.name.clone(),
        unit: row.unit.clone(),
        tail: row.id_tail.clone(),
        station: (!blind).then(|| row.station.clone()),
        official: row.official,
        present: kept("p", present.to_owned()),
        deduction: kept("d", row.deduction.clone()),
        taken: kept("t", seconds.map(clock).unwrap_or_default()),
    }
}

fn upload() -> Form {
    let field = Field::new(Control::File, "file", phrase!("contest-entrants-file"));
    Form::new(vec![field.help(phrase!("contest-entrants-help")).accept(".csv,.xlsx,.xls").required()])
}

fn assign(free: &[Judge]) -> Form {
    let choices = free
        .iter()
        .map(|judge| Choice::new(judge.user.to_string(), Phrase::typed(format!("{} · {}", judge.name, judge.unit))));
    Form::new(vec![
        Field::new(Control::Select, "judge", phrase!("contest-judge")).choices(choices.collect::<Vec<_>>()).required(),
        Field::new(Control::Checkbox, "head", phrase!("contest-head")),
    ])
}

fn recuse(contest: &Contest) -> Form {
    let judges = contest.judges.iter();
    let judges = judges.map(|judge| Choice::new(judge.user.to_string(), Phrase::typed(judge.name.as_str())));
    let entrants = contest.standings.iter().map(|one| {
        Choice::new(one.entrant.id.to_string(), Phrase::typed(format!("{} · {}", one.entrant.name, one.entrant.unit)))
    });
    let reasons = RECUSALS.map(|code| Choice::new(code, family!("contest-recusal", code)));
    let select = |name: &str, id: &str, label, choices: Vec<Choice>| {
        let mut field = Field::new(Control::Select, name, label).choices(choices).required();
        // Two forms of this page have a field for a judge and one for a reason.
        field.id = format!("f-recuse-{id}");
        field.focus.clone_from(&field.id);
        field
    };
    Form::new(vec![
        select("judge", "judge", phrase!("contest-judge"), judges.collect()),
        select("entrant", "entrant", phrase!("contest-entrant"), entrants.collect()),
        select("reason", "reason", phrase!("contest-recusal-reason"), reasons.into()),
    ])
}

fn objections(contest: &Contest, path: &str) -> Vec<Objection> {
    let objection = |row: &crate::storage::contests::ObjectionRow| Objection {
        action: format!("{path}/objections/{}", row.id),
        id: row.id.get(),
        name: row.objector_name.clone(),
        contact: row.contact.clone(),
        reasons: row.reasons.clone(),
        filed_at: row.filed_at,
        answer: row.answer.clone(),
        upheld: row.upheld == Some(true),
    };
    contest.objections.iter().map(objection).collect()
}

impl Page for ContestView {
    const TEMPLATE: &'static str = "pages/contests/show";

    fn title(&self, _: Say) -> String {
        self.name.clone()
    }

    fn sample() -> ContestView {
        super::sample::view(Phase::Signed)
    }

    fn samples() -> Vec<ContestView> {
        [Phase::Signed, Phase::SetUp, Phase::Judging, Phase::Published].map(super::sample::view).into()
    }
}
