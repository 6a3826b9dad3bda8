//! Where a page that stands in place of another leads back to: the page its reader was on.

use crate::service::App;
use rocket::http::Method;
use rocket::request::Request;
use std::sync::Arc;

/// The page the reader came from: the one the browser names where it is ours, else, of a form, the nearest page
/// above where it was sent. None where that is the first page, or the very page that failed.
pub fn path(request: &Request<'_>) -> Option<String> {
    let app = request.rocket().state::<Arc<App>>();
    let ours: Vec<&str> = [request.headers().get_one("Host"), app.and_then(|app| authority(&app.base_url))]
        .into_iter()
        .flatten()
        .collect();
    let asked = request.method() == Method::Get;
    let here = request.uri().path().as_str();
    let from = request.headers().get_one("Referer").and_then(|referer| inner(referer, &ours));
    let from = from.or((!asked).then_some(here)).filter(|from| !asked || plain(from) != here)?;
    let pages: Vec<&str> =
        request.rocket().routes().filter(|route| route.method == Method::Get).map(|route| route.uri.path()).collect();
    nearest(from, &pages)
}

/// `example.com:8000` of `https://example.com:8000/x`.
fn authority(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    matches!(scheme, "http" | "https").then_some(&rest[..end])
}

/// Path and query of an address that is one of ours. What a browser could read as another host's is none.
fn inner<'r>(referer: &'r str, ours: &[&str]) -> Option<&'r str> {
    let host = authority(referer)?;
    let rest = &referer[referer.find("://")? + 3 + host.len()..];
    let path = rest.split('#').next().filter(|path| path.starts_with('/') && !path.starts_with("//"))?;
    let safe = path.chars().all(|sign| sign.is_ascii_graphic() && !matches!(sign, '\\' | '"' | '<' | '>'));
    (safe && ours.contains(&host)).then_some(path)
}

fn plain(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}

/// The address itself where a page answers it, else the nearest above it that one does: a form that was found
/// wanting stands at an address that takes forms only.
fn nearest(path: &str, pages: &[&str]) -> Option<String> {
    if pages.iter().any(|page| fits(plain(path), page)) {
        return (plain(path) != "/").then(|| path.to_owned());
    }
    let (above, _) = plain(path).rsplit_once('/')?;
    nearest(above, pages)
}

/// Whether `/events/7` is what `/events/<id>` answers.
fn fits(path: &str, page: &str) -> bool {
    let (mut parts, mut known) = (path.split('/'), page.split('/'));
    loop {
        match (parts.next(), known.next()) {
            (None, None) => return true,
            (Some(part), Some(name)) if part == name || (name.starts_with('<') && !part.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: [&str; 5] = ["/", "/events", "/events/<id>", "/events/<id>/contests", "/contests/<id>"];

    #[test]
    fn only_pages_of_ours_are_led_back_to() {
        let ours = ["office.example", "127.0.0.1:8000"];
        let read = |referer| inner(referer, &ours);
        assert_eq!(read("https://office.example/events/7?page=2#flags"), Some("/events/7?page=2"));
        assert_eq!(read("http://127.0.0.1:8000/events"), Some("/events"));
        for foreign in [
            "https://evil.example/events/7",
            "https://office.example.evil.example/events",
            "https://office.example@evil.example/events",
            "https://office.example//evil.example",
            "https://office.example/\\evil.example",
            "https://office.example/a\"onclick",
            "https://office.example",
            "javascript://office.example/events",
            "/events",
            "",
        ] {
            assert_eq!(read(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_form_leads_back_to_the_page_it_stood_on() {
        let read = |path| nearest(path, &PAGES);
        assert_eq!(read("/events/7?page=2").as_deref(), Some("/events/7?page=2"));
        assert_eq!(read("/events/7/contests/open?x=1").as_deref(), Some("/events/7/contests"));
        assert_eq!(read("/events/7/approve").as_deref(), Some("/events/7"));
        assert_eq!(read("/nowhere/at/all"), None);
        assert_eq!(read("/"), None);
    }
}
