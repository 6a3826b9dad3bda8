//! The pool of evaluators, for the bureau.

use crate::domain::identity::last_four;
use crate::domain::ids::UserId;
use crate::service::evaluations::{self, TypedProfile};
use crate::service::{Fault, ServiceError};
use crate::storage::scoring::pool::{Employment, EvaluatorRow};
use crate::text::parts::{Control, Empty, Field, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::web::pages::notices::id;
use crate::web::shell::View;
use crate::{key, phrase};
use rocket::http::Status;
use rocket::{get, post};
use serde::Serialize;

#[get("/evaluators")]
pub async fn index(view: View) -> Result {
    let pool = view.act(evaluations::pool).await?;
    view.page(&PoolPage::new(&pool))
}

#[get("/evaluators/<user>")]
pub async fn edit(view: View, user: i64) -> Result {
    let of = id::<UserId>(user)?;
    let (row, employments) = view.act(move |app, who| evaluations::profile(app, who, of)).await?;
    view.page(&form(&row, &typed(&row, &employments), &[]))
}

#[post("/evaluators/<user>", data = "<sent>")]
pub async fn save(view: View, user: i64, sent: Checked) -> Result {
    let of = id::<UserId>(user)?;
    let text = |field: &str| sent.0.raw(field).to_owned();
    let typed = TypedProfile {
        trades: text("trades"),
        account_number: text("account_number"),
        employments: text("employments"),
        in_pool: sent.0.ticked("in_pool"),
    };
    let version = sent.0.text("version").parse().ok();
    let kept = typed.clone();
    match view.act(move |app, who| evaluations::put_profile(app, who, of, version, &typed)).await {
        Ok(()) => Ok(Answer::done("/evaluators", "saved")),
        Err(ServiceError::Invalid(faults)) => {
            let (row, _) = view.act(move |app, who| evaluations::profile(app, who, of)).await?;
            view.page_as(Status::UnprocessableEntity, &form(&row, &kept, &faults))
        }
        Err(error) => Err(error.into()),
    }
}

fn typed(row: &EvaluatorRow, employments: &[Employment]) -> TypedProfile {
    let lines: Vec<String> = employments.iter().map(|(code, until)| format!("{code} {until}")).collect();
    let profile = row.profile.as_ref();
    TypedProfile {
        trades: profile.map(|profile| profile.trades.replace(';', "\u{3001}")).unwrap_or_default(),
        account_number: profile.map(|profile| profile.account_number.clone()).unwrap_or_default(),
        employments: lines.join("\n"),
        in_pool: profile.is_none_or(|profile| profile.in_pool),
    }
}

fn form(row: &EvaluatorRow, typed: &TypedProfile, faults: &[Fault]) -> FormPage {
    let fields = vec![
        Field::new(Control::Text, "trades", phrase!("scoring-trades"))
            .help(phrase!("scoring-trades-help"))
            .value(&typed.trades)
            .required(),
        Field::new(Control::Textarea, "employments", phrase!("scoring-employments"))
            .help(phrase!("scoring-employments-help"))
            .value(&typed.employments)
            .rows(3),
        Field::new(Control::Text, "account_number", phrase!("scoring-account"))
            .help(phrase!("scoring-account-help"))
            .value(&typed.account_number),
        Field::new(Control::Checkbox, "in_pool", phrase!("scoring-in-pool")).checked(typed.in_pool),
    ];
    let action = format!("/evaluators/{}", row.user);
    let name = Phrase::typed(format!("{} {}", row.name, row.unit));
    let page = FormPage::new(name, action, phrase!("common-save"), Vec::new());
    let page = page.crumb("/evaluators", phrase!("scoring-pool"));
    let version = row.profile.as_ref().map(|profile| profile.version.to_string()).unwrap_or_default();
    FormPage { form: with_faults(fields, faults), ..page }.version(version)
}

#[derive(Debug, Serialize)]
pub struct PoolPage {
    pub rows: Vec<EvaluatorView>,
    pub empty: Empty,
}

#[derive(Debug, Serialize)]
pub struct EvaluatorView {
    pub path: String,
    pub number: i64,
    pub name: String,
    pub unit: String,
    pub trades: String,
    /// The last four.
    pub account: String,
    pub state: Tag,
}

impl PoolPage {
    fn new(pool: &[EvaluatorRow]) -> PoolPage {
        let row = |row: &EvaluatorRow| {
            let profile = row.profile.as_ref();
            EvaluatorView {
                path: format!("/evaluators/{}", row.user),
                number: row.user.get(),
                name: row.name.clone(),
                unit: row.unit.clone(),
                trades: profile.map(|profile| profile.trades.replace(';', "\u{3001}")).unwrap_or_default(),
                account: profile.map(|profile| last_four(&profile.account_number)).unwrap_or_default(),
                state: state(profile.map(|profile| profile.in_pool)),
            }
        };
        let empty = Empty { title: phrase!("scoring-pool-empty"), help: None, action: None };
        PoolPage { rows: pool.iter().map(row).collect(), empty }
    }
}

fn state(in_pool: Option<bool>) -> Tag {
    match in_pool {
        Some(true) => Tag::new(Tone::Done, phrase!("scoring-pool-in")),
        Some(false) => Tag::new(Tone::Plain, phrase!("scoring-pool-out")),
        None => Tag::new(Tone::Wait, phrase!("scoring-pool-new")),
    }
}

impl Page for PoolPage {
    const TEMPLATE: &'static str = "pages/scoring/pool";

    fn title(&self, say: Say) -> String {
        say.t(key!("scoring-pool"))
    }

    fn sample() -> PoolPage {
        let row = |number, name: &str, trades: &str, in_pool| EvaluatorView {
            path: format!("/evaluators/{number}"),
            number,
            name: name.to_owned(),
            unit: "温州市职业技能评价专家库".to_owned(),
            trades: trades.to_owned(),
            account: if trades.is_empty() { String::new() } else { "**** 0001".to_owned() },
            state: state(in_pool),
        };
        let rows = vec![
            row(11, "卫专家", "砌筑工、镶贴工", Some(true)),
            row(12, "蒋专家", "电工", Some(false)),
            row(13, "沈专家", "", None),
        ];
        PoolPage { rows, ..PoolPage::new(&[]) }
    }

    fn samples() -> Vec<PoolPage> {
        vec![PoolPage::sample(), PoolPage::new(&[])]
    }
}
