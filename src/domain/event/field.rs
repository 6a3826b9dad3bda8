//! What an event's file asks for: one definition per field, from which forms, checks and the
//! strictness of each stage are made.

use super::state::{Stage, StepKind};
use crate::domain::code::codes;
use crate::domain::fault::{FieldFault, Problem};
use crate::domain::identity::{PersonName, Phone};
use crate::domain::money::Fen;
use crate::domain::plan::Kind;
use crate::domain::policy::date_from_text;
use crate::domain::text::{compact, half_width, tidy};

codes! {
    /// A field; the code is its name in forms and in the stored details, and that of the policy's
    /// fact where there is one.
    pub enum Field: "field of an event" {
        Name = "name",
        Level = "level",
        Class = "class",
        /// 职业(工种); of seminars and classes the subject.
        Trade = "trade",
        /// 主办单位.
        Organiser = "organiser",
        StartsOn = "starts_on",
        EndsOn = "ends_on",
        Venue = "venue",
        /// A seminar is supported in Wenzhou only.
        InCity = "in_city",
        /// Where a class goes.
        Institution = "institution",
        InstitutionListed = "institution_listed",
        ExpectedPeople = "expected_people",
        EstimatedCost = "estimated_cost",
        Sponsorship = "sponsorship",
        OtherPublicMoney = "other_public_money",
        EntryFeeCharged = "entry_fee_charged",
        /// Teaching hours by the lecturers' employers; planned, then as delivered.
        HoursProvincial = "hours_provincial",
        HoursDomestic = "hours_domestic",
        HoursHmt = "hours_hmt",
        HoursForeign = "hours_foreign",
        ContactName = "contact_name",
        ContactPhone = "contact_phone",
        TheoryPct = "theory_pct",
        PracticePct = "practice_pct",
        /// A third component, such as questions answered aloud.
        OtherPct = "other_pct",
        SafetyPlan = "safety_plan",
        ActualPeople = "actual_people",
        CompletedTrainees = "completed_trainees",
        /// 民营企业 person-times, for the yearly target.
        PrivateEnterprisePeople = "private_enterprise_people",
        FinalCost = "final_cost",
        Remarks = "remarks",
    }
}

/// How a field is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line of at most so many characters.
    Line(usize),
    /// Several lines of at most so many characters.
    Text(usize),
    Date,
    /// Yuan, not negative.
    Money,
    /// A whole number within these bounds, inclusive.
    Count(u32, u32),
    /// Teaching hours with at most two decimals.
    Hours,
    Flag,
    /// One of these codes.
    Choice(&'static [&'static str]),
    Person,
    Phone,
}

/// One field of one kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDef {
    pub field: Field,
    pub input: Input,
    /// From which stage on it must be given; `None`: never.
    pub required: Option<Stage>,
    /// The stages at which the host may write it.
    pub stages: &'static [Stage],
}

/// The stage whose fields and papers must be complete for a step.
pub fn required_stage(step: StepKind) -> Option<Stage> {
    match step {
        StepKind::Submit => Some(Stage::Proposal),
        StepKind::File => Some(Stage::Filing),
        StepKind::Close => Some(Stage::Closing),
        StepKind::Return | StepKind::Approve | StepKind::MarkHeld | StepKind::Cancel => None,
    }
}

const PROPOSAL: &[Stage] = &[Stage::Proposal];
const UNTIL_FILING: &[Stage] = &[Stage::Proposal, Stage::Filing];
const CLOSING: &[Stage] = &[Stage::Closing];
const ALWAYS: &[Stage] = &[Stage::Proposal, Stage::Filing, Stage::Closing];
const LEVELS: &[&str] = &["national", "provincial", "city", "county", "enterprise"];
const CLASSES: &[&str] = &["1", "2"];

const fn needed(field: Field, input: Input, from: Stage, stages: &'static [Stage]) -> FieldDef {
    FieldDef { field, input, required: Some(from), stages }
}
const fn free(field: Field, input: Input, stages: &'static [Stage]) -> FieldDef {
    FieldDef { field, input, required: None, stages }
}

/// The fields of a kind of event, in the order of its form.
pub fn fields(kind: Kind) -> &'static [FieldDef] {
    match kind {
        Kind::Competition => COMPETITION,
        Kind::Seminar => SEMINAR,
        Kind::ClassAway => CLASS_AWAY,
    }
}

const NAME: FieldDef = needed(Field::Name, Input::Line(120), Stage::Proposal, PROPOSAL);
const TRADE: FieldDef = needed(Field::Trade, Input::Line(80), Stage::Proposal, PROPOSAL);
const ORGANISER: FieldDef = free(Field::Organiser, Input::Line(120), PROPOSAL);
const STARTS_ON: FieldDef = needed(Field::StartsOn, Input::Date, Stage::Proposal, UNTIL_FILING);
const ENDS_ON: FieldDef = needed(Field::EndsOn, Input::Date, Stage::Proposal, UNTIL_FILING);
const VENUE: FieldDef = needed(Field::Venue, Input::Line(120), Stage::Proposal, UNTIL_FILING);
const EXPECTED: FieldDef = needed(Field::ExpectedPeople, Input::Count(1, 100_000), Stage::Proposal, UNTIL_FILING);
const ESTIMATE: FieldDef = needed(Field::EstimatedCost, Input::Money, Stage::Proposal, PROPOSAL);
const SPONSORSHIP: FieldDef = free(Field::Sponsorship, Input::Money, ALWAYS);
const OTHER_MONEY: FieldDef = free(Field::OtherPublicMoney, Input::Money, ALWAYS);
const CONTACT: FieldDef = needed(Field::ContactName, Input::Person, Stage::Proposal, ALWAYS);
const PHONE: FieldDef = needed(Field::ContactPhone, Input::Phone, Stage::Proposal, ALWAYS);
const SAFETY: FieldDef = needed(Field::SafetyPlan, Input::Text(4_000), Stage::Filing, UNTIL_FILING);
const ACTUAL: FieldDef = needed(Field::ActualPeople, Input::Count(1, 100_000), Stage::Closing, CLOSING);
const FINAL_COST: FieldDef = needed(Field::FinalCost, Input::Money, Stage::Closing, CLOSING);
const REMARKS: FieldDef = free(Field::Remarks, Input::Text(4_000), ALWAYS);

const fn hours(field: Field) -> FieldDef {
    free(field, Input::Hours, ALWAYS)
}

const COMPETITION: &[FieldDef] = &[
    NAME,
    needed(Field::Level, Input::Choice(LEVELS), Stage::Proposal, PROPOSAL),
    // Required with the level `provincial`, see `missing`.
    free(Field::Class, Input::Choice(CLASSES), PROPOSAL),
    TRADE,
    ORGANISER,
    STARTS_ON,
    ENDS_ON,
    VENUE,
    EXPECTED,
    ESTIMATE,
    SPONSORSHIP,
    OTHER_MONEY,
    needed(Field::EntryFeeCharged, Input::Flag, Stage::Proposal, ALWAYS),
    CONTACT,
    PHONE,
    needed(Field::TheoryPct, Input::Count(0, 100), Stage::Filing, UNTIL_FILING),
    needed(Field::PracticePct, Input::Count(0, 100), Stage::Filing, UNTIL_FILING),
    free(Field::OtherPct, Input::Count(0, 100), UNTIL_FILING),
    SAFETY,
    ACTUAL,
    FINAL_COST,
    REMARKS,
];

const SEMINAR: &[FieldDef] = &[
    NAME,
    TRADE,
    ORGANISER,
    STARTS_ON,
    ENDS_ON,
    VENUE,
    needed(Field::InCity, Input::Flag, Stage::Proposal, UNTIL_FILING),
    EXPECTED,
    hours(Field::HoursProvincial),
    hours(Field::HoursDomestic),
    hours(Field::HoursHmt),
    hours(Field::HoursForeign),
    ESTIMATE,
    OTHER_MONEY,
    CONTACT,
    PHONE,
    SAFETY,
    ACTUAL,
    free(Field::PrivateEnterprisePeople, Input::Count(0, 100_000), CLOSING),
    FINAL_COST,
    REMARKS,
];

const CLASS_AWAY: &[FieldDef] = &[
    NAME,
    TRADE,
    ORGANISER,
    STARTS_ON,
    ENDS_ON,
    VENUE,
    needed(Field::Institution, Input::Line(120), Stage::Proposal, UNTIL_FILING),
    needed(Field::InstitutionListed, Input::Flag, Stage::Proposal, UNTIL_FILING),
    EXPECTED,
    ESTIMATE,
    OTHER_MONEY,
    CONTACT,
    PHONE,
    SAFETY,
    needed(Field::CompletedTrainees, Input::Count(0, 100_000), Stage::Closing, CLOSING),
    free(Field::PrivateEnterprisePeople, Input::Count(0, 100_000), CLOSING),
    FINAL_COST,
    REMARKS,
];

impl Input {
    /// Brings a typed text into its one stored form: dates as `2019-09-03`, yuan as `50000.5`,
    /// flags as `true` and `false`. The text is not blank.
    pub(super) fn canonical(self, field: Field, text: &str) -> Result<String, FieldFault> {
        let fault = |problem| FieldFault::new(field.as_str(), problem);
        let within = |text: String, longest: usize| {
            let too_long = text.chars().count() > longest;
            if too_long { Err(FieldFault::with(field.as_str(), Problem::TooLong, longest)) } else { Ok(text) }
        };
        match self {
            Input::Line(longest) => within(tidy(text), longest),
            Input::Text(longest) => within(text.replace("\r\n", "\n").trim().to_owned(), longest),
            Input::Date => date_from_text(&tidy(text)).map(|date| date.to_string()).ok_or(fault(Problem::NotADate)),
            Input::Money => match compact(text).parse::<Fen>() {
                Ok(amount) if amount < Fen::ZERO => Err(fault(Problem::Negative)),
                Ok(amount) => Ok(amount.to_string()),
                Err(_) => Err(fault(Problem::NotMoney)),
            },
            Input::Count(least, most) => match compact(text).parse::<u32>() {
                Ok(count) if (least..=most).contains(&count) => Ok(count.to_string()),
                Ok(_) => Err(FieldFault::with(field.as_str(), Problem::OutOfRange, format!("{least}–{most}"))),
                Err(_) => Err(fault(Problem::NotANumber)),
            },
            Input::Hours => hundredths(&compact(text)).map(written).ok_or(fault(Problem::NotHours)),
            Input::Flag => match half_width(text).trim().to_lowercase().as_str() {
                "true" | "yes" | "是" | "on" => Ok("true".to_owned()),
                "false" | "no" | "否" => Ok("false".to_owned()),
                _ => Err(FieldFault::with(field.as_str(), Problem::NotAChoice, "是 / 否")),
            },
            Input::Choice(codes) => match codes.iter().find(|code| **code == text.trim()) {
                Some(code) => Ok((*code).to_owned()),
                None => Err(FieldFault::with(field.as_str(), Problem::NotAChoice, codes.join(" / "))),
            },
            Input::Person => match text.parse::<PersonName>() {
                Ok(name) => Ok(name.as_str().to_owned()),
                Err(why) => Err(FieldFault::identity(field.as_str(), why)),
            },
            Input::Phone => match text.parse::<Phone>() {
                Ok(phone) => Ok(phone.as_str().to_owned()),
                Err(why) => Err(FieldFault::identity(field.as_str(), why)),
            },
        }
    }
}

/// Hours in hundredths, at most 9,999.
pub(super) fn hundredths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str, most: usize| text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole, 4) || !digits(decimals, 2) || text.ends_with('.') {
        return None;
    }
    format!("{whole}{decimals:0<2}").parse().ok()
}

/// `1250` → `12.5`.
fn written(hundredths: u32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
