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
    ("POST", "/sign-out", SignedIn),
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
