//! One more member for a base or a nominee that recusals leave with too few for a result: while marks are
//! sealed, and for that one alone.

/// Who can be called in for one base or nominee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filling<T> {
    /// As many members as a result needs.
    Enough,
    /// These are free, in the order in which they come in.
    Call(Vec<T>),
    /// Too few, and nobody is left: there will be no result.
    Nobody,
}

/// Who of the `waiting`, in their order, can come in for one that `members` review of whom a result needs `least`.
#[must_use]
pub fn filling<T>(
    members: usize,
    least: usize,
    waiting: impl IntoIterator<Item = T>,
    is_kept: impl Fn(&T) -> bool,
) -> Filling<T> {
    if members >= least {
        return Filling::Enough;
    }
    let free: Vec<T> = waiting.into_iter().filter(|one| !is_kept(one)).collect();
    if free.is_empty() { Filling::Nobody } else { Filling::Call(free) }
}

impl<T> Filling<T> {
    /// Whether nothing can be completed before somebody was called in.
    #[must_use]
    pub fn is_due(&self) -> bool {
        matches!(self, Filling::Call(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_free_is_called_and_nobody_else() {
        assert_eq!(filling(3, 3, [1, 2], |_| false), Filling::Enough);
        assert_eq!(filling(2, 3, [1, 2, 3], |one| *one == 2), Filling::Call(vec![1, 3]));
        assert_eq!(filling(2, 3, [1], |_| true), Filling::Nobody);
        assert!(filling(2, 3, [1], |_| false).is_due());
        assert!(!filling(2, 3, [0; 0], |_| false).is_due(), "nobody is waited for who does not exist");
    }
}
