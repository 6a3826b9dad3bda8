//! Rows to lines, in blocks on all cores, given out in the order of the table.

use super::Format;
use super::plan::{Plan, RowFault};
use crate::domain::lang::Lang;
use crate::domain::money::Fen;
use crate::domain::policy::{Assessment, Explainer, Outcome, Reason, ReasonCode, SettingUsed, Shown, Step};
use crate::sheets::{Row, Table};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::sync::mpsc::sync_channel;

/// Some rows, ready to be printed.
pub(super) struct Block {
    /// For standard error.
    pub messages: String,
    /// JSON or CSV, ready to print.
    pub text: Vec<u8>,
    /// For the table.
    pub lines: Vec<Line>,
    /// Rows that could not be read.
    pub unread: usize,
}

/// One row of the table for people.
pub(super) struct Line {
    pub case: String,
    pub rule: String,
    pub outcome: Outcome,
    pub amount: Fen,
    pub note: String,
    pub reasons: Vec<String>,
}

const ROWS_PER_BLOCK: usize = 256;

/// Calls `take` with every block, in order. Blocks wait their turn in short queues, so that a slow
/// reader of the output costs no memory.
pub(super) fn each_block(
    plan: &Plan<'_>,
    table: &Table,
    format: Format,
    lang: Lang,
    mut take: impl FnMut(Block) -> io::Result<()>,
) -> io::Result<()> {
    let rows: Vec<Row<'_>> = table.rows().collect();
    let blocks: Vec<&[Row<'_>]> = rows.chunks(ROWS_PER_BLOCK).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(blocks.len()).max(1);
    std::thread::scope(|scope| {
        let queues: Vec<_> = (0..workers)
            .map(|worker| {
                let (sender, receiver) = sync_channel(4);
                let own = blocks.iter().skip(worker).step_by(workers);
                scope.spawn(move || {
                    for rows in own {
                        if sender.send(block(plan, rows, format, lang)).is_err() {
                            return;
                        }
                    }
                });
                receiver
            })
            .collect();
        for (index, _) in blocks.iter().enumerate() {
            let Ok(block) = queues[index % workers].recv() else { break };
            take(block)?;
        }
        Ok(())
    })
}

fn block(plan: &Plan<'_>, rows: &[Row<'_>], format: Format, lang: Lang) -> Block {
    let mut block = Block { messages: String::new(), text: Vec::new(), lines: Vec::new(), unread: 0 };
    let mut csv = csv::Writer::from_writer(Vec::new());
    for &row in rows {
        let (case, id) = (plan.case(row), plan.rule_id(row));
        match plan.read(row) {
            Ok((policy, rule, facts)) => {
                let result = policy.assess(rule, &facts, None);
                let say = Explainer::new(policy, rule, lang);
                report_cells(plan, row, &say, &result, &mut block.messages);
                match format {
                    Format::Json => push_json(&mut block.text, &Record::of(case, &result, &say)),
                    Format::Csv => push_csv(&mut csv, &Record::of(case, &result, &say)),
                    Format::Table => block.lines.push(Line::of(case, &result, &say)),
                }
            }
            Err(fault) => {
                block.unread += 1;
                let (column, problem) = describe(&fault);
                let _ = writeln!(block.messages, "第 {} 行，{column}：{problem}", row.number());
                if case.is_empty() {
                    continue;
                }
                match format {
                    Format::Json => push_json(&mut block.text, &Record::unread(case, id, &fault)),
                    Format::Csv => push_csv(&mut csv, &Record::unread(case, id, &fault)),
                    Format::Table => block.lines.push(Line::unread(case, id, problem)),
                }
            }
        }
    }
    if format == Format::Csv {
        block.text = csv.into_inner().unwrap_or_default();
    }
    block
}

/// Cells that cannot be used are named by row and column, so that they are found in the file.
fn report_cells(plan: &Plan<'_>, row: Row<'_>, say: &Explainer<'_>, result: &Assessment, messages: &mut String) {
    if result.outcome != Outcome::Invalid {
        return;
    }
    let cells = result.reasons.iter().filter(|reason| reason.outcome == Outcome::Invalid);
    for reason in cells {
        let fact = reason.fact.as_deref().unwrap_or_default();
        let column = plan.column_number(fact).map_or_else(String::new, |number| format!("第 {number} 列 {fact}"));
        let _ = writeln!(messages, "第 {} 行，{column}：{}", row.number(), say.reason(reason).text);
    }
}

fn describe(fault: &RowFault) -> (String, String) {
    match fault {
        RowFault::NoRule => ("rule 列".into(), "缺少规则编号".into()),
        RowFault::UnknownRule(id) => ("rule 列".into(), format!("没有规则“{id}”")),
        RowFault::Width { expected, found } => {
            let first = expected.min(found) + 1;
            (format!("第 {first} 列"), format!("应有 {expected} 列，实有 {found} 列，可能错位，未予计算"))
        }
    }
}

impl Line {
    fn of(case: &str, result: &Assessment, say: &Explainer<'_>) -> Line {
        Line {
            case: case.to_owned(),
            rule: result.rule.clone(),
            outcome: result.outcome,
            amount: result.amount,
            note: say.headline(result),
            reasons: result.reasons.iter().map(|reason| say.reason(reason).text).collect(),
        }
    }

    fn unread(case: &str, rule: &str, problem: String) -> Line {
        Line {
            case: case.to_owned(),
            rule: rule.to_owned(),
            outcome: Outcome::Invalid,
            amount: Fen::ZERO,
            note: crate::domain::policy::outcome_label(Outcome::Invalid, Lang::Zh).to_owned(),
            reasons: vec![problem],
        }
    }
}

/// One result for scripts; the keys come in this order.
#[derive(Serialize)]
struct Record<'r> {
    case: &'r str,
    rule: &'r str,
    outcome: &'static str,
    amount_yuan: String,
    proposed_yuan: Option<String>,
    binding: Option<&'static str>,
    payer: Option<&'r str>,
    gross_yuan: Option<String>,
    tax_yuan: Option<String>,
    reasons: Vec<ReasonRecord<'r>>,
    explanation: Vec<StepRecord<'r>>,
}

#[derive(Serialize)]
struct ReasonRecord<'r> {
    code: &'static str,
    outcome: &'static str,
    fact: Option<&'r str>,
    seen: Option<Cow<'r, str>>,
    required: Option<String>,
    article: Option<&'r str>,
    text: String,
}

#[derive(Serialize)]
struct StepRecord<'r> {
    code: &'static str,
    fact: Option<&'r str>,
    name: Option<&'r str>,
    value: Option<Cow<'r, str>>,
    limit: Option<String>,
    article: Option<&'r str>,
    text: String,
}

impl<'r> Record<'r> {
    fn of(case: &'r str, result: &'r Assessment, say: &Explainer<'_>) -> Record<'r> {
        let yuan = |amount: Option<Fen>| amount.map(|amount| amount.to_string());
        let steps = result.steps.iter().map(|step| StepRecord::of(step, say));
        let settings = result.settings.iter().map(|used| StepRecord::setting(used, say));
        Record {
            case,
            rule: &result.rule,
            outcome: result.outcome.code(),
            amount_yuan: result.amount.to_string(),
            proposed_yuan: yuan(result.proposed),
            binding: result.binding.map(|binding| binding.code()),
            payer: result.payer.as_deref(),
            gross_yuan: yuan(result.gross),
            tax_yuan: yuan(result.tax),
            reasons: result.reasons.iter().map(|reason| ReasonRecord::of(reason, say)).collect(),
            explanation: steps.chain(settings).collect(),
        }
    }

    fn unread(case: &'r str, rule: &'r str, fault: &RowFault) -> Record<'r> {
        let (code, fact, seen, required) = match fault {
            RowFault::NoRule => (ReasonCode::Missing.code(), Some("rule"), None, Some("given".to_owned())),
            RowFault::UnknownRule(id) => ("unknown_rule", Some("rule"), Some(Cow::from(id.clone())), None),
            RowFault::Width { expected, found } => {
                ("field_count", None, Some(Cow::from(found.to_string())), Some(expected.to_string()))
            }
        };
        let text = describe(fault).1;
        let outcome = Outcome::Invalid.code();
        Record {
            case,
            rule,
            outcome,
            amount_yuan: Fen::ZERO.to_string(),
            proposed_yuan: None,
            binding: None,
            payer: None,
            gross_yuan: None,
            tax_yuan: None,
            reasons: vec![ReasonRecord { code, outcome, fact, seen, required, article: None, text }],
            explanation: Vec::new(),
        }
    }
}

impl<'r> ReasonRecord<'r> {
    fn of(reason: &'r Reason, say: &Explainer<'_>) -> ReasonRecord<'r> {
        ReasonRecord {
            code: reason.code.code(),
            outcome: reason.outcome.code(),
            fact: reason.fact.as_deref(),
            seen: reason.seen.as_ref().map(Shown::plain),
            required: reason.required.as_ref().map(crate::domain::policy::Limit::plain),
            article: reason.article.as_deref(),
            text: say.reason(reason).text,
        }
    }
}

impl<'r> StepRecord<'r> {
    fn of(step: &'r Step, say: &Explainer<'_>) -> StepRecord<'r> {
        StepRecord {
            code: step.code.code(),
            fact: step.fact.as_deref(),
            name: step.name.as_deref(),
            value: step.value.as_ref().map(Shown::plain),
            limit: step.limit.as_ref().map(crate::domain::policy::Limit::plain),
            article: step.article.as_deref(),
            text: say.step_text(step),
        }
    }

    fn setting(used: &'r SettingUsed, say: &Explainer<'_>) -> StepRecord<'r> {
        StepRecord {
            code: "setting",
            fact: None,
            name: Some(&used.key),
            value: Some(used.value.as_str().into()),
            limit: None,
            article: None,
            text: say.setting(used),
        }
    }
}

fn push_json(text: &mut Vec<u8>, record: &Record<'_>) {
    // Writing strings and options to memory cannot fail.
    let _ = serde_json::to_writer(&mut *text, record);
    text.push(b'\n');
}

pub(super) const CSV_HEADINGS: [&str; 11] = [
    "case",
    "rule",
    "outcome",
    "amount_yuan",
    "proposed_yuan",
    "binding",
    "payer",
    "gross_yuan",
    "tax_yuan",
    "reasons",
    "explanation",
];

fn push_csv(csv: &mut csv::Writer<Vec<u8>>, record: &Record<'_>) {
    let join = |texts: Vec<&str>| texts.join("；");
    let reasons = join(record.reasons.iter().map(|reason| reason.text.as_str()).collect());
    let explanation = join(record.explanation.iter().map(|step| step.text.as_str()).collect());
    // Writing to memory cannot fail.
    let _ = csv.write_record([
        &unformula(record.case),
        record.rule,
        record.outcome,
        &record.amount_yuan,
        record.proposed_yuan.as_deref().unwrap_or_default(),
        record.binding.unwrap_or_default(),
        record.payer.unwrap_or_default(),
        record.gross_yuan.as_deref().unwrap_or_default(),
        record.tax_yuan.as_deref().unwrap_or_default(),
        &reasons,
        &explanation,
    ]);
}

/// A case that a spreadsheet would run as a formula gets a leading apostrophe.
fn unformula(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}").into() } else { text.into() }
}
