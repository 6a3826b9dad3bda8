//! A letter as RFC 5322 and MIME want it: text first, HTML beside it.

use crate::domain::identity::EmailAddress;
use crate::domain::lang::Lang;
use crate::domain::message::Invite;
pub use crate::text::mail::Rendered;
use chrono::{DateTime, Utc};
use lettre::address::Envelope;
use lettre::message::header::{ContentDisposition, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

/// The office as it signs.
#[derive(Clone, Debug)]
pub struct Sender {
    pub name: String,
    pub address: EmailAddress,
    /// Where answers go; to `address` when there is none.
    pub reply_to: Option<EmailAddress>,
}

/// A rendered message with its recipient.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The message's unique key; its Message-ID is derived from it.
    pub key: &'a str,
    pub to: &'a EmailAddress,
    pub to_name: &'a str,
    /// The number people quote; empty for none.
    pub reference: &'a str,
    pub lang: Lang,
    /// When the thing happened: every attempt carries the same date.
    pub date: DateTime<Utc>,
    pub rendered: &'a Rendered,
    /// Entries for the recipient's calendar.
    pub invites: &'a [Invite],
}

/// A letter ready to be handed over. The same letter always has the same bytes, so that a server
/// that sees it twice can fold it.
#[derive(Clone, Debug)]
pub struct Wire {
    pub(super) envelope: Envelope,
    pub(super) message_id: String,
    pub(super) date: DateTime<Utc>,
    pub(super) rendered: Rendered,
    pub(super) bytes: Vec<u8>,
}

/// The letter cannot be written down; no retry will change that.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error("an address is refused: {0}")]
    Address(#[from] lettre::address::AddressError),
    #[error("the letter cannot be built: {0}")]
    Letter(#[from] lettre::error::Error),
    #[error("a header cannot be named: {0}")]
    Header(String),
}

/// `<…@domain>`, the same for the same key for ever.
#[must_use]
pub fn message_id(key: &str, sender: &Sender) -> String {
    format!("<{}@{}>", fingerprint(key), sender.address.domain())
}

pub(super) fn fingerprint(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

impl Letter<'_> {
    /// Writes the letter down. Texts are encoded so that every server takes them (7 bit).
    ///
    /// # Errors
    /// An address the mail library refuses.
    pub fn build(&self, sender: &Sender) -> Result<Wire, BuildError> {
        let from = mailbox(&sender.name, &sender.address)?;
        let to = mailbox(self.to_name, self.to)?;
        let envelope = Envelope::new(Some(from.email.clone()), vec![to.email.clone()])?;
        let message_id = message_id(self.key, sender);
        let mut builder = lettre::Message::builder()
            .from(from)
            .to(to)
            .subject(one_line(&self.rendered.subject))
            .date(self.date.into())
            .message_id(Some(message_id.clone()))
            .raw_header(header("Auto-Submitted", "auto-generated")?)
            .raw_header(header("X-Auto-Response-Suppress", "All")?)
            .raw_header(header("Content-Language", self.lang.tag())?);
        if !self.reference.is_empty() {
            builder = builder.raw_header(header("X-Reference", &one_line(self.reference))?);
        }
        if let Some(reply_to) = &sender.reply_to {
            builder = builder.reply_to(mailbox("", reply_to)?);
        }
        let mut body = MultiPart::alternative()
            .boundary(format!("part-{}", fingerprint(self.key)))
            .singlepart(SinglePart::plain(self.rendered.text.clone()))
            .singlepart(SinglePart::html(self.rendered.html.clone()));
        if let [only] = self.invites {
            // Programs that know invitations show it as one, with its buttons.
            body = body.singlepart(invitation(only)?);
        }
        if !self.invites.is_empty() {
            let whole = MultiPart::mixed().boundary(format!("whole-{}", fingerprint(self.key))).multipart(body);
            body = self.invites.iter().enumerate().try_fold(whole, |whole, (index, invite)| {
                let name = format!("schedule-{}.ics", index + 1);
                let part = SinglePart::builder()
                    .header(ContentDisposition::attachment(&name))
                    .header(content_type(&format!("text/calendar; charset=utf-8; method={}", invite.method))?)
                    .body(invite.text.clone());
                Ok::<_, BuildError>(whole.singlepart(part))
            })?;
        }
        let bytes = builder.multipart(body)?.formatted();
        Ok(Wire { envelope, message_id, date: self.date, rendered: self.rendered.clone(), bytes })
    }
}

impl Wire {
    #[must_use]
    pub fn message_id(&self) -> &str {
        &self.message_id
    }

    /// The whole message, lines ending with CR LF, as in an `.eml` file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// No line break, so that no text can begin a header of its own.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).collect()
}

fn invitation(invite: &Invite) -> Result<SinglePart, BuildError> {
    let kind = content_type(&format!("text/calendar; charset=utf-8; method={}", invite.method))?;
    Ok(SinglePart::builder().header(kind).body(invite.text.clone()))
}

fn content_type(text: &str) -> Result<ContentType, BuildError> {
    ContentType::parse(text).map_err(|error| BuildError::Header(error.to_string()))
}

fn mailbox(name: &str, address: &EmailAddress) -> Result<Mailbox, BuildError> {
    let name = one_line(name);
    Ok(Mailbox::new(Some(name).filter(|name| !name.is_empty()), address.as_str().parse()?))
}

fn header(name: &str, value: &str) -> Result<HeaderValue, BuildError> {
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|e| BuildError::Header(e.to_string()))?;
    Ok(HeaderValue::new(name, value.to_owned()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn sender() -> Sender {
        Sender {
            name: "温州市人力资源和社会保障局".to_owned(),
            address: "noreply@jiangxin.example".parse().expect("an address"),
            reply_to: None,
        }
    }

    /// A letter to `to`, whose Message-ID follows from `key`.
    pub fn wire(key: &str, to: &str) -> Wire {
        let rendered =
            Rendered { subject: "核定".into(), text: "正文\r\n.\r\n".into(), html: "<p>正文</p>".into() };
        let to = to.parse().expect("an address");
        let date = DateTime::from_timestamp(1_574_038_800, 0).expect("a date");
        let letter = Letter {
            key,
            to: &to,
            to_name: "王小明",
            reference: "",
            lang: Lang::Zh,
            date,
            rendered: &rendered,
            invites: &[],
        };
        letter.build(&sender()).expect("a letter")
    }

    #[test]
    fn a_letter_is_plain_seven_bit_mime_with_the_text_first() {
        let rendered = Rendered {
            subject: "核定：补助 50,000 元\r\nBcc: other@example.com".to_owned(),
            text: "王小明:\n补助已核定。\n".to_owned(),
            html: "<p>Approved</p>".to_owned(),
        };
        let to = "host@example.com".parse().unwrap();
        let letter = Letter {
            key: "claim-decided:claim:42:v3:u7",
            to: &to,
            to_name: "王小明",
            reference: "WZ-2019-0042",
            lang: Lang::Zh,
            date: DateTime::from_timestamp(1_574_038_800, 0).unwrap(),
            rendered: &rendered,
            invites: &[],
        };
        let wire = letter.build(&sender()).expect("a letter");
        assert_eq!(letter.build(&sender()).unwrap().bytes(), wire.bytes(), "the same letter has the same bytes");
        let written = std::str::from_utf8(wire.bytes()).expect("text").replace("\r\n", "\n");
        assert!(written.is_ascii() && !written.contains('\r'));
        insta::assert_snapshot!(written, @r#"
        From: =?utf-8?b?5rip5bee5biC5Lq65Yqb6LWE5rqQ5ZKM56S+5Lya5L+d6Zqc5bGA?= <noreply@jiangxin.example>
        To: =?utf-8?b?546L5bCP5piO?= <host@example.com>
        Subject: =?utf-8?b?5qC45a6a77ya6KGl5Yqp?= 50,000 =?utf-8?b?5YWD?= Bcc:
         other@example.com
        Date: Mon, 18 Nov 2019 01:00:00 +0000
        Message-ID: <c62a6c4126e5b0ef16dd75afa2c2c75f@jiangxin.example>
        Auto-Submitted: auto-generated
        X-Auto-Response-Suppress: All
        Content-Language: zh-CN
        X-Reference: WZ-2019-0042
        MIME-Version: 1.0
        Content-Type: multipart/alternative;
         boundary="part-c62a6c4126e5b0ef16dd75afa2c2c75f"

        --part-c62a6c4126e5b0ef16dd75afa2c2c75f
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: base64

        546L5bCP5piOOg0K6KGl5Yqp5bey5qC45a6a44CCDQo=
        --part-c62a6c4126e5b0ef16dd75afa2c2c75f
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 7bit

        <p>Approved</p>
        --part-c62a6c4126e5b0ef16dd75afa2c2c75f--
        "#);
    }

    /// An only entry is shown as an invitation, too; several are attached one by one.
    #[test]
    fn calendar_entries_are_attached_one_by_one() {
        use crate::domain::schedule::ical::Method;
        let rendered = Rendered { subject: "日程".into(), text: "场次".into(), html: "<p>场次</p>".into() };
        let to = "judge@example.com".parse().unwrap();
        let written = |invites: &[Invite]| {
            let date = DateTime::from_timestamp(1_574_038_800, 0).unwrap();
            let (key, reference) = ("schedule-changed:event:1:r1:p1", "HD-2019-0001");
            let letter = Letter {
                key,
                to: &to,
                to_name: "示例裁判",
                reference,
                lang: Lang::Zh,
                date,
                rendered: &rendered,
                invites,
            };
            let (one, again) = (letter.build(&sender()).unwrap(), letter.build(&sender()).unwrap());
            assert_eq!(one.bytes(), again.bytes());
            String::from_utf8(one.bytes().to_vec()).unwrap()
        };
        let invite = |method| Invite { method, text: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned() };
        let one = written(&[invite(Method::Request)]);
        assert_eq!((one.matches("method=REQUEST").count(), one.matches("schedule-1.ics").count()), (2, 1), "{one}");
        assert!(one.contains("multipart/mixed") && one.contains("BEGIN:VCALENDAR"), "{one}");
        let two = written(&[invite(Method::Request), invite(Method::Cancel)]);
        assert_eq!((two.matches("method=REQUEST").count(), two.matches("method=CANCEL").count()), (1, 1), "{two}");
        assert!(two.contains("schedule-2.ics"), "{two}");
    }

    #[test]
    fn the_message_id_depends_on_the_key_alone() {
        let sender = sender();
        assert_eq!(message_id("a", &sender), message_id("a", &sender));
        assert_ne!(message_id("a", &sender), message_id("b", &sender));
        assert!(message_id("a", &sender).ends_with("@jiangxin.example>"));
    }

    #[test]
    fn an_office_may_take_answers_elsewhere() {
        let office = Sender { reply_to: Some("desk@jiangxin.example".parse().unwrap()), ..sender() };
        let rendered = Rendered { subject: String::new(), text: String::new(), html: String::new() };
        let to = "host@example.com".parse().unwrap();
        let letter = Letter {
            key: "k",
            to: &to,
            to_name: "",
            reference: "",
            lang: Lang::En,
            date: DateTime::UNIX_EPOCH,
            rendered: &rendered,
            invites: &[],
        };
        let written = String::from_utf8(letter.build(&office).unwrap().bytes().to_vec()).unwrap();
        assert!(written.contains("Reply-To: desk@jiangxin.example\r\n"), "{written}");
        assert!(written.contains("To: host@example.com\r\n"), "{written}");
        assert!(!written.contains("X-Reference"), "{written}");
    }
}
