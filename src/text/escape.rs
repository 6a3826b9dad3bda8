//! Escaping for text and quoted attributes of HTML. Templates quote every attribute; a test sees to
//! it. Most of what is shown needs nothing, and is copied in one piece.

/// `text` as it may stand in HTML.
pub(super) fn html(text: &str) -> String {
    if !is_needed(text) {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_special) {
        let (before, after) = rest.split_at(at);
        escaped.push_str(before);
        escaped.push_str(match after.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &after[1..];
    }
    escaped.push_str(rest);
    escaped
}

/// Whether anything in `text` must be escaped.
pub(super) fn is_needed(text: &str) -> bool {
    text.bytes().any(is_special)
}

const fn is_special(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_what_ends_text_and_attributes() {
        assert_eq!(html("抹灰工 & \"电工\" <b>'"), "抹灰工 &amp; &quot;电工&quot; &lt;b&gt;&#39;");
        assert_eq!(html("/claims?state=second"), "/claims?state=second");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_special_is_left(text in "[a-z&<>\"'抹灰 =`]*") {
            let escaped = html(&text);
            prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
            let back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            prop_assert_eq!(back.replace("&amp;", "&"), text);
        }
    }
}
