//! The stylesheet, the script and the icon, embedded in the program.

use crate::platform::assets::STATIC;
use crate::text::render;
use rocket::http::{ContentType, Header, Status};
use rocket::response::{self, Responder, Response};
use rocket::{Request, get};
use std::io::Cursor;

/// A static file. Its address changes with its content, so a browser may keep it for good.
pub struct StaticFile(ContentType, &'static [u8]);

#[get("/static/<name>")]
pub fn file(name: &str) -> Option<StaticFile> {
    let file = STATIC.get_file(name)?;
    let extension = file.path().extension().and_then(|extension| extension.to_str())?;
    render::fingerprint(name)?;
    Some(StaticFile(ContentType::from_extension(extension)?, file.contents()))
}

impl<'r> Responder<'r, 'static> for StaticFile {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build()
            .status(Status::Ok)
            .header(self.0)
            .header(Header::new("Cache-Control", "public, max-age=31536000, immutable"))
            .sized_body(self.1.len(), Cursor::new(self.1))
            .ok()
    }
}
