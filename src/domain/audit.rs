//! The hash chain of the audit log: each entry's hash covers its content and the hash before it, so
//! that a changed, removed or inserted entry breaks every later link.

use chrono::{NaiveDateTime, SubsecRound};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What one link covers. Times are UTC, to the microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Position in the chain, from 1 without gaps.
    pub seq: i64,
    pub at: NaiveDateTime,
    pub actor_id: Option<i64>,
    pub actor_name: &'a str,
    pub action: &'a str,
    pub object: &'a str,
    pub object_id: Option<i64>,
    pub before: Option<&'a str>,
    pub after: Option<&'a str>,
    /// The hash of the entry before; empty for the first.
    pub prev_hash: &'a str,
}

/// Where and how the chain is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("entry {expected} is missing (found {found} in its place)")]
    Missing { expected: i64, found: i64 },
    #[error("entry {0} does not continue the entry before it")]
    Unlinked(i64),
    #[error("entry {0} was changed after it was written")]
    Changed(i64),
    #[error("the log ends at entry {found}, its head says {expected}")]
    CutOff { expected: i64, found: i64 },
}

/// The precision both databases keep.
pub fn to_micros(at: NaiveDateTime) -> NaiveDateTime {
    at.trunc_subsecs(6)
}

/// The SHA-256 of an entry, lower-case hexadecimal. Every field is written with its length, so
/// that no two entries share one serialisation.
pub fn hash(entry: &Entry) -> String {
    let mut digest = Sha256::new();
    let mut field = |text: Option<&str>| {
        let length = text.map_or(-1, |text| i64::try_from(text.len()).unwrap_or(i64::MAX));
        digest.update(format!("{length}:").as_bytes());
        digest.update(text.unwrap_or_default().as_bytes());
    };
    let id = |id: Option<i64>| id.map(|id| id.to_string());
    field(Some(entry.prev_hash));
    field(Some(&entry.seq.to_string()));
    field(Some(&to_micros(entry.at).and_utc().timestamp_micros().to_string()));
    field(id(entry.actor_id).as_deref());
    field(Some(entry.actor_name));
    field(Some(entry.action));
    field(Some(entry.object));
    field(id(entry.object_id).as_deref());
    field(entry.before);
    field(entry.after);
    let mut text = String::with_capacity(64);
    for byte in digest.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Walks the chain entry by entry.
#[derive(Clone, Debug, Default)]
pub struct Verifier {
    seq: i64,
    hash: String,
}

impl Verifier {
    /// Checks the next entry against the stored hash.
    ///
    /// # Errors
    /// The first way in which the chain is broken here.
    pub fn check(&mut self, entry: &Entry, stored: &str) -> Result<(), Broken> {
        let expected = self.seq + 1;
        if entry.seq != expected {
            return Err(Broken::Missing { expected, found: entry.seq });
        }
        if entry.prev_hash != self.hash {
            return Err(Broken::Unlinked(entry.seq));
        }
        if hash(entry) != stored {
            return Err(Broken::Changed(entry.seq));
        }
        self.seq = entry.seq;
        self.hash = stored.to_owned();
        Ok(())
    }

    /// Checks the end against the head; says how many entries hold.
    ///
    /// # Errors
    /// [`Broken::CutOff`] when entries at the end were removed.
    pub fn finish(self, head_seq: i64, head_hash: &str) -> Result<i64, Broken> {
        if self.seq == head_seq && self.hash == head_hash {
            Ok(self.seq)
        } else {
            Err(Broken::CutOff { expected: head_seq, found: self.seq })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chain(texts: &[String]) -> Vec<(i64, String, String, String)> {
        let mut prev = String::new();
        let mut links = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let seq = index as i64 + 1;
            let digest = hash(&entry(seq, text, &prev));
            links.push((seq, text.clone(), prev.clone(), digest.clone()));
            prev = digest;
        }
        links
    }

    fn entry<'a>(seq: i64, after: &'a str, prev_hash: &'a str) -> Entry<'a> {
        Entry {
            seq,
            at: NaiveDateTime::default(),
            actor_id: Some(7),
            actor_name: "周承办",
            action: "claim.submit",
            object: "claim",
            object_id: Some(42),
            before: None,
            after: Some(after),
            prev_hash,
        }
    }

    fn verify(links: &[(i64, String, String, String)], head: i64, head_hash: &str) -> Result<i64, Broken> {
        let mut verifier = Verifier::default();
        for (seq, text, prev, stored) in links {
            verifier.check(&entry(*seq, text, prev), stored)?;
        }
        verifier.finish(head, head_hash)
    }

    proptest! {
        #[test]
        fn any_change_breaks_the_chain(texts in prop::collection::vec("[a-z]{0,8}", 2..12), place in 0usize..12) {
            let links = chain(&texts);
            let place = place % links.len();
            let (head, head_hash) = (links.len() as i64, links[links.len() - 1].3.clone());
            prop_assert_eq!(verify(&links, head, &head_hash), Ok(head));

            let mut changed = links.clone();
            changed[place].1.push('!');
            prop_assert_eq!(verify(&changed, head, &head_hash), Err(Broken::Changed(place as i64 + 1)));

            let mut removed = links;
            removed.remove(place);
            prop_assert!(verify(&removed, head, &head_hash).is_err());
        }
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        let one = Entry { action: "ab", object: "c", ..entry(1, "", "") };
        let other = Entry { action: "a", object: "bc", ..entry(1, "", "") };
        assert_ne!(hash(&one), hash(&other));
        assert_ne!(hash(&Entry { before: Some(""), ..one }), hash(&one));
    }

    /// Stored chains must verify for ever: this hash never changes.
    #[test]
    fn what_is_hashed_never_changes() {
        let entry = entry(3, "second-reviewed", "00ff");
        insta::assert_snapshot!(hash(&entry), @"f571aba3e8379298b6c01d8dadfb8efc7141e8cda86628ed5891f788136c08dd");
    }
}
