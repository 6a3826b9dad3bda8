//! The register as it is shown: to everybody what is designated, to unit and office the whole file.

use super::facts;
use crate::domain::access::{self, Action, Area, Visibility};
use crate::domain::base::{Level, State};
use crate::domain::evaluation::rank::Grade;
use crate::domain::ids::{BaseId, EvaluationId};
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::service::app::{App, Who};
use crate::service::claims::Progress;
use crate::service::error::ServiceError;
use crate::service::files::{File, Format, cell};
use crate::service::holdings;
use crate::sheets::Cell;
use crate::storage::bases::{self, ApplicationRow, BasePaperRow, BaseRow, FigureRow, Filter, Listed};
use crate::storage::claims::ClaimRow;
use crate::storage::people;
use crate::storage::scoring::{conflicts, lines};

/// Rows of one page.
pub const PAGE: i64 = 50;

/// One page of bases.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub rows: Vec<Listed>,
    /// How many there are in all, of the city, of the province, under this search.
    pub counts: [i64; 3],
    /// How many the filter lets through.
    pub total: i64,
}

/// The designated bases, for everybody.
///
/// # Errors
/// The database failed.
pub fn list(
    app: &App,
    who: Option<&Who>,
    level: Option<Level>,
    text: Option<String>,
    page: i64,
) -> Result<List, ServiceError> {
    let filter = Filter { level, designated: true, text, without: hidden(app, who)? };
    paged(app, Visibility::All, &filter, page)
}

/// The bases that an evaluator is kept from: until the year's result is public they are on no list of
/// theirs, in no count and behind no address.
fn hidden(app: &App, who: Option<&Who>) -> Result<Vec<BaseId>, ServiceError> {
    match who.filter(|who| who.actor.holds(Role::Evaluator)) {
        Some(who) => app.store.read(|conn| Ok(conflicts::hidden_from(conn, who.id())?)),
        None => Ok(Vec::new()),
    }
}

/// Bases of which the person may see the file, designated or not.
///
/// # Errors
/// Rights.
pub fn own(app: &App, who: &Who, text: Option<String>, page: i64) -> Result<List, ServiceError> {
    access::can(&who.actor, Action::BaseView, &access::Facts::NONE)?;
    let filter = Filter { text, without: hidden(app, Some(who))?, ..Filter::default() };
    paged(app, access::visibility(&who.actor, Area::Base), &filter, page)
}

fn paged(app: &App, visibility: Visibility, filter: &Filter, page: i64) -> Result<List, ServiceError> {
    app.store.read(|conn| {
        let mut count = |level| bases::count(conn, visibility, &Filter { level, ..filter.clone() });
        let counts = [count(None)?, count(Some(Level::City))?, count(Some(Level::Provincial))?];
        let total = counts[filter.level.map_or(0, |level| if level == Level::City { 1 } else { 2 })];
        let page = page.clamp(1, (total + PAGE - 1).max(1) / PAGE + 1);
        let rows = bases::list(conn, visibility, filter, (page - 1) * PAGE, PAGE)?;
        Ok(List { rows, counts, total })
    })
}

/// The public list as a file.
///
/// # Errors
/// The database failed.
pub fn published_file(
    app: &App,
    who: Option<&Who>,
    format: Format,
    level: fn(Level) -> String,
) -> Result<File, ServiceError> {
    let filter = Filter { designated: true, without: hidden(app, who)?, ..Filter::default() };
    let rows = app.store.read(|conn| bases::list(conn, Visibility::All, &filter, 0, i64::from(u32::MAX)))?;
    let row = |listed: Listed| {
        let BaseRow { name, industry, address, trades, designated_on, .. } = &listed.base;
        vec![
            cell(name),
            cell(&listed.base.level().map(level).unwrap_or_default()),
            cell(&listed.host),
            cell(industry),
            cell(&trades.replace(';', "、")),
            cell(address),
            designated_on.map_or(Cell::Blank, Cell::Date),
        ]
    };
    let columns = [
        ("基地名称", 36),
        ("级别", 8),
        ("建设单位", 36),
        ("产业", 20),
        ("职业（工种）", 40),
        ("地址", 40),
        ("认定日期", 12),
    ];
    format.list("公共实训基地名单", &columns, rows.into_iter().map(row).collect())
}

/// A base with what the reader may see of it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub base: BaseRow,
    pub host: String,
    pub figures: Vec<FigureRow>,
    /// Of the years that are approved, the latest first: evaluation, year, grade.
    pub grades: Vec<(EvaluationId, i32, Grade)>,
    /// The latest first; to the public those that were granted.
    pub applications: Vec<ApplicationRow>,
    /// What only unit and office see; none for anybody else.
    pub file: Option<Inside>,
    /// What the reader may do now.
    pub may: Vec<Action>,
}

/// The part of a base's file that is not public.
#[derive(Clone, Debug)]
pub struct Inside {
    pub papers: Vec<BasePaperRow>,
    pub claims: Vec<ClaimRow>,
    /// Of the grant, so far.
    pub paid: Fen,
    /// What the floor of the base's level still lacks, once something was paid.
    pub lacking: Option<Fen>,
}

/// One base: for everybody once designated, before that for unit and office.
///
/// # Errors
/// `NotFound`, also for what the reader may not know of.
pub fn show(app: &App, who: Option<&Who>, id: BaseId) -> Result<Shown, ServiceError> {
    if hidden(app, who)?.contains(&id) {
        return Err(ServiceError::NotFound);
    }
    app.store.read(|conn| {
        let base = bases::get(conn, id)?;
        let mut applications = bases::applications(conn, id)?;
        let facts = facts(&base, applications.first().map(|one| one.state));
        let can = |action| who.is_some_and(|who| access::can(&who.actor, action, &facts).is_ok());
        let inside = can(Action::BaseView);
        if !inside {
            // What was designated once stays public with what became of it.
            applications.retain(|one| matches!(one.state, State::Designated | State::Revoked));
            if applications.is_empty() {
                return Err(ServiceError::NotFound);
            }
        }
        let file = if inside {
            let claims = bases::claims_of(conn, id)?;
            let paid = holdings::of_grant(&claims)?;
            let lacking = super::claim::progress(app, &base, &claims)?.map(Progress::lacking);
            let lacking = lacking.filter(|lacking| paid > Fen::ZERO && *lacking > Fen::ZERO);
            Some(Inside { papers: bases::papers(conn, id)?, paid, lacking, claims })
        } else {
            None
        };
        let claimable = base.level().is_some()
            && file.as_ref().is_some_and(|file| !file.claims.iter().any(holdings::grant_under_way));
        let own = |action: &Action| action.area() == Area::Base && can(*action);
        let held = base.level().is_some();
        let now = |action: &Action| match action {
            Action::BaseClaim => claimable,
            Action::BaseProposeRevocation => held,
            _ => true,
        };
        Ok(Shown {
            host: people::organisation(conn, base.organisation_id)?.name,
            figures: bases::figures(conn, id)?,
            grades: lines::grades(conn, id)?,
            may: Action::ALL.iter().copied().filter(own).filter(now).collect(),
            applications,
            file,
            base,
        })
    })
}
