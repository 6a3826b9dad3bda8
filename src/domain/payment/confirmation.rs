//! The bank's answers as a table: payment, result, date, reason and, where given, the amount.

use super::PaymentRef;
use crate::domain::fault::{Problem, RowFault};
use crate::domain::heading::{Columns, TextTable};
use crate::domain::money::Fen;
use crate::domain::policy::date_from_text;
use crate::domain::reference::Reference;
use chrono::NaiveDate;

/// What the bank says of one payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Paid,
    Rejected { reason: String },
}

/// One answered payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    pub payment: PaymentRef,
    pub answer: Answer,
    pub on: NaiveDate,
}

/// A payment that waits for its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    pub payment: PaymentRef,
    /// The claim's own number, which some banks give back in place of ours.
    pub claim: Reference,
    pub amount: Fen,
    /// The day it was ordered; no answer is older.
    pub sent_on: NaiveDate,
}

#[derive(Clone, Copy, PartialEq)]
enum Field {
    Payment,
    Result,
    Date,
    Reason,
    Amount,
}

const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Payment,
        &[
            "付款编号",
            "付款号",
            "申领编号",
            "编号",
            "payment",
            "payment reference",
            "claim",
            "claim reference",
            "reference",
        ],
    ),
    (Field::Result, &["结果", "付款结果", "状态", "result", "status"]),
    (Field::Date, &["日期", "付款日期", "到账日期", "date", "paid on"]),
    (Field::Reason, &["原因", "退回原因", "备注", "reason"]),
    (Field::Amount, &["金额", "付款金额", "amount"]),
];

const PAID: &[&str] = &["成功", "付款成功", "已付", "已到账", "paid", "success", "ok"];
const REJECTED: &[&str] = &["失败", "付款失败", "退回", "退票", "rejected", "failed", "returned"];

/// Reads the whole table. Payments without a row stay unanswered.
///
/// # Errors
/// Every fault of every row at once; nothing of the file counts then.
pub fn read_confirmations(
    table: &TextTable,
    expected: &[Expected],
    today: NaiveDate,
) -> Result<Vec<Confirmation>, Vec<RowFault>> {
    let columns = Columns::find(&table.heading, NAMES);
    let mut faults = columns.lacking(&[Field::Payment, Field::Result, Field::Date], table.heading_row);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut seen: Vec<(PaymentRef, usize)> = Vec::new();
    let mut confirmations = Vec::new();
    for (number, row) in &table.rows {
        let desk = Desk { columns: &columns, row, number: *number };
        let before = faults.len();
        let read = desk.read(expected, today, &mut faults);
        let Some(confirmation) = read.filter(|_| faults.len() == before) else { continue };
        match seen.iter().find(|(payment, _)| *payment == confirmation.payment) {
            Some((_, first)) => faults.push(desk.fault(Field::Payment, Problem::Repeated).hint(first)),
            None => {
                seen.push((confirmation.payment, desk.number));
                confirmations.push(confirmation);
            }
        }
    }
    if faults.is_empty() { Ok(confirmations) } else { Err(faults) }
}

/// The payments that the bank may answer for, the first of many.
fn choices(expected: &[Expected]) -> String {
    const NAMED: usize = 6;
    let mut named: Vec<String> = expected.iter().take(NAMED).map(|expected| expected.payment.to_string()).collect();
    if expected.len() > NAMED {
        named.push("…".to_owned());
    }
    named.join(" / ")
}

/// One row on the desk.
struct Desk<'d> {
    columns: &'d Columns<'d, Field>,
    row: &'d [String],
    number: usize,
}

impl Desk<'_> {
    fn fault(&self, field: Field, problem: Problem) -> RowFault {
        RowFault::new(self.number, self.columns.said(field), self.columns.cell(self.row, field), problem)
    }

    fn read(&self, expected: &[Expected], today: NaiveDate, faults: &mut Vec<RowFault>) -> Option<Confirmation> {
        let cell = |field| self.columns.cell(self.row, field);
        let number = cell(Field::Payment);
        let of_payment = number.parse::<PaymentRef>().ok();
        let of_claim = number.parse::<Reference>().ok();
        let named = |expected: &&Expected| of_payment == Some(expected.payment) || of_claim == Some(expected.claim);
        let known = expected.iter().find(named);
        let payment = known.map(|expected| expected.payment);
        if known.is_none() {
            let fault = self.fault(Field::Payment, missing_or(cell(Field::Payment), Problem::Unknown));
            faults.push(fault.hint(choices(expected)));
        }
        let result = cell(Field::Result).to_lowercase();
        let reason = cell(Field::Reason);
        let answer = if PAID.contains(&result.as_str()) {
            Some(Answer::Paid)
        } else if !REJECTED.contains(&result.as_str()) {
            let choices = format!("{} / {}", PAID[0], REJECTED[0]);
            faults.push(self.fault(Field::Result, missing_or(&result, Problem::NotAChoice)).hint(choices));
            None
        } else if reason.is_empty() {
            faults.push(self.fault(Field::Reason, Problem::Missing));
            None
        } else {
            Some(Answer::Rejected { reason: reason.to_owned() })
        };
        let date = cell(Field::Date);
        let on = date_from_text(date);
        match on {
            None => faults.push(self.fault(Field::Date, missing_or(date, Problem::NotADate))),
            Some(on) if on > today => faults.push(self.fault(Field::Date, Problem::InFuture)),
            Some(on) => {
                if let Some(expected) = known.filter(|expected| on < expected.sent_on) {
                    faults.push(self.fault(Field::Date, Problem::TooEarly).hint(expected.sent_on));
                }
            }
        }
        let amount = cell(Field::Amount);
        if let Some(expected) = known.filter(|_| !amount.is_empty()) {
            match amount.parse::<Fen>() {
                Err(_) => faults.push(self.fault(Field::Amount, Problem::NotMoney)),
                Ok(amount) if amount != expected.amount => {
                    faults.push(self.fault(Field::Amount, Problem::OtherAmount).hint(expected.amount));
                }
                Ok(_) => {}
            }
        }
        Some(Confirmation { payment: payment?, answer: answer?, on: on? })
    }
}

fn missing_or(cell: &str, problem: Problem) -> Problem {
    if cell.is_empty() { Problem::Missing } else { problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn table(rows: &[&str]) -> TextTable {
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect();
        TextTable::from_rows(&rows)
    }

    fn expected(line: u32) -> Expected {
        let payment = format!("FK-2019-0002-{line:02}").parse().expect("a payment");
        let claim = format!("JX-2019-{line:04}").parse().expect("a claim");
        Expected { payment, claim, amount: Fen::yuan(50_000), sent_on: day("2019-12-02") }
    }

    #[test]
    fn a_bank_answers_some_of_them() {
        let table = table(&[
            "付款编号|金额（元）|结果|日期|原因",
            "FK-2019-0002-01|50,000.00|成功|2019-12-03|",
            "|||| ",
            "jx-2019-0003|50000|退回|2019/12/4|户名不符",
        ]);
        let read = read_confirmations(&table, &[expected(1), expected(2), expected(3)], day("2019-12-05"));
        let answers: Vec<_> =
            read.expect("no faults").into_iter().map(|answer| (answer.payment.line, answer.answer)).collect();
        assert_eq!(answers, [(1, Answer::Paid), (3, Answer::Rejected { reason: "户名不符".to_owned() })]);
    }

    #[test]
    fn all_faults_of_all_rows_at_once() {
        let table = table(&[
            "payment|amount|result|date|reason",
            "FK-2019-0002-01|49,999|paid|2019-12-03|",
            "FK-2019-0009-01||maybe|yesterday|",
            "FK-2019-0002-02||rejected|2019-11-30|",
            "FK-2019-0002-03||paid|2019-12-31|",
            "FK-2019-0002-04||paid|2019-12-03|",
            "FK-2019-0002-04||rejected|2019-12-03|closed",
        ]);
        let expected: Vec<Expected> = (1..=4).map(expected).collect();
        let faults = read_confirmations(&table, &expected, day("2019-12-05")).expect_err("faults");
        let lines: Vec<String> = faults
            .iter()
            .map(|fault| format!("{} {} `{}` {}: {}.", fault.row, fault.column, fault.value, fault.key, fault.hint))
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        2 amount `49,999` fault-other-amount: 50000.
        3 payment `FK-2019-0009-01` fault-unknown: FK-2019-0002-01 / FK-2019-0002-02 / FK-2019-0002-03 / FK-2019-0002-04.
        3 result `maybe` fault-not-a-choice: 成功 / 失败.
        3 date `yesterday` fault-not-a-date: .
        4 reason `` fault-required: .
        4 date `2019-11-30` fault-too-early: 2019-12-02.
        5 date `2019-12-31` fault-in-future: .
        7 payment `FK-2019-0002-04` fault-repeated: 6.
        "#);
        let none = read_confirmations(&TextTable::default(), &expected, day("2019-12-05")).expect_err("no columns");
        assert_eq!(none.len(), 3);
    }
}
