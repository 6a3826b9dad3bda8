//! Attendance: the desk at the door, passes, the table of who came.

pub mod completions;
pub mod desk;
pub mod passes;
pub mod person;
pub mod scans;
pub mod show;

use rocket::Route;

pub fn routes() -> Vec<Route> {
    [desk::routes(), scans::routes(), passes::routes(), show::routes(), person::routes(), completions::routes()]
        .concat()
}
