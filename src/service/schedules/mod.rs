//! Schedules: venues and rooms, sessions and people of an event, releases, feeds and files.

mod across;
mod book;
mod feeds;
mod files;
mod follow;
mod people;
mod place;
mod release;
mod rules;
mod sittings;
mod venues;

pub use across::{Across, across};
pub use book::{Book, Found, show};
pub use feeds::{Feed, event_feed, make_link, person_feed, public_feed, revoke_link};
pub(in crate::service) use feeds::{own_sessions, participant_token};
pub use files::{Imported, export_draft, export_public, import};
pub(in crate::service) use follow::{put_address, put_addresses};
pub use people::{PersonForm, add as add_person, edit as edit_person, remove as remove_person};
pub use place::{Asked, Placed, run as place};
pub(in crate::service) use release::call_off;
pub use release::{Released, acknowledge, public, release, releases};
pub use rules::{edit as edit_rules, show as show_rules};
pub use sittings::{SittingForm, add as add_sitting, edit as edit_sitting, remove as remove_sitting};
pub use venues::{
    RoomForm, Site, add as add_venue, add_block, add_room, edit as edit_venue, edit_room, list as list_venues,
    remove_block, room as show_room, show as show_venue,
};
