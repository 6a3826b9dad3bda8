//! Choosing decided claims and publishing them.

use crate::domain::ids::ClaimId;
use crate::domain::money::Fen;
use crate::service::notices::{Candidate, Candidates, Period};
use crate::service::{Fault, ServiceError};
use crate::text::parts::Form;
use crate::text::parts::{Control, Empty, ErrorSummary, Field};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::{key, phrase};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct NewNotice {
    pub rows: Vec<Row>,
    pub form: Form,
    /// What was wrong with the choice.
    pub choice_fault: Option<Phrase>,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    /// Why nothing can be published today: the calendar of a year is missing.
    pub blocked: Option<Phrase>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub id: i64,
    pub path: String,
    pub reference: String,
    pub title: String,
    pub unit: String,
    pub amount: Fen,
    pub chosen: bool,
}

impl NewNotice {
    /// `title` is what was typed; none the first time, when all claims are chosen.
    pub fn new(
        found: Candidates,
        title: Option<&str>,
        chosen: &[ClaimId],
        today: NaiveDate,
        faults: &[Fault],
    ) -> NewNotice {
        let fault = |field: &str| {
            let fault = faults.iter().find(|fault| fault.field == field);
            fault.map(|fault| fault_phrase(FaultFamily::Field, fault))
        };
        let suggested = format!("{}年职业技能补助公示", today.year());
        let field = Field::new(Control::Text, "title", phrase!("notice-title"))
            .value(title.unwrap_or(&suggested))
            .error(fault("title"))
            .required();
        let mut form = Form::new(vec![field]);
        let choice_fault = fault("claim");
        if let Some(text) = &choice_fault {
            let fault = crate::text::parts::Fault { href: "#claims".to_owned(), label: None, text: text.clone() };
            form.summary.get_or_insert_with(ErrorSummary::default).faults.push(fault);
        }
        let row = |claim: Candidate| Row {
            id: claim.claim.get(),
            path: format!("/claims/{}", claim.claim),
            chosen: title.is_none() || chosen.contains(&claim.claim),
            reference: claim.reference,
            title: claim.title,
            unit: claim.unit,
            amount: claim.amount,
        };
        let (period, blocked) = match found.period {
            Ok(period) => (Some(period), None),
            Err(ServiceError::Conflict(fault)) => (None, Some(fault_phrase(FaultFamily::Conflict, &fault))),
            Err(_) => (None, Some(phrase!("notice-no-period"))),
        };
        NewNotice {
            rows: found.claims.into_iter().map(row).collect(),
            form,
            choice_fault,
            first: period.map(|period| period.first),
            last: period.map(|period| period.last),
            blocked,
            empty: Empty {
                title: phrase!("notice-nothing-decided"),
                help: Some(phrase!("notice-nothing-decided-help")),
                action: Some(("/notices".to_owned(), phrase!("nav-notices"))),
            },
        }
    }
}

impl Page for NewNotice {
    const TEMPLATE: &'static str = "pages/notices/new";

    fn title(&self, say: Say) -> String {
        say.t(key!("notice-new"))
    }

    fn sample() -> NewNotice {
        let day = |day| NaiveDate::from_ymd_opt(2019, 11, day).unwrap_or_default();
        NewNotice::new(found(Ok(Period { first: day(18), last: day(25) })), None, &[], day(18), &[])
    }

    fn samples() -> Vec<NewNotice> {
        let missing = ServiceError::Conflict(Fault::conflict("calendar-not-loaded").with("year", "2020"));
        let faults = [Fault::new("title", "required"), Fault::new("claim", "choose-claims")];
        let today = NaiveDate::from_ymd_opt(2019, 12, 25).unwrap_or_default();
        let none = Candidates { claims: Vec::new(), period: found(Err(ServiceError::Busy)).period };
        vec![
            NewNotice::sample(),
            NewNotice::new(found(Err(missing)), Some(""), &[], today, &faults),
            NewNotice::new(none, None, &[], today, &[]),
        ]
    }
}

fn found(period: Result<Period, ServiceError>) -> Candidates {
    let claim = |id: i64, title: &str, unit: &str, yuan| Candidate {
        claim: ClaimId::new(id),
        reference: format!("JX-2019-{id:04}"),
        unit: unit.to_owned(),
        title: title.to_owned(),
        amount: Fen::yuan(yuan),
    };
    let claims = vec![
        claim(42, "建筑抹灰工技能竞赛承办补助", "温州市示例建筑业协会", 50_000),
        claim(57, "泵阀智能制造高级研修班补助", "温州示例技师学院", 30_000),
    ];
    Candidates { claims, period }
}
