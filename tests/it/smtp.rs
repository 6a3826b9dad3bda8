//! The SMTP transport against a real server: what each refusal and accident becomes.

use crate::smtp_server::{Act, SmtpServer};
use jiangxin::domain::lang::Lang;
use jiangxin::domain::retry::Outcome;
use jiangxin::mail::{Letter, Rendered, Security, Sender, Smtp, SmtpConfig, Transport, Wire};
use std::net::SocketAddr;
use std::time::Duration;

pub fn sender() -> Sender {
    Sender {
        name: "温州市人力资源和社会保障局".to_owned(),
        address: "noreply@jiangxin.example".parse().unwrap(),
        reply_to: None,
    }
}

/// A transport to the server in this process. A server that never answers is given up quickly.
pub fn transport(address: SocketAddr) -> Transport {
    let config = SmtpConfig {
        port: address.port(),
        security: Security::None,
        hello: Some("jiangxin.example".to_owned()),
        timeout: Duration::from_millis(500),
        connections: 1,
        ..SmtpConfig::new(address.ip().to_string())
    };
    Transport::Smtp(Smtp::new(config).expect("sound settings"))
}

pub fn letter(key: &str) -> Wire {
    let rendered = Rendered {
        subject: "补助已核定".to_owned(),
        text: "王小明:\n.一行以点开头\n补助已核定。\n".to_owned(),
        html: "<p>补助已核定。</p>".to_owned(),
    };
    let letter = Letter {
        key,
        to: &"host@example.com".parse().unwrap(),
        to_name: "王小明",
        reference: "WZ-2019-0042",
        lang: Lang::Zh,
        date: "2019-11-18T01:00:00Z".parse().unwrap(),
        rendered: &rendered,
        invites: &[],
    };
    letter.build(&sender()).expect("a letter")
}

/// The outcome of one letter to a server that acts so.
async fn outcome(act: Act) -> (Outcome, usize) {
    let server = SmtpServer::start().await;
    server.script().acts([act]);
    let outcome = transport(server.address).deliver(&letter("one")).await;
    (outcome, server.script().received().len())
}

#[tokio::test]
async fn a_letter_taken_over_arrives_whole() {
    let server = SmtpServer::start().await;
    let wire = letter("one");
    assert_eq!(transport(server.address).deliver(&wire).await, Outcome::Sent);
    let received = server.script().received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].from, "MAIL FROM:<noreply@jiangxin.example>");
    assert_eq!(received[0].to, ["RCPT TO:<host@example.com>"]);
    assert_eq!(received[0].header("Message-ID"), wire.message_id());
    assert_eq!(received[0].header("Auto-Submitted"), "auto-generated");
    let sent = std::str::from_utf8(wire.bytes()).unwrap().replace("\r\n", "\n");
    assert_eq!(received[0].data.trim_end(), sent.trim_end());
}

#[tokio::test]
async fn a_busy_server_is_tried_again() {
    for act in [
        Act::AtSender("451 later"),
        Act::AtRecipient("450 mailbox busy"),
        Act::AtData("452 no space"),
        Act::AtEnd("451 later"),
        Act::AtRecipient("421 shutting down"),
        // Our own signing in, not this recipient.
        Act::AtSender("530 authentication required"),
    ] {
        let (outcome, kept) = outcome(act).await;
        assert!(matches!(&outcome, Outcome::Temporary(reply) if !reply.is_empty()), "{act:?}: {outcome:?}");
        assert_eq!(kept, 0, "{act:?}");
    }
}

#[tokio::test]
async fn a_refusal_for_good_is_permanent_and_keeps_the_servers_words() {
    for act in [
        Act::AtSender("553 sender refused"),
        Act::AtRecipient("550 no such user"),
        Act::AtData("554 no"),
        Act::AtEnd("550 no such user"),
    ] {
        let (outcome, kept) = outcome(act).await;
        assert!(matches!(&outcome, Outcome::Permanent(reply) if reply.contains("(55")), "{act:?}: {outcome:?}");
        assert_eq!(kept, 0, "{act:?}");
    }
    let (outcome, _) = outcome(Act::AtRecipient("550-5.1.1 no\r\n550 such user")).await;
    insta::assert_snapshot!(format!("{outcome:?}"), @r#"Permanent("permanent error (550): 5.1.1 no such user")"#);
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_and_tried_again() {
    let (outcome, kept) = outcome(Act::SilentAtRecipient).await;
    assert_eq!((outcome, kept), (Outcome::Temporary("no answer within 0.5 s".to_owned()), 0));
}

#[tokio::test]
async fn a_connection_dropped_in_mid_letter_is_tried_again() {
    let (dropped, kept) = outcome(Act::DropInLetter).await;
    assert!(matches!(dropped, Outcome::Temporary(_)), "{dropped:?}");
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_letter_whose_fate_is_unknown_is_sent_again_under_the_same_message_id() {
    let server = SmtpServer::start().await;
    server.script().acts([Act::DropBeforeReply]);
    let transport = transport(server.address);
    assert!(matches!(transport.deliver(&letter("one")).await, Outcome::Temporary(_)));
    assert_eq!(transport.deliver(&letter("one")).await, Outcome::Sent);
    let received = server.script().received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].data, received[1].data, "a server can fold them: {}", received[0].header("Message-ID"));
}

#[tokio::test]
async fn a_server_that_turns_us_away_at_the_door_says_nothing_about_the_letter() {
    for greeting in ["421 too busy", "554 not you"] {
        let server = SmtpServer::start().await;
        server.script().greets(greeting);
        let transport = transport(server.address);
        let turned_away = transport.deliver(&letter("one")).await;
        assert!(matches!(&turned_away, Outcome::Temporary(_)), "{turned_away:?}");
        assert_eq!(transport.deliver(&letter("one")).await, Outcome::Sent);
    }
}

#[tokio::test]
async fn one_connection_carries_letter_after_letter_past_a_refusal() {
    let server = SmtpServer::start().await;
    server.script().acts([Act::Accept, Act::AtRecipient("550 no such user"), Act::Accept]);
    let transport = transport(server.address);
    assert_eq!(transport.deliver(&letter("one")).await, Outcome::Sent);
    assert!(matches!(transport.deliver(&letter("two")).await, Outcome::Permanent(_)));
    assert_eq!(transport.deliver(&letter("three")).await, Outcome::Sent);
    assert_eq!(server.script().connections(), 1);
    transport.close().await;
    assert_eq!(transport.deliver(&letter("four")).await, Outcome::Sent);
    assert_eq!(server.script().connections(), 2);
}

#[tokio::test]
async fn a_server_that_left_between_two_letters_costs_no_attempt() {
    let server = SmtpServer::start().await;
    server.script().acts([Act::AcceptThenLeave]);
    let transport = transport(server.address);
    assert_eq!(transport.deliver(&letter("one")).await, Outcome::Sent);
    assert_eq!(transport.deliver(&letter("two")).await, Outcome::Sent);
    assert_eq!((server.script().received().len(), server.script().connections()), (2, 2));
}

#[tokio::test]
async fn a_server_that_is_down_is_tried_again_and_found_when_it_is_back() {
    let server = SmtpServer::start().await;
    let transport = transport(server.address);
    assert_eq!(transport.deliver(&letter("one")).await, Outcome::Sent);
    let down = server.stop().await;
    assert!(matches!(transport.deliver(&letter("two")).await, Outcome::Temporary(_)));
    let server = down.restart().await;
    assert_eq!(transport.deliver(&letter("two")).await, Outcome::Sent);
    assert_eq!(server.script().received().len(), 2);
}

#[tokio::test]
async fn a_server_without_tls_is_never_written_to_in_the_clear() {
    let server = SmtpServer::start().await;
    let config = SmtpConfig {
        port: server.address.port(),
        security: Security::StartTls,
        ..SmtpConfig::new(server.address.ip().to_string())
    };
    let transport = Transport::Smtp(Smtp::new(config).unwrap());
    let refused = transport.deliver(&letter("one")).await;
    assert!(matches!(&refused, Outcome::Temporary(words) if words.contains("STARTTLS")), "{refused:?}");
    assert!(server.script().received().is_empty());
}
