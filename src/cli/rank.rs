//! `jiangxin rank FILE`: ranks and grades of the bases of a year, needing no database.

use super::marks::{self, Cells, Failure, Sheet};
use crate::domain::contest::exact::{Exact, ExactError, MAX_COMPARED};
use crate::domain::contest::standing::{Scores, TieKey};
use crate::domain::evaluation::rank::{Candidate, Grade, Ranking, Reason, Rules, rank};
use crate::domain::policy::TieRule;
use crate::domain::ratio::Ratio;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Rank and grade the training bases of a year: columns `base`, `score`, `veto`, then tie keys
///
/// Every further column is a tie key, the larger the better, in the order of the columns. The first
/// JSON line says how many may be excellent and how that was found, then comes one line a base, the
/// best first. A blank score is not graded. Bases level across the line after every key take no
/// place, and no lower one moves up. A row that cannot be used is reported with row and column, stops
/// no other, and its base comes last without a rank.
///
/// Exit status: 0 every base was used, 1 some rows could not be used, 2 nothing was worked out.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Rank {
    /// The table: CSV, XLSX or XLS
    file: PathBuf,
    /// All city-level bases on the register at the cut-off day, whether or not they took part
    #[arg(long, value_name = "N")]
    population: u32,
    /// Most that may be excellent; rounded down to whole bases
    #[arg(long, value_name = "N/D", default_value = "15/100", value_parser = share)]
    share: Ratio,
    /// The least exact score for excellent, inclusive
    #[arg(long, value_name = "SCORE", default_value = "90", value_parser = bound)]
    min_score: Exact,
    /// The least exact score for qualified, inclusive
    #[arg(long, value_name = "SCORE", default_value = "60", value_parser = bound)]
    pass: Exact,
    /// The most a base can score: 100, and more where the rubric has a bonus
    #[arg(long, value_name = "SCORE", default_value = "100", value_parser = bound)]
    max_score: Exact,
}

fn share(text: &str) -> Result<Ratio, String> {
    let share = crate::domain::text::half_width(text).parse::<Ratio>().ok().filter(|share| share.num <= share.den);
    share.ok_or_else(|| "应为不大于一的比，如 15/100 (a ratio of at most one, such as 15/100)".to_owned())
}

fn bound(text: &str) -> Result<Exact, String> {
    let bound = Exact::decimal_or_fraction(text).ok().filter(|bound| !bound.is_negative());
    bound.ok_or_else(|| "应为不小于 0 的分数 (not a score of 0 or more)".to_owned())
}

const BASE: usize = 0;
const SCORE: usize = 1;
const VETO: usize = 2;
const NAMES: [&[&str]; 3] =
    [&["base", "基地", "基地名称", "实训基地"], &["score", "得分", "总分", "分数"], &["veto", "否决", "一票否决"]];

/// The first line; the keys come in this order.
#[derive(Serialize)]
struct Head<'h> {
    places: u32,
    how: String,
    population: u32,
    share: String,
    min_score: String,
    pass: String,
    tie_keys: &'h [String],
    bases: usize,
    scored: usize,
    excellent: usize,
    /// Places held for bases whose veto cannot be read.
    #[serde(skip_serializing_if = "is_none")]
    held: usize,
    empty: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks for it")]
fn is_none(held: &usize) -> bool {
    *held == 0
}

/// One base for scripts; the keys come in this order.
#[derive(Serialize)]
struct Line {
    base: String,
    rank: Option<usize>,
    grade: Grade,
    reason: &'static str,
}

/// Why a base has no rank here that could have one.
const UNUSABLE: &str = "unusable-row";

/// Bases by name, full-width letters and brackets made ASCII, each with the rows that name it.
type Bases = BTreeMap<String, Named>;

/// What the table has of a base.
struct Named {
    /// The name as its first row has it, by which the output is joined to the table again.
    written: String,
    rows: Vec<usize>,
    /// Of the first row; none where that cannot be used.
    read: Option<Read>,
}

/// What a row says of a base.
struct Read {
    candidate: Candidate,
    /// Its veto cannot be read: it keeps its rank and its place from others, and gets no grade itself.
    unsure: bool,
}

impl Rank {
    pub fn run(&self) -> ExitCode {
        marks::run(|out, err| self.rank(out, err))
    }

    /// The number of rows that could not be used.
    fn rank(&self, out: &mut (impl Write + ?Sized), err: &mut (impl Write + ?Sized)) -> Result<usize, Failure> {
        if self.min_score < self.pass {
            return Err(Failure::Bounds(self.min_score.to_string(), self.pass.to_string()));
        }
        let sheet = Sheet::with_further(&self.file, NAMES)?;
        let keys = sheet.further(&self.file)?;
        let (mut bases, mut faults) = (Bases::new(), 0);
        for row in sheet.rows() {
            let problems = take(&row, keys, self.max_score, &mut bases);
            faults += usize::from(!problems.is_empty());
            for problem in problems {
                writeln!(err, "{problem}")?;
            }
        }
        // Which of its rows is right nobody knows, and a base that is left out would pass its place on: nothing is ranked.
        let twice: Vec<(&String, &Vec<usize>)> =
            bases.values().map(|named| (&named.written, &named.rows)).filter(|(_, rows)| rows.len() > 1).collect();
        for (base, rows) in &twice {
            let rows = rows.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
            writeln!(err, "基地“{base}”出现了多次，在第 {rows} 行，不知以哪一行为准")?;
        }
        if !twice.is_empty() {
            writeln!(err, "同一基地只能有一行，没有计算名次和等级；改正后请重新计算")?;
            return Ok(faults + twice.len());
        }
        let count = bases.len();
        if u32::try_from(count).is_ok_and(|count| count > self.population) {
            writeln!(err, "提示：表中有 {count} 个基地，多于总数 {}；名额只按总数计算", self.population)?;
        }
        if faults > 0 {
            writeln!(err, "提示：{faults} 行未能采用，以下名次和等级未计入，改正后请重新计算")?;
        }
        if bases.values().any(|named| named.read.as_ref().is_some_and(|read| read.unsure)) {
            writeln!(err, "提示：只因否决不明而未采用的基地照占名次，其名额不递补")?;
        }
        let keys: Vec<String> = keys.iter().map(|(_, name)| name.clone()).collect();
        let (used, unused): (Vec<_>, Vec<_>) = bases.into_values().partition(|named| named.read.is_some());
        let (names, read): (Vec<(String, bool)>, Vec<Candidate>) = used
            .into_iter()
            .filter_map(|named| named.read.map(|read| ((named.written, read.unsure), read.candidate)))
            .unzip();
        let ranking = rank(&read, self.population, &self.rules(&keys));
        let held = names.iter().zip(&ranking.outcomes);
        let held = held.filter(|((_, unsure), one)| *unsure && one.grade == Grade::Excellent).count();
        marks::print(out, &self.head(&keys, count, &ranking, held))?;
        let mut lines: Vec<Line> = names
            .into_iter()
            .zip(&ranking.outcomes)
            .map(|((base, unsure), one)| match unsure {
                true => Line { base, rank: None, grade: Grade::NotGraded, reason: UNUSABLE },
                false => Line { base, rank: one.rank, grade: one.grade, reason: one.reason.as_str() },
            })
            .collect();
        // By rank, those who share one and those without one by name, rows that could not be used at the end:
        // nothing depends on the order of rows.
        let unused = unused.into_iter().map(|named| named.written);
        lines.extend(unused.map(|base| Line { base, rank: None, grade: Grade::NotGraded, reason: UNUSABLE }));
        lines.sort_by(|one, other| {
            let key = |line: &Line| (line.reason == UNUSABLE, line.rank.unwrap_or(usize::MAX));
            (key(one), &one.base).cmp(&(key(other), &other.base))
        });
        for line in &lines {
            marks::print(out, line)?;
        }
        Ok(faults)
    }

    fn rules(&self, keys: &[String]) -> Rules {
        Rules {
            share: self.share,
            minimum: self.min_score,
            pass: self.pass,
            chain: keys.iter().cloned().map(TieKey::Module).collect(),
            tie: TieRule::Exclude,
        }
    }

    fn head<'h>(&self, keys: &'h [String], bases: usize, ranking: &Ranking, held: usize) -> Head<'h> {
        let Ratio { num, den } = self.share;
        Head {
            places: ranking.places,
            how: format!("floor({num} * {} / {den}) = {}", self.population, ranking.places),
            population: self.population,
            share: self.share.to_string(),
            min_score: self.min_score.to_string(),
            pass: self.pass.to_string(),
            tie_keys: keys,
            bases,
            scored: ranking.outcomes.iter().filter(|outcome| outcome.reason != Reason::NoScore).count(),
            excellent: ranking.taken().saturating_sub(held),
            held,
            empty: ranking.empty(),
        }
    }
}

/// Takes the row; what is wrong with it, all at once.
fn take(row: &Cells<3>, keys: &[(usize, String)], most: Exact, bases: &mut Bases) -> Vec<String> {
    let mut faults: Vec<String> = row.width_fault().into_iter().collect();
    let base = &row.cells[BASE];
    let mut candidate = None;
    if faults.is_empty() {
        if base.is_empty() {
            faults.push(row.fault(BASE, "缺少基地"));
        }
        candidate = read(row, keys, most, &mut faults);
    }
    if base.is_empty() {
        return faults;
    }
    let named =
        bases.entry(base.clone()).or_insert(Named { written: row.written.clone(), rows: Vec::new(), read: None });
    if named.rows.is_empty() {
        named.read = candidate;
    }
    named.rows.push(row.row);
    faults
}

fn read(row: &Cells<3>, keys: &[(usize, String)], most: Exact, faults: &mut Vec<String>) -> Option<Read> {
    let before = faults.len();
    let score = number(&row.cells[SCORE]).unwrap_or_else(|problem| {
        faults.push(row.fault(SCORE, &format!("{problem}，未按 0 分计")));
        None
    });
    if score.is_some_and(Exact::is_negative) {
        faults.push(row.fault(SCORE, &format!("“{}”小于 0", row.cells[SCORE])));
    }
    if score.is_some_and(|score| score > most) {
        let text = &row.cells[SCORE];
        faults.push(row.fault(SCORE, &format!("“{text}”大于 {most}；评分标准有加分的，用 --max-score 写明满分加加分")));
    }
    let mut doubts = Vec::new();
    let veto = match row.cells[VETO].to_lowercase().as_str() {
        "" | "false" | "no" | "n" | "0" | "否" | "无" => false,
        "true" | "yes" | "y" | "1" | "是" | "有" => true,
        other => {
            doubts.push(row.fault(VETO, &format!("“{other}”不明，应为 true、false 或 是、否，空白即无")));
            false
        }
    };
    let mut modules = BTreeMap::new();
    for ((column, name), text) in keys.iter().zip(&row.further) {
        match number(text) {
            Ok(value) => modules.extend(value.map(|value| (name.clone(), value))),
            Err(problem) => faults.push(row.fault_in(*column, name, &problem)),
        }
    }
    let scores = score.map(|score| Scores { modules, ..Scores::of_total(score) });
    let sound = faults.len() == before;
    let read = sound.then_some(Read { candidate: Candidate { scores, veto }, unsure: !doubts.is_empty() });
    faults.extend(doubts);
    read
}

/// A decimal or a fraction; `None` for a blank.
fn number(text: &str) -> Result<Option<Exact>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    Exact::to_compare(text).map(Some).map_err(|error| match error {
        ExactError::NotANumber => format!("“{text}”不是数"),
        ExactError::TooManyDecimals => format!("“{text}”的小数多于 {MAX_COMPARED} 位"),
        ExactError::TooLarge => format!("“{text}”过大"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::marks::tests::with_file;

    fn run_on(name: &str, bytes: &[u8], population: u32) -> (String, String, usize) {
        with_file(name, bytes, |file| {
            let command = Rank {
                file,
                population,
                share: share("15/100").unwrap(),
                min_score: Exact::whole(90),
                pass: Exact::whole(60),
                max_score: Exact::whole(100),
            };
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let faults = command.rank(&mut out, &mut err).map_err(|failure| failure.to_string()).unwrap();
            (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), faults)
        })
    }

    const YEAR: &str = "base,score,veto,quality,scale
丁,59.99,,1,1
甲,98,false,10,10
乙,288/3,,9,9
丙,96,,9,9
戊,99.5,true,10,10
己,95,,10,10
庚,,,,
";

    #[test]
    fn the_places_then_a_line_a_base() {
        let (out, err, faults) = run_on("a.csv", YEAR.as_bytes(), 14);
        insta::assert_snapshot!(out, @r#"
        {"places":2,"how":"floor(15 * 14 / 100) = 2","population":14,"share":"15/100","min_score":"90","pass":"60","tie_keys":["quality","scale"],"bases":7,"scored":6,"excellent":1,"empty":1}
        {"base":"戊","rank":1,"grade":"unqualified","reason":"veto"}
        {"base":"甲","rank":2,"grade":"excellent","reason":"place"}
        {"base":"丙","rank":3,"grade":"qualified","reason":"tie-across-line"}
        {"base":"乙","rank":3,"grade":"qualified","reason":"tie-across-line"}
        {"base":"己","rank":5,"grade":"qualified","reason":"beyond-places"}
        {"base":"丁","rank":6,"grade":"unqualified","reason":"below-pass"}
        {"base":"庚","rank":null,"grade":"not_graded","reason":"no-score"}
        "#);
        assert_eq!((err.as_str(), faults), ("", 0));
        let mut rows: Vec<&str> = YEAR.lines().skip(1).collect();
        rows.reverse();
        let reversed = format!("base,score,veto,quality,scale\n{}\n", rows.join("\n"));
        assert_eq!(run_on("a.csv", reversed.as_bytes(), 14).0, out, "the order of input changes nothing");
        let bom = [b"\xEF\xBB\xBF", YEAR.as_bytes()].concat();
        assert_eq!(run_on("a.csv", &bom, 14).0, out);
        let full =
            YEAR.replace("99.5", "９９．５").replace("base,score,veto", "基地，得分，否决".replace('，', ",").as_str());
        assert_eq!(run_on("a.csv", full.as_bytes(), 14).0, out, "full-width digits, Chinese headings");
        assert!(run_on("a.csv", YEAR.as_bytes(), 6).0.contains(r#""places":0"#));
        assert!(run_on("a.csv", YEAR.as_bytes(), 6).1.contains("表中有 7 个基地，多于总数 6"));
    }

    #[test]
    fn a_bonus_takes_the_score_over_a_hundred() {
        with_file("a.csv", "base,score,veto\n甲,105,\n乙,95,\n".as_bytes(), |file| {
            let ranked = |max_score| {
                let (share, pass) = (share("15/100").unwrap(), Exact::whole(60));
                let file = file.clone();
                let command = Rank { file, population: 7, share, min_score: Exact::whole(90), pass, max_score };
                let (mut out, mut err) = (Vec::new(), Vec::new());
                let faults = command.rank(&mut out, &mut err).map_err(|failure| failure.to_string()).unwrap();
                (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), faults)
            };
            let (out, err, faults) = ranked(Exact::whole(105));
            assert!(out.contains(r#"{"base":"甲","rank":1,"grade":"excellent","reason":"place"}"#), "{out}");
            assert_eq!((err.as_str(), faults), ("", 0));
            let (_, err, faults) = ranked(Exact::whole(100));
            assert!(faults == 1 && err.contains("“105”大于 100") && err.contains("--max-score"), "{err}");
        });
    }

    #[test]
    fn a_file_as_a_spreadsheet_saves_it_in_china() {
        let gb18030 = b"base,score,veto\n\xBC\xD7,95,\xB7\xF1\n\xD2\xD2,61,\xCA\xC7\n";
        let (out, err, faults) = run_on("a.csv", gb18030, 7);
        assert_eq!((err.as_str(), faults), ("", 0));
        assert_eq!(
            out.lines().skip(1).collect::<Vec<_>>(),
            [
                r#"{"base":"甲","rank":1,"grade":"excellent","reason":"place"}"#,
                r#"{"base":"乙","rank":2,"grade":"unqualified","reason":"veto"}"#
            ]
        );
    }

    #[test]
    fn what_cannot_be_used_is_named_and_is_not_nought() {
        let text = "base,score,veto,quality
甲,九十,也许,好
乙,95,,
丙,95,,3
庚,80,,1
丁,-1,,1
,90,,1
戊,90
己,1e2,,1
";
        let (out, err, faults) = run_on("a.csv", text.as_bytes(), 20);
        insta::assert_snapshot!(err, @"
        第 2 行，第 2 列 score：“九十”不是数，未按 0 分计
        第 2 行，第 4 列 quality：“好”不是数
        第 2 行，第 3 列 veto：“也许”不明，应为 true、false 或 是、否，空白即无
        第 6 行，第 2 列 score：“-1”小于 0
        第 7 行，第 1 列 base：缺少基地
        第 8 行，第 3 列：应有 4 列，实有 2 列，可能错位，未予计算
        第 9 行，第 2 列 score：“1e2”不是数，未按 0 分计
        提示：5 行未能采用，以下名次和等级未计入，改正后请重新计算
        ");
        assert_eq!(faults, 5);
        insta::assert_snapshot!(out.lines().skip(1).collect::<Vec<_>>().join("\n"), @r#"
        {"base":"丙","rank":1,"grade":"excellent","reason":"place"}
        {"base":"乙","rank":2,"grade":"excellent","reason":"place"}
        {"base":"庚","rank":3,"grade":"qualified","reason":"below-minimum"}
        {"base":"丁","rank":null,"grade":"not_graded","reason":"unusable-row"}
        {"base":"己","rank":null,"grade":"not_graded","reason":"unusable-row"}
        {"base":"戊","rank":null,"grade":"not_graded","reason":"unusable-row"}
        {"base":"甲","rank":null,"grade":"not_graded","reason":"unusable-row"}
        "#);
    }

    #[test]
    fn names_are_printed_as_they_were_written_and_long_decimals_are_compared() {
        let text = "base,score,veto,培训质量\n甲基地（总部）,95,,0.6666666666666666\n乙,95,,0.016666666666666666\n";
        let (out, err, faults) = run_on("a.csv", text.as_bytes(), 7);
        assert_eq!((err.as_str(), faults), ("", 0));
        assert!(out.contains(r#"{"base":"甲基地（总部）","rank":1,"grade":"excellent","reason":"place"}"#), "{out}");
        assert!(out.contains(r#"{"base":"乙","rank":2,"grade":"qualified""#), "{out}");
    }

    #[test]
    fn a_base_that_is_there_twice_leaves_nothing_to_rank() {
        let text = "base,score,veto\n甲,99,\n乙,95,\n甲,80,\n丙,九十,\n 乙,95,\n甲,99,\n";
        let (out, err, faults) = run_on("a.csv", text.as_bytes(), 20);
        insta::assert_snapshot!(err, @"
        第 5 行，第 2 列 score：“九十”不是数，未按 0 分计
        基地“乙”出现了多次，在第 3、6 行，不知以哪一行为准
        基地“甲”出现了多次，在第 2、4、7 行，不知以哪一行为准
        同一基地只能有一行，没有计算名次和等级；改正后请重新计算
        ");
        assert_eq!((out.as_str(), faults), ("", 3), "nobody gets the place that would be theirs");
    }

    #[test]
    fn who_lacks_a_readable_veto_keeps_the_place_from_those_below() {
        let (out, err, faults) = run_on("a.csv", "base,score,veto\n甲,99,也许\n乙,98,\n丙,101,\n".as_bytes(), 7);
        insta::assert_snapshot!(out, @r#"
        {"places":1,"how":"floor(15 * 7 / 100) = 1","population":7,"share":"15/100","min_score":"90","pass":"60","tie_keys":[],"bases":3,"scored":2,"excellent":0,"held":1,"empty":0}
        {"base":"乙","rank":2,"grade":"qualified","reason":"beyond-places"}
        {"base":"丙","rank":null,"grade":"not_graded","reason":"unusable-row"}
        {"base":"甲","rank":null,"grade":"not_graded","reason":"unusable-row"}
        "#);
        assert_eq!(faults, 2);
        assert!(err.contains("“101”大于 100") && err.contains("不递补"), "{err}");
    }

    #[test]
    fn excellent_is_never_easier_than_qualified() {
        let refused = with_file("a.csv", YEAR.as_bytes(), |file| {
            let rank = Rank {
                file,
                population: 14,
                share: share("15/100").unwrap(),
                min_score: Exact::whole(50),
                pass: Exact::whole(60),
                max_score: Exact::whole(100),
            };
            rank.rank(&mut Vec::new(), &mut Vec::new()).unwrap_err().to_string()
        });
        assert!(refused.contains("--min-score 50") && refused.contains("--pass 60"), "{refused}");
    }

    #[test]
    fn refuses_what_is_no_table_of_bases_and_no_rule() {
        let refuse = |text: &str| {
            with_file("a.csv", text.as_bytes(), |file| {
                let (ninety, max_score) = (Exact::whole(90), Exact::whole(100));
                let rank = Rank {
                    file,
                    population: 7,
                    share: Ratio { num: 15, den: 100 },
                    min_score: ninety,
                    pass: ninety,
                    max_score,
                };
                let failure = rank.rank(&mut Vec::new(), &mut Vec::new()).unwrap_err().to_string();
                failure.rsplit_once(".csv：").map(|(_, end)| end.to_owned()).unwrap_or_default()
            })
        };
        assert_eq!(refuse("base,score\n甲,90\n"), "缺少列 veto");
        assert_eq!(refuse("base,score,veto,k,k\n"), "列“k”出现了两次，不知以哪一列为准");
        assert!(share("16/15").is_err() && share("0.15").is_err() && share("１５/100").is_ok());
        assert!(bound("-1").is_err() && bound("x").is_err() && bound("90.5").is_ok());
    }
}
