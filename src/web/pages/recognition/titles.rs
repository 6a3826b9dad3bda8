//! The honours for everybody; the register and one title for unit and office.

use super::{Attempt, words};
use crate::domain::access::Action;
use crate::domain::money::Fen;
use crate::domain::recognition::register::Standing;
use crate::platform::policies;
use crate::service::Fault;
use crate::service::recognition::{CODE_CONFIRMED, HonourRow, TitleShown};
use crate::text::parts::{Choice, Control, Empty, Field, Form, Tag};
use crate::text::{Page, Phrase, Say};
use crate::web::pages::form_page::with_faults;
use crate::{key, phrase};
use chrono::NaiveDate;
use serde::Serialize;

fn programme(id: &str) -> Phrase {
    match policies::programmes().iter().find(|one| one.id == id) {
        Some(programme) => words::title(programme),
        None => Phrase::typed(id.to_owned()),
    }
}

#[derive(Debug, Serialize)]
pub struct Honours {
    pub rows: Vec<Honour>,
    pub year: String,
    /// Code, name, whether it is chosen.
    pub programmes: Vec<(String, Phrase, bool)>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct Honour {
    pub number: String,
    pub name: String,
    pub unit: String,
    pub programme: Phrase,
    pub granted_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub state: Tag,
}

impl Honours {
    pub fn new(rows: Vec<HonourRow>, year: Option<i32>, chosen: Option<String>) -> Honours {
        let row = |row: HonourRow| Honour {
            number: row.number,
            name: row.name,
            unit: row.unit,
            programme: programme(&row.programme),
            granted_on: row.granted_on,
            valid_until: row.valid_until,
            state: row.standing.into(),
        };
        let all = policies::programmes().iter();
        Honours {
            rows: rows.into_iter().map(row).collect(),
            year: year.map(|year| year.to_string()).unwrap_or_default(),
            programmes: all
                .map(|one| (one.id.clone(), words::title(one), chosen.as_deref() == Some(one.id.as_str())))
                .collect(),
            empty: Empty { title: phrase!("recognition-no-honours"), help: None, action: None },
        }
    }
}

impl Page for Honours {
    const TEMPLATE: &'static str = "pages/recognition/honours";

    fn title(&self, say: Say) -> String {
        say.t(key!("recognition-honours"))
    }

    fn sample() -> Honours {
        let row = |number: &str, name: &str, standing| HonourRow {
            number: number.into(),
            programme: "city-chief-technician".into(),
            year: 2019,
            name: name.into(),
            unit: "样例机械有限公司".into(),
            granted_on: NaiveDate::from_ymd_opt(2019, 11, 26).unwrap_or_default(),
            valid_until: NaiveDate::from_ymd_opt(2022, 11, 25),
            standing,
        };
        let rows =
            vec![row("CH-2019-0001", "王样例", Standing::Valid), row("CH-2019-0002", "李样例", Standing::Withdrawn)];
        Honours::new(rows, Some(2019), Some("city-chief-technician".into()))
    }

    fn samples() -> Vec<Honours> {
        vec![Honours::sample(), Honours::new(Vec::new(), None, None)]
    }
}

#[derive(Debug, Serialize)]
pub struct Register {
    pub rows: Vec<Held>,
    /// Takes titles over that were granted elsewhere; for the office.
    pub import: Option<Form>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct Held {
    pub path: String,
    pub number: String,
    pub name: String,
    pub identity: String,
    pub unit: String,
    pub programme: Phrase,
    pub granted_on: NaiveDate,
    pub state: Tag,
    pub review_due: bool,
}

impl Register {
    pub fn new(rows: Vec<TitleShown>, imports: bool, faults: &[Fault]) -> Register {
        let row = |shown: TitleShown| Held {
            path: format!("/titles/{}", shown.row.id),
            number: shown.row.number,
            name: shown.row.name,
            identity: shown.identity_masked,
            unit: shown.row.unit_name,
            programme: programme(&shown.row.programme),
            granted_on: shown.row.granted_on,
            state: shown.standing.into(),
            review_due: shown.review_due,
        };
        let empty = Empty { title: phrase!("recognition-no-titles"), help: None, action: None };
        let file = Field::new(Control::File, "file", phrase!("recognition-import-file"));
        let file = file.help(phrase!("recognition-import-help")).accept(".csv,.xlsx,.xls").required();
        let doubtful = faults.iter().any(|fault| fault.code == "title-code-doubtful");
        let confirm = || Field::new(Control::Checkbox, CODE_CONFIRMED, phrase!("recognition-code-confirmed"));
        let fields = [file].into_iter().chain(doubtful.then(confirm)).collect();
        Register {
            import: imports.then(|| with_faults(fields, faults)),
            rows: rows.into_iter().map(row).collect(),
            empty,
        }
    }
}

impl Page for Register {
    const TEMPLATE: &'static str = "pages/recognition/register";

    fn title(&self, say: Say) -> String {
        say.t(key!("recognition-register"))
    }

    fn sample() -> Register {
        let row = Held {
            path: "/titles/1".into(),
            number: "CH-2019-0001".into(),
            name: "王样例".into(),
            identity: "**************1234".into(),
            unit: "样例机械有限公司".into(),
            programme: programme("city-chief-technician"),
            granted_on: NaiveDate::from_ymd_opt(2019, 11, 26).unwrap_or_default(),
            state: Standing::Valid.into(),
            review_due: true,
        };
        Register { rows: vec![row], ..Register::new(Vec::new(), true, &[Fault::new("file", "file-missing")]) }
    }

    fn samples() -> Vec<Register> {
        vec![Register::sample(), Register::new(Vec::new(), false, &[])]
    }
}

#[derive(Debug, Serialize)]
pub struct TitleView {
    pub path: String,
    pub number: String,
    pub name: String,
    pub state: Tag,
    pub version: i64,
    pub facts: Vec<(Phrase, Phrase)>,
    pub claim: Option<(String, Phrase, Tag, Option<Fen>)>,
    pub reviews: Vec<(i32, bool, String)>,
    /// Proposals to withdraw it that the head answered by keeping it: the reason, the answer.
    pub answers: Vec<(String, String)>,
    pub withdrawal: String,
    pub withdrawn_on: Option<NaiveDate>,
    pub to_recover: Option<Fen>,
    pub recovered: Fen,
    pub review: Option<Form>,
    /// The reason of a withdrawal that was proposed.
    pub proposed: Option<String>,
    pub propose: Option<Form>,
    /// To decide on the proposal: withdrawn, or kept with the reason.
    pub withdraw: Option<Form>,
    /// Where the recovery is entered on the budget line that paid.
    pub line: Option<String>,
    /// To enter a recovery of what no claim paid.
    pub recover: Option<Form>,
    /// Later awards that were decided less by this one: page, number.
    pub lessened: Vec<(String, String)>,
}

impl TitleView {
    pub fn new(shown: TitleShown, attempt: &Attempt) -> TitleView {
        let row = &shown.row;
        let text = |text: &str| Phrase::typed(text.to_owned());
        let typed = |name: &str| attempt.typed.get(name).cloned().unwrap_or_default();
        let own = |name: &str| attempt.faults.iter().filter(|fault| fault.field == name).cloned().collect::<Vec<_>>();
        let mut facts = vec![
            (phrase!("recognition-programme"), programme(&row.programme)),
            (phrase!("common-organisation"), text(&row.unit_name)),
            (phrase!("recognition-identity"), text(&shown.identity_masked)),
            (phrase!("recognition-granted-on"), phrase!("common-day", day = row.granted_on)),
            (phrase!("recognition-document"), text(&row.document)),
        ];
        facts.extend(row.valid_until.map(|day| (phrase!("recognition-valid-until"), phrase!("common-day", day = day))));
        if row.paid_elsewhere > 0 {
            let amount = phrase!("event-yuan", amount = Fen(row.paid_elsewhere));
            facts.push((phrase!("recognition-paid-elsewhere"), amount));
        }
        let review = shown.may.contains(&Action::RecognitionReview).then(|| {
            let kept = Field::new(Control::Radio, "kept", phrase!("recognition-kept"))
                .choices([
                    Choice::new("true", phrase!("recognition-kept-yes")),
                    Choice::new("false", phrase!("recognition-kept-no")),
                ])
                .help(phrase!("recognition-kept-help"))
                .value(if attempt.faults.is_empty() { "true".to_owned() } else { typed("kept") })
                .required();
            let opinion = Field::new(Control::Text, "opinion", phrase!("recognition-opinion"));
            with_faults(vec![kept, opinion.value(typed("opinion")).required()], &own("opinion"))
        });
        let propose = shown.may.contains(&Action::RecognitionProposeWithdrawal).then(|| {
            let reason = Field::new(Control::Textarea, "reason", phrase!("recognition-withdraw-reason"));
            let reason = reason.help(phrase!("recognition-withdraw-reason-help")).value(typed("reason"));
            with_faults(vec![reason.required()], &own("reason"))
        });
        let withdraw = shown.may.contains(&Action::RecognitionWithdraw).then(|| {
            let opinion = Field::new(Control::Textarea, "opinion", phrase!("recognition-keep-reason"));
            let opinion = opinion.help(phrase!("recognition-keep-help")).value(typed("opinion"));
            with_faults(vec![opinion], &own("opinion"))
        });
        let recover = shown.may.contains(&Action::RecognitionRecover).then(|| {
            let amount = Field::new(Control::Money, "recovered", phrase!("budget-recovered"));
            let note = Field::new(Control::Text, "note", phrase!("recognition-recover-note"));
            let note = note.help(phrase!("recognition-recover-help")).value(typed("note")).required();
            let faults: Vec<Fault> = own("recovered").into_iter().chain(own("note")).collect();
            with_faults(vec![amount.value(typed("recovered")).required(), note], &faults)
        });
        TitleView {
            path: format!("/titles/{}", row.id),
            number: row.number.clone(),
            name: row.name.clone(),
            state: shown.standing.into(),
            version: row.version,
            facts,
            claim: shown.claim.as_ref().map(|claim| {
                let amount = claim.decided_amount.map(Fen);
                (format!("/claims/{}", claim.id), text(&claim.title), claim.state.into(), amount)
            }),
            reviews: shown.reviews.clone(),
            answers: shown.answers.clone(),
            withdrawal: row.withdrawal.clone(),
            withdrawn_on: row.withdrawn_on,
            to_recover: (row.to_recover > 0).then_some(Fen(row.to_recover)),
            recovered: shown.recovered,
            review,
            proposed: shown.proposed.clone(),
            propose,
            withdraw,
            line: shown.recovery_line.map(|line| format!("/budget/{line}")),
            recover,
            lessened: shown.lessened.iter().map(|(id, number)| (format!("/claims/{id}"), number.clone())).collect(),
        }
    }
}

impl Page for TitleView {
    const TEMPLATE: &'static str = "pages/recognition/title";

    fn title(&self, _: Say) -> String {
        format!("{} {}", self.number, self.name)
    }

    fn sample() -> TitleView {
        let form = |name: &str, label| Form::new(vec![Field::new(Control::Text, name, label).required()]);
        TitleView {
            path: "/titles/1".into(),
            number: "CH-2019-0001".into(),
            name: "王样例".into(),
            state: Standing::Withdrawn.into(),
            version: 1,
            facts: vec![
                (phrase!("recognition-programme"), programme("city-chief-technician")),
                (phrase!("recognition-identity"), Phrase::typed("**************1234")),
            ],
            claim: Some((
                "/claims/7".into(),
                Phrase::typed("市首席技师奖励：王样例（CH-2019-0001）"),
                crate::domain::claim::State::Paid.into(),
                Some(Fen::yuan(20_000)),
            )),
            reviews: vec![(2020, true, "仍在岗，业绩属实".into())],
            answers: vec![("样例理由：已离开本市".into(), "仍在本市单位兼职，符合条件".into())],
            withdrawal: "样例理由：业绩不实".into(),
            withdrawn_on: NaiveDate::from_ymd_opt(2020, 5, 6),
            to_recover: Some(Fen::yuan(20_000)),
            recovered: Fen::yuan(5_000),
            review: Some(form("opinion", phrase!("recognition-opinion"))),
            proposed: None,
            propose: None,
            withdraw: None,
            line: Some("/budget/3".into()),
            recover: Some(form("recovered", phrase!("budget-recovered"))),
            lessened: vec![("/claims/9".into(), "JX-2020-0009".into())],
        }
    }

    fn samples() -> Vec<TitleView> {
        let plain = TitleView {
            state: Standing::Valid.into(),
            claim: None,
            reviews: Vec::new(),
            answers: Vec::new(),
            withdrawal: String::new(),
            withdrawn_on: None,
            to_recover: None,
            recovered: Fen::ZERO,
            line: None,
            recover: None,
            lessened: Vec::new(),
            review: None,
            ..TitleView::sample()
        };
        let form = |name: &str, label| Some(Form::new(vec![Field::new(Control::Textarea, name, label)]));
        let standing = TitleView {
            state: Standing::Valid.into(),
            withdrawn_on: None,
            to_recover: None,
            propose: form("reason", phrase!("recognition-withdraw-reason")),
            ..TitleView::sample()
        };
        let proposed = TitleView {
            state: Standing::Valid.into(),
            withdrawn_on: None,
            to_recover: None,
            review: None,
            proposed: Some("样例理由：业绩不实".into()),
            withdraw: form("opinion", phrase!("recognition-keep-reason")),
            ..TitleView::sample()
        };
        vec![TitleView::sample(), plain, standing, proposed]
    }
}
