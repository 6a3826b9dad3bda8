//! Pages from templates: one strict registry per language, compiled once.

use super::catalogue::Say;
use super::helpers;
use super::parts::Shell;
use super::phrase;
use crate::domain::lang::Lang;
use crate::platform::assets::{STATIC, TEMPLATES};
use handlebars::{Context, Handlebars};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A page: the struct is what its template may name, nothing more.
pub trait Page: Serialize {
    /// The template's path under `templates/`, without `.hbs`: `pages/claims/show`.
    const TEMPLATE: &'static str;

    /// What the browser's tab and a screen reader call the page.
    fn title(&self, say: Say) -> String;

    /// A full example. A test renders every template with it in both languages.
    fn sample() -> Self
    where
        Self: Sized;

    /// The sample and the page's other shapes (empty, with errors, …).
    fn samples() -> Vec<Self>
    where
        Self: Sized,
    {
        vec![Self::sample()]
    }
}

/// A template and its struct do not fit, or a sentence is missing. Always a fault of the program.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("{0}")]
    Template(#[from] handlebars::RenderError),
    #[error("the page cannot be serialised: {0}")]
    Serialise(#[from] serde_json::Error),
}

/// Where the layout is cut in two: the page's own template is written in between.
const CUT: &str = "{{content}}";
const LAYOUT: &str = "partials/layout";

static PAGES: LazyLock<[Handlebars<'static>; 2]> = LazyLock::new(|| Lang::ALL.map(|lang| compile(lang, Escape::Html)));
static TEXTS: LazyLock<[Handlebars<'static>; 2]> = LazyLock::new(|| Lang::ALL.map(|lang| compile(lang, Escape::None)));
static ASSETS: LazyLock<HashMap<String, String>> = LazyLock::new(fingerprints);

#[derive(Clone, Copy, PartialEq)]
enum Escape {
    Html,
    None,
}

/// Compiles the templates and reads the catalogues now rather than at the first request.
pub fn warm() {
    LazyLock::force(&PAGES);
    LazyLock::force(&TEXTS);
    LazyLock::force(&ASSETS);
    for lang in Lang::ALL {
        Say(lang).t(crate::key!("product"));
    }
}

/// All templates by name. They were compiled in and are proven by a test; one that does not parse
/// is logged, and rendering it is an error.
fn compile(lang: Lang, escape: Escape) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.set_prevent_indent(true);
    registry.register_escape_fn(match escape {
        Escape::Html => super::escape::html,
        Escape::None => handlebars::no_escape,
    });
    helpers::register(&mut registry, lang, escape == Escape::Html);
    for (name, source) in templates() {
        let parts = match source.split_once(CUT) {
            Some((head, foot)) => vec![(format!("{name}-head"), head), (format!("{name}-foot"), foot)],
            None => vec![(name, source)],
        };
        for (name, source) in parts {
            let source = super::bake::bake(lang, escape == Escape::Html, source);
            if let Err(fault) = registry.register_template_string(&name, source) {
                tracing::error!(template = name, %fault, "template cannot be compiled");
            }
        }
    }
    registry
}

/// Every embedded template: its name and source. Partials are named without their folder.
pub(super) fn templates() -> impl Iterator<Item = (String, &'static str)> {
    let mut found = Vec::new();
    let mut folders = vec![&TEMPLATES];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        found.extend(folder.files().filter_map(|file| {
            let path = file.path().to_str()?.replace('\\', "/");
            let name = path.strip_suffix(".hbs")?;
            let name = name.strip_prefix("partials/").filter(|_| name != LAYOUT).unwrap_or(name);
            Some((name.to_owned(), file.contents_utf8()?))
        }));
    }
    found.into_iter()
}

/// The templates of pages, as [`Page::TEMPLATE`] names them.
pub fn page_templates() -> impl Iterator<Item = String> {
    templates().map(|(name, _)| name).filter(|name| name.starts_with("pages/"))
}

#[derive(Serialize)]
struct Document<'a, P> {
    shell: &'a Shell,
    document: Head<'a>,
    #[serde(flatten)]
    page: &'a P,
}

#[derive(Serialize)]
struct Head<'a> {
    title: String,
    lang: &'a str,
    other: &'a str,
    class: String,
}

/// The whole document: the layout around the page's own template.
///
/// # Errors
/// The template names what the page does not have, or a sentence is missing.
pub fn page<P: Page>(shell: &Shell, page: &P) -> Result<String, RenderError> {
    let lang = shell.lang;
    let head = Head {
        title: page.title(Say(lang)),
        lang: lang.tag(),
        other: other(lang).as_str(),
        class: P::TEMPLATE.replace(['/', '_'], "-"),
    };
    let document = Document { shell, document: head, page };
    let context = Context::from(phrase::speaking(lang, || serde_json::to_value(document))?);
    let registry = of(&PAGES, lang);
    let mut html = Vec::with_capacity(32 * 1024);
    for template in ["partials/layout-head", P::TEMPLATE, "partials/layout-foot"] {
        registry.render_with_context_to_write(template, &context, &mut html)?;
    }
    // Handlebars writes whole strings only.
    Ok(String::from_utf8(html).unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned()))
}

/// A template alone, as HTML.
pub(super) fn html(lang: Lang, template: &str, data: &impl Serialize) -> Result<String, RenderError> {
    Ok(of(&PAGES, lang).render(template, data)?)
}

/// A template alone, as plain text without escaping.
pub(super) fn text(lang: Lang, template: &str, data: &impl Serialize) -> Result<String, RenderError> {
    Ok(of(&TEXTS, lang).render(template, data)?)
}

fn of(registries: &'static [Handlebars<'static>; 2], lang: Lang) -> &'static Handlebars<'static> {
    match lang {
        Lang::Zh => &registries[0],
        Lang::En => &registries[1],
    }
}

const fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    }
}

/// The address of a static file: it changes with the content, so a browser may keep it for ever.
pub fn asset(path: &str) -> Option<String> {
    ASSETS.get(path).map(|fingerprint| format!("/static/{path}?v={fingerprint}"))
}

/// The entity tag of a static file's present content.
pub fn fingerprint(path: &str) -> Option<&'static str> {
    ASSETS.get(path).map(String::as_str)
}

fn fingerprints() -> HashMap<String, String> {
    let files = STATIC.files().filter_map(|file| {
        let digest = Sha256::digest(file.contents());
        let fingerprint = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Some((file.path().to_str()?.to_owned(), fingerprint))
    });
    files.collect()
}
