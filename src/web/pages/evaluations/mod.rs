//! Yearly evaluations of bases: as everybody sees them, and the opening of a year.

mod list;
mod opening;
mod outcome;
mod show;

pub use list::EvaluationList;
pub use outcome::grade;
pub use outcome::{NoticePage, OwnPage, PanelPage, ResultPage};
pub use show::EvaluationView;
pub(super) use show::deduction;

use crate::domain::ids::EvaluationId;
use crate::service::evaluations;
use crate::web::answer::Result;
use crate::web::pages::notices::id;
use crate::web::run;
use crate::web::shell::View;
use rocket::{Route, get, routes};

pub fn routes() -> Vec<Route> {
    let mut routes = routes![index, display, opening::new, opening::open, opening::rubric];
    routes.extend(outcome::routes());
    routes
}

#[get("/evaluations")]
async fn index(view: View) -> Result {
    let who = view.visitor.who.clone();
    let rows = run(&view.app, move |app| evaluations::list(app, who.as_ref())).await?;
    let may_open = view.who().is_ok_and(|who| evaluations::may_open(&who).is_ok());
    view.page(&EvaluationList::new(rows, may_open))
}

#[get("/evaluations/<evaluation>")]
async fn display(view: View, evaluation: i64) -> Result {
    let id = id::<EvaluationId>(evaluation)?;
    let who = view.visitor.who.clone();
    let shown = run(&view.app, move |app| evaluations::show(app, who.as_ref(), id)).await?;
    view.page(&EvaluationView::new(&shown))
}
