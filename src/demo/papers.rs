//! Placeholder papers: small, sound files that say what they stand for.

use crate::domain::event::Paper;
use crate::domain::money::Fen;
use crate::service::evidence::Sent;
use crate::sheets::{self, Cell, Column, Sheet, SheetError};

/// What a paper is about.
pub(super) struct About<'a> {
    pub title: &'a str,
    pub reference: &'a str,
    /// What the event cost or is to cost.
    pub cost: Fen,
    pub people: u32,
}

/// The file handed in for this requirement.
pub(super) fn paper(code: &str, about: &About) -> Result<Sent, SheetError> {
    let label = label(code);
    let sent = |ending: &str, bytes| Sent { file_name: format!("{label}.{ending}"), bytes, cut: false };
    let sheet = match code.parse() {
        Ok(Paper::Budget | Paper::CostStatement) => costs(label, about),
        Ok(Paper::Roster | Paper::Results | Paper::RefereeList | Paper::Certificates) => people(label, about),
        _ => return Ok(sent("pdf", pdf(&format!("Demonstration paper: {code}, {}", about.reference)))),
    };
    Ok(sent("xlsx", sheets::xlsx(&sheet)?))
}

fn label(code: &str) -> &'static str {
    match code {
        "implementation_plan" => "实施方案",
        "technical_document" => "技术文件",
        "budget" => "经费预算表",
        "host_certificate" => "承办单位法人证书",
        "safety_plan" => "安全应急预案",
        "referee_list" => "裁判员名单",
        "timetable" => "课程表",
        "lecturer_profiles" => "授课老师简历",
        "training_agreement" => "培训协议",
        "class_notice" => "办班通知",
        "programme" => "秩序册",
        "roster" => "人员名册",
        "results" => "成绩册",
        "summary" => "总结报告",
        "photos" => "活动照片",
        "cost_statement" => "经费决算表",
        "quality_evaluation" => "质量评估表",
        "certificates" => "结业证书发放名册",
        "other_money" => "赞助协议",
        "designation" => "认定文件",
        _ => "材料",
    }
}

/// The headings under which a real host of 2009 spent its money, in hundredths of the whole.
const HEADINGS: &[(&str, i64)] = &[
    ("场地布置", 18),
    ("住宿用餐", 22),
    ("服装劳保", 9),
    ("奖金", 16),
    ("奖牌证书", 5),
    ("材料损耗", 14),
    ("裁判评委津贴", 16),
];

fn costs(label: &str, about: &About) -> Sheet {
    let mut rest = about.cost;
    let mut rows = Vec::new();
    let mut add = |name: &str, amount: Fen| {
        rows.push(vec![
            Cell::Whole(i64::try_from(rows.len() + 1).unwrap_or_default()),
            Cell::text(name),
            Cell::Yuan(amount),
        ]);
    };
    for (name, hundredths) in HEADINGS {
        // Whole yuan; what is left over is the last row's.
        let amount = Fen(about.cost.0 * hundredths / 10_000 * 100);
        rest = rest - amount;
        add(name, amount);
    }
    add("其他", rest);
    add("合计", about.cost);
    table(label, about, &[("序号", 8), ("支出项目", 24), ("金额(元)", 16)], rows)
}

fn people(label: &str, about: &About) -> Sheet {
    let row = |number: u32| {
        vec![Cell::Whole(number.into()), Cell::text(format!("演示人员{number:03}")), Cell::text("示例单位")]
    };
    let rows = (1..=about.people.min(30)).map(row).collect();
    table(label, about, &[("序号", 8), ("姓名", 16), ("单位", 24)], rows)
}

fn table(label: &str, about: &About, columns: &[(&str, u16)], rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet {
        name: label.to_owned(),
        title: format!("{}{label}", about.title),
        columns: columns.iter().map(|(heading, width)| Column::new(*heading, *width)).collect(),
        rows,
        notes: vec![format!("{}，演示数据", about.reference)],
    }
}

/// One page with one line of text (ASCII: the line is set in a font that every reader has).
fn pdf(line: &str) -> Vec<u8> {
    let line: String = line.chars().filter(|c| c.is_ascii() && !matches!(c, '(' | ')' | '\\')).collect();
    let text = format!("BT /F1 14 Tf 60 760 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = file.len();
    file.push_str(&table);
    file.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::media::Media;

    const ABOUT: About<'_> =
        About { title: "焊工竞赛", reference: "HD-2019-0001", cost: Fen(7_860_050), people: 40 };

    #[test]
    fn papers_are_what_they_say() {
        for code in Paper::ALL {
            let sent = paper(code.as_str(), &ABOUT).expect("a file");
            let media = Media::of(&sent.bytes).expect("a kind that is taken");
            assert!(sent.file_name.ends_with(media.extension()), "{}", sent.file_name);
        }
    }

    #[test]
    fn a_statement_adds_up() {
        let sheet = costs("决算", &ABOUT);
        let amounts: Vec<i64> =
            sheet.rows.iter().map(|row| if let Cell::Yuan(fen) = row[2] { fen.0 } else { 0 }).collect();
        let (sum, parts) = amounts.split_last().expect("rows");
        assert_eq!(parts.iter().sum::<i64>(), *sum);
    }

    #[test]
    fn the_table_of_a_pdf_points_at_its_objects() {
        let file = String::from_utf8(pdf("one (line)")).expect("ASCII");
        let start: usize = file.lines().rev().nth(1).and_then(|line| line.parse().ok()).expect("startxref");
        let table = file[start..].lines().skip(3);
        for (number, line) in (1..=5).zip(table) {
            let at: usize = line[..10].parse().expect("an offset");
            assert!(file[at..].starts_with(&format!("{number} 0 obj")), "{line}");
        }
    }
}
