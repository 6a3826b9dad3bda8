//! Prints blocks: JSON and CSV as they come, the table with columns that line up.

use super::Format;
use super::lines::{Block, CSV_HEADINGS, Line};
use crate::cli::width;
use crate::domain::lang::Lang;
use crate::domain::money::Fen;
use crate::domain::policy::{Outcome, outcome_label};
use std::io::{self, Write};

pub(super) struct Output<W> {
    format: Format,
    lang: Lang,
    out: W,
    lines: Vec<Line>,
    unread: usize,
}

impl<W: Write> Output<W> {
    pub fn new(format: Format, lang: Lang, out: W) -> Output<W> {
        Output { format, lang, out, lines: Vec::new(), unread: 0 }
    }

    pub fn begin(&mut self) -> io::Result<()> {
        if self.format == Format::Csv { writeln!(self.out, "{}", CSV_HEADINGS.join(",")) } else { Ok(()) }
    }

    pub fn block(&mut self, block: &mut Block) -> io::Result<()> {
        self.unread += block.unread;
        self.lines.append(&mut block.lines);
        self.out.write_all(&block.text)
    }

    /// The number of rows that could not be read.
    pub fn end(mut self) -> io::Result<usize> {
        if self.format == Format::Table {
            self.table()?;
        }
        Ok(self.unread)
    }

    fn table(&mut self) -> io::Result<()> {
        let longest = |text: fn(&Line) -> &str| self.lines.iter().map(|line| width::of(text(line))).max().unwrap_or(0);
        let (case, rule) = (longest(|line| &line.case).clamp(4, 44), longest(|line| &line.rule).max(4));
        let heading = match self.lang {
            Lang::Zh => ["案例", "规则", "金额（元）", "结果"],
            Lang::En => ["case", "rule", "yuan", "result"],
        };
        let [case_heading, rule_heading, amount_heading, result_heading] = heading;
        let (case_heading, rule_heading) = (width::pad(case_heading, case), width::pad(rule_heading, rule));
        writeln!(
            self.out,
            "{case_heading}  {rule_heading}  {}  {result_heading}",
            width::pad_left(amount_heading, 12)
        )?;
        for line in &self.lines {
            let name = line.case.replace(['\r', '\n'], " ");
            let (name, id) = (width::pad(&name, case), width::pad(&line.rule, rule));
            writeln!(self.out, "{name}  {id}  {}  {}", width::pad_left(&line.amount.grouped(), 12), line.note)?;
            for reason in &line.reasons {
                writeln!(self.out, "    - {reason}")?;
            }
        }
        self.summary()
    }

    fn summary(&mut self) -> io::Result<()> {
        let count = |outcome| self.lines.iter().filter(|line| line.outcome == outcome).count();
        let total: Fen = self.lines.iter().map(|line| line.amount).sum();
        let mut parts = Vec::new();
        for outcome in Outcome::ALL.into_iter().rev() {
            let count = count(outcome);
            if count > 0 {
                parts.push(format!("{} {count}", outcome_label(outcome, self.lang)));
            }
        }
        let rows = self.lines.len();
        match self.lang {
            Lang::Zh if rows == 0 => writeln!(self.out, "表中没有数据行"),
            Lang::En if rows == 0 => writeln!(self.out, "The table has no rows"),
            Lang::Zh => writeln!(self.out, "共 {rows} 行：{}；应付合计 {} 元", parts.join("，"), total.grouped()),
            Lang::En => {
                writeln!(self.out, "{rows} rows: {}; payable in all {} yuan", parts.join(", "), total.grouped())
            }
        }
    }
}
