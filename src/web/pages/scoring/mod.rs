//! The scoring of a year's bases: what units, evaluators and the bureau see and write until every
//! sheet is signed.

mod lines;
mod own;
pub mod panel;
mod pool;
mod run;
mod self_score;
mod sheet;

pub use own::{OwnYearPage, OwnYears};
pub use panel::{DrawPage, PanelPage};
pub use pool::PoolPage;
pub use run::RunPage;
pub use self_score::SelfScorePage;
pub use sheet::SheetPage;

use crate::service::evaluations::Handed;
use crate::service::evidence::Sent;
use crate::web::forms::Fields;
use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    routes![
        own::index,
        own::year,
        own::declare,
        sheet::show,
        sheet::write,
        sheet::paper,
        sheet::remove,
        self_score::show,
        self_score::write,
        self_score::paper,
        self_score::remove,
        run::show,
        run::close,
        run::begin,
        run::complete,
        panel::show,
        panel::seed,
        panel::number,
        panel::draw,
        panel::replace,
        panel::call,
        panel::set_aside,
        panel::extend,
        panel::drawing,
        pool::index,
        pool::edit,
        pool::save
    ]
}

/// The files sent in fields `p-CODE`.
fn handed(fields: &Fields) -> Vec<Handed> {
    let sent = |file: &crate::web::forms::Upload| Sent {
        file_name: file.name.clone(),
        bytes: file.bytes.clone(),
        cut: file.too_large,
    };
    fields.files_of("p-").map(|(line, file)| (line.to_owned(), sent(file))).collect()
}
