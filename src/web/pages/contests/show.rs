//! One item: contestants, judges, standings, checks, changes, objections, and what can be done next.

use super::changes::{self, Change};
use super::findings::{Found, answer_field};
use super::forms::{self, Sent};
use super::particulars::correct;
use super::passages::{self, PassageView};
use super::results::HonourView;
use crate::domain::access::Action;
use crate::domain::contest::phase::{Phase, Step};
use crate::domain::contest::run::RunFact;
use crate::domain::contest::total::clock;
use crate::domain::ids::UserId;
use crate::domain::lang::Lang;
use crate::service::Fault;
use crate::service::contests::{Contest, Lack, PARTS, Standing, as_seen, honours_of};
use crate::storage::contest_corrections::{Reopening, SentBack};
use crate::storage::contest_recusals;
use crate::storage::contests::Judge;
use crate::text::parts::{Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::{family, phrase};
use chrono::NaiveDateTime;
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// Lists that came from other items' results, and went from this one's.
    pub passages: Vec<PassageView>,
    pub steps: Vec<StepForm>,
    /// The form that sends a submitted result back.
    pub send_back: Option<Form>,
    /// Results that were sent back, and why.
    pub returns: Vec<SentBack>,
    /// The form that opens a published item again.
    pub reopen: Option<Form>,
    pub reopenings: Vec<Reopened>,
    pub settings: Option<String>,
    pub advance: Option<String>,
    pub honours: Vec<Honoured>,
    pub parts: Vec<Phrase>,
    /// Something was deducted from somebody.
    pub deductions: bool,
    pub standings: Vec<Row>,
    pub points: bool,
    pub findings: Vec<Found>,
    pub entrants: Vec<EntrantView>,
    pub may_run: bool,
    /// Contestants can still be taken off.
    pub set_up: bool,
    /// Where the lot stands by name.
    pub seating: Option<String>,
    /// The reader has opened it, and signs nothing.
    pub saw_seating: bool,
    pub upload: Option<Form>,
    pub judges: Vec<JudgeView>,
    pub assign: Option<Form>,
    pub recuse: Option<Form>,
    pub recusals: Vec<Recusal>,
    pub change: Option<Form>,
    /// The form that adds a mark that is missing.
    pub add_mark: Option<Form>,
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
    pub deduction: String,
    pub total: Option<String>,
    pub points: Option<i64>,
    pub award: Option<Phrase>,
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
    /// Of a team, by name.
    pub members: Option<Phrase>,
    pub unit: String,
    pub tail: String,
    pub station: Option<String>,
    pub official: bool,
    /// `yes`, `no` or blank.
    pub present: String,
    pub deduction: String,
    pub taken: String,
    /// What the row was filled from.
    pub was: String,
    /// What was wrong with the presence, the deduction or the time.
    pub faults: Vec<Phrase>,
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
    /// It counts from the decoding on.
    pub waits: bool,
    /// The form that takes it back.
    pub remove: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Objection {
    pub action: String,
    pub id: i64,
    /// Who objects, for the bureau alone: the host answers for the result that is disputed.
    pub who: Option<Objector>,
    pub reasons: String,
    pub filed_at: NaiveDateTime,
    pub answer: Option<String>,
    pub upheld: bool,
    /// What was typed as an answer, and what was wrong with it.
    pub typed: String,
    pub fault: Option<Phrase>,
}

#[derive(Debug, Serialize)]
pub struct Objector {
    pub name: String,
    pub contact: String,
}

impl ContestView {
    pub fn new(
        contest: &Contest,
        lacks: &[Lack<'_>],
        may: &[Action],
        free: &[Judge],
        reader: UserId,
        typed: &BTreeMap<String, String>,
        faults: &[Fault],
    ) -> ContestView {
        let item = &contest.item;
        let path = format!("/contests/{}", item.id);
        let may = |action: Action| may.contains(&action);
        let blind = contest.is_blind();
        let step = |step: &Step| StepForm {
            action: format!("{path}/{step}"),
            label: family!("contest-do", step.as_str()),
            help: family!("contest-do-help", step.as_str()),
        };
        let names = Names { contest, blind };
        let set_up = may(Action::ContestSetUp);
        // Who came is known by name: while it is blind every workstation is there.
        let there = |one: &&Standing| blind || one.entrant.present != Some(false);
        let standings: Vec<&Standing> = contest.in_order().into_iter().filter(there).collect();
        let started = item.phase != Phase::SetUp;
        let sent = Sent { typed, faults };
        let send_back = may(Action::ContestSendBack).then(|| forms::send_back(sent));
        let reopen = may(Action::ContestReopen).then(|| forms::reopen(sent));
        let upload = set_up.then(|| forms::upload(sent));
        let assign = may(Action::ContestRun).then(|| forms::assign(free, set_up, sent));
        let recuse = may(Action::ContestRun).then(|| forms::recuse(contest, sent));
        let change = may(Action::ContestChange).then(|| changes::form(&names, sent));
        let add_mark = may(Action::ContestChange) && !lacks.is_empty();
        let add_mark = add_mark.then(|| changes::add_form(&names, lacks, free, sent));
        let correct = may(Action::ContestCorrect).then(|| correct(contest, typed, faults));
        let rows = names.rows(sent);
        ContestView {
            name: item.name.clone(),
            event: contest.event.name.clone(),
            list_path: format!("/events/{}/contests", item.event_id),
            phase: item.phase.into(),
            version: item.version,
            blind,
            errors: sent
                .summary(&[&send_back, &reopen, &upload, &assign, &recuse, &change, &add_mark, &correct], &rows),
            passages: passages::views(contest),
            steps: Step::ALL
                .iter()
                .filter(|step| !matches!(step, Step::Reopen | Step::SendBack) && may(Action::of_contest_step(**step)))
                .filter(|step| **step != Step::Sign || !contest.is_known_to(reader))
                .map(step)
                .collect(),
            send_back,
            returns: contest.returns.clone(),
            reopen,
            reopenings: contest.reopenings.iter().map(reopened).collect(),
            advance: may(Action::ContestAdvance).then(|| format!("{path}/advance")),
            settings: set_up.then(|| format!("{path}/settings")),
            honours: if item.phase.is_decoded() { honoured(contest) } else { Vec::new() },
            parts: contest.scheme.by_criterion().keys().map(|code| names.part(code)).collect(),
            deductions: !blind && standings.iter().any(|one| has_deduction(one)),
            standings: if started { standings.iter().map(|one| names.row(one)).collect() } else { Vec::new() },
            points: item.tolerance.is_some(),
            findings: if started {
                let answers = may(Action::ContestSubmit);
                contest
                    .findings
                    .iter()
                    .map(|(finding, answered)| Found {
                        fault: sent.at(&answer_field(finding)),
                        ..names.found(finding, answered.as_ref(), answers)
                    })
                    .collect()
            } else {
                Vec::new()
            },
            entrants: contest.standings.iter().map(|one| entrant(one, item.phase.is_decoded(), sent)).collect(),
            may_run: may(Action::ContestRun),
            set_up,
            saw_seating: contest.is_known_to(reader),
            seating: (may(Action::ContestRun) && !contest.standings.is_empty()).then(|| format!("{path}/seating")),
            upload,
            judges: contest.judges.iter().map(|judge| names.judge(judge, set_up, &path)).collect(),
            assign,
            recuse,
            recusals: contest.recusals.iter().map(|recusal| names.recusal(recusal, set_up, &path)).collect(),
            change,
            add_mark,
            correct,
            changes: changes::list(&names, reader, &may, &path, sent),
            objections: objections(contest, &path, may(Action::ContestAnswer), sent),
            may_answer: may(Action::ContestAnswer),
            result: (item.phase == Phase::Published).then(|| format!("/results/{}", item.id)),
            path,
        }
    }
}

/// Names of an item's people as they may be shown now.
pub(super) struct Names<'c> {
    pub contest: &'c Contest,
    pub blind: bool,
}

impl Names<'_> {
    fn who(&self, standing: &Standing) -> String {
        if self.blind { standing.entrant.station.clone() } else { standing.entrant.name.clone() }
    }

    /// Fields in rows of tables, with what they are called.
    fn rows(&self, sent: Sent<'_>) -> Vec<(String, Phrase)> {
        let of_people = self.contest.standings.iter().flat_map(|one| {
            let name = one.entrant.name.as_str();
            [
                (format!("p-{}", one.entrant.id), phrase!("contest-presence-of", name = name)),
                (format!("d-{}", one.entrant.id), phrase!("contest-deduction-of", name = name)),
                (format!("t-{}", one.entrant.id), phrase!("contest-time-of", name = name)),
            ]
        });
        let answers = self
            .contest
            .findings
            .iter()
            .map(|(finding, _)| (answer_field(finding), family!("contest-check", finding.check.as_str())));
        let objections =
            self.contest.objections.iter().map(|row| (format!("objection-{}", row.id), phrase!("notice-answer")));
        let refusals = changes::fields(self.contest).map(|field| (field, phrase!("contest-refusal")));
        let all = of_people.chain(answers).chain(objections).chain(refusals);
        all.filter(|(name, _)| sent.faults.iter().any(|fault| fault.field == *name)).collect()
    }

    pub fn by_id(&self, id: i64) -> String {
        let found = self.contest.standings.iter().find(|one| one.entrant.id.get() == id);
        found.map(|one| self.who(one)).unwrap_or_default()
    }

    /// By name, also while workstations are not shown beside names.
    pub fn person(&self, id: i64) -> String {
        let found = self.contest.standings.iter().find(|one| one.entrant.id.get() == id);
        found.map(|one| one.entrant.name.clone()).unwrap_or_default()
    }

    pub fn judge_name(&self, id: &str) -> String {
        let found = self.contest.judges.iter().find(|judge| judge.user.to_string() == id);
        found.map_or_else(|| id.to_owned(), |judge| judge.name.clone())
    }

    /// A part or line of the scheme; the usual ones in the reader's language.
    pub fn part(&self, code: &str) -> Phrase {
        self.contest.scheme.line(code).map_or_else(|| Phrase::typed(code), |line| part_name(code, &line.name))
    }

    /// Words around the name of a part.
    pub fn around(&self, code: &str, words: impl Fn(&str) -> String) -> Phrase {
        let part = self.part(code);
        Phrase::both(words(&part.say(Lang::Zh)), words(&part.say(Lang::En)))
    }

    /// A line of the scheme, or what the day adds to it.
    pub fn fact(&self, code: &str) -> Phrase {
        match code.parse::<RunFact>() {
            Ok(fact) => family!("contest-fact", fact.as_str()),
            Err(_) => self.part(code),
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
            deduction: if has_deduction(standing) { standing.entrant.deduction.clone() } else { String::new() },
            total: standing.scores.as_ref().map(|scores| scores.total.fixed(2)),
            points: standing.points,
            award: standing.award.map(|award| family!("contest-award", award.as_str())),
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
    fn recusal(&self, recusal: &contest_recusals::Recusal, may: bool, path: &str) -> Recusal {
        let unit = |user| self.contest.judges.iter().find(|judge| judge.user == user).map(|judge| judge.unit.as_str());
        let of = self.contest.standings.iter().find(|one| one.entrant.id == recusal.entrant);
        let is_same_unit = of.is_some_and(|one| unit(recusal.judge) == Some(one.entrant.unit.as_str()));
        let remove = format!("{path}/recusals/{}/{}/remove", recusal.entrant, recusal.judge);
        Recusal {
            remove: (may && !is_same_unit).then_some(remove),
            judge: self.judge_name(&recusal.judge.to_string()),
            entrant: self.person(recusal.entrant.get()),
            reason: family!("contest-recusal", &recusal.reason),
            waits: !recusal.effect.counts(),
        }
    }
}

fn has_deduction(standing: &Standing) -> bool {
    standing.entrant.deduction != "0"
}

/// A usual part is called as the reader calls it, any other as the scheme does.
pub(in crate::web) fn part_name(code: &str, name: &str) -> Phrase {
    match PARTS.contains(&(code, name)) {
        true => family!("contest-part", code),
        false => Phrase::typed(name),
    }
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

fn entrant(standing: &Standing, decoded: bool, sent: Sent<'_>) -> EntrantView {
    let row = &standing.entrant;
    let of_row = |fault: &&Fault| {
        let id = fault.field.split_once('-').map(|(_, id)| id);
        fault.code == "written-meanwhile" && id == Some(row.id.to_string().as_str())
    };
    let meanwhile: Vec<&Fault> = sent.faults.iter().filter(of_row).collect();
    // What somebody else has written and the reader has not touched is shown as it is now.
    let theirs = |field: &str| meanwhile.iter().any(|fault| fault.field == field && fault.args["yours"] == "none");
    let kept = |kind: &str, stored: String| {
        let field = format!("{kind}-{}", row.id);
        sent.typed.get(&field).filter(|_| !theirs(&field)).cloned().unwrap_or(stored)
    };
    // The row is filled from what is there now, so that it is saved the next time.
    let was = sent.typed.get(&format!("was-{}", row.id)).filter(|_| meanwhile.is_empty());
    let present = match row.present {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let seconds = row.seconds.and_then(|seconds| u32::try_from(seconds).ok());
    EntrantView {
        id: row.id.get(),
        name: row.name.clone(),
        members: Phrase::listed(standing.members().into_iter().map(Phrase::typed)),
        unit: row.unit.clone(),
        tail: row.id_tail.clone(),
        station: decoded.then(|| row.station.clone()),
        was: was.cloned().unwrap_or_else(|| as_seen(row)),
        official: row.official,
        present: kept("p", present.to_owned()),
        deduction: kept("d", row.deduction.clone()),
        taken: kept("t", seconds.map(clock).unwrap_or_default()),
        faults: ["p", "d", "t"].iter().filter_map(|kind| sent.at(&format!("{kind}-{}", row.id))).collect(),
    }
}

fn objections(contest: &Contest, path: &str, named: bool, sent: Sent<'_>) -> Vec<Objection> {
    let objection = |row: &crate::storage::contest_objections::ObjectionRow| Objection {
        action: format!("{path}/objections/{}", row.id),
        id: row.id.get(),
        who: named.then(|| Objector { name: row.objector_name.clone(), contact: row.contact.clone() }),
        reasons: row.reasons.clone(),
        filed_at: row.filed_at,
        answer: row.answer.clone(),
        upheld: row.upheld == Some(true),
        fault: sent.at(&format!("objection-{}", row.id)),
        typed: match sent.at(&format!("objection-{}", row.id)) {
            Some(_) => sent.text("answer"),
            None => String::new(),
        },
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
        [Phase::Signed, Phase::SetUp, Phase::Judging, Phase::Submitted, Phase::Published]
            .map(super::sample::view)
            .into()
    }
}
