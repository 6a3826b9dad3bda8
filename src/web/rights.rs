//! Every route and the right it needs. A test walks the routes Rocket knows: one without a row
//! fails, and each is called signed out, as the least role and as another organisation.

use crate::domain::access::Action;
use Needs::{Anyone, SignedIn};

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
];
