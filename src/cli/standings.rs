//! `jiangxin standings FILE`: ranks, points and awards from raw marks, needing no database.

use super::marks::{self, Cells, Failure, Sheet};
use crate::domain::contest::exact::{Exact, ExactError, MAX_DECIMALS};
use crate::domain::contest::medals::{Award, MedalRule, medals};
use crate::domain::contest::scale::{ScaleError, worldskills};
use crate::domain::contest::standing::{Contender, Scores, places};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Rank entrants by their raw marks, with points and medals if asked: columns `entrant`, `raw`
///
/// Equal marks share a rank and the next is skipped. One JSON line an entrant, the best first. A row
/// that cannot be used is reported with row and column, stops no other, and its entrant comes last
/// without a rank. While there is such a row nobody has points or a medal: both depend on the whole field.
///
/// Exit status: 0 every entrant was ranked, 1 some rows could not be used, 2 nothing was worked out.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Standings {
    /// The table: CSV, XLSX or XLS
    file: PathBuf,
    /// Bring the marks to a scale and award medals on it
    #[arg(long, value_enum)]
    scale: Option<Scale>,
    /// Points within which a medal is shared
    #[arg(long, value_name = "POINTS", default_value_t = 2, value_parser = clap::value_parser!(u16))]
    tolerance: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Scale {
    /// 700 is the median, 30 points a standard deviation taken from the median deviation
    Worldskills,
}

const ENTRANT: usize = 0;
const RAW: usize = 1;
const NAMES: [&[&str]; 2] = [&["entrant", "选手", "工位号"], &["raw", "原始分", "总分"]];

/// One result for scripts; the keys come in this order.
#[derive(Serialize)]
struct Line {
    entrant: String,
    rank: Option<usize>,
    raw: Option<String>,
    scaled: Option<i64>,
    award: Option<Award>,
}

/// Entrants by name with their mark, or `None` where it could not be read or was given twice.
type Entrants = BTreeMap<String, (usize, Option<Exact>)>;

impl Standings {
    pub fn run(&self) -> ExitCode {
        marks::run(|out, err| self.standings(out, err))
    }

    /// The number of rows that could not be used.
    fn standings(
        &self,
        out: &mut (impl Write + ?Sized),
        mut err: &mut (impl Write + ?Sized),
    ) -> Result<usize, Failure> {
        let sheet = Sheet::open(&self.file, NAMES, &mut err)?;
        let (mut entrants, mut faults) = (Entrants::new(), 0);
        for row in sheet.rows() {
            let problems = take(&row, &mut entrants);
            faults += usize::from(!problems.is_empty());
            for problem in problems {
                writeln!(err, "{problem}")?;
            }
        }
        let raws: Vec<(String, Exact)> =
            entrants.iter().filter_map(|(entrant, (_, raw))| Some((entrant.clone(), (*raw)?))).collect();
        for line in self.lines(raws, faults, err)? {
            marks::print(out, &line)?;
        }
        let mut unread: Vec<_> = entrants.into_iter().filter(|(_, (_, raw))| raw.is_none()).collect();
        unread.sort_by_key(|(_, (row, _))| *row);
        for (entrant, _) in unread {
            marks::print(out, &Line { entrant, rank: None, raw: None, scaled: None, award: None })?;
        }
        Ok(faults)
    }

    /// By rank; those who share one by name. With a faulty row the median, the spread and the limits of the medals
    /// would be those of another field.
    fn lines(
        &self,
        raws: Vec<(String, Exact)>,
        faults: usize,
        err: &mut (impl Write + ?Sized),
    ) -> Result<Vec<Line>, Failure> {
        let contenders: Vec<Contender> =
            raws.iter().map(|(_, raw)| Contender { official: true, scores: Scores::of_total(*raw) }).collect();
        let (mut points, mut awards) = (vec![None; raws.len()], vec![None; raws.len()]);
        let scaled = self.scale == Some(Scale::Worldskills);
        if scaled && faults > 0 {
            writeln!(err, "{NOT_WHOLE}")?;
        } else if scaled && !raws.is_empty() {
            let marks: Vec<(Exact, bool)> = raws.iter().map(|(_, raw)| (*raw, true)).collect();
            match worldskills(&marks) {
                Ok(scaled) => {
                    let rule = MedalRule { tolerance: self.tolerance.into(), ..MedalRule::default() };
                    awards = medals(&scaled, rule);
                    points = scaled.into_iter().map(Some).collect();
                }
                Err(error) => writeln!(err, "{}", why_no_points(error, raws.len()))?,
            }
        }
        let mut lines: Vec<Line> = raws
            .into_iter()
            .zip(places(&contenders, &[]))
            .zip(points.into_iter().zip(awards))
            .map(|(((entrant, raw), place), (scaled, award))| Line {
                entrant,
                rank: Some(place.rank),
                raw: Some(raw.to_string()),
                scaled,
                award,
            })
            .collect();
        lines.sort_by(|one, other| (one.rank, &one.entrant).cmp(&(other.rank, &other.entrant)));
        Ok(lines)
    }
}

const NOT_WHOLE: &str = "提示：有行未采用，而量表和奖牌取决于全体选手；改正后再换算、评奖，现只排名次 \
                         (some rows could not be used: ranks only, no points, no awards)";

fn why_no_points(error: ScaleError, field: usize) -> &'static str {
    match error {
        ScaleError::NoSpread if field == 1 => {
            "提示：只有 1 名选手，绝对中位差（MAD）为 0，世赛量表无法换算；只排名次，不换算、不评奖 \
             (one contestant alone: ranks only, no points, no awards)"
        }
        ScaleError::NoSpread => {
            "提示：绝对中位差（MAD）为 0，过半选手同分，世赛量表无法换算；只排名次，不换算、不评奖 \
             (the median absolute deviation is 0: ranks only, no points, no awards)"
        }
        ScaleError::TooFine => "提示：分数的分母过于繁多，无法精确换算；只排名次 (fractions too fine to scale)",
        ScaleError::Empty => "提示：没有可以换算的分数 (no mark to scale)",
    }
}

/// Takes the row; what is wrong with it.
fn take(row: &Cells<2>, entrants: &mut Entrants) -> Vec<String> {
    let (entrant, text) = (&row.cells[ENTRANT], &row.cells[RAW]);
    let mut faults: Vec<String> = row.width_fault().into_iter().collect();
    let mut raw = None;
    if faults.is_empty() {
        if entrant.is_empty() {
            faults.push(row.fault(ENTRANT, "缺少选手"));
        }
        match Exact::decimal_or_fraction(text).map(|raw| (raw, raw.is_negative())) {
            Ok((read, false)) => raw = Some(read),
            Ok((_, true)) => faults.push(row.fault(RAW, &format!("“{text}”小于 0"))),
            Err(_) if text.is_empty() => faults.push(row.fault(RAW, "缺少分数，未按 0 分计")),
            Err(ExactError::NotANumber) => faults.push(row.fault(RAW, &format!("“{text}”不是分数，未按 0 分计"))),
            Err(ExactError::TooManyDecimals) => {
                faults.push(row.fault(RAW, &format!("“{text}”的小数多于 {MAX_DECIMALS} 位")));
            }
            Err(ExactError::TooLarge) => faults.push(row.fault(RAW, &format!("“{text}”过大"))),
        }
    }
    if entrant.is_empty() {
        return faults;
    }
    match entrants.get_mut(entrant) {
        None => {
            entrants.insert(entrant.clone(), (row.row, raw));
        }
        Some((first, known)) => {
            // Which of the two marks is right cannot be known from the order of the rows.
            *known = None;
            faults.push(row.fault(ENTRANT, &format!("选手“{entrant}”已在第 {first} 行，两行均未采用")));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::marks::tests::with_file;

    fn run_on(text: &str, scale: Option<Scale>) -> (String, String, usize) {
        with_file("a.csv", text.as_bytes(), |file| {
            let command = Standings { file, scale, tolerance: 2 };
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let faults = command.standings(&mut out, &mut err).map_err(|failure| failure.to_string()).unwrap();
            (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), faults)
        })
    }

    #[test]
    fn ranks_jointly_and_awards_on_the_scale() {
        let text = "entrant,raw\n丁,60\n甲,90.0\n戊,50\n乙,80\n丙,80\n己,140/2\n";
        let (out, err, faults) = run_on(text, Some(Scale::Worldskills));
        insta::assert_snapshot!(out, @r#"
        {"entrant":"甲","rank":1,"raw":"90","scaled":730,"award":"gold"}
        {"entrant":"丙","rank":2,"raw":"80","scaled":710,"award":"silver"}
        {"entrant":"乙","rank":2,"raw":"80","scaled":710,"award":"silver"}
        {"entrant":"己","rank":4,"raw":"70","scaled":690,"award":null}
        {"entrant":"丁","rank":5,"raw":"60","scaled":670,"award":null}
        {"entrant":"戊","rank":6,"raw":"50","scaled":649,"award":null}
        "#);
        assert_eq!((err.as_str(), faults), ("", 0));
        let typed = text.replace("90.0", "９０。０").replace("140/2", "１４０／２").replace(',', "，");
        assert_eq!(run_on(&typed, Some(Scale::Worldskills)), (out.clone(), String::new(), 0));
        let (plain, ..) = run_on(text, None);
        assert!(plain.starts_with(r#"{"entrant":"甲","rank":1,"raw":"90","scaled":null,"award":null}"#), "{plain}");
        let mut rows: Vec<&str> = text.lines().skip(1).collect();
        rows.reverse();
        let (reversed, ..) = run_on(&format!("entrant,raw\n{}\n", rows.join("\n")), Some(Scale::Worldskills));
        assert_eq!(reversed, out, "the order of input changes nothing");
    }

    #[test]
    fn a_field_without_spread_has_ranks_only() {
        let (out, err, faults) = run_on("entrant,raw\na,80\nb,80\nc,80\nd,90\n", Some(Scale::Worldskills));
        assert!(out.starts_with(r#"{"entrant":"d","rank":1,"raw":"90","scaled":null,"award":null}"#), "{out}");
        assert!(err.contains("MAD") && err.contains("为 0"), "{err}");
        assert_eq!((faults, out.lines().count()), (0, 4));
    }

    #[test]
    fn one_contestant_alone_is_said_to_be_alone() {
        let (out, err, faults) = run_on("entrant,raw\na,80\n", Some(Scale::Worldskills));
        assert_eq!(out, "{\"entrant\":\"a\",\"rank\":1,\"raw\":\"80\",\"scaled\":null,\"award\":null}\n");
        assert!(err.contains("只有 1 名选手") && !err.contains("过半"), "{err}");
        assert_eq!(faults, 0);
    }

    /// Whose mark is refused belongs to the field all the same.
    #[test]
    fn nobody_has_points_or_a_medal_while_a_row_is_refused() {
        let field = "entrant,raw\nA,90\nB,80\nC,75\nD,70\nE,60\nF,50\n";
        for refused in ["G,NaN\n", "G,\n", "A,90\n", ",85\n", "G,-1\n", "G,9,9\n"] {
            let (out, err, faults) = run_on(&format!("{field}{refused}"), Some(Scale::Worldskills));
            assert_eq!((faults, err.lines().count()), (1, 2), "{refused}: {err}");
            assert!(err.starts_with("第 8 行") && err.contains("有行未采用"), "{err}");
            let bare = out.lines().filter(|line| line.ends_with(r#""scaled":null,"award":null}"#)).count();
            assert!(bare >= 6 && bare == out.lines().count(), "{refused}: {out}");
            assert!(out.contains(r#""rank":1"#), "ranks stay: {out}");
        }
        let (out, ..) = run_on(field, Some(Scale::Worldskills));
        assert!(out.contains("gold"), "{out}");
    }

    #[test]
    fn what_cannot_be_used_is_named_and_is_not_nought() {
        let (out, err, faults) =
            run_on("entrant,raw\na,80\nb,x\na,70\nc,\nd,-1\n,3\ne,66.6666666666667\nf,1/3\n", None);
        insta::assert_snapshot!(err, @"
        第 3 行，第 2 列 raw：“x”不是分数，未按 0 分计
        第 4 行，第 1 列 entrant：选手“a”已在第 2 行，两行均未采用
        第 5 行，第 2 列 raw：缺少分数，未按 0 分计
        第 6 行，第 2 列 raw：“-1”小于 0
        第 7 行，第 1 列 entrant：缺少选手
        ");
        assert_eq!(faults, 5);
        insta::assert_snapshot!(out, @r#"
        {"entrant":"e","rank":1,"raw":"66.6666666666667","scaled":null,"award":null}
        {"entrant":"f","rank":2,"raw":"1/3","scaled":null,"award":null}
        {"entrant":"a","rank":null,"raw":null,"scaled":null,"award":null}
        {"entrant":"b","rank":null,"raw":null,"scaled":null,"award":null}
        {"entrant":"c","rank":null,"raw":null,"scaled":null,"award":null}
        {"entrant":"d","rank":null,"raw":null,"scaled":null,"award":null}
        "#);
    }
}
