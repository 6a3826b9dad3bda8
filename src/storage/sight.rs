//! Whose rows a reader sees, said once for every list.

/// Keeps of a boxed query what the reader may see: the rows of their division, or of their organisation. The table
/// named has `id`, `division` and `organisation_id`. What the public sees of it is for its own lists: here nothing.
macro_rules! seen_by {
    ($query:expr, $visibility:expr, $table:ident) => {
        match $visibility {
            Visibility::All => $query,
            Visibility::Division(division) => $query.filter($table::division.eq(division.to_string())),
            Visibility::Organisation(own) => $query.filter($table::organisation_id.eq(own.get())),
            Visibility::PublicOnly => $query.filter($table::id.eq(0)),
        }
    };
}

pub(super) use seen_by;
