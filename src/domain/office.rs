//! The office's own times: how long each step usually takes, how early an event is proposed, how
//! long an appeal is open. They are settings of a file; a policy has no say in them.

use super::claim;
use super::event;
use super::policy::{FileFault, FileFaults, syntax_fault};
use serde::Deserialize;

/// All times of an office. What a file leaves out is as shipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Office {
    pub claim: claim::Clocks,
    pub event: event::Clocks,
    pub contest: Contest,
}

/// Times of a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contest {
    /// Hours after the end in which an appeal may be handed in, in writing.
    pub appeal_hours: u32,
}

impl Default for Contest {
    fn default() -> Contest {
        Contest { appeal_hours: 2 }
    }
}

impl Office {
    /// Reads the file. `name` is how faults call it.
    ///
    /// # Errors
    /// Every fault with line, key and remedy: an unknown key, no whole number, a time outside its bounds.
    pub fn from_toml(name: &str, text: &str) -> Result<Office, FileFaults> {
        let office: Office = toml::from_str(text).map_err(|error| syntax_fault(name, text, &error))?;
        let mut faults = Vec::new();
        for (section, key, value, (least, most)) in office.bounds() {
            if !(least..=most).contains(&value) {
                let problem = format!("{value} 不在范围内。请改为 {least} 至 {most} 之间的整数");
                let key = key.to_owned();
                faults.push(FileFault { file: name.to_owned(), line: line_of(text, section, &key), key, problem });
            }
        }
        if faults.is_empty() { Ok(office) } else { Err(FileFaults(faults)) }
    }

    /// Section, key, value and bounds (inclusive) of every time.
    fn bounds(&self) -> Vec<(&'static str, &'static str, u32, (u32, u32))> {
        // A working day at least, a working year at most.
        const STEP: (u32, u32) = (1, 250);
        let (claim, event) = (&self.claim, &self.event);
        vec![
            ("claim", "acceptance", claim.acceptance, STEP),
            ("claim", "supplement", claim.supplement, STEP),
            ("claim", "first-review", claim.first_review, STEP),
            ("claim", "second-review", claim.second_review, STEP),
            ("claim", "decision", claim.decision, STEP),
            ("claim", "confirmation", claim.confirmation, STEP),
            ("claim", "publication", claim.publication, STEP),
            // Objecting needs days: a notice of none would be none.
            ("claim", "notice", claim.notice, (1, 60)),
            ("claim", "answer", claim.answer, STEP),
            ("claim", "approval", claim.approval, STEP),
            ("claim", "payment", claim.payment, STEP),
            ("claim", "confirmation-of-payment", claim.confirmation_of_payment, STEP),
            ("event", "approval", event.approval, STEP),
            ("event", "supplement", event.supplement, STEP),
            ("event", "closing", event.closing, STEP),
            ("event", "notice-days", event.notice_days, (0, 365)),
            ("contest", "appeal-hours", self.contest.appeal_hours, (1, 240)),
        ]
    }
}

/// The line of a key within its section, counted from 1.
fn line_of(text: &str, section: &str, key: &str) -> usize {
    let heading = format!("[{section}]");
    let mut inside = false;
    for (line, words) in (1..).zip(text.lines()) {
        let words = words.trim();
        if words.starts_with('[') {
            inside = words.starts_with(&heading);
        } else if inside && words.split('=').next().is_some_and(|before| before.trim() == key) {
            return line;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> String {
        Office::from_toml("office.toml", text).expect_err("faults").to_string()
    }

    #[test]
    fn the_file_that_is_shipped_says_what_the_program_would_do_without_it() {
        let shipped = Office::from_toml("office.toml", include_str!("../../office.toml")).expect("a sound file");
        assert_eq!(shipped, Office::default());
        for (section, key, ..) in shipped.bounds() {
            let line = line_of(include_str!("../../office.toml"), section, key);
            assert!(line > 1, "[{section}] {key} is in the file");
        }
    }

    #[test]
    fn a_file_changes_what_it_names() {
        let office = Office::from_toml("office.toml", "[claim]\nnotice = 7\n").expect("a sound file");
        assert_eq!((office.claim.notice, office.claim.acceptance, office.event.closing), (7, 5, 15));
        assert_eq!(Office::from_toml("office.toml", ""), Ok(Office::default()));
    }

    #[test]
    fn every_fault_is_said_with_line_and_key() {
        insta::assert_snapshot!(faults("[claim]\nnotice = 0\nanswer = 5\n\n[event]\nclosing = 999\n"), @r"
        office.toml:2:键 notice：0 不在范围内。请改为 1 至 60 之间的整数
        office.toml:6:键 closing：999 不在范围内。请改为 1 至 250 之间的整数
        ");
        assert!(
            faults("[claim]\nnotise = 5\n").starts_with("office.toml:2:键 notise：没有这个键。可用的键：acceptance")
        );
        assert!(faults("[claim]\nnotice = -5\n").starts_with("office.toml:2:"));
        assert!(faults("[claim]\nnotice = \"五\"\n").starts_with("office.toml:2:"));
    }
}
