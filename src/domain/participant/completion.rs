//! Certificates: who is due one, and who is left out and why.

/// What somebody has of certificates so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    Nothing,
    /// One that is good.
    Valid,
    /// None that is good; one was revoked.
    Revoked,
}

/// What issuing does about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Issue,
    /// Has one already.
    Has,
    /// Attended too little.
    Short,
    /// Attended enough, but something about it is in doubt and nobody has answered that.
    Doubted,
    /// Had one that was revoked, and nobody has said that there shall be another.
    Revoked,
}

/// What is to be done about somebody who attended enough (`met`) or not; `doubted`: a flag about it is not
/// answered; `again`: another one in place of a revoked one was expressly asked for. Nobody who attended too
/// little gets one, nor anybody whose attendance is in doubt, whatever was asked for.
#[must_use]
pub const fn due(held: Held, met: bool, doubted: bool, again: bool) -> Due {
    match held {
        Held::Valid => Due::Has,
        _ if !met => Due::Short,
        Held::Revoked if !again => Due::Revoked,
        _ if doubted => Due::Doubted,
        Held::Nothing | Held::Revoked => Due::Issue,
    }
}

/// How many people each answer is given to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub issue: usize,
    pub has: usize,
    pub short: usize,
    pub revoked: usize,
    pub doubted: usize,
}

impl FromIterator<Due> for Tally {
    fn from_iter<I: IntoIterator<Item = Due>>(all: I) -> Tally {
        let mut tally = Tally::default();
        for due in all {
            match due {
                Due::Issue => tally.issue += 1,
                Due::Has => tally.has += 1,
                Due::Short => tally.short += 1,
                Due::Revoked => tally.revoked += 1,
                Due::Doubted => tally.doubted += 1,
            }
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_revoked_is_issued_again_only_when_asked_for() {
        for again in [false, true] {
            assert_eq!(due(Held::Nothing, true, false, again), Due::Issue);
            assert_eq!(due(Held::Nothing, false, false, again), Due::Short);
            assert_eq!(due(Held::Valid, true, false, again), Due::Has);
            assert_eq!(due(Held::Valid, false, false, again), Due::Has, "revoking is a decision of its own");
            assert_eq!(due(Held::Revoked, false, false, again), Due::Short);
        }
        let revoked = |again| due(Held::Revoked, true, false, again);
        assert_eq!((revoked(false), revoked(true)), (Due::Revoked, Due::Issue));
        assert_eq!(due(Held::Nothing, true, true, false), Due::Doubted);
        assert_eq!(
            (due(Held::Valid, true, true, false), due(Held::Nothing, false, true, false)),
            (Due::Has, Due::Short)
        );
        assert_eq!(due(Held::Revoked, true, true, true), Due::Doubted, "asked for or not");
        let tally: Tally = [Due::Has, Due::Short, Due::Has, Due::Revoked].into_iter().collect();
        assert_eq!(tally, Tally { issue: 0, has: 2, short: 1, revoked: 1, doubted: 0 });
    }
}
