//! Claims: drafting, papers and account, the chain of sign-offs, the decision.

mod accept;
mod account;
pub mod assess;
pub(in crate::service) mod budget;
mod decide;
mod draft;
pub(in crate::service) mod ended;
mod from_event;
mod invoices;
mod line;
pub(in crate::service) mod notice;
mod papers;
pub(in crate::service) mod payer;
mod people;
pub mod receipt;
mod registered;
mod sheet;
pub(in crate::service) mod steps;
mod tell;
mod view;

pub use accept::{accept, acceptable_lines};
pub use account::{Account, TypedAccount, account_of, correct_account};
pub use decide::{Ruled, correct_facts, decide, submit};
pub use draft::{Content, NewDraft, create, edit};
pub(in crate::service) use draft::{create_award, create_in, next_reference, settle_later};
pub use from_event::closed_events;
pub use invoices::{TypedInvoice, add_invoice, remove_invoice};
pub use line::change_line;
pub(in crate::service) use line::tell_moved;
pub use papers::PaperLine;
pub use payer::Paying;
pub(in crate::service) use people::published_person;
pub use people::{PersonShown, TypedPerson, add_person, import_people, people_headings, remove_person, set_advance};
pub use sheet::export;
pub use steps::{Signed, sign};
pub use view::{ClaimShown, Listed, ListedClaim, PAGE, assessment_text, calculate, list, show, show_for};

#[cfg(test)]
mod tests;
