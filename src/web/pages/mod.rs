//! Pages: the structs their templates may name. Handlers fill them in.

pub mod account;
pub mod attendance;
pub mod audit;
pub mod bases;
pub mod budget;
pub mod calendar;
pub mod claims;
pub mod contests;
mod deed;
pub mod demo;
pub mod error;
pub mod evaluations;
pub mod events;
pub mod form_page;
pub mod guide;
mod home;
pub mod judging;
pub mod notices;
pub mod outbox;
mod papers;
pub mod participants;
pub mod payments;
pub mod people;
pub mod plan;
pub mod policy;
pub mod recognition;
pub mod register;
pub mod schedule;
pub mod scoring;
pub mod session;
pub mod sign_in;
pub mod venues;
pub mod worklist;
pub mod years;

use rocket::{Build, Rocket, routes};

/// Every route of the product. Each has its row in [`super::rights`].
pub fn mount(rocket: Rocket<Build>) -> Rocket<Build> {
    rocket
        .mount("/", routes![super::statics::file])
        .mount("/", session::routes())
        .mount("/", home::routes())
        .mount("/", account::routes())
        .mount("/", people::routes())
        .mount("/", outbox::routes())
        .mount("/", audit::routes())
        .mount("/", demo::routes())
        .mount("/", policy::routes())
        .mount("/", years::routes())
        .mount("/", plan::routes())
        .mount("/", events::routes())
        .mount("/", calendar::routes())
        .manage(notices::Throttle::default())
        .mount("/", notices::routes())
        .mount("/", budget::routes())
        .mount("/", payments::routes())
        .mount("/", contests::routes())
        .mount("/", judging::routes())
        .mount("/", claims::routes())
        .mount("/", papers::routes())
        .mount("/", bases::routes())
        .mount("/", evaluations::routes())
        .mount("/", scoring::routes())
        .mount("/", recognition::routes())
        .mount("/", venues::routes())
        .mount("/", schedule::routes())
        .mount("/", participants::routes())
        .mount("/", participants::entries::routes())
        .mount("/", register::routes())
        .mount("/", attendance::routes())
}

#[cfg(test)]
mod tests;
