//! What runs without anybody asking: the loop that sends mail, and the day's work.

mod daily;
mod mailer;
pub mod offers;
mod run;
mod words;

pub use daily::daily;
pub(crate) use mailer::message_of;
pub use mailer::{Mailer, Renderer, Round};
pub use run::run;
pub use words::words;
