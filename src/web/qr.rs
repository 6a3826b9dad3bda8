//! QR codes as the path of an SVG: sharp in print, and nothing a content security policy refuses.

use qrcode::{Color, QrCode};
use serde::Serialize;
use std::fmt::Write;

/// Empty modules around the code, as scanners want them.
const MARGIN: usize = 4;

/// A QR code: `<svg viewBox="0 0 {{size}} {{size}}"><path d="{{path}}"/></svg>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Qr {
    /// Modules on a side, with the margin.
    pub size: usize,
    pub path: String,
}

/// The code of a text; `None` for one that is too long.
pub fn qr(text: &str) -> Option<Qr> {
    let (size, dark) = modules(text)?;
    let mut path = String::new();
    for index in (0..dark.len()).filter(|index| dark[*index]) {
        // Writing to a string cannot fail.
        let _ = write!(path, "M{} {}h1v1h-1z", index % size, index / size);
    }
    Some(Qr { size, path })
}

/// The modules of a code with its margin, row by row: how many on a side, and which are dark.
pub fn modules(text: &str) -> Option<(usize, Vec<bool>)> {
    let code = QrCode::new(text).ok()?;
    let width = code.width();
    let size = width + 2 * MARGIN;
    let mut dark = vec![false; size * size];
    for (index, color) in code.to_colors().into_iter().enumerate() {
        dark[(index / width + MARGIN) * size + index % width + MARGIN] = color == Color::Dark;
    }
    Some((size, dark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_a_margin_and_three_corners() {
        let code = qr("https://example.gov.cn/certificates/abc").expect("short enough");
        assert_eq!(code.size, 29 + 8);
        for corner in ["M4 4h", "M32 4h", "M4 32h"] {
            assert!(code.path.contains(corner), "{corner}");
        }
        assert!(!code.path.contains("M3 "));
        assert_eq!(qr(&"x".repeat(4_000)), None);
    }
}
