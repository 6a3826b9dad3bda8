//! What a machine looks at before results are published: each check has a name, and is an error, which
//! blocks, or a warning, which somebody answers in writing.

use super::exact::Exact;
use super::judgement::{JUDGES, Judged, Round, Score, judged};
use super::panel::TrimFrom;
use super::run::RunFact;
use super::scheme::{Line, Method, Scheme};
use super::standing::{Gap, Place};
use crate::domain::code::codes;
use chrono::NaiveDate;

codes! {
    /// How grave a finding is.
    pub enum Severity: "severity" {
        /// Nothing is published while it stands.
        Error = "error",
        /// Published only with an answer.
        Warning = "warning",
    }
}

codes! {
    /// What is looked at.
    pub enum Check: "check" {
        /// The scheme's marks do not add to 100.
        Scheme = "scheme",
        /// Nobody takes part.
        NoEntrant = "no-entrant",
        /// A line of a contestant who was there has no mark.
        MissingSheet = "missing-sheet",
        /// The decoding withdrew a mark of a judge who must not mark this contestant, and nobody has added another.
        MarkWithdrawn = "mark-withdrawn",
        /// A mark is not sealed yet.
        Unsealed = "unsealed",
        /// A mark lies outside 0 to its maximum.
        OutOfRange = "out-of-range",
        /// Judges are more than one apart and have not judged again.
        Apart = "apart",
        /// A judgement line has not three judges.
        WrongPanel = "wrong-panel",
        /// A judge of the panel marked others on a line, is not kept from this contestant, and gave no mark.
        MissingJudge = "missing-judge",
        /// A contestant has fewer judges on a line than others.
        FewerJudges = "fewer-judges",
        /// Two marks for what needs one agreed value.
        TwoValues = "two-values",
        /// Who was absent has marks.
        AbsentWithMarks = "absent-with-marks",
        /// Nobody said whether the contestant was there.
        PresenceUnknown = "presence-unknown",
        /// A judge marked somebody from whom they are recused.
        RecusedJudge = "recused-judge",
        /// A judge marked somebody of the own unit, though nobody recused them.
        SameUnit = "same-unit",
        /// Two contestants have one workstation number.
        SameStation = "same-station",
        /// A contestant who was there has no workstation number.
        NoStation = "no-station",
        /// Results are equal among the places that count, and the chain has not decided.
        Tie = "tie",
        /// Fewer contestants than there must be for awards.
        SmallField = "small-field",
        /// A mark was changed after signing; it says why.
        ChangedAfterSigning = "changed-after-signing",
        /// A change after signing waits for its approval.
        ChangePending = "change-pending",
        /// A judge is far from the panel's middle.
        Outlier = "outlier",
        /// Not signed by two people.
        NotSigned = "not-signed",
        /// An objection is not answered.
        OpenObjection = "open-objection",
        /// Opened again after publication, and nothing has been corrected since.
        NothingCorrected = "nothing-corrected",
        /// A fact about a contestant was corrected after judging began; it says why.
        EntrantCorrected = "entrant-corrected",
        /// One person is entered twice: the same name and end of the identity number.
        SamePerson = "same-person",
        /// Two contestants of one unit have one name, and a number to tell them apart is missing.
        Namesake = "namesake",
        /// A judge has name and unit of a contestant.
        JudgeCompetes = "judge-competes",
        /// Said to be there, but never scanned at a door at which others were.
        PresentUnseen = "present-unseen",
        /// Contestants on the roster are said to be there, and nobody of the event was ever scanned.
        NobodySeen = "nobody-seen",
        /// Said to be absent, but scanned at the door.
        AbsentSeen = "absent-seen",
        /// Was there, though the registration was withdrawn, refused or given to another: after the decoding the
        /// presence is corrected to absent.
        Withdrawn = "withdrawn",
        /// The time decides between equals, and neither has one.
        NoTime = "no-time",
        /// The time decides between equals, and one has it and the other has not: nobody can say who is better.
        TimeOfOne = "time-of-one",
        /// The list that went into this item is no longer that of the other item's published result. It begins
        /// with none such; here the other result was corrected when judging had begun.
        ListDiffers = "list-differs",
        /// The result that brought contestants here is withdrawn or objected to, and judging has begun.
        SourceUnsettled = "source-unsettled",
        /// More is deducted than the marks come to.
        OverDeducted = "over-deducted",
        /// A title or promotion cannot be decided: birth date or sex is not known.
        HonourOpen = "honour-open",
        /// A mark of 0 on a whole line: meant, or not marked?
        ZeroMark = "zero-mark",
        /// A judge of a panel gave everybody the same mark.
        AllAlike = "all-alike",
        /// An assigned judge marked nobody.
        IdleJudge = "idle-judge",
        /// Marks were sealed before the event's first day.
        BeforeEvent = "before-event",
    }
}

impl Check {
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Check::MissingJudge
            | Check::FewerJudges
            | Check::SameUnit
            | Check::Tie
            | Check::SmallField
            | Check::ChangedAfterSigning
            | Check::NothingCorrected
            | Check::EntrantCorrected
            | Check::Namesake
            | Check::JudgeCompetes
            | Check::PresentUnseen
            | Check::NobodySeen
            | Check::AbsentSeen
            | Check::NoTime
            | Check::ListDiffers
            | Check::SourceUnsettled
            | Check::OverDeducted
            | Check::HonourOpen
            | Check::ZeroMark
            | Check::AllAlike
            | Check::IdleJudge
            | Check::BeforeEvent
            | Check::Outlier => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// Something a check found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub check: Check,
    /// Number of the entrant it is about.
    pub entrant: Option<i64>,
    /// The line's code, the judge's number, or whatever the sentence needs; stable, so that an answer
    /// stays with what it answered.
    pub detail: String,
}

/// Whether a contestant was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Unknown,
    Present,
    Absent,
}

/// One sealed or open mark of a judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub line: String,
    pub judge: i64,
    /// From 1; only judgement has more than one.
    pub round: u8,
    pub mark: Exact,
    pub sealed: bool,
}

/// One contestant, as the checks see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub entrant: i64,
    pub name: String,
    /// End of the identity number; empty where it is not known.
    pub tail: String,
    pub unit: String,
    pub station: String,
    pub presence: Presence,
    pub official: bool,
    pub given: Vec<Given>,
    /// Judges who must not mark this contestant.
    pub recused: Vec<i64>,
    /// Marks of a judge were withdrawn at the decoding.
    pub withdrawn: bool,
    /// The place, once there is a total.
    pub place: Option<Place>,
    /// What the chain would compare with equals and is not known.
    pub gap: Gap,
    pub deduction: Exact,
    /// What the marks come to without the deduction, once none is missing.
    pub gross: Option<Exact>,
    /// Whether they were scanned at the door; none where nobody was, or where it is not known who they are.
    pub scanned: Option<bool>,
    /// The registration counts no more.
    pub left: bool,
    /// An honour of the place cannot be decided.
    pub honour_open: bool,
}

/// A judge, as the checks see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    pub id: i64,
    pub name: String,
    pub unit: String,
}

/// Everything about one item that the checks look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier<'d> {
    pub scheme: &'d Scheme,
    pub trim: TrimFrom,
    pub sheets: &'d [Sheet],
    pub judges: &'d [Assigned],
    /// Ranks down to which a tie matters: prizes or places in the next round.
    pub places_that_count: usize,
    pub minimum_field: usize,
    /// How many people signed, of two.
    pub signatures: usize,
    /// Entrants of marks changed after signing, with the line and the change's own number, separated by a
    /// space; whether the change is approved.
    pub changes: &'d [(i64, String, bool)],
    pub open_objections: usize,
    /// The reopening after which nothing was corrected yet, by its number.
    pub uncorrected: Option<i64>,
    /// The items that contestants came from and whose result no longer bears the list out, each with what differs.
    pub differs: &'d [String],
    /// The items that contestants came from and whose result is withdrawn or objected to.
    pub unsettled: &'d [String],
    /// How many who are on the roster are said to be there, where nobody of the event was ever scanned.
    pub unscanned: usize,
    /// The day on which the first mark was sealed, where that is before the event's first day.
    pub early: Option<NaiveDate>,
}

/// Every finding, errors first, each check's in the order of entrants. It does not depend on the order
/// of marks.
#[must_use]
pub fn findings(dossier: &Dossier<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut of_item = |check, detail: String| found.push(Finding { check, entrant: None, detail });
    if !dossier.scheme.faults(&[]).is_empty() {
        of_item(Check::Scheme, dossier.scheme.total().to_string());
    }
    let present = |sheet: &&Sheet| sheet.presence == Presence::Present;
    let field = dossier.sheets.iter().filter(present).filter(|sheet| sheet.official).count();
    if field == 0 {
        of_item(Check::NoEntrant, String::new());
    } else if field < dossier.minimum_field {
        of_item(Check::SmallField, field.to_string());
    }
    if dossier.signatures < 2 {
        of_item(Check::NotSigned, dossier.signatures.to_string());
    }
    if dossier.open_objections > 0 {
        of_item(Check::OpenObjection, dossier.open_objections.to_string());
    }
    if let Some(reopening) = dossier.uncorrected {
        of_item(Check::NothingCorrected, reopening.to_string());
    }
    if dossier.unscanned > 0 {
        of_item(Check::NobodySeen, dossier.unscanned.to_string());
    }
    if let Some(day) = dossier.early {
        of_item(Check::BeforeEvent, day.to_string());
    }
    dossier.differs.iter().for_each(|detail| of_item(Check::ListDiffers, detail.clone()));
    dossier.unsettled.iter().for_each(|detail| of_item(Check::SourceUnsettled, detail.clone()));
    for sheet in dossier.sheets {
        about(dossier, sheet, &mut found);
    }
    for (entrant, line, approved) in dossier.changes {
        let fact = line.split(' ').next().unwrap_or_default().parse::<RunFact>();
        let check = match (*approved, fact.is_ok_and(RunFact::is_of_person)) {
            (false, _) => Check::ChangePending,
            (true, true) => Check::EntrantCorrected,
            (true, false) => Check::ChangedAfterSigning,
        };
        found.push(Finding { check, entrant: Some(*entrant), detail: line.clone() });
    }
    found.append(&mut people::findings(dossier));
    found.sort_by(|one, other| (one.check.severity(), one).cmp(&(other.check.severity(), other)));
    found.dedup();
    found
}

fn about(dossier: &Dossier<'_>, sheet: &Sheet, found: &mut Vec<Finding>) {
    let mut add = |check, detail: &str| {
        found.push(Finding { check, entrant: Some(sheet.entrant), detail: detail.to_owned() });
    };
    match sheet.presence {
        Presence::Unknown => add(Check::PresenceUnknown, ""),
        // Of who left the marks are kept, and count no more.
        Presence::Absent if !sheet.given.is_empty() && !sheet.left => add(Check::AbsentWithMarks, ""),
        Presence::Absent | Presence::Present => {}
    }
    for given in &sheet.given {
        let judge = given.judge.to_string();
        let max = dossier.scheme.line(&given.line).map(highest);
        if given.mark.is_negative() || max.is_none_or(|max| given.mark > max) {
            add(Check::OutOfRange, &given.line);
        }
        if !given.sealed {
            add(Check::Unsealed, &given.line);
        }
        if sheet.recused.contains(&given.judge) {
            add(Check::RecusedJudge, &judge);
        } else if dossier
            .judges
            .iter()
            .any(|one| one.id == given.judge && !one.unit.is_empty() && one.unit == sheet.unit)
        {
            add(Check::SameUnit, &judge);
        }
    }
    if sheet.presence != Presence::Present {
        return;
    }
    let twin = |other: &&Sheet| other.entrant != sheet.entrant && other.station == sheet.station;
    if sheet.station.is_empty() {
        add(Check::NoStation, "");
    } else if dossier.sheets.iter().any(|other| twin(&other)) {
        add(Check::SameStation, &sheet.station);
    }
    let undecided = |place: &Place| sheet.official && place.joint && place.rank <= dossier.places_that_count;
    if let Some(place) = sheet.place.filter(undecided) {
        add(Check::Tie, &place.rank.to_string());
    }
    for line in &dossier.scheme.0 {
        match line_check(dossier, sheet, line) {
            Some(Check::MissingSheet | Check::WrongPanel) if sheet.withdrawn => add(Check::MarkWithdrawn, &line.code),
            Some(check) => add(check, &line.code),
            None => {}
        }
        if line.method == Method::Panel {
            if on(sheet, line, 1).next().is_some() {
                let missing = missing(dossier.sheets, dossier.judges.iter().map(|one| one.id), sheet, line);
                missing.for_each(|judge| add(Check::MissingJudge, &format!("{} {judge}", line.code)));
            }
            outliers(sheet, line).for_each(|judge| add(Check::Outlier, &format!("{} {judge}", line.code)));
        }
    }
}

/// The highest a judge can write on this line.
#[must_use]
pub fn highest(line: &Line) -> Exact {
    match line.method {
        Method::Judgement => Exact::whole(i64::from(super::judgement::BEST)),
        Method::Measurement | Method::Panel => line.max,
    }
}

/// The marks on one line in one round.
fn on<'s>(sheet: &'s Sheet, line: &'s Line, round: u8) -> impl Iterator<Item = &'s Given> {
    sheet.given.iter().filter(move |given| given.line == line.code && given.round == round)
}

fn line_check(dossier: &Dossier<'_>, sheet: &Sheet, line: &Line) -> Option<Check> {
    let count = on(sheet, line, 1).count();
    if count == 0 {
        return Some(Check::MissingSheet);
    }
    match line.method {
        Method::Measurement => (count > 1).then_some(Check::TwoValues),
        Method::Judgement if count != JUDGES => Some(Check::WrongPanel),
        Method::Judgement => match judged(&rounds(sheet, line), line.max) {
            Judged::Settled(_) => None,
            Judged::Apart => Some(Check::Apart),
            Judged::Sealed { .. } => Some(Check::MissingSheet),
        },
        Method::Panel => {
            let most = dossier.sheets.iter().map(|other| on(other, line, 1).count()).max().unwrap_or(count);
            let judges = dossier.judges.iter().map(|one| one.id);
            let whole = missing(dossier.sheets, judges, sheet, line).next().is_none();
            (count < most && whole).then_some(Check::FewerJudges)
        }
    }
}

/// The assigned judges who marked this line of anybody, are not kept from this contestant, and gave them no mark.
pub fn missing<'s>(
    sheets: &'s [Sheet],
    judges: impl Iterator<Item = i64> + 's,
    sheet: &'s Sheet,
    line: &'s Line,
) -> impl Iterator<Item = i64> + 's {
    let gave = |sheet: &'s Sheet, judge: i64| on(sheet, line, 1).any(|given| given.judge == judge);
    judges.filter(move |judge| {
        !gave(sheet, *judge) && !sheet.recused.contains(judge) && sheets.iter().any(|other| gave(other, *judge))
    })
}

/// The rounds of a judgement line; the judges in the order of their numbers.
#[must_use]
pub fn rounds(sheet: &Sheet, line: &Line) -> Vec<Round> {
    let mut judges: Vec<i64> = on(sheet, line, 1).map(|given| given.judge).collect();
    judges.sort_unstable();
    let last = sheet.given.iter().filter(|given| given.line == line.code).map(|given| given.round).max().unwrap_or(0);
    let score = |round, index: usize| {
        let judge = *judges.get(index)?;
        let given = on(sheet, line, round).find(|given| given.judge == judge)?;
        Score::read(&given.mark.to_string()).ok()
    };
    (1..=last).map(|round| std::array::from_fn(|index| score(round, index))).collect()
}

/// Judges more than a fifth of the maximum away from the panel's median.
fn outliers<'s>(sheet: &'s Sheet, line: &'s Line) -> impl Iterator<Item = i64> + 's {
    let mut marks: Vec<Exact> = on(sheet, line, 1).map(|given| given.mark).collect();
    marks.sort_unstable();
    let median = marks.get(marks.len() / 2).copied().unwrap_or(Exact::ZERO);
    let far = line.max * Exact::hundredths(20);
    let off = move |given: &&Given| {
        let distance = given.mark - median;
        marks.len() >= JUDGES && (distance > far || -distance > far)
    };
    on(sheet, line, 1).filter(off).map(|given| given.judge)
}

/// The mark of a line, once it has one.
#[must_use]
pub fn line_mark(sheet: &Sheet, line: &Line, trim: TrimFrom) -> Option<Exact> {
    match line.method {
        Method::Measurement => {
            let mut marks = on(sheet, line, 1);
            marks.next().filter(|_| marks.next().is_none()).map(|given| given.mark)
        }
        Method::Judgement => match judged(&rounds(sheet, line), line.max) {
            Judged::Settled(mark) => Some(mark),
            _ => None,
        },
        Method::Panel => {
            let marks: Vec<Exact> = on(sheet, line, 1).map(|given| given.mark).collect();
            super::panel::panel(&marks, trim).map(|panel| panel.mean)
        }
    }
}

pub mod blind;
mod people;
#[cfg(test)]
mod tests;
