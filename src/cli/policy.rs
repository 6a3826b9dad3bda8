//! `jiangxin policy check [PATH]`: lints policies, runs their cases and cases made at every limit.

use super::policies::{Folder, FolderError};
use super::width;
use crate::domain::policy::{Case, Finding, Policy, PolicySet, Rule, check_limits, lint};
use crate::domain::recognition;
use crate::sheets;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Check policy files
#[derive(clap::Args)]
pub struct PolicyCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Lint policies, run the cases beside them and cases made at every limit (one fen, person or month below, at and above)
    ///
    /// Without PATH: the folder policies/ of the working directory, else the built-in policies.
    /// Exit status: 0 all is well, 1 something must be put right.
    Check {
        /// A policy file, or a folder with all its versions
        path: Option<PathBuf>,
    },
}

impl PolicyCommand {
    pub fn run(&self) -> ExitCode {
        let Action::Check { path } = &self.action;
        let folder = match path.as_deref() {
            Some(path) => Folder::open(path),
            None if Path::new("policies").is_dir() => Folder::open(Path::new("policies")),
            None => Ok(Folder::embedded()),
        };
        match folder {
            Ok(folder) => {
                let report = check(&folder);
                println!("{}", report.text.trim_end());
                if report.problems == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
            }
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        }
    }
}

/// What the check found, to be read by a lawyer.
pub(super) struct Report {
    pub text: String,
    pub problems: usize,
}

impl Report {
    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    fn problem(&mut self, problem: impl std::fmt::Display) {
        self.problems += 1;
        let _ = writeln!(self.text, "  ✗ {problem}");
    }
}

pub(super) fn check(folder: &Folder) -> Report {
    let mut report = Report { text: String::new(), problems: 0 };
    report.line(format!("检查 {}", folder.place));
    let mut families: BTreeMap<String, Vec<(String, Policy)>> = BTreeMap::new();
    for (name, text) in folder.policies() {
        match Policy::from_toml(name, text) {
            Ok(policy) => {
                families.entry(policy.reference.id.clone()).or_default().push((name.to_owned(), policy));
            }
            Err(faults) => faults.0.into_iter().for_each(|fault| report.problem(fault)),
        }
    }
    for versions in families.into_values() {
        if let Err(error) = family(&mut report, folder, versions) {
            report.problem(error);
        }
    }
    report.line("");
    match report.problems {
        0 => report.line("结论：通过"),
        problems => report.line(format!("结论：有 {problems} 处须改正")),
    }
    report
}

/// All versions of one policy.
fn family(report: &mut Report, folder: &Folder, versions: Vec<(String, Policy)>) -> Result<(), FolderError> {
    let (names, policies): (Vec<String>, Vec<Policy>) = versions.into_iter().unzip();
    let set = PolicySet::new(policies).map_err(FolderError::Set)?;
    for policy in set.versions() {
        head(report, policy);
    }
    let mut cases = Vec::new();
    for name in &names {
        cases.extend(read_cases(report, folder, name));
    }
    let sources = folder.files.iter().filter_map(|(name, text)| {
        let name = name.strip_prefix("sources/")?;
        Some((name.to_owned(), text.clone()))
    });
    let findings: Vec<Finding> = lint(&set, &sources.collect(), &cases);
    report.line("");
    report.line("规则、案例与边界案例");
    for policy in set.versions() {
        for rule in &policy.rules {
            self::rule(report, &set, rule, &cases);
        }
    }
    report.line("");
    report.line("有效期、引文、表格、文字");
    if findings.is_empty() {
        report.line("  ✓ 引文与原文逐字相符；有效期无重叠、无空档；表格无多余的行；中英文齐全；每条规则都有案例");
    }
    findings.iter().for_each(|finding| report.problem(finding));
    settings(report, &set);
    programmes(report, folder, &set);
    Ok(())
}

/// The programmes of recognition beside the policy, against its latest version and its source.
fn programmes(report: &mut Report, folder: &Folder, set: &PolicySet) {
    let Some(policy) = set.versions().last() else { return };
    for (name, text) in folder.programmes() {
        let (of, programmes) = match recognition::read(name, text) {
            Ok(read) => read,
            Err(faults) => {
                faults.0.into_iter().for_each(|fault| report.problem(fault));
                continue;
            }
        };
        if of != policy.reference.id {
            continue;
        }
        report.line("");
        report.line(format!("选拔项目（{name}）"));
        let source = folder.files.get(&format!("sources/{}", policy.source)).map(String::as_str);
        for programme in &programmes {
            let faults = recognition::unfit(programme, policy, source);
            let sign = if faults.is_empty() { "✓" } else { "✗" };
            let (place, title) = (width::pad(&programme.place.zh, 8), &programme.title.zh);
            let note = programme.note.as_ref().map(|note| note.zh.as_str()).unwrap_or_default();
            report.line(format!("  {sign} {place} {}{note}", width::pad(title, 30)));
            let said = faults.into_iter().map(|(key, problem)| format!("{name}:{}:键 {key}：{problem}", programme.id));
            said.for_each(|fault| report.problem(fault));
        }
    }
}

fn head(report: &mut Report, policy: &Policy) {
    report.line("");
    report.line(format!("{}（{} {}）", policy.title.zh, policy.reference.id, policy.reference.version));
    let end = policy.valid_to.map_or("未定失效日期".to_owned(), |end| format!("至 {end} 止（含当日）"));
    report.line(format!("  有效期：自 {} 起，{end}", policy.valid_from));
    report.line(format!("  规则：{} 条；原文：sources/{}", policy.rules.len(), policy.source));
    report.line(format!("  文件摘要（SHA-256）：{}", policy.reference.hash));
}

fn read_cases(report: &mut Report, folder: &Folder, policy: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, text) in folder.cases(policy) {
        match sheets::read(text.as_bytes(), name) {
            Err(error) => report.problem(format!("{name}：{error}")),
            Ok(table) => {
                for row in table.rows() {
                    let cells: Vec<String> = row.cells().map(str::to_owned).collect();
                    match Case::read(name, row.number(), table.headings(), &cells) {
                        Ok(case) => cases.push(case),
                        Err(fault) => report.problem(fault),
                    }
                }
            }
        }
    }
    cases
}

fn rule(report: &mut Report, set: &PolicySet, rule: &Rule, cases: &[Case]) {
    let own: Vec<&Case> = cases.iter().filter(|case| case.rule == rule.id).collect();
    let faults: Vec<_> = own.iter().filter_map(|case| case.run(set).err()).collect();
    let limits = check_limits(set, &rule.id, cases);
    let good = faults.is_empty() && limits.broken.is_empty();
    report.line(format!(
        "  {} {} {} {}",
        if good { "✓" } else { "✗" },
        width::pad(&rule.place.zh, 8),
        width::pad(&rule.title.zh, 30),
        format_args!(
            "案例 {}{}，边界案例 {}{}",
            own.len(),
            if faults.is_empty() { " 相符" } else { " 不符" },
            limits.made,
            if limits.broken.is_empty() { " 守限" } else { " 违限" },
        ),
    ));
    faults.iter().for_each(|fault| report.problem(fault));
    limits.broken.iter().for_each(|broken| report.problem(broken));
}

/// Where the text leaves a choice, and what was chosen: for the reader to agree with or not.
fn settings(report: &mut Report, set: &PolicySet) {
    report.line("");
    report.line("设定（原文留有选择之处，请确认）");
    for policy in set.versions() {
        for rule in &policy.rules {
            for setting in &rule.settings {
                let label = |code: &str| {
                    let option = setting.allowed.iter().find(|option| option.code == code);
                    option.map_or(code.to_owned(), |option| option.label.zh.clone())
                };
                let others = setting.allowed.iter().filter(|option| option.code != setting.value);
                let others: Vec<&str> = others.map(|option| option.label.zh.as_str()).collect();
                report.line(format!(
                    "  {}：{}——{}（另可选：{}）。{}",
                    rule.title.zh,
                    setting.label.zh,
                    label(&setting.value),
                    others.join("、"),
                    setting.note.zh
                ));
            }
            if let Some(note) = &rule.note {
                report.line(format!("  {}：{}", rule.title.zh, note.zh));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(change: impl Fn(&mut Folder)) -> Report {
        let mut folder = Folder::embedded();
        change(&mut folder);
        check(&folder)
    }

    fn edit(folder: &mut Folder, name: &str, from: &str, to: &str) {
        let text = folder.files.get_mut(name).unwrap();
        assert!(text.contains(from), "{from}");
        *text = text.replace(from, to);
    }

    fn problems(report: &Report) -> String {
        report
            .text
            .lines()
            .filter(|line| line.starts_with("  ✗ ") && !line.contains("边界案例"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn the_built_in_policies_pass() {
        let report = report(|_| {});
        let text: String =
            report.text.lines().filter(|line| !line.contains("SHA-256")).map(|line| format!("{line}\n")).collect();
        insta::assert_snapshot!("policy_check", text);
        assert_eq!(report.problems, 0);
    }

    const FILE: &str = "wenzhou-2019.toml";

    #[test]
    fn names_file_line_and_key() {
        let report = report(|folder| edit(folder, FILE, "ceiling = 50_000 }", "ceilling = 50_000 }"));
        insta::assert_snapshot!(problems(&report));
        let report =
            self::report(|folder| edit(folder, FILE, "cost = \"approved_cost\"\nless", "cost = \"approved\"\nless"));
        insta::assert_snapshot!(problems(&report));
        let report = self::report(|folder| edit(folder, FILE, "value = \"refer\"", "value = \"perhaps\""));
        insta::assert_snapshot!(problems(&report));
    }

    #[test]
    fn names_the_key_of_a_value_that_cannot_be_read() {
        for (written, instead, said) in [
            ("valid_from = 2019-01-01", "valid_from = 2019-99-01", "键 valid_from：“2019-99-01”无法读取，应为日期"),
            (
                "rounding = \"floor_yuan\"",
                "rounding = \"up\"",
                "键 rounding：没有“up”这个取值。可用的取值：floor_yuan, floor_fen",
            ),
            ("ceiling = 50_000 }", "ceiling = 50.5 }", "键 ceiling：“50.5”无法读取，应为整数"),
        ] {
            let report = report(|folder| edit(folder, FILE, written, instead));
            assert!(problems(&report).contains(said), "{}", problems(&report));
        }
    }

    #[test]
    fn finds_what_a_lawyer_would() {
        let report = report(|folder| {
            edit(folder, FILE, "市级比赛补助2-5万元\"", "市级比赛补助2-6万元\"");
            edit(
                folder,
                FILE,
                "  { when = { level = \"3\" }, amount = 2_000 },\n",
                "  { when = { level = \"4\" }, amount = 2_000 },\n",
            );
            edit(
                folder,
                FILE,
                "label = { zh = \"培训年度\", en = \"Training year\" }",
                "label = { zh = \"培训年度\", en = \"\" }",
            );
            edit(folder, "wenzhou-2019.more.cases.csv", "station.support", "station.other");
            edit(folder, "wenzhou-2019.cases.csv", "payable,34567", "payable,34568");
        });
        insta::assert_snapshot!(problems(&report));
    }

    #[test]
    fn finds_gaps_and_overlaps_of_versions() {
        let report = report(|folder| {
            let text = folder.files[FILE].clone();
            let version = |version: &str, dates: &str| {
                let text = text.replace("version = \"2019.1\"", &format!("version = \"{version}\""));
                text.replace("valid_from = 2019-01-01", dates)
            };
            folder.files.insert("b.toml".into(), version("2022", "valid_from = 2022-02-01"));
            folder.files.insert("c.toml".into(), version("2023", "valid_from = 2023-01-01"));
            folder.files.insert(FILE.into(), version("2019", "valid_from = 2019-01-01\nvalid_to = 2021-12-31"));
        });
        insta::assert_snapshot!(problems(&report));
    }
}
