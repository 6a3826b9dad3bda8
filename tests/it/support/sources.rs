//! The program's own source text, read as a tidy reader would: without comments and tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One file of `src/`.
pub struct Source {
    /// Relative to the project, with `/`.
    pub path: String,
    /// Where it stands: `["domain", "claim", "apply"]`; of `mod.rs` the folder.
    pub module: Vec<String>,
    pub lines: usize,
    /// What is compiled into the program: no comments, no tests.
    pub code: String,
    /// Compiled for tests only.
    pub test_only: bool,
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under `folder` with that ending, as path and text.
pub fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root().join(folder), ending, &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path: PathBuf = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            let name = path.strip_prefix(root()).expect("below the project").to_string_lossy().replace('\\', "/");
            found.push((name, std::fs::read_to_string(&path).expect("text")));
        }
    }
}

/// Every file of `src/`.
pub fn sources() -> Vec<Source> {
    let files = files("src", ".rs");
    let for_tests: BTreeSet<Vec<String>> = files.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    let source = |(path, text): (String, String)| {
        let module = module(&path);
        let test_only = (1..=module.len()).any(|depth| for_tests.contains(&module[..depth]));
        let code = if test_only { String::new() } else { code(&text) };
        Source { lines: text.lines().count(), path, module, code, test_only }
    };
    files.into_iter().map(source).collect()
}

fn module(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let parts = inner.split('/').filter(|part| !matches!(*part, "mod" | "lib"));
    parts.map(str::to_owned).collect()
}

/// The files included by `#[cfg(test)] mod name;`.
fn test_modules(path: &str, text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let marked = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]").map(|pair| pair[1]);
    let named = marked.filter_map(|line| line.split("mod ").nth(1)?.strip_suffix(';'));
    named.map(|name| module(path).into_iter().chain([name.to_owned()]).collect()).collect()
}

/// Without comments, and without the tests that stand at the end of the file.
fn code(text: &str) -> String {
    let inline = |at: &usize| {
        let module = text[*at..].lines().nth(1).unwrap_or_default();
        module.contains("mod ") && module.ends_with('{')
    };
    let tests = text.match_indices("#[cfg(test)]\n").map(|(at, _)| at).find(inline);
    let kept = text[..tests.unwrap_or(text.len())].lines().filter(|line| !line.trim_start().starts_with("//"));
    kept.map(|line| line.split(" // ").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

impl Source {
    pub fn is_in(&self, place: &str) -> bool {
        self.path == format!("src/{place}.rs") || self.path.starts_with(&format!("src/{place}/"))
    }

    /// Whether the code names this word, not as a part of another.
    pub fn names(&self, word: &str) -> bool {
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        self.code.match_indices(word).any(|(at, _)| {
            !inside(self.code[..at].chars().next_back()) && !inside(self.code[at + word.len()..].chars().next())
        })
    }

    /// Every path into this program that the code names, from its root: `["domain", "claim", "State"]`.
    pub fn imports(&self) -> BTreeSet<Vec<String>> {
        let mut found = BTreeSet::new();
        for start in ["crate::", "super::"] {
            for (at, _) in self.code.match_indices(start) {
                let before = self.code[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '$')) {
                    continue;
                }
                let mut base = Vec::new();
                let mut rest = &self.code[at..];
                if let Some(inner) = rest.strip_prefix("crate::") {
                    rest = inner;
                } else {
                    base.clone_from(&self.module);
                    while let Some(inner) = rest.strip_prefix("super::") {
                        base.pop();
                        rest = inner;
                    }
                }
                tree(rest, &base, &mut found);
            }
        }
        found
    }
}

/// Reads `a::b::{c, d::e}` and gives back what follows it.
fn tree<'a>(text: &'a str, base: &[String], found: &mut BTreeSet<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = tree(rest, base, found).trim_start();
            match rest.strip_prefix(',') {
                Some(more) => rest = more,
                None => return rest.strip_prefix('}').unwrap_or(rest),
            }
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let path: Vec<String> = base.iter().cloned().chain((!name.is_empty()).then(|| name.to_owned())).collect();
    match rest.strip_prefix("::") {
        Some(more) if !name.is_empty() => tree(more, &path, found),
        _ => {
            found.insert(path);
            rest.strip_prefix(" as ")
                .map_or(rest, |alias| alias.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'))
        }
    }
}
