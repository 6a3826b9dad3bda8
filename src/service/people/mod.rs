//! Organisations and their users: founding an office, what its administrator keeps, and what
//! everybody keeps of their own.

mod found;
mod manage;
mod own;
mod sheet;

pub use found::{NewOrganisation, NewUser, add_organisation, add_user, create_administrator};
pub use manage::{
    Directory, DirectoryFilter, create_organisation, create_user, directory, edit_organisation, edit_user,
    invite_again, organisation, set_active, user,
};
pub use own::{change_password, edit_profile, profile};
pub use sheet::export;
