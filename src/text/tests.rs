//! The catalogues, the templates and the sources agree.

use super::catalogue::sources;
use super::render::templates;
use super::{families, mail};
use crate::domain::lang::{Arg, Lang};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Keys = BTreeSet<String>;

/// Every key of a language with the values it uses.
fn catalogue(lang: Lang) -> BTreeMap<String, Keys> {
    let mut found: BTreeMap<String, Keys> = BTreeMap::new();
    for (file, source) in sources(lang) {
        let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(_, faults)| panic!("{file}: {faults:?}"));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let pattern = message.value.unwrap_or_else(|| panic!("{file}: {} says nothing", message.id.name));
                let mut names = Keys::new();
                in_pattern(&pattern, &mut names);
                let twice = found.insert(message.id.name.to_owned(), names);
                assert!(twice.is_none(), "{file}: {} is there twice", message.id.name);
            }
        }
    }
    found
}

#[test]
fn catalogues_are_whole() {
    let variables = Lang::ALL.map(catalogue);
    let keys = |index: usize| variables[index].keys().cloned().collect::<Keys>();
    assert_same(&keys(0), &keys(1), "only in zh", "only in en");
    for (key, names) in &variables[0] {
        assert_eq!(names, &variables[1][key], "{key} uses other values in zh (left) than in en (right)");
    }
}

fn in_pattern(pattern: &Pattern<&str>, names: &mut Keys) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, names);
        }
    }
}

fn in_expression(expression: &Expression<&str>, names: &mut Keys) {
    let inline = match expression {
        Expression::Inline(inline) => inline,
        Expression::Select { selector, variants } => {
            variants.iter().for_each(|variant| in_pattern(&variant.value, names));
            selector
        }
    };
    match inline {
        InlineExpression::VariableReference { id } => {
            names.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, names),
        _ => {}
    }
}

#[test]
fn every_key_is_used_and_every_use_has_its_key() {
    let mut used = Keys::new();
    let mut used_families = Keys::new();
    for (_, source) in templates() {
        for (opening, into) in [("t \"", &mut used), ("word \"", &mut used_families)] {
            into.extend(["{{", "("].into_iter().flat_map(|bracket| literals(source, &format!("{bracket}{opening}"))));
        }
    }
    for source in rust_sources() {
        for macro_name in ["key!", "phrase!"] {
            used.extend(macro_literals(&source, macro_name));
        }
        used_families.extend(macro_literals(&source, "family!"));
    }
    // The mail's families are used by text::mail itself.
    used_families.insert("mail".to_owned());
    for prefix in ["fault", "conflict", "done"] {
        used_families.remove(prefix);
        used.extend(spoken_codes(prefix).into_iter().map(|code| format!("{prefix}-{code}")));
    }
    let declared: Keys = families::all().iter().map(|family| family.prefix.to_owned()).collect();
    let declared = &declared - &Keys::from(["fault", "conflict", "done"].map(str::to_owned));
    assert_same(
        &declared,
        &used_families,
        "declared in text/families.rs, used nowhere",
        "used, not declared in text/families.rs",
    );
    used.extend(
        families::all()
            .iter()
            .flat_map(|family| family.values.iter().map(|value| format!("{}-{value}", family.prefix))),
    );
    assert_same(
        &catalogue(Lang::Zh).into_keys().collect(),
        &used,
        "in the catalogues, used nowhere",
        "used, not in the catalogues",
    );
}

/// The literals that directly follow `opening`.
fn literals(source: &str, opening: &str) -> Vec<String> {
    source.split(opening).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// The codes that use cases and handlers say, by the calls that say them.
fn spoken_codes(prefix: &str) -> Keys {
    let calls: &[&str] = match prefix {
        "fault" => &["Fault::new(", "ServiceError::invalid("],
        "conflict" => &["Fault::conflict(", "ServiceError::conflict("],
        _ => &["Answer::done("],
    };
    let last_literal = |arguments: &str| arguments.rsplit('"').nth(1).map(str::to_owned);
    let sources = rust_sources();
    let spoken = calls.iter().flat_map(|call| sources.iter().flat_map(move |source| arguments(source, call)));
    spoken.filter_map(last_literal).collect()
}

/// What stands between the brackets of every call.
fn arguments<'a>(source: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    source.split(call).skip(1).map(|rest| {
        let mut depth = 1;
        let end = rest.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        &rest[..end.unwrap_or(0)]
    })
}

/// The first literal of every call, over line breaks.
fn macro_literals(source: &str, name: &str) -> Vec<String> {
    let calls = source.split(name).skip(1).filter_map(|rest| rest.strip_prefix('('));
    calls.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next()).map(str::to_owned).collect()
}

/// The code of the crate, without comments and without the macros' own documentation.
fn rust_sources() -> Vec<String> {
    let mut sources = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("text/tests.rs") {
                let source = std::fs::read_to_string(path).unwrap();
                sources.push(
                    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n"),
                );
            }
        }
    }
    sources
}

fn assert_same(left: &Keys, right: &Keys, only_left: &str, only_right: &str) {
    let one: Vec<_> = left.difference(right).collect();
    let other: Vec<_> = right.difference(left).collect();
    assert!(one.is_empty() && other.is_empty(), "{only_left}: {one:?}\n{only_right}: {other:?}");
}

#[test]
fn templates_compile_and_never_write_unescaped() {
    for (name, source) in templates() {
        assert!(!source.contains("{{{") && !source.contains("{{&"), "{name} writes unescaped");
        let whole = source.replace("{{content}}", "");
        if let Err(fault) = handlebars::Template::compile(&whole) {
            panic!("{name}: {fault}");
        }
    }
}

#[test]
fn every_mail_is_written_in_both_languages() {
    let hostile = "<b>\"抹灰工\" & Co</b>";
    for kind in mail::KINDS {
        for lang in Lang::ALL {
            let args = kind.args.iter().map(|name| ((*name).to_owned(), sample_arg(name, hostile))).collect();
            let letter = mail::Letter {
                to_name: "周承办",
                reference: "JX-2019-0042",
                link: "https://example.test/claims/42",
                args,
            };
            let mail = mail::render(kind.name, lang, &letter)
                .unwrap_or_else(|fault| panic!("{} in {lang}: {fault}", kind.name));
            assert!(!mail.subject.contains('\n') && !mail.subject.is_empty());
            assert!(mail.text.contains("JX-2019-0042") && mail.text.contains("https://example.test/claims/42"));
            assert!(!mail.html.contains(hostile), "{} is not escaped", kind.name);
            if kind.args.contains(&"title") {
                assert!(mail.text.contains(hostile), "{} is escaped in text", kind.name);
            }
        }
    }
}

fn sample_arg(name: &str, title: &str) -> Arg {
    let day = chrono::NaiveDate::from_ymd_opt(2019, 11, 25).unwrap_or_default();
    match name {
        "amount" => crate::domain::money::Fen::yuan(50_000).into(),
        "until" => day.and_hms_opt(1, 0, 0).unwrap_or_default().into(),
        "first" | "last" | "due" | "date" => day.into(),
        "count" => 2.into(),
        "title" => title.into(),
        other => other.into(),
    }
}

#[test]
fn a_mail_reads_as_an_office_writes() {
    let args = [("title", sample_arg("title", "抹灰工竞赛")), ("amount", sample_arg("amount", ""))];
    let letter = mail::Letter {
        to_name: "周承办",
        reference: "JX-2019-0042",
        link: "https://example.test/claims/42",
        args: args.map(|(name, arg)| (name.to_owned(), arg)).into(),
    };
    let mail = mail::render("claim-decided", Lang::Zh, &letter).unwrap();
    insta::assert_snapshot!(format!("{}\n\n{}", mail.subject, mail.text), @r"
    补助已审定:抹灰工竞赛

    周承办,您好:

    “抹灰工竞赛”的补助已审定,金额 50,000 元。

    接下来公示 5 个工作日。公示无异议的,核准后拨付。金额怎样算出,可在申领页面查看。

    编号:JX-2019-0042
    请点以下链接查看和办理:
    https://example.test/claims/42

    匠心 · 技能竞赛与补助
    本邮件由系统发出,请勿直接回复。与本事项无关的,请忽略并删除。
    ");
}
