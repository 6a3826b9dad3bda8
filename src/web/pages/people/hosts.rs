//! Items of published plans whose host is not registered, or not certain: the administrator says
//! whose they are.

use crate::domain::ids::{OrganisationId, PlanItemId};
use crate::service::ServiceError;
use crate::service::plans::hosts::{self, Unlinked};
use crate::text::parts::Pager;
use crate::text::{Page, Phrase, Say};
use crate::web::answer::{Answer, Result};
use crate::web::forms::Checked;
use crate::web::shell::View;
use crate::{family, key};
use rocket::{Route, get, post, routes};
use serde::Serialize;

/// Items of one page.
const PAGE: usize = 50;

pub fn routes() -> Vec<Route> {
    routes![index, link]
}

#[derive(Debug, Serialize)]
pub struct Hosts {
    pub rows: Vec<Row>,
    pub pager: Pager,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub id: i64,
    pub name: String,
    pub kind: Phrase,
    pub year: i32,
    /// The host as the plan names it.
    pub host: String,
    /// Whom it may mean: id and name.
    pub candidates: Vec<(i64, String)>,
}

impl Hosts {
    fn new(items: Vec<Unlinked>, page: usize) -> Hosts {
        let pager = Pager::new("/people/hosts", page as u64, PAGE as u64, items.len() as u64);
        let skipped = usize::try_from(pager.page - 1).unwrap_or(0) * PAGE;
        Hosts { rows: items.into_iter().skip(skipped).take(PAGE).map(Row::from).collect(), pager }
    }
}

impl From<Unlinked> for Row {
    fn from(Unlinked { item, plan, candidates }: Unlinked) -> Row {
        Row {
            id: item.id.get(),
            name: item.name,
            kind: family!("event-kind", item.kind.as_str()),
            year: plan.year,
            host: item.host_name,
            candidates: candidates.into_iter().map(|(id, name)| (id.get(), name)).collect(),
        }
    }
}

impl Page for Hosts {
    const TEMPLATE: &'static str = "pages/people/hosts";

    fn title(&self, say: Say) -> String {
        say.t(key!("people-hosts"))
    }

    fn sample() -> Hosts {
        let row = |id, host: &str, candidates| Row {
            id,
            name: "数控车工技能竞赛".to_owned(),
            kind: family!("event-kind", "competition"),
            year: 2019,
            host: host.to_owned(),
            candidates,
        };
        let two = vec![(2, "样例技师学院".to_owned()), (3, "样例总工会".to_owned())];
        Hosts {
            rows: vec![row(1, "样例技师学院、样例总工会", two), row(2, "样例行业协会", Vec::new())],
            ..Hosts::new(Vec::new(), 1)
        }
    }

    fn samples() -> Vec<Hosts> {
        vec![Hosts::sample(), Hosts::new(Vec::new(), 1)]
    }
}

#[get("/people/hosts?<page>")]
async fn index(view: View, page: Option<u32>) -> Result {
    let items = view.act(hosts::unlinked).await?;
    view.page(&Hosts::new(items, usize::try_from(page.unwrap_or(1).max(1)).unwrap_or(1)))
}

#[post("/people/hosts/<item>", data = "<form>")]
async fn link(view: View, item: i64, form: Checked) -> Result {
    let item = PlanItemId::try_from(item).map_err(|_| ServiceError::NotFound)?;
    let chosen = form.0.text("organisation").parse().ok();
    let organisation = chosen.and_then(|id: i64| OrganisationId::try_from(id).ok());
    view.act(move |app, who| hosts::link(app, who, item, organisation)).await?;
    Ok(Answer::done("/people/hosts", "plan-linked"))
}
