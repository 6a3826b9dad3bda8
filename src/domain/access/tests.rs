use super::*;
use crate::domain::claim::{self, Claim, Seats, StepKind};
use crate::domain::contest::phase::{Phase, Step};
use crate::domain::event;
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::plan::PlanState;
use proptest::prelude::*;
use std::path::Path;

fn actor(role: Role, organisation: i64, scope: Scope) -> Actor {
    let bureau = role.fits(OrganisationKind::Bureau);
    Actor {
        user: UserId::new(10),
        organisation: OrganisationId::new(organisation),
        organisation_kind: if bureau { OrganisationKind::Bureau } else { OrganisationKind::School },
        roles: role.into(),
        scope,
    }
}

fn county(code: &str) -> DivisionCode {
    code.parse().expect("a code")
}

/// The claim of organisation 7 in Yueqing.
fn claim_of_7(state: claim::State) -> Facts {
    Facts::claim(OrganisationId::new(7), Some(county("330382")), &Claim { state, ..Claim::DRAFT })
}

/// To accept a change: move `docs/permissions.md.new` over `docs/permissions.md`.
#[test]
fn the_printed_table_is_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/permissions.md");
    let now = table();
    let new = path.with_extension("md.new");
    if std::fs::read_to_string(&path).ok().as_deref() == Some(&now) {
        let _ = std::fs::remove_file(new);
        return;
    }
    std::fs::write(&new, now).expect("docs/ can be written");
    panic!("docs/permissions.md is not what the program does; compare it with docs/permissions.md.new");
}

#[test]
fn a_host_sees_its_own_organisation_only() {
    let (own, other) = (actor(Role::Host, 7, Scope::City), actor(Role::Host, 8, Scope::City));
    let draft = claim_of_7(claim::State::Draft);
    assert_eq!(can(&own, Action::ClaimSubmit, &draft), Ok(()));
    for action in [Action::ClaimView, Action::ClaimSubmit, Action::ClaimUpload, Action::ClaimPay] {
        let denied = can(&other, action, &draft).expect_err("another organisation");
        assert_eq!(denied.refusal(), Refusal::Unknown, "{action}");
    }
    assert_eq!(
        can(&other, Action::ClaimCreate, &Facts::new_for(OrganisationId::new(7), None)),
        Err(Denied::NotYourOrganisation)
    );
    assert_eq!(visibility(&own, Area::Claim), Visibility::Organisation(OrganisationId::new(7)));
    let planned = |state| Facts::plan_item(Some(OrganisationId::new(7)), None, state);
    assert_eq!(can(&own, Action::PlanView, &planned(PlanState::Published)), Ok(()));
    assert!(can(&own, Action::PlanView, &planned(PlanState::Draft)).is_err());
}

#[test]
fn a_county_office_reaches_its_county_only() {
    let submitted = claim_of_7(claim::State::Submitted);
    let clerk = |scope| actor(Role::Clerk, 1, scope);
    assert_eq!(can(&clerk(Scope::City), Action::ClaimAccept, &submitted), Ok(()));
    assert_eq!(can(&clerk(Scope::County(county("330382"))), Action::ClaimAccept, &submitted), Ok(()));
    let elsewhere = can(&clerk(Scope::County(county("330302"))), Action::ClaimAccept, &submitted);
    assert_eq!(elsewhere, Err(Denied::OutOfScope));
    let citys = Facts { division: None, ..submitted };
    assert!(can(&clerk(Scope::County(county("330382"))), Action::ClaimView, &citys).is_err());
}

#[test]
fn role_state_and_person_are_told_apart() {
    let submitted = claim_of_7(claim::State::Submitted);
    let city = |role| actor(role, 1, Scope::City);
    assert_eq!(can(&city(Role::Reviewer), Action::ClaimAccept, &submitted), Err(Denied::NotYourRole));
    assert_eq!(can(&city(Role::Clerk), Action::ClaimFirstReview, &submitted), Err(Denied::WrongState));
    // A reviewer may reject, but only at the second review.
    let accepted = claim_of_7(claim::State::Accepted);
    assert_eq!(can(&city(Role::Reviewer), Action::ClaimReject, &accepted), Err(Denied::NotYourRole));
    assert_eq!(can(&city(Role::Reviewer), Action::ClaimReject, &submitted), Err(Denied::WrongState));
    let seats = Seats { first_reviewer: Some(UserId::new(10)), ..Seats::default() };
    let reviewed = Facts { seats, ..claim_of_7(claim::State::FirstReviewed) };
    let both = Actor { roles: Roles::from(Role::Clerk).with(Role::Reviewer), ..city(Role::Reviewer) };
    let same = Denied::SamePerson(StepKind::FirstReview);
    assert_eq!(can(&both, Action::ClaimSecondReview, &reviewed), Err(same));
    assert_eq!(same.refusal(), Refusal::Forbidden);
}

#[test]
fn a_bureau_role_counts_for_nothing_outside_the_bureau() {
    let mut host = actor(Role::Host, 7, Scope::City);
    host.roles = Role::ALL.iter().copied().collect();
    assert!(can(&host, Action::ClaimAccept, &claim_of_7(claim::State::Submitted)).is_err());
    assert!(can(&host, Action::ManageUsers, &Facts::NONE).is_err());
}

#[test]
fn one_edits_ones_own_profile_and_never_deactivates_oneself() {
    let organisation = OrganisationId::new(1);
    let about = |user| Facts::person(organisation, None, Some(UserId::new(user)));
    let nobody = Actor { roles: Roles::NONE, ..actor(Role::Clerk, 1, Scope::City) };
    assert_eq!(can(&nobody, Action::ProfileEdit, &about(10)), Ok(()));
    assert_eq!(can(&nobody, Action::ProfileEdit, &about(11)), Err(Denied::NotYourself));
    let administrator = actor(Role::Administrator, 1, Scope::City);
    assert_eq!(can(&administrator, Action::DeactivateUser, &about(11)), Ok(()));
    assert_eq!(can(&administrator, Action::DeactivateUser, &about(10)), Err(Denied::NotYourself));
}

/// What changes nothing: all that an auditor may do apart from their own profile.
const READING: &[Action] = &[
    Action::BaseView,
    Action::PlanView,
    Action::PlanExport,
    Action::EventView,
    Action::EventExport,
    Action::ClaimView,
    Action::ClaimExport,
    Action::NoticeView,
    Action::NoticeReadObjections,
    Action::BudgetView,
    Action::BudgetExport,
    Action::PaymentView,
    Action::PeopleView,
    Action::AuditView,
    Action::MailView,
    Action::PolicyView,
    Action::CalendarView,
    Action::ContestView,
    Action::VenueView,
    Action::ParticipantView,
    // An audit compares rosters, for which it needs the numbers.
    Action::ParticipantExport,
    Action::EvaluationFollow,
    Action::EvaluationResult,
    Action::RecognitionView,
];

fn any_state() -> impl Strategy<Value = ObjectState> {
    prop_oneof![
        proptest::sample::select(claim::State::ALL).prop_map(ObjectState::Claim),
        proptest::sample::select(event::State::ALL).prop_map(ObjectState::Event),
        proptest::sample::select(PlanState::ALL).prop_map(ObjectState::Plan),
        proptest::sample::select(Phase::ALL).prop_map(ObjectState::Contest),
    ]
}

proptest! {
    #[test]
    fn an_auditor_reads_all_and_changes_nothing(action in proptest::sample::select(Action::ALL), state in any_state()) {
        let auditor = actor(Role::Auditor, 1, Scope::City);
        let facts = Facts { state: Some(state), ..Facts::new_for(OrganisationId::new(7), None) };
        let allowed = can(&auditor, action, &facts).is_ok();
        // What anyone may do, an auditor may do as anyone.
        let own = matches!(action, Action::ProfileEdit | Action::NoticeObject);
        if !own {
            prop_assert_eq!(allowed, READING.contains(&action), "{}", action);
        }
    }

    #[test]
    fn nobody_acts_on_what_they_cannot_see(
        role in proptest::sample::select(Role::ALL),
        action in proptest::sample::select(Action::ALL),
        state in any_state(),
        owner in 1i64..4, own in 1i64..4, in_county in any::<bool>(), county_office in any::<bool>(),
    ) {
        let scope = if county_office { Scope::County(county("330382")) } else { Scope::City };
        let division = in_county.then(|| county("330382"));
        let actor = actor(role, own, scope);
        let facts = Facts { state: Some(state), ..Facts::new_for(OrganisationId::new(owner), division) };
        let sees = visibility(&actor, action.area()).covers(facts.owner, facts.division);
        if !sees && can_public(action, &facts).is_err() {
            let denied = can(&actor, action, &facts).expect_err("hidden");
            prop_assert_eq!(denied.refusal(), Refusal::Unknown);
        }
    }
}

#[test]
fn every_step_of_the_chains_is_an_action() {
    for step in StepKind::ALL {
        let action = Action::of_claim_step(*step);
        let elsewhere = matches!(step, StepKind::Object | StepKind::Dismiss | StepKind::End);
        assert_eq!(action.claim_step().is_none(), elsewhere, "{step}");
    }
    for step in event::StepKind::ALL {
        assert_eq!(Action::of_event_step(*step).event_step(), Some(*step));
    }
    for step in crate::domain::base::Step::ALL {
        assert_eq!(Action::of_base_step(*step).base_step(), Some(*step));
    }
    for step in Step::ALL {
        assert_eq!(Action::of_contest_step(*step).contest_step(), Some(*step));
    }
    for area in Area::ALL {
        assert!(Action::ALL.iter().any(|action| action.area() == *area), "{area}");
    }
}
