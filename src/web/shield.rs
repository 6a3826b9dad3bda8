//! What every answer carries so that a browser refuses what this program never sends.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};

/// Adds the headers. Pages hold somebody's data: they are not kept by anybody on the way.
pub struct Headers;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[rocket::async_trait]
impl Fairing for Headers {
    fn info(&self) -> Info {
        Info { name: "headers", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        response.set_header(Header::new("Content-Security-Policy", POLICY));
        response.set_header(Header::new("X-Content-Type-Options", "nosniff"));
        response.set_header(Header::new("X-Frame-Options", "DENY"));
        response.set_header(Header::new("Referrer-Policy", "same-origin"));
        response.set_header(Header::new("Cross-Origin-Opener-Policy", "same-origin"));
        let camera = if at_the_door(request) { "camera=(self)" } else { "camera=()" };
        let permissions = format!("{camera}, microphone=(), geolocation=()");
        response.set_header(Header::new("Permissions-Policy", permissions));
        // A page behind a secret link is nobody's to find.
        if request.uri().path().starts_with("/participation/") {
            response.set_header(Header::new("X-Robots-Tag", "noindex, nofollow"));
        }
        if !response.headers().contains("Cache-Control") {
            response.set_header(Header::new("Cache-Control", "no-store"));
        }
    }
}

/// The one page that scans with a camera: `/events/7/check-in`.
fn at_the_door(request: &Request<'_>) -> bool {
    let path = request.uri().path();
    path.starts_with("/events/") && path.ends_with("/check-in")
}
