//! The house holds: what may stand in which room, read from the source itself. Each test is one
//! invariant of `docs/ARCHITECTURE.md`.

use crate::support::sources::{Source, files, sources};
use std::collections::{BTreeMap, BTreeSet};

/// Each room and what it may import; not itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("platform", &["domain"]),
    ("sheets", &["domain"]),
    ("storage", &["domain"]),
    ("text", &["domain", "platform"]),
    ("service", &["domain", "platform", "sheets", "storage"]),
    ("mail", &["domain", "platform", "text"]),
    ("worker", &["domain", "mail", "platform", "service", "storage", "text"]),
    // Row structs of `storage` are shown as they were read; that nothing is read here is a test below.
    ("web", &["domain", "platform", "service", "sheets", "storage", "text"]),
    ("demo", &["domain", "platform", "service", "sheets", "storage", "text", "web", "worker"]),
    ("cli", &["demo", "domain", "mail", "platform", "service", "sheets", "storage", "text", "web", "worker"]),
    ("main", &["cli"]),
];

/// A crate or call, and the only places that may name it.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("diesel", &["storage"]),
    ("diesel_migrations", &["storage/dialect"]),
    ("rocket", &["web"]),
    ("lettre", &["mail"]),
    ("handlebars", &["text"]),
    ("fluent_bundle", &["text"]),
    ("fluent_syntax", &["text"]),
    ("calamine", &["sheets"]),
    ("rust_xlsxwriter", &["sheets"]),
    ("encoding_rs", &["sheets"]),
    // `jiangxin assess` writes a hundred thousand rows as they come, without a table in between.
    ("csv::", &["sheets", "cli/assess"]),
    ("clap", &["cli"]),
    ("argon2", &["service/accounts"]),
    ("include_dir", &["platform"]),
    ("Utc::now", &["platform/clock"]),
    ("SystemTime", &[]),
    ("Local", &[]),
    ("getrandom", &["platform/chance"]),
    ("env::var", &["platform/vars"]),
    ("env::var_os", &[]),
    ("access::can", &["service"]),
    // The variants of the connection: every difference between the databases is in one file.
    ("Conn::Sqlite", &["storage/dialect"]),
    ("Conn::Postgres", &["storage/dialect"]),
];

/// `unwrap` and `expect` outside tests: how many, and why each cannot be caused from outside.
const CANNOT_FAIL: &[(&str, usize)] = &[
    // Without randomness from the operating system nothing secret can be made: better to stop.
    ("src/platform/chance.rs", 1),
];

const LONGEST: usize = 600;
const LONGEST_MEDIAN: usize = 170;

fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

#[test]
fn the_domain_is_pure() {
    const CRATES: &[&str] = &["std", "core", "serde", "serde_json", "chrono", "thiserror", "sha2", "toml"];
    const IMPURE: &[&str] = &[
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "std::time",
        "Instant",
        "tokio",
        "tracing",
        "f32",
        "f64",
        "static mut",
        "println!",
        "eprintln!",
        "HashMap",
        "HashSet",
    ];
    let sources = sources();
    let known: BTreeSet<&str> = sources.iter().flat_map(|source| source.module.iter().map(String::as_str)).collect();
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.is_in("domain")) {
        for line in source.code.lines().map(str::trim) {
            let line = line.strip_prefix("pub ").unwrap_or(line);
            let Some(used) = line.strip_prefix("use ") else { continue };
            let first = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            // `use State::{…}` inside a function names an enum at hand.
            let at_hand = first.starts_with(char::is_uppercase);
            let own = matches!(first, "crate" | "super" | "self") || known.contains(first) || at_hand;
            if !own && !CRATES.contains(&first) {
                found.push(format!("{}: use {first}", source.path));
            }
        }
        found.extend(IMPURE.iter().filter(|word| source.names(word)).map(|word| format!("{}: {word}", source.path)));
    }
    assert_none("not pure", &found);
}

#[test]
fn each_tool_has_its_room() {
    let mut found = Vec::new();
    for source in &sources() {
        for (word, places) in ONLY_IN {
            let word_or_macro = word.trim_end_matches("::");
            let named = if word.ends_with("::") {
                source.code.contains(word) && source.names(word_or_macro)
            } else {
                source.names(word)
            };
            if named && !places.iter().any(|place| source.is_in(place)) {
                found.push(format!("{}: {word}", source.path));
            }
        }
    }
    assert_none("named outside its room", &found);
}

#[test]
fn imports_lead_downwards_only() {
    let mut found = BTreeSet::new();
    for source in &sources() {
        let Some(room) = source.module.first() else { continue };
        let allowed = ROOMS.iter().find(|(name, _)| name == room).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            found.insert(format!("{}: {room} is no room of the house", source.path));
            continue;
        };
        for target in source.imports().iter().filter_map(|path| path.first()) {
            let is_room = ROOMS.iter().any(|(name, _)| name == target);
            if is_room && target != room && !allowed.contains(&target.as_str()) {
                found.insert(format!("{}: {target}", source.path));
            }
        }
    }
    assert_none("imports a room it may not", &found.into_iter().collect::<Vec<_>>());
}

/// Among rooms, and among the parts of the domain: the order in which they can be read.
#[test]
fn no_module_needs_one_that_needs_it() {
    let sources = sources();
    let part = |path: &[String], depth: usize| path.get(..depth).map(|path| path.join("::"));
    for (within, depth) in [(&[][..], 1), (&["domain"][..], 2)] {
        let inside = |path: &[String]| path.len() >= depth && within.iter().zip(path).all(|(one, other)| one == other);
        let nodes: BTreeSet<String> =
            sources.iter().filter(|s| inside(&s.module)).filter_map(|s| part(&s.module, depth)).collect();
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for source in sources.iter().filter(|source| inside(&source.module)) {
            let from = part(&source.module, depth).unwrap_or_default();
            let targets =
                source.imports().into_iter().filter(|path| inside(path)).filter_map(|path| part(&path, depth));
            edges.entry(from.clone()).or_default().extend(targets.filter(|to| *to != from && nodes.contains(to)));
        }
        // Take away whatever needs nothing that is left; what stays is in a cycle or above one.
        while let Some(free) = edges.iter().find(|(_, needs)| needs.iter().all(|to| !edges.contains_key(to))) {
            let free = free.0.clone();
            edges.remove(&free);
        }
        assert!(edges.is_empty(), "in a cycle, or above one: {edges:#?}");
    }
}

#[test]
fn files_are_short() {
    let sources = sources();
    let tests = files("tests", ".rs").into_iter().map(|(path, text)| (path, text.lines().count()));
    let all: Vec<(String, usize)> =
        sources.iter().map(|source| (source.path.clone(), source.lines)).chain(tests).collect();
    let long = all.iter().filter(|(_, lines)| *lines > LONGEST);
    assert_none("too long", &long.map(|(path, lines)| format!("{path}: {lines} lines")).collect::<Vec<_>>());
    let mut lines: Vec<usize> = all.iter().map(|(_, lines)| *lines).collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    assert!(median <= LONGEST_MEDIAN, "the median file has {median} lines");
}

#[test]
fn nothing_panics_on_what_comes_from_outside() {
    let mut found = Vec::new();
    for source in &sources() {
        // A constant is checked by the compiler.
        let run = source.code.lines().filter(|line| !line.starts_with("const "));
        let unwraps: usize = run.map(|line| line.matches(".unwrap()").count() + line.matches(".expect(").count()).sum();
        let known = CANNOT_FAIL.iter().find(|(path, _)| *path == source.path).map_or(0, |(_, count)| *count);
        if unwraps != known {
            found.push(format!("{}: {unwraps} unwrap or expect, {known} with a reason", source.path));
        }
        let hasty = ["panic!", "todo!", "unimplemented!", "dbg!", "#[allow("];
        found.extend(
            hasty.iter().filter(|word| source.code.contains(**word)).map(|word| format!("{}: {word}", source.path)),
        );
    }
    assert_none("may stop the program", &found);
}

/// The functions of a file with their bodies, as `rustfmt` lays them out: from `fn` to the brace in
/// the same column.
fn functions(source: &Source) -> Vec<(String, String)> {
    let lines: Vec<&str> = source.code.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = line.split("fn ").nth(1).filter(|_| !line.trim_start().starts_with('"')) else { continue };
        let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let indent = line.len() - line.trim_start().len();
        let end = |line: &&str| **line == format!("{}}}", " ".repeat(indent));
        let body = if line.trim_end().ends_with('}') { 0 } else { lines[at..].iter().position(end).unwrap_or(0) };
        found.push((name, lines[at..=at + body].join("\n")));
    }
    found
}

/// A use case is one transaction. That its record and its mail are rows of the same one follows:
/// both ask for a `Tx`.
#[test]
fn a_use_case_is_one_transaction() {
    let mut found = Vec::new();
    for source in &sources() {
        let writes = |text: &str| text.matches("store.write(").count();
        if source.is_in("service") {
            for (name, body) in functions(source).iter().filter(|(_, body)| writes(body) > 1) {
                found.push(format!("{}: {name} begins {} transactions", source.path, writes(body)));
            }
        }
        // The worker keeps the outbox, the demonstration loads itself; all else asks a use case.
        let may = ["service", "worker", "demo"].iter().any(|place| source.is_in(place));
        if writes(&source.code) > 0 && !may {
            found.push(format!("{}: writes without a use case", source.path));
        }
        if source.is_in("web") && source.code.contains("store.read(") {
            found.push(format!("{}: reads without a use case", source.path));
        }
    }
    assert_none("transactions", &found);
}

/// Table names with the first word of each of their lines, from a folder of migrations.
fn created(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, sql) in files(folder, "up.sql") {
        for statement in sql.split("CREATE TABLE ").skip(1) {
            let Some((name, body)) = statement.split_once('(') else { continue };
            let body = body.split("\n);").next().unwrap_or_default();
            let words = body.lines().filter_map(|line| line.split_whitespace().next());
            let columns =
                words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
            tables.entry(name.trim().to_owned()).or_default().extend(columns.map(str::to_owned));
        }
        for change in sql.split("ALTER TABLE ").skip(1) {
            let words: Vec<&str> = change.split_whitespace().take(4).collect();
            if let [name, "ADD", "COLUMN", column] = words[..] {
                tables.entry(name.to_owned()).or_default().insert(column.to_owned());
            }
        }
    }
    tables
}

#[test]
fn both_databases_have_the_same_tables() {
    let names = |folder: &str| -> BTreeSet<String> {
        files(folder, ".sql").into_iter().map(|(path, _)| path.replacen(folder, "", 1)).collect()
    };
    assert_eq!(names("migrations/sqlite"), names("migrations/postgres"), "a migration exists for one database only");
    let (sqlite, postgres) = (created("migrations/sqlite"), created("migrations/postgres"));
    assert_eq!(sqlite, postgres, "columns by table");
    let schema: BTreeMap<String, BTreeSet<String>> = schema();
    assert!(!schema.is_empty());
    assert_eq!(schema, sqlite, "src/storage/schema.rs on the left, the migrations on the right");
}

/// Table names and columns of `table!` in `schema.rs` and the files beside it.
fn schema() -> BTreeMap<String, BTreeSet<String>> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources().iter().filter(|source| source.is_in("storage/schema")) {
        let mut table = String::new();
        for line in source.code.lines().map(str::trim) {
            if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with('{')) {
                name.trim_start_matches("diesel::table! {").trim().clone_into(&mut table);
            } else if let Some((column, _)) = line.split_once(" -> ").filter(|_| !line.contains('!')) {
                tables.entry(table.clone()).or_default().insert(column.to_owned());
            }
        }
    }
    tables
}

#[test]
fn the_reader_of_sources_reads() {
    let sources = sources();
    assert!(sources.len() > 200 && sources.iter().any(|source| source.test_only));
    let serve = sources.iter().find(|source| source.path == "src/web/serve.rs").expect("a file that is there");
    let imports = serve.imports();
    let has = |path: &[&str]| imports.iter().any(|found| found == path);
    assert!(has(&["web", "Edge"]) && has(&["web", "build"]) && has(&["service", "App"]), "{imports:?}");
    assert!(functions(serve).iter().any(|(name, body)| name == "serve" && body.contains("launch()")));
}
