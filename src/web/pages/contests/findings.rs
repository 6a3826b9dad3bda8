//! What the checks found of an item, in words, with the answer where one is due.

use super::passages;
use super::show::Names;
use crate::domain::contest::checks::{Check, Finding, Severity};
use crate::domain::contest::run::RunFact;
use crate::service::contests::{Answered, finding_key};
use crate::text::Phrase;
use crate::text::parts::{Tag, Tone};
use crate::{family, phrase};
use chrono::NaiveDate;
use serde::Serialize;

/// One finding.
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
    /// The field of the answer, and what was wrong with it.
    pub field: String,
    pub fault: Option<Phrase>,
}

impl Names<'_> {
    pub(super) fn found(&self, finding: &Finding, answered: Option<&Answered>, may: bool) -> Found {
        let count = || finding.detail.parse::<i64>().unwrap_or_default();
        let detail = match (finding.check, finding.detail.split_once(' ')) {
            (Check::RecusedJudge | Check::SameUnit | Check::JudgeCompetes | Check::IdleJudge, _) => {
                Phrase::typed(self.judge_name(&finding.detail))
            }
            (Check::Outlier | Check::AllAlike | Check::MissingJudge, Some((line, judge))) => {
                self.around(line, |part| format!("{part} {}", self.judge_name(judge)))
            }
            (Check::ChangedAfterSigning | Check::ChangePending | Check::EntrantCorrected, Some((line, _))) => {
                self.fact(line)
            }
            (Check::NotSigned, _) => phrase!("contest-found-signed", count = count()),
            (Check::OpenObjection, _) => phrase!("contest-found-objections", count = count()),
            (Check::NobodySeen, _) => phrase!("contest-found-unscanned", count = count()),
            (Check::SmallField, _) => phrase!("contest-found-field", count = count()),
            (Check::Scheme, _) => phrase!("contest-found-sum", sum = finding.detail.as_str()),
            (Check::Tie, _) => phrase!("contest-found-rank", rank = count()),
            (Check::ListDiffers | Check::SourceUnsettled, _) => passages::found(self.contest, finding),
            (Check::BeforeEvent, _) => self.before_event(&finding.detail),
            (Check::NothingCorrected | Check::SamePerson | Check::Namesake, _) => Phrase::typed(""),
            _ => self.part(&finding.detail),
        };
        self.found_as(finding, answered, may, detail)
    }

    /// On which day the first mark was sealed, and on which the event begins.
    fn before_event(&self, day: &str) -> Phrase {
        match (day.parse::<NaiveDate>(), self.contest.event.starts_on) {
            (Ok(day), Some(first)) => phrase!("contest-found-before", day = day, first = first),
            _ => Phrase::typed(day),
        }
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
            field: answer_field(finding),
            fault: None,
        }
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
            | Check::TimeOfOne
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
}

/// The field of the answer to a finding.
pub(super) fn answer_field(finding: &Finding) -> String {
    format!("answer-{}", finding_key(finding).replace([':', ' '], "-"))
}
