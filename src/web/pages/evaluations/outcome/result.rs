//! The result as the office sees it, with what can be done next.

use super::forms::block;
use super::grade;
use crate::domain::access::Action;
use crate::domain::contest::exact::Exact;
use crate::domain::evaluation::campaign::{Line, Other, Outcome, Score};
use crate::domain::evaluation::line::LineState;
use crate::domain::evaluation::phase::Phase;
use crate::domain::money::Fen;
use crate::service::evaluations::Entry;
use crate::service::evaluations::outcome::ResultView;
use crate::text::parts::{Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::{family, phrase};
use chrono::NaiveDate;
use serde::Serialize;

/// The office's page.
#[derive(Debug, Serialize)]
pub struct ResultPage {
    pub path: String,
    pub year: String,
    pub phase: Tag,
    pub signed: usize,
    pub sheets: usize,
    /// None while marks are sealed.
    pub totals: Option<Totals>,
    pub rows: Vec<Row>,
    pub severity: Vec<(String, usize, String)>,
    pub methods: Vec<(Phrase, Phrase)>,
    pub vote_minutes: String,
    pub hash: String,
    pub minutes: String,
    pub objections: Vec<Objection>,
    pub propose: bool,
    pub decide: bool,
    /// Version for the approval, where there is something to approve.
    pub approve: Option<i64>,
    pub public: bool,
}

/// Places, and how they were found.
#[derive(Debug, Serialize)]
pub struct Totals {
    pub population: u32,
    pub places: u32,
    pub taken: usize,
    pub empty: usize,
    pub apart: usize,
    pub vote_due: usize,
}

/// One base.
#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub host: String,
    pub rank: Option<usize>,
    pub grade: Option<Tag>,
    pub reason: Option<Phrase>,
    /// Name and mark of each evaluator; those of the first round after a meeting.
    pub marks: String,
    pub first: String,
    pub dropped: String,
    pub mean: String,
    pub fraction: String,
    pub spread: String,
    pub round: u8,
    pub apart: bool,
    pub met: bool,
    pub veto: String,
    /// Values of the tie keys, with how those came about that are computed.
    pub ties: Vec<(Phrase, Phrase)>,
    /// Of the latest published line.
    pub state: Option<Tag>,
    pub amount: Option<Fen>,
    pub deadline: Option<NaiveDate>,
    pub mended: Option<NaiveDate>,
    pub mended_note: String,
    pub claim: Option<String>,
    /// What can be done with it: address and words.
    pub links: Vec<(String, Phrase)>,
}

/// An objection on the office's list.
#[derive(Debug, Serialize)]
pub struct Objection {
    pub path: String,
    pub base: String,
    pub state: Tag,
}

fn marks(shown: &ResultView, marks: &[(i64, Exact)]) -> String {
    let name = |by: i64| {
        let seated = shown.campaign.panel.iter().find(|one| one.row.user_id.get() == by);
        seated.map_or("", |one| one.name.as_str()).to_owned()
    };
    let texts: Vec<String> = marks.iter().map(|(by, mark)| format!("{} {mark}", name(*by))).collect();
    texts.join("、")
}

impl ResultPage {
    pub fn new(shown: &ResultView, today: NaiveDate, me: i64) -> ResultPage {
        let (run, may) = (&shown.campaign.run, |action: Action| shown.may.contains(&action));
        let path = format!("/evaluations/{}", run.evaluation_id);
        let outcome = shown.outcome.as_ref();
        let mut rows: Vec<Row> = shown.campaign.entries.iter().map(|entry| row(shown, entry, &path, me)).collect();
        rows.sort_by_key(|row| row.rank.unwrap_or(usize::MAX));
        let name = |base: i64| {
            let entry = shown.campaign.entries.iter().find(|entry| entry.row.base_id.get() == base);
            entry.map_or("", |entry| entry.name.as_str()).to_owned()
        };
        let ripe = shown
            .campaign
            .entries
            .iter()
            .filter_map(|entry| shown.latest(entry.row.id))
            .any(|line| line.notice_ends_on.is_some_and(|last| line.state.approvable(last, today).is_ok()));
        let ready = outcome.is_some_and(|outcome| outcome.apart().next().is_none());
        let severity = outcome.map(|outcome| severity(shown, outcome)).unwrap_or_default();
        ResultPage {
            year: shown.campaign.opened.row.year.to_string(),
            phase: run.phase.into(),
            signed: shown.signed.0,
            sheets: shown.signed.1,
            totals: outcome.map(|outcome| totals(shown, outcome)),
            severity,
            methods: outcome
                .map(|found| found.methods.iter().map(|one| method(one, name)).collect())
                .unwrap_or_default(),
            vote_minutes: outcome
                .and_then(|found| found.vote.as_ref())
                .map(|vote| vote.minutes.clone())
                .unwrap_or_default(),
            hash: run.result_hash.clone().unwrap_or_default(),
            minutes: run.minutes.clone(),
            objections: shown
                .objections
                .iter()
                .filter(|_| may(Action::EvaluationAnswer))
                .map(|one| {
                    let entry = shown.campaign.entries.iter().find(|entry| entry.row.id == one.entry_id);
                    Objection {
                        path: format!("{path}/objections/{}", one.id),
                        base: entry.map(|entry| entry.name.clone()).unwrap_or_default(),
                        state: match one.upheld {
                            None => Tag::new(Tone::Wait, phrase!("outcome-objection-open")),
                            Some(true) => Tag::new(Tone::Stop, phrase!("notice-upheld")),
                            Some(false) => Tag::new(Tone::Done, phrase!("notice-dismissed")),
                        },
                    }
                })
                .collect(),
            propose: run.phase == Phase::Scored && ready && may(Action::EvaluationPropose),
            decide: run.phase == Phase::Proposed && may(Action::EvaluationDecide) && run.submitter_id != Some(me),
            approve: (run.phase == Phase::Published && ripe && may(Action::EvaluationApprove)).then_some(run.version),
            public: run.phase.is_public(),
            rows,
            path,
        }
    }
}

fn totals(shown: &ResultView, outcome: &Outcome) -> Totals {
    let (taken, empty) = shown.taken(outcome);
    Totals {
        population: outcome.population,
        places: outcome.places,
        taken,
        empty,
        apart: outcome.apart().count(),
        vote_due: outcome.vote_due().count(),
    }
}

fn severity(shown: &ResultView, outcome: &Outcome) -> Vec<(String, usize, String)> {
    let seated = |by: i64| shown.campaign.panel.iter().find(|one| one.row.user_id.get() == by);
    let line = |one: &crate::domain::evaluation::campaign::Severe| {
        let name = seated(one.evaluator).map(|seated| seated.name.clone()).unwrap_or_default();
        let sign = if one.deviation > Exact::ZERO { "+" } else { "" };
        (name, one.bases, format!("{sign}{}", one.deviation.fixed(2)))
    };
    outcome.severity.iter().map(line).collect()
}

fn method(other: &Other, name: impl Fn(i64) -> String) -> (Phrase, Phrase) {
    let names = |bases: &[i64]| bases.iter().map(|base| name(*base)).collect::<Vec<_>>().join("、");
    let said = if other.gained.is_empty() && other.lost.is_empty() {
        phrase!("outcome-method-same")
    } else {
        let or_none = |text: String| if text.is_empty() { "—".to_owned() } else { text };
        phrase!("outcome-method-differs", gained = or_none(names(&other.gained)), lost = or_none(names(&other.lost)))
    };
    (family!("outcome-method", other.method.as_str()), said)
}

fn row(shown: &ResultView, entry: &Entry, path: &str, me: i64) -> Row {
    let line: Option<&Line> = shown.outcome.as_ref().and_then(|outcome| outcome.line(entry.row.base_id.get()));
    let score: Option<&Score> = line.and_then(|line| line.score.as_ref());
    let latest = shown.latest(entry.row.id);
    // What was decided anew stands in place of the first decision.
    let (found, reason) = match (latest, line) {
        (Some(latest), _) => (Some(latest.grade), Some(latest.reason)),
        (None, Some(line)) => (Some(line.grade), Some(line.reason)),
        (None, None) => (None, None),
    };
    let apart = latest.is_none() && line.is_some_and(|line| line.apart);
    let text = |of: fn(&Score) -> String| score.map(of).unwrap_or_default();
    let dropped = |score: &Score| score.dropped.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
    let decided = shown.decided.as_ref();
    let base = entry.row.base_id.get();
    Row {
        name: entry.name.clone(),
        host: entry.host.clone(),
        rank: line.and_then(|line| line.rank),
        grade: if apart { Some(ungraded(entry.row.met_at.is_some())) } else { found.map(grade) },
        reason: match reason {
            Some(_) if apart => Some(phrase!("outcome-graded-later")),
            reason => reason.map(|reason| family!("outcome-reason", reason.as_str())),
        },
        marks: score.map(|score| marks(shown, &score.marks)).unwrap_or_default(),
        first: score.map(|score| marks(shown, &score.first)).unwrap_or_default(),
        dropped: score.map(dropped).unwrap_or_default(),
        mean: text(|score| score.decimal.clone()),
        fraction: score
            .filter(|score| score.mean.to_string() != score.decimal)
            .map(|score| score.fraction.clone())
            .unwrap_or_default(),
        spread: text(|score| score.spread.to_string()),
        round: score.map_or(1, |score| score.round),
        apart: line.is_some_and(|line| line.apart),
        met: entry.row.met_at.is_some(),
        veto: entry.row.veto_reason.clone(),
        ties: line.map(|line| ties(shown, line)).unwrap_or_default(),
        state: latest.map(|latest| latest.state.into()),
        amount: match latest {
            Some(latest) => latest.amount.map(Fen),
            None => decided.and_then(|decided| decided.amounts.get(&base).copied()),
        },
        deadline: latest.and_then(|latest| latest.rectify_until),
        mended: entry.row.rectified_on,
        mended_note: entry.row.rectified_note.clone(),
        claim: entry.row.claim_id.map(|claim| format!("/claims/{claim}")),
        links: links(shown, entry, line, path, me),
    }
}

/// In place of a grade, while the panel has to meet or scores again.
fn ungraded(met: bool) -> Tag {
    let text = if met { phrase!("outcome-again") } else { phrase!("outcome-to-meet") };
    Tag::new(Tone::Wait, text)
}

fn ties(shown: &ResultView, line: &Line) -> Vec<(Phrase, Phrase)> {
    let value = |code: &str| match line.blocks.get(code) {
        Some(of) => Some(block(of)),
        None => line.ties.get(code).map(|value| Phrase::typed(value.decimal_or_rounded(6))),
    };
    let of_key = |key: &crate::domain::policy::Coded| {
        Some((Phrase::both(key.label.zh.clone(), key.label.en.clone()), value(&key.code)?))
    };
    shown.campaign.opened.rules.tie_keys.iter().filter_map(of_key).collect()
}

fn links(shown: &ResultView, entry: &Entry, line: Option<&Line>, path: &str, me: i64) -> Vec<(String, Phrase)> {
    let may = |action: Action| shown.may.contains(&action);
    let (phase, latest) = (shown.campaign.run.phase, shown.latest(entry.row.id));
    let state = latest.map(|latest| latest.state);
    let set_aside = phase == Phase::Published && state == Some(LineState::Superseded);
    let scoring = matches!(phase, Phase::Scoring | Phase::Moderation | Phase::Scored);
    let base = format!("{path}/bases/{}", entry.row.id);
    let mut links = Vec::new();
    let mut link = |when: bool, last: &str, words: Phrase| {
        if when {
            links.push((format!("{base}/{last}"), words));
        }
    };
    link(may(Action::EvaluationEnter) && (scoring || set_aside), "facts", phrase!("outcome-enter"));
    let apart = line.is_some_and(|line| line.apart) && entry.row.met_at.is_none();
    let open = matches!(phase, Phase::Scoring | Phase::Moderation);
    link(may(Action::EvaluationEnter) && apart && open, "meeting", phrase!("outcome-meet"));
    link(may(Action::EvaluationPropose) && set_aside, "revision", phrase!("outcome-revise"));
    let mine = latest.is_some_and(|latest| latest.submitter_id == me);
    let due = state == Some(LineState::Proposed);
    link(may(Action::EvaluationDecide) && due && !mine, "decision", phrase!("outcome-decide"));
    let mend = latest.is_some_and(|line| line.state == LineState::Cleared && line.rectify_until.is_some());
    let words = match entry.row.rectified_on {
        None => phrase!("outcome-mended-enter"),
        Some(_) => phrase!("outcome-mended-correct"),
    };
    link(may(Action::EvaluationEnter) && mend, "mended", words);
    links
}

impl Page for ResultPage {
    const TEMPLATE: &'static str = "pages/evaluations/result";

    fn title(&self, say: Say) -> String {
        say.phrase(&phrase!("outcome-of", year = self.year.clone()))
    }

    fn sample() -> ResultPage {
        let base =
            |name: &str, rank: Option<usize>, of: crate::domain::evaluation::rank::Grade, reason: &'static str| Row {
                name: name.to_owned(),
                host: "样例技师学院".to_owned(),
                rank,
                grade: Some(grade(of)),
                reason: Some(family!("outcome-reason", reason)),
                marks: "评委甲 95、评委乙 96、评委丙 95".to_owned(),
                first: String::new(),
                dropped: String::new(),
                mean: "95.333333".to_owned(),
                fraction: "286/3".to_owned(),
                spread: "1".to_owned(),
                round: 1,
                apart: false,
                met: false,
                veto: String::new(),
                ties: vec![(
                    Phrase::both("培训质量得分", "score for the quality of training"),
                    phrase!("outcome-tie-computed", mean = "28.5", marks = "28 / 28.5 / 29"),
                )],
                state: None,
                amount: None,
                deadline: None,
                mended: None,
                mended_note: String::new(),
                claim: None,
                links: vec![("/evaluations/1/bases/1/facts".to_owned(), phrase!("outcome-enter"))],
            };
        use crate::domain::evaluation::rank::Grade;
        let mut apart = base("样例电工公共实训基地", None, Grade::NotGraded, "no-score");
        (apart.apart, apart.met, apart.round) = (true, true, 2);
        apart.first = "评委甲 95、评委乙 60、评委丙 90".to_owned();
        let mut failed = base("样例鞋革公共实训基地", Some(2), Grade::Unqualified, "veto");
        failed.veto = "样例核查发现台账不实。".to_owned();
        failed.dropped = "60、99".to_owned();
        failed.deadline = NaiveDate::from_ymd_opt(2020, 6, 30);
        failed.mended = NaiveDate::from_ymd_opt(2020, 6, 1);
        failed.state = Some(LineState::Cleared.into());
        ResultPage {
            path: "/evaluations/1".to_owned(),
            year: "2019".to_owned(),
            phase: Phase::Scored.into(),
            signed: 21,
            sheets: 21,
            totals: Some(Totals { population: 7, places: 1, taken: 1, empty: 0, apart: 1, vote_due: 0 }),
            rows: vec![base("样例建筑技能公共实训基地", Some(1), Grade::Excellent, "place"), failed, apart],
            severity: vec![("评委甲".to_owned(), 7, "+0.52".to_owned()), ("评委乙".to_owned(), 7, "-0.48".to_owned())],
            methods: vec![
                (family!("outcome-method", "plain-mean"), phrase!("outcome-method-same")),
                (
                    family!("outcome-method", "rank-sum"),
                    phrase!("outcome-method-differs", gained = "样例甲基地".to_owned(), lost = "样例乙基地".to_owned()),
                ),
            ],
            vote_minutes: "评审组 5 人到会，样例纪要。".to_owned(),
            hash: "0".repeat(64),
            minutes: "局办公会样例纪要。".to_owned(),
            objections: vec![Objection {
                path: "/evaluations/1/objections/1".to_owned(),
                base: "样例电工公共实训基地".to_owned(),
                state: Tag::new(Tone::Wait, phrase!("outcome-objection-open")),
            }],
            propose: true,
            decide: true,
            approve: Some(7),
            public: true,
        }
    }

    fn samples() -> Vec<ResultPage> {
        let none = Totals { population: 6, places: 0, taken: 0, empty: 0, apart: 0, vote_due: 2 };
        let nobody =
            ResultPage { totals: Some(none), propose: false, decide: false, approve: None, ..ResultPage::sample() };
        let mut sealed = ResultPage::sample();
        (sealed.totals, sealed.signed, sealed.public) = (None, 5, false);
        sealed.rows.iter_mut().for_each(|row| {
            (row.rank, row.grade, row.reason, row.apart) = (None, None, None, false);
            (row.marks, row.mean) = (String::new(), String::new());
        });
        (sealed.severity, sealed.methods, sealed.objections) = (Vec::new(), Vec::new(), Vec::new());
        (sealed.propose, sealed.decide, sealed.approve) = (false, false, None);
        (sealed.hash, sealed.minutes, sealed.vote_minutes) = (String::new(), String::new(), String::new());
        vec![ResultPage::sample(), nobody, sealed]
    }
}
