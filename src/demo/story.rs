//! What a story of the demonstration year is made of.

use crate::domain::plan::Kind;

/// One event or claim, told as a diary. The numbers are invented and sized like real ones.
pub(super) struct Story {
    /// What the other stories call it.
    pub key: &'static str,
    /// As the plan has it.
    pub name: &'static str,
    /// Stands in the plan; otherwise its host proposes it freely.
    pub planned: bool,
    pub kind: Kind,
    /// Mail name of the person who acts for the host.
    pub host: &'static str,
    /// Yuan, before and after.
    pub estimate: i64,
    pub cost: i64,
    /// Who came.
    pub people: u32,
    /// Further fields; each stage takes those that it knows.
    pub form: &'static [(&'static str, &'static str)],
    /// Papers handed in with the claim, beside those of the event.
    pub papers: &'static [&'static str],
    /// A claim that comes from no event: its rule and facts.
    pub direct: Option<(&'static str, &'static [(&'static str, &'static str)])>,
    /// Month and day of 2019, and what happened.
    pub diary: &'static [(&'static str, Do)],
}

/// What the people of a story do.
#[derive(Clone, Copy)]
pub(super) enum Do {
    /// The host begins an event and leaves it at that.
    Draft,
    /// The host proposes it with everything.
    Propose,
    Approve,
    File,
    Hold,
    /// Rooms, sessions and people, released.
    Timetable,
    /// One session moves, and the schedule is released anew.
    Retime,
    /// Sessions without time, to be placed.
    Outline,
    /// Registration opens, and people register.
    Register,
    /// The roster is entered, and passes are made.
    Enrol,
    /// Those at the doors send what they scanned.
    Attend,
    /// An item of it is set up, and marking begins.
    Prepare,
    /// As [`Do::Prepare`], an item for teams.
    PrepareTeams,
    JudgeTeams,
    /// Judges mark: every workstation, or all but two of the head judge's.
    Judge {
        all: bool,
    },
    /// The result is signed, submitted and published.
    PublishResult,
    Certify,
    /// With the closing file.
    Close,
    Cancel(&'static str),
    /// The host claims and submits.
    Claim,
    Accept,
    Return(&'static str),
    Decline(&'static str),
    FirstReview(&'static str),
    SecondReview(&'static str),
    Decide(&'static str),
    /// A sum of the officer's own, in yuan.
    Rule(i64, &'static str),
    Archive,
}

impl Do {
    /// The hour at which it is usually done; earlier steps of a day come earlier.
    pub fn hour(self) -> u32 {
        match self {
            Do::Draft | Do::Propose | Do::File | Do::Hold => 9,
            Do::Close | Do::Claim | Do::Register | Do::Enrol | Do::Prepare | Do::PrepareTeams | Do::Certify => 10,
            Do::Timetable | Do::Retime | Do::Outline => 11,
            Do::Judge { .. } | Do::JudgeTeams => 13,
            Do::Approve | Do::Accept | Do::Return(_) | Do::Decline(_) | Do::Cancel(_) => 14,
            Do::FirstReview(_) => 15,
            Do::SecondReview(_) | Do::Archive | Do::PublishResult => 16,
            Do::Decide(_) | Do::Rule(..) | Do::Attend => 17,
        }
    }
}

/// What stories share.
pub(super) const CONTEST: Story = Story {
    key: "",
    name: "",
    planned: true,
    kind: Kind::Competition,
    host: "host",
    estimate: 0,
    cost: 0,
    people: 0,
    form: &[],
    papers: &[],
    direct: None,
    diary: &[],
};
/// As [`CONTEST`].
pub(super) const SEMINAR: Story = Story { kind: Kind::Seminar, ..CONTEST };
