//! The catalogues, the templates and the sources agree.

use super::catalogue::sources;
use super::render::templates;
use super::{families, mail};
use crate::domain::lang::{Arg, Lang};
use crate::domain::message::MessageKind;
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

#[test]
fn chinese_has_chinese_punctuation() {
    for (file, source) in sources(Lang::Zh) {
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let chars: Vec<char> = line.chars().collect();
            let western = |pair: &[char]| ('一'..='龥').contains(&pair[0]) && ",;:?!()".contains(pair[1]);
            assert!(!chars.windows(2).any(western), "{file}: western punctuation: {line}");
        }
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
    for source in rust_sources() {
        used.extend(spoken(&source).chain(announced(&source)));
    }
    for prefix in ["fault", "conflict", "done"] {
        used_families.remove(prefix);
    }
    let declared: Keys = families::all().iter().map(|family| family.prefix.to_owned()).collect();
    let undeclared: Vec<_> = used_families.difference(&declared).collect();
    assert!(undeclared.is_empty(), "used, not declared in text/families.rs: {undeclared:?}");
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

/// The keys that use cases and handlers say, by the calls that say them.
fn spoken(source: &str) -> impl Iterator<Item = String> {
    const CALLS: [(&str, &str); 7] = [
        ("Fault::new(", "fault"),
        ("ServiceError::invalid(", "fault"),
        ("Fault::conflict(", "conflict"),
        ("ServiceError::conflict(", "conflict"),
        ("Conflict(Fault::new(", "conflict"),
        ("Answer::done(", "done"),
        (" Done(", "done"),
    ];
    let calls = CALLS.into_iter().flat_map(move |(call, prefix)| arguments(source, call).map(move |all| (prefix, all)));
    calls.filter_map(|(prefix, all)| {
        let last = all.trim().trim_end_matches(',').rsplit(',').next()?.trim();
        Some(format!("{prefix}-{}", last.strip_prefix('"')?.strip_suffix('"')?))
    })
}

/// Keys made otherwise, announced by `// keys: one two` where they are made.
fn announced(source: &str) -> impl Iterator<Item = String> {
    let lists = source.lines().filter_map(|line| line.trim_start().strip_prefix("// keys: "));
    lists.flat_map(str::split_whitespace).map(str::to_owned)
}

/// What stands between the brackets of every call; of `Inner(` within `Outer(Inner(` nothing.
fn arguments<'a>(source: &'a str, call: &'static str) -> impl Iterator<Item = &'a str> {
    source.match_indices(call).filter_map(move |(at, _)| {
        let wrapped = call == "Fault::new(" && source[..at].ends_with("Conflict(");
        let rest = &source[at + call.len()..];
        let mut depth = 1;
        let end = rest.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        (!wrapped).then(|| &rest[..end.unwrap_or(0)])
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
                sources.push(source.lines().filter(|line| is_code(line)).collect::<Vec<_>>().join("\n"));
            }
        }
    }
    sources
}

/// Not a comment, except one that announces keys.
fn is_code(line: &str) -> bool {
    let line = line.trim_start();
    !line.starts_with("//") || line.starts_with("// keys: ")
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
        for (at, _) in source.match_indices("={{") {
            let tag = source[..at].rsplit('<').next().unwrap_or_default();
            assert!(tag.matches('"').count() % 2 == 1, "{name}: an attribute without quotes: {tag}");
        }
        let whole = source.replace("{{content}}", "");
        if let Err(fault) = handlebars::Template::compile(&whole) {
            panic!("{name}: {fault}");
        }
    }
}

fn letter(params: &BTreeMap<String, Arg>) -> mail::Letter<'_> {
    mail::Letter { to_name: "周承办", reference: "JX-2019-0042", link: "https://example.test/claims/42", params }
}

#[test]
fn every_mail_is_written_in_both_languages() {
    let hostile = "<b>\"抹灰工\" & Co</b>";
    for kind in MessageKind::ALL.iter().copied() {
        for lang in Lang::ALL {
            let wanted = mail::wanted(kind);
            let params: BTreeMap<_, _> =
                wanted.iter().map(|name| ((*name).to_owned(), sample(name, hostile).into())).collect();
            let mail = mail::render(kind, lang, &letter(&params));
            let mail = mail.unwrap_or_else(|fault| panic!("{kind} in {lang}: {fault}"));
            assert!(!mail.subject.contains('\n') && !mail.subject.is_empty());
            assert!(mail.text.contains("JX-2019-0042") && mail.text.contains("https://example.test/claims/42"));
            assert!(!mail.html.contains(hostile), "{kind} is not escaped");
            assert!(!mail.text.contains("50000") && !mail.text.contains("2019-11-25"), "{kind}: as machines write");
            assert_eq!(
                mail.text.contains(hostile),
                params.values().any(|value| *value == hostile.into()),
                "{kind} in text"
            );
            for name in wanted {
                let mut without = params.clone();
                without.remove(*name);
                assert!(mail::render(kind, lang, &letter(&without)).is_err(), "{kind} does not need {name}");
            }
        }
    }
}

fn sample<'a>(name: &str, title: &'a str) -> &'a str {
    match name {
        "amount" => "50000",
        "first" | "last" | "date" | "until" => "2019-11-25",
        "count" => "2",
        "year" => "2019",
        "step" => "second-review",
        _ => title,
    }
}

#[test]
fn a_mail_reads_as_an_office_writes() {
    let params = [("title", "抹灰工竞赛"), ("amount", "50000")];
    let params = params.map(|(name, text)| (name.to_owned(), text.into())).into();
    let mail = mail::render(MessageKind::ClaimDecided, Lang::Zh, &letter(&params)).unwrap();
    insta::assert_snapshot!(format!("{}\n\n{}", mail.subject, mail.text), @r"
    补助已审定：抹灰工竞赛

    周承办，您好：

    “抹灰工竞赛”的补助已审定，金额 50,000 元。

    接下来公示 5 个工作日。公示无异议的，核准后拨付。金额怎样算出，可在申领页面查看。

    编号：JX-2019-0042
    请点以下链接查看和办理：
    https://example.test/claims/42

    匠心 · 技能竞赛与补助
    本邮件由系统发出，请勿直接回复。与本事项无关的，请忽略并删除。
    ");
}
