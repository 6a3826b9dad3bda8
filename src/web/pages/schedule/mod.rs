//! The schedule of an event: the draft for those who make it, the release for everybody.

pub mod across;
mod actions;
pub mod changes;
pub mod feeds;
mod people;
pub mod public;
pub mod roster;
mod sample;
mod sessions;
pub mod show;
pub mod table;

pub use sample::event as sample_event;

use rocket::Route;

pub fn routes() -> Vec<Route> {
    [across::routes(), actions::routes(), sessions::routes(), people::routes(), public::routes(), feeds::routes()]
        .concat()
}
