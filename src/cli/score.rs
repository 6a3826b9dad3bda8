//! `jiangxin score FILE`: the exact mark of every panel, needing no database.

use super::marks::{self, Cells, Failure, Sheet};
use crate::domain::contest::exact::Exact;
use crate::domain::contest::mark::{self, MARK_DECIMALS, MarkError};
use crate::domain::contest::panel::{TrimFrom, panel};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Work out the mark of every panel of judges: columns `entrant`, `part`, `judge`, `mark`
///
/// From five judges on one highest and one lowest mark are dropped; the mean of the others is exact.
/// One JSON line a panel. A row that cannot be used is reported with row and column and stops no
/// other; its own panel is shown without a mean, for it is not complete.
///
/// Exit status: 0 every panel has a mean, 1 some rows could not be used, 2 nothing was worked out.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Score {
    /// The table: CSV, XLSX or XLS
    file: PathBuf,
    /// Judges from which on one highest and one lowest mark are dropped; 0 for never
    #[arg(long, value_name = "JUDGES", default_value = "5", value_parser = trim)]
    trim_from: TrimFrom,
    /// The highest mark a judge can give
    #[arg(long, value_name = "MARK", default_value = "100", value_parser = maximum)]
    max: Exact,
}

fn trim(text: &str) -> Result<TrimFrom, String> {
    let judges = text.parse().map_err(|_| "应为整数 (not a whole number)".to_owned())?;
    TrimFrom::new(judges).map_err(|_| "应为 0（从不）或不小于 3 (0 for never, or 3 and more)".to_owned())
}

fn maximum(text: &str) -> Result<Exact, String> {
    let max = Exact::decimal(text, MARK_DECIMALS).ok().filter(|max| *max > Exact::ZERO);
    max.ok_or_else(|| "应为大于 0 的分数 (not a mark above 0)".to_owned())
}

const ENTRANT: usize = 0;
const PART: usize = 1;
const JUDGE: usize = 2;
const MARK: usize = 3;
const NAMES: [&[&str]; 4] = [
    &["entrant", "选手", "工位号"],
    &["part", "部分", "模块"],
    &["judge", "裁判", "裁判员"],
    &["mark", "分数", "得分"],
];

/// Decimals of a mean that has no end, rounded half up.
const MEAN_DECIMALS: usize = 6;

/// One result for scripts; the keys come in this order.
#[derive(Serialize)]
struct Line {
    entrant: String,
    part: String,
    marks: Vec<String>,
    dropped: Vec<String>,
    mean_fraction: Option<String>,
    mean: Option<String>,
}

/// The marks of one entrant in one part, as far as they could be read.
#[derive(Default)]
struct Panel {
    marks: Vec<Exact>,
    /// Judges that have a row, with its number.
    judges: BTreeMap<String, usize>,
    faulty: bool,
}

impl Score {
    pub fn run(&self) -> ExitCode {
        marks::run(|out, err| self.score(out, err))
    }

    /// The number of rows that could not be used.
    fn score(&self, out: &mut (impl Write + ?Sized), mut err: &mut (impl Write + ?Sized)) -> Result<usize, Failure> {
        let sheet = Sheet::open(&self.file, NAMES, &mut err)?;
        let mut order: Vec<(String, String)> = Vec::new();
        let mut panels: BTreeMap<(String, String), Panel> = BTreeMap::new();
        let mut faulty = BTreeSet::new();
        for row in sheet.rows() {
            let key = (row.cells[ENTRANT].clone(), row.cells[PART].clone());
            let named = !key.0.is_empty() && !key.1.is_empty();
            if named && !panels.contains_key(&key) {
                order.push(key.clone());
            }
            let mut nameless = Panel::default();
            let panel = if named { panels.entry(key).or_default() } else { &mut nameless };
            for fault in self.take(&row, panel) {
                panel.faulty = true;
                faulty.insert(row.row);
                writeln!(err, "{fault}")?;
            }
        }
        for (entrant, part) in order {
            let Some(panel) = panels.remove(&(entrant.clone(), part.clone())) else { continue };
            marks::print(out, &self.line(entrant, part, &panel))?;
        }
        Ok(faulty.len())
    }

    /// Takes the row into its panel; what is wrong with it, all at once.
    fn take(&self, row: &Cells<4>, panel: &mut Panel) -> Vec<String> {
        if let Some(fault) = row.width_fault() {
            return vec![fault];
        }
        let mut faults: Vec<String> = [(ENTRANT, "缺少选手"), (PART, "缺少部分"), (JUDGE, "缺少裁判")]
            .into_iter()
            .filter(|(column, _)| row.cells[*column].is_empty())
            .map(|(column, problem)| row.fault(column, problem))
            .collect();
        let judge = &row.cells[JUDGE];
        if let Some(first) = panel.judges.get(judge).filter(|_| !judge.is_empty()) {
            faults.push(row.fault(JUDGE, &format!("裁判“{judge}”对同一选手的同一部分已在第 {first} 行打分")));
        }
        panel.judges.entry(judge.clone()).or_insert(row.row);
        match mark::read(&row.cells[MARK], self.max) {
            Ok(mark) if faults.is_empty() => panel.marks.push(mark),
            Ok(_) => {}
            Err(error) => faults.push(row.fault(MARK, &self.problem(&row.cells[MARK], error))),
        }
        faults
    }

    fn problem(&self, text: &str, error: MarkError) -> String {
        match error {
            MarkError::Missing => format!("缺少分数，未按 0 分计；应为 0 至 {} 的数", self.max),
            MarkError::NotANumber => format!("“{text}”不是分数，未按 0 分计；应为 0 至 {} 的数", self.max),
            MarkError::TooManyDecimals => format!("“{text}”的小数多于 {MARK_DECIMALS} 位"),
            MarkError::OutOfRange(_) | MarkError::NotAGrade => {
                format!("“{text}”超出范围，应为 0 至 {} 的数", self.max)
            }
        }
    }

    fn line(&self, entrant: String, part: String, of: &Panel) -> Line {
        let texts = |marks: &[Exact]| marks.iter().map(Exact::to_string).collect();
        let result = if of.faulty { None } else { panel(&of.marks, self.trim_from) };
        let mean = result.as_ref().map(|result| result.mean);
        Line {
            entrant,
            part,
            marks: texts(&of.marks),
            dropped: texts(result.as_ref().map_or(&[], |result| &result.dropped)),
            mean_fraction: mean.map(Exact::fraction),
            mean: mean.map(|mean| mean.decimal_or_rounded(MEAN_DECIMALS)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::marks::tests::with_file;

    fn run_on(name: &str, bytes: &[u8], trim_from: usize) -> (String, String, usize) {
        with_file(name, bytes, |file| {
            let command = Score { file, trim_from: TrimFrom::new(trim_from).unwrap(), max: Exact::whole(100) };
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let faults = command.score(&mut out, &mut err).map_err(|failure| failure.to_string()).unwrap();
            (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), faults)
        })
    }

    const FIVE: &str = "entrant,part,judge,mark
甲,practical,A,80
甲,practical,B,95.5
乙,practical,A,70
甲,practical,C,90
甲,practical,D,85
甲,practical,E,95.5
乙,practical,B,71
乙,practical,C,70
";

    #[test]
    fn a_line_a_panel_in_the_order_of_the_file() {
        let (out, err, faults) = run_on("a.csv", FIVE.as_bytes(), 5);
        insta::assert_snapshot!(out, @r#"
        {"entrant":"甲","part":"practical","marks":["80","95.5","90","85","95.5"],"dropped":["80","95.5"],"mean_fraction":"541/6","mean":"90.166667"}
        {"entrant":"乙","part":"practical","marks":["70","71","70"],"dropped":[],"mean_fraction":"211/3","mean":"70.333333"}
        "#);
        assert_eq!((err.as_str(), faults), ("", 0));
        assert_eq!(run_on("a.csv", &[b"\xEF\xBB\xBF", FIVE.as_bytes()].concat(), 5).0, out);
        let gb = FIVE.chars().flat_map(|c| match c {
            '甲' => vec![0xBC, 0xD7],
            '乙' => vec![0xD2, 0xD2],
            c => vec![c as u8],
        });
        assert_eq!(run_on("a.csv", &gb.collect::<Vec<_>>(), 5).0, out);
        let full = FIVE.replace("95.5", "９５．５").replace(",A,", ",Ａ,");
        assert_eq!(run_on("a.csv", full.as_bytes(), 5).0, out, "full-width digits");
        let typed = FIVE.replace("95.5", "95。5").replace(',', "，");
        assert_eq!(run_on("a.csv", typed.as_bytes(), 5), (out.clone(), String::new(), 0), "an input method left on");
        assert!(
            run_on("a.csv", FIVE.as_bytes(), 0).0.contains(r#""dropped":[],"mean_fraction":"446/5","mean":"89.2""#)
        );
    }

    #[test]
    fn what_cannot_be_used_is_named_and_counts_for_nothing() {
        let text = "entrant,part,judge,mark,note
甲,p,A,abc,
甲,p,B,90,
乙,p,A,101,
丙,p,A,,
丙,p,A,80,
丁,p,A,80,
丁,p,A,80,
戊,p,A,1.2345678,
,p,A,80,
己,p,A,80
庚,p,A,-0,
";
        let (out, err, faults) = run_on("a.csv", text.as_bytes(), 5);
        insta::assert_snapshot!(err, @"
        提示：列“note”用不到，已忽略
        第 2 行，第 4 列 mark：“abc”不是分数，未按 0 分计；应为 0 至 100 的数
        第 4 行，第 4 列 mark：“101”超出范围，应为 0 至 100 的数
        第 5 行，第 4 列 mark：缺少分数，未按 0 分计；应为 0 至 100 的数
        第 6 行，第 3 列 judge：裁判“A”对同一选手的同一部分已在第 5 行打分
        第 8 行，第 3 列 judge：裁判“A”对同一选手的同一部分已在第 7 行打分
        第 9 行，第 4 列 mark：“1.2345678”的小数多于 6 位
        第 10 行，第 1 列 entrant：缺少选手
        第 11 行，第 5 列：应有 5 列，实有 4 列，可能错位，未予计算
        ");
        assert_eq!(faults, 8);
        insta::assert_snapshot!(out, @r#"
        {"entrant":"甲","part":"p","marks":["90"],"dropped":[],"mean_fraction":null,"mean":null}
        {"entrant":"乙","part":"p","marks":[],"dropped":[],"mean_fraction":null,"mean":null}
        {"entrant":"丙","part":"p","marks":[],"dropped":[],"mean_fraction":null,"mean":null}
        {"entrant":"丁","part":"p","marks":["80"],"dropped":[],"mean_fraction":null,"mean":null}
        {"entrant":"戊","part":"p","marks":[],"dropped":[],"mean_fraction":null,"mean":null}
        {"entrant":"己","part":"p","marks":[],"dropped":[],"mean_fraction":null,"mean":null}
        {"entrant":"庚","part":"p","marks":["0"],"dropped":[],"mean_fraction":"0/1","mean":"0"}
        "#);
    }

    #[test]
    fn refuses_a_table_without_its_columns() {
        let refuse = |text: &str| {
            with_file("a.csv", text.as_bytes(), |file| {
                let command = Score { file, trim_from: TrimFrom::FIVE, max: Exact::whole(100) };
                let failure = command.score(&mut Vec::new(), &mut Vec::new()).unwrap_err().to_string();
                failure.rsplit_once('：').map(|(_, end)| end.to_owned()).unwrap_or_default()
            })
        };
        assert_eq!(refuse("entrant,judge,mark\n"), "缺少列 part");
        assert!(trim("2").is_err() && trim("x").is_err() && maximum("0").is_err() && maximum("10").is_ok());
    }
}
