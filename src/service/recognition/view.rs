//! Rounds and nominations as their readers see them.

use super::nominate::{self, Typed, nominee_of};
use super::waiting::{self, Missing};
use super::{Bench, Laureate, answers, facts_of, is_own, laureates, panel, readable, review, terms, titles};
use crate::domain::access::{self, Action, Area, Facts, Visibility};
use crate::domain::identity::digits_masked;
use crate::domain::ids::{NominationId, RoundId, TitleId};
use crate::domain::people::{Role, Scope};
use crate::domain::recognition::outcome::Places;
use crate::domain::recognition::register::Standing as TitleStanding;
use crate::domain::recognition::round::{Standing, State, Step};
use crate::domain::recognition::{Finding, Programme, findings};
use crate::platform::policies;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::holdings::as_held;
use crate::storage::Conn;
use crate::storage::recognition::{
    self, CheckRow, NominationObjectionRow, NominationPaperRow, NominationRow, RoundRow,
};
use crate::storage::title_withdrawals;
use crate::storage::titles::{self as store, ReviewRow};
use chrono::NaiveDate;

/// A programme with what it has come to and its rounds, the latest first.
#[derive(Clone, Debug)]
pub struct Fold {
    pub programme: &'static Programme,
    /// Titles granted and not withdrawn, of all years.
    pub granted: i64,
    pub rounds: Vec<RoundRow>,
}

/// Every programme, for everybody.
///
/// # Errors
/// The database failed.
pub fn overview(app: &App) -> Result<Vec<Fold>, ServiceError> {
    app.store.read(|conn| {
        let rounds = recognition::rounds(conn)?;
        let mut folds = Vec::new();
        for programme in policies::programmes() {
            folds.push(Fold {
                programme,
                granted: store::count(conn, &programme.id)?,
                rounds: rounds.iter().filter(|row| row.programme == programme.id).cloned().collect(),
            });
        }
        Ok(folds)
    })
}

/// A round as the reader sees it.
#[derive(Clone, Debug)]
pub struct RoundShown {
    pub row: RoundRow,
    pub programme: Programme,
    pub places: Places,
    /// The proposed list with the unit's name, once it is public: for everybody, without any number.
    pub list: Vec<(NominationRow, String)>,
    /// Those within the reader's sight.
    pub nominations: Vec<(NominationRow, String)>,
    pub objections: Vec<NominationObjectionRow>,
    pub laureates: Vec<Laureate>,
    /// The reader reviews in this round now.
    pub reviews: bool,
    /// The reader follows the panel's work, for the office.
    pub follows: bool,
    /// What the round lacks before its next step; for the office.
    pub missing: Vec<Missing>,
    pub may_nominate: bool,
    /// Steps the reader may take now.
    pub steps: Vec<Step>,
    /// Titles granted in the round and proposed now: outside the soft number there is a warning.
    pub unusual: bool,
}

/// One round.
///
/// # Errors
/// `NotFound`.
pub fn round(app: &App, who: Option<&Who>, id: RoundId) -> Result<RoundShown, ServiceError> {
    app.store.read(|conn| {
        let row = recognition::round(conn, id)?;
        let programme = terms(&row)?;
        let visibility = who.map_or(Visibility::PublicOnly, |who| access::visibility(&who.actor, Area::Recognition));
        let nominations = recognition::of_round(conn, visibility, id)?;
        let public = row.state.is_public();
        let all = recognition::of_round(conn, Visibility::All, id)?;
        let listed = |state: Standing| matches!(state, Standing::Proposed | Standing::Granted);
        let list: Vec<(NominationRow, String)> =
            all.into_iter().filter(|(one, _)| public && listed(one.state)).collect();
        let can = |action: Action, facts: &Facts| who.is_some_and(|who| access::can(&who.actor, action, facts).is_ok());
        let of_round = Facts::round(None, None, row.state);
        let mut steps: Vec<Step> =
            Step::ALL.iter().copied().filter(|step| can(Action::of_round_step(*step), &of_round)).collect();
        if row.decided_on.is_some() {
            steps.retain(|step| *step != Step::Cancel);
        }
        // A button that only the calendar holds back is not shown before its day.
        let today = app.today();
        if today <= row.closes_on {
            steps.retain(|step| *step != Step::Close);
        }
        if row.notice_ends_on.is_some_and(|last| today <= last) {
            steps.retain(|step| *step != Step::Decide);
        }
        // Who entered the panel's result does not decide on it.
        if who.is_some_and(|who| row.proposer_id == Some(who.id().get())) {
            steps.retain(|step| *step != Step::Decide);
        }
        // Nor is one that the panel's own work holds back: what is missing stands above it.
        let at_work = row.state == State::Panel && (who.is_some_and(follows) || steps.contains(&Step::Propose));
        let bench = if at_work { Some(Bench::load(conn, &row)?) } else { None };
        if bench.as_ref().is_some_and(|bench| panel::ready(bench).is_err()) {
            steps.retain(|step| *step != Step::Propose);
        }
        let own = who.map(|who| Facts::round(Some(who.organisation()), Some(who.division), row.state));
        let offered = who.is_some_and(|who| !nominate::nominators(who, &programme).is_empty());
        let in_time = today <= row.closes_on && offered;
        let may_nominate = in_time && own.is_some_and(|own| can(Action::RecognitionNominate, &own));
        let office =
            can(Action::RecognitionOpen, &Facts::NONE) && who.is_some_and(|who| who.actor.scope == Scope::City);
        let objections = recognition::objections(conn, id)?;
        let seen = |one: &NominationObjectionRow| {
            office_reads(who) && nominations.iter().any(|(known, _)| known.id == one.nomination_id)
        };
        let objections = objections.into_iter().filter(seen).collect();
        let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let soft = programme.places;
        Ok(RoundShown {
            places: panel::places(&row)?,
            unusual: public && soft.is_some_and(|soft| !(soft.at_least..=soft.at_most).contains(&count)),
            laureates: if office && row.state == State::Open { laureates(conn, &row)? } else { Vec::new() },
            reviews: match who {
                Some(who) => review::reviews(conn, who, id)?,
                None => false,
            },
            follows: who.is_some_and(follows) && !matches!(row.state, State::Open | State::Cancelled),
            missing: if who.is_some_and(follows) {
                waiting::missing(conn, &row, today, bench.as_ref())?
            } else {
                Vec::new()
            },
            list,
            nominations,
            objections,
            may_nominate,
            steps,
            programme,
            row,
        })
    })
}

fn follows(who: &Who) -> bool {
    access::visibility(&who.actor, Area::Recognition) == Visibility::All
        && access::can(&who.actor, Action::RecognitionView, &Facts::NONE).is_ok()
}

/// The panel of a round with its conflicts and how far its work is, for the office of the city.
///
/// # Errors
/// `NotFound`, also for everybody else.
pub fn follow(app: &App, who: &Who, id: RoundId) -> Result<(Bench, Vec<Step>), ServiceError> {
    access::can(&who.actor, Action::RecognitionView, &Facts::NONE)?;
    if !follows(who) {
        return Err(ServiceError::NotFound);
    }
    app.store.read(|conn| {
        let row = recognition::round(conn, id)?;
        let can = |step: &Step| {
            let facts = Facts::round(None, None, row.state);
            access::can(&who.actor, Action::of_round_step(*step), &facts).is_ok()
        };
        let steps = Step::ALL.iter().copied().filter(can).collect();
        let bench = Bench::load(conn, &row)?;
        // Whoever reviews does not look at the others' marks by their office, too.
        if bench.member(who.id()).is_some() {
            return Err(ServiceError::NotFound);
        }
        Ok((bench, steps))
    })
}

fn office_reads(who: Option<&Who>) -> bool {
    who.is_some_and(|who| {
        matches!(access::visibility(&who.actor, Area::Recognition), Visibility::All | Visibility::Division(_))
    })
}

/// A title of a nominee, as the office reads it when it checks them.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: TitleId,
    pub number: String,
    pub programme: String,
    pub standing: TitleStanding,
    /// The latest yearly look: year, whether it is kept, opinion.
    pub look: Option<ReviewRow>,
    /// Why it was withdrawn, or is proposed to be.
    pub withdrawal: String,
}

fn known(conn: &mut Conn, who: &Who, identity: &str, today: NaiveDate) -> Result<Vec<Known>, ServiceError> {
    let mut all = Vec::new();
    for (row, claim) in store::of_identity(conn, identity)? {
        // Of another office's title only what everybody reads.
        let (look, withdrawal) = match access::can(&who.actor, Action::RecognitionView, &titles::facts(&row)) {
            Ok(()) => {
                let proposed = title_withdrawals::open(conn, row.id)?.map(|one| one.reason);
                let look = store::reviews(conn, row.id)?.into_iter().next();
                (look, proposed.unwrap_or_else(|| row.withdrawal.clone()))
            }
            Err(_) => (None, String::new()),
        };
        all.push(Known {
            id: row.id,
            standing: as_held(&row, claim.as_ref()).standing(today),
            look,
            withdrawal,
            number: row.number,
            programme: row.programme,
        });
    }
    Ok(all)
}

/// A nomination as its unit and the office see it.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub row: NominationRow,
    pub round: RoundRow,
    pub programme: Programme,
    /// The number, masked.
    pub identity_masked: Option<String>,
    pub findings: Vec<Finding>,
    pub papers: Vec<NominationPaperRow>,
    pub checks: Vec<CheckRow>,
    /// What the register has of the nominee; for the office.
    pub titles: Vec<Known>,
    /// For whoever answers them.
    pub objections: Vec<NominationObjectionRow>,
    /// The form as it is stored, with the fields that the programme asks for.
    pub typed: Typed,
    pub asked: Vec<&'static str>,
    /// It was left as a draft, and the last day is over.
    pub out: bool,
    pub may_edit: bool,
    pub may_withdraw: bool,
    pub may_check: bool,
    pub may_answer: bool,
    /// Checks, votes and scores are the office's until the round is decided.
    pub office: bool,
}

/// One nomination.
///
/// # Errors
/// `NotFound` for what the reader may not know of.
pub fn nomination(app: &App, who: &Who, id: NominationId) -> Result<Sheet, ServiceError> {
    app.store.read(|conn| {
        let (row, round) = readable(conn, who, id)?;
        let programme = terms(&round)?;
        let (nominee, _) = nominee_of(&row)?;
        let can = |action: Action| access::can(&who.actor, action, &facts_of(who, &row, round.state)).is_ok();
        let office = office_reads(Some(who));
        let objections = recognition::objections(conn, round.id)?;
        // Name and contact of an objector are for whoever answers.
        let rules = who.actor.holds(Role::Clerk) || who.actor.holds(Role::Reviewer);
        let objections = objections.into_iter().filter(|one| office && rules && one.nomination_id == id).collect();
        let may_nominate = can(Action::RecognitionNominate) && is_own(who, &row);
        let out = row.state.is_out(round.state, app.today() > round.closes_on);
        Ok(Sheet {
            identity_masked: row.stated_identity().map(digits_masked),
            findings: findings(&programme.conditions, &nominee, round.closes_on),
            papers: recognition::papers(conn, id)?,
            checks: if office && !who.actor.holds(Role::Treasurer) {
                recognition::checks(conn, id)?
            } else {
                Vec::new()
            },
            titles: match row.stated_identity().filter(|_| office) {
                Some(identity) => known(conn, who, identity, app.today())?,
                None => Vec::new(),
            },
            objections,
            typed: nominate::stored(conn, who, id)?,
            asked: nominate::asked(&programme),
            may_edit: may_nominate && row.state.is_open() && !out,
            out,
            may_withdraw: may_nominate && !out && matches!(row.state, Standing::Draft | Standing::Submitted),
            may_check: can(Action::RecognitionCheck)
                && !(row.nominated_by == who.organisation() && row.created_by == who.id().get())
                && matches!(row.state, Standing::Submitted | Standing::Admitted | Standing::Excluded),
            may_answer: can(Action::RecognitionAnswer) && answers(who, &row),
            office,
            programme,
            round,
            row,
        })
    })
}
