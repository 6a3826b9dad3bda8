//! Where the evaluation writes its explanation, so that the fast path can leave it out.

use super::assessment::{Reason, SettingUsed, Step};

/// Takes the explanation as it arises. What is not wanted is never built.
pub(super) trait Sink {
    fn reason(&mut self, make: impl FnOnce() -> Reason);
    fn step(&mut self, make: impl FnOnce() -> Step);
    fn setting(&mut self, make: impl FnOnce() -> SettingUsed);
    /// The ruling was used.
    fn ruled(&mut self);
}

/// Keeps nothing: figures only.
pub(super) struct Silent;

impl Sink for Silent {
    #[inline]
    fn reason(&mut self, _: impl FnOnce() -> Reason) {}
    #[inline]
    fn step(&mut self, _: impl FnOnce() -> Step) {}
    #[inline]
    fn setting(&mut self, _: impl FnOnce() -> SettingUsed) {}
    #[inline]
    fn ruled(&mut self) {}
}

/// Keeps everything.
pub(super) struct Recorder {
    pub reasons: Vec<Reason>,
    pub steps: Vec<Step>,
    pub settings: Vec<SettingUsed>,
    pub ruled: bool,
}

impl Recorder {
    pub fn new() -> Recorder {
        Recorder { reasons: Vec::new(), steps: Vec::with_capacity(16), settings: Vec::new(), ruled: false }
    }
}

impl Sink for Recorder {
    fn reason(&mut self, make: impl FnOnce() -> Reason) {
        self.reasons.push(make());
    }
    fn step(&mut self, make: impl FnOnce() -> Step) {
        self.steps.push(make());
    }
    fn setting(&mut self, make: impl FnOnce() -> SettingUsed) {
        self.settings.push(make());
    }
    fn ruled(&mut self) {
        self.ruled = true;
    }
}
