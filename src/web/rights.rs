//! Every route and the right it needs. A test walks the routes Rocket knows: one without a row
//! fails, and each is called signed out, as the least role and as another organisation.

use crate::domain::access::Action;
use Needs::{Anyone, Right, SignedIn};

/// What a route asks of whoever calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: published, or the way in.
    Anyone,
    /// Somebody signed in; it shows or changes nothing but their own.
    SignedIn,
    /// A right, decided by the use case on the object itself.
    Right(Action),
}

/// Method, path as mounted, and what it needs.
pub const ROUTES: &[(&str, &str, Needs)] = &[
    ("GET", "/", Anyone),
    ("GET", "/static/<name>", Anyone),
    ("GET", "/sign-in?<next>", Anyone),
    ("POST", "/sign-in", Anyone),
    ("POST", "/sign-out?<everywhere>", SignedIn),
    ("GET", "/account", SignedIn),
    ("POST", "/account", SignedIn),
    ("GET", "/account/password", SignedIn),
    ("POST", "/account/password", SignedIn),
    ("GET", "/password/forgotten", Anyone),
    ("POST", "/password/forgotten", Anyone),
    ("GET", "/welcome/<token>", Anyone),
    ("POST", "/welcome/<token>", Anyone),
    ("GET", "/people", Right(Action::PeopleView)),
    ("GET", "/people/organisations/new", Right(Action::ManageOrganisations)),
    ("POST", "/people/organisations", Right(Action::ManageOrganisations)),
    ("GET", "/people/organisations/<id>", Right(Action::ManageOrganisations)),
    ("POST", "/people/organisations/<id>", Right(Action::ManageOrganisations)),
    ("GET", "/people/organisations/<id>/users/new", Right(Action::ManageUsers)),
    ("POST", "/people/organisations/<id>/users", Right(Action::ManageUsers)),
    ("GET", "/people/users/<id>", Right(Action::ManageUsers)),
    ("POST", "/people/users/<id>", Right(Action::ManageUsers)),
    ("POST", "/people/users/<id>/deactivate", Right(Action::DeactivateUser)),
    ("POST", "/people/users/<id>/activate", Right(Action::DeactivateUser)),
    ("POST", "/people/users/<id>/invite", Right(Action::ManageUsers)),
    ("GET", "/outbox?<state>&<page>", Right(Action::MailView)),
    ("GET", "/outbox/<id>", Right(Action::MailView)),
    ("POST", "/outbox/<id>/redrive", Right(Action::MailRedrive)),
    ("GET", "/audit?<object>&<id>&<page>", Right(Action::AuditView)),
    ("POST", "/demo/advance", Anyone),
    ("GET", "/guide", Anyone),
    ("GET", "/lang?<lang>&<to>", Anyone),
    ("GET", "/plan", Right(Action::PlanView)),
    ("POST", "/plan", Right(Action::PlanEdit)),
    ("GET", "/plan/<year>?<division>&<kind>&<q>&<page>", Right(Action::PlanView)),
    ("POST", "/plan/<year>/publish?<division>", Right(Action::PlanPublish)),
    ("GET", "/plan/<year>/export?<division>&<format>", Right(Action::PlanExport)),
    ("GET", "/plan/template?<format>", SignedIn),
    ("GET", "/plan/<year>/items/new?<division>", Right(Action::PlanEdit)),
    ("POST", "/plan/<year>/items/new?<division>", Right(Action::PlanEdit)),
    ("GET", "/plan/items/<id>", Right(Action::PlanView)),
    ("GET", "/plan/items/<id>/edit", Right(Action::PlanEdit)),
    ("POST", "/plan/items/<id>/edit", Right(Action::PlanEdit)),
    ("POST", "/plan/items/<id>/delete", Right(Action::PlanEdit)),
    ("POST", "/plan/items/<id>/strike", Right(Action::PlanAmend)),
    ("GET", "/plan/<year>/import", Right(Action::PlanImport)),
    ("POST", "/plan/<year>/import", Right(Action::PlanImport)),
    ("GET", "/plan/imports/<id>", Right(Action::PlanImport)),
    ("POST", "/plan/imports/<id>", Right(Action::PlanImport)),
    ("POST", "/plan/items/<id>/propose", Right(Action::EventCreate)),
    ("GET", "/events?<view>&<kind>&<q>&<page>", Right(Action::EventView)),
    ("GET", "/events/new", Right(Action::EventCreate)),
    ("POST", "/events/new", Right(Action::EventCreate)),
    ("GET", "/events/<id>", Right(Action::EventView)),
    ("GET", "/events/<id>/edit", Right(Action::EventEdit)),
    ("POST", "/events/<id>/edit", Right(Action::EventEdit)),
    ("POST", "/events/<id>/submit", Right(Action::EventSubmit)),
    ("POST", "/events/<id>/file", Right(Action::EventFile)),
    ("POST", "/events/<id>/mark-held", Right(Action::EventMarkHeld)),
    ("POST", "/events/<id>/close", Right(Action::EventClose)),
    ("POST", "/events/<id>/decide", Right(Action::EventApprove)),
    ("POST", "/events/<id>/cancel", Right(Action::EventCancel)),
    ("POST", "/events/<id>/claim", Right(Action::ClaimCreate)),
    ("POST", "/events/<id>/papers", Right(Action::EventUpload)),
    ("GET", "/events/<_id>/papers/<paper>", Right(Action::EventView)),
    ("POST", "/events/<id>/papers/<paper>/remove", Right(Action::EventUpload)),
    ("GET", "/calendar?<month>&<kind>", Anyone),
];
