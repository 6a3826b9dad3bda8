//! Claims: drafting, papers and account, the chain of sign-offs, the decision.

mod accept;
mod account;
pub mod assess;
pub(in crate::service) mod budget;
pub(in crate::service) mod canonical;
mod decide;
pub(in crate::service) mod deciding;
mod draft;
pub(in crate::service) mod ended;
pub(in crate::service) mod floor;
mod from_event;
mod invoices;
mod line;
mod list;
pub(in crate::service) mod notice;
mod papers;
pub(in crate::service) mod payer;
mod people;
pub mod receipt;
mod registered;
mod sheet;
mod sign;
pub(in crate::service) mod standing;
mod steps;
mod tell;
mod view;

pub use accept::{accept, acceptable_lines};
pub use account::{Account, TypedAccount, account_of, correct_account};
pub use decide::{Ruled, correct_facts, decide, submit};
pub use deciding::Signed;
pub use draft::{Content, NewDraft, create, edit};
pub(in crate::service) use draft::{create_award, create_in, next_reference, settle_later};
pub use floor::Progress;
pub use from_event::closed_events;
pub use invoices::{TypedInvoice, add_invoice, remove_invoice};
pub use line::change_line;
pub(in crate::service) use line::tell_moved;
pub use list::PersonShown;
pub(in crate::service) use list::published_person;
pub use papers::PaperLine;
pub use payer::Paying;
pub use people::{TypedPerson, add_person, import_people, people_headings, remove_person, set_advance};
pub use sheet::export;
pub use sign::sign;
pub use view::{ClaimShown, Listed, ListedClaim, PAGE, assessment_text, calculate, list, show, show_for};

#[cfg(test)]
mod tests;
