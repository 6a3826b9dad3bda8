//! What runs without anybody asking: the loop that sends mail.

mod mailer;
pub mod offers;
mod run;
mod words;

pub(crate) use mailer::message_of;
pub use mailer::{Mailer, Renderer, Round};
pub use run::run;
pub use words::words;
