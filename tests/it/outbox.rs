//! From the outbox to a real SMTP server and back: nothing is lost, nothing has two Message-IDs.

use crate::smtp::{sender, transport};
use crate::smtp_server::{Act, SmtpServer};
use crate::support::{database::Database, skip};
use chrono::{DateTime, Duration, Utc};
use jiangxin::domain::message::Message;
use jiangxin::domain::retry::{self, Outcome};
use jiangxin::mail::{Files, Memory, Rendered, Security, Smtp, SmtpConfig, Transport};
use jiangxin::storage::outbox::{self, NewMessage, OutboxRow};
use jiangxin::storage::{StorageError, Store};
use jiangxin::worker::{self, Mailer, Renderer, Round};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An outbox in a database of its own.
struct Outbox {
    store: Store,
    _database: Database,
}

/// On SQLite, and on PostgreSQL where one was given.
async fn on_both(test: impl AsyncFn(Outbox)) {
    test(Outbox::new()).await;
    match Database::postgres() {
        Some(database) => test(Outbox::on(database)).await,
        None => skip("PostgreSQL: JIANGXIN_TEST_POSTGRES is not set"),
    }
}

impl Outbox {
    fn new() -> Outbox {
        Outbox::on(Database::sqlite())
    }

    fn on(database: Database) -> Outbox {
        Outbox { store: Store::open(database.url()).expect("a database"), _database: database }
    }

    fn queue(&self, key: &str) {
        self.queue_as(key, "claim-decided", r#"{"path":"/claims/42","params":{"amount":{"money":5000000}}}"#);
    }

    fn queue_as(&self, key: &str, kind: &str, payload: &str) {
        let at = start().naive_utc();
        let message = NewMessage {
            key,
            kind,
            lang: "zh",
            to_address: "host@example.com",
            to_name: "王小明",
            reference: "JX-2019-0042",
            payload,
            state: "queued",
            next_attempt_at: at,
            deadline_at: (start() + retry::PATIENCE).naive_utc(),
            created_at: at,
        };
        self.store.write(|tx| outbox::enqueue(tx, &message)).expect("queued");
    }

    /// All rows, oldest first.
    fn rows(&self) -> Vec<OutboxRow> {
        let mut rows = self.store.read(|conn| outbox::list(conn, None, 0, 1_000)).expect("rows");
        rows.reverse();
        rows
    }

    fn row(&self) -> OutboxRow {
        let [row] = <[OutboxRow; 1]>::try_from(self.rows()).expect("one row");
        row
    }

    fn mailer(&self, transport: Transport) -> Mailer {
        Mailer::new(self.store.clone(), transport, sender(), plain())
    }
}

fn start() -> DateTime<Utc> {
    "2019-11-18T01:00:00Z".parse().unwrap()
}

fn after(seconds: i64) -> DateTime<Utc> {
    start() + Duration::seconds(seconds)
}

fn plain() -> Renderer {
    Arc::new(|message: &Message| Ok(wording(message, "第一版")))
}

fn wording(message: &Message, edition: &str) -> Rendered {
    Rendered {
        subject: format!("{edition} {}", message.reference()),
        text: format!("{edition} {}", message.content().path),
        html: format!("<p>{edition}</p>"),
    }
}

const SENT: Round = Round { taken: 1, sent: 1, retried: 0, dead: 0 };
const RETRIED: Round = Round { taken: 1, sent: 0, retried: 1, dead: 0 };
const DEAD: Round = Round { taken: 1, sent: 0, retried: 0, dead: 1 };
const NOTHING: Round = Round { taken: 0, sent: 0, retried: 0, dead: 0 };

#[tokio::test]
async fn a_message_is_sent_once_and_what_was_sent_is_kept() {
    let outbox = Outbox::new();
    outbox.queue("one");
    let server = SmtpServer::start().await;
    let mailer = outbox.mailer(transport(server.address));
    assert_eq!(mailer.run_once(after(-1)).await.unwrap(), NOTHING, "not yet due");
    assert_eq!(mailer.run_once(start()).await.unwrap(), SENT);
    assert_eq!(mailer.run_once(after(100_000)).await.unwrap(), NOTHING);
    assert_eq!(server.script().received().len(), 1);
    let row = outbox.row();
    assert_eq!((row.state.as_str(), row.attempts, row.last_error), ("sent", 1, None));
    assert_eq!(row.sent_at, Some(start().naive_utc()));
    assert_eq!(row.subject.as_deref(), Some("第一版 JX-2019-0042"));
    assert_eq!(row.body_text.as_deref(), Some("第一版 /claims/42"));
}

#[tokio::test]
async fn a_key_is_queued_once() {
    on_both(async |outbox| {
        outbox.queue("one");
        let again = outbox.store.write(|tx| {
            let row = &outbox.rows()[0];
            let message = NewMessage {
                key: &row.key,
                kind: &row.kind,
                lang: &row.lang,
                to_address: &row.to_address,
                to_name: &row.to_name,
                reference: &row.reference,
                payload: &row.payload,
                state: "queued",
                next_attempt_at: row.next_attempt_at,
                deadline_at: row.deadline_at,
                created_at: row.created_at,
            };
            outbox::enqueue(tx, &message)
        });
        assert!(matches!(again, Err(StorageError::Violated(_))), "{again:?}");
        assert_eq!(outbox.rows().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn every_passing_trouble_is_waited_out_under_one_message_id() {
    on_both(async |outbox| {
        let troubles = [
            Act::AtSender("451 later"),
            Act::AtRecipient("450 busy"),
            Act::AtEnd("452 no space"),
            Act::SilentAtRecipient,
            Act::DropInLetter,
            Act::DropBeforeReply,
        ];
        outbox.queue("one");
        let server = SmtpServer::start().await;
        server.script().acts(troubles);
        let mailer = outbox.mailer(transport(server.address));
        let mut now = start();
        for (trouble, seconds) in troubles.iter().zip([10, 20, 40, 80, 160, 320]) {
            assert_eq!(mailer.run_once(now).await.unwrap(), RETRIED, "{trouble:?}");
            let row = outbox.row();
            assert!(row.state == "queued" && row.last_error.is_some(), "{trouble:?}: {row:?}");
            now += Duration::seconds(seconds);
            assert_eq!(mailer.run_once(now - Duration::seconds(1)).await.unwrap(), NOTHING, "{trouble:?}");
        }
        assert_eq!(mailer.run_once(now).await.unwrap(), SENT);
        let received = server.script().received();
        assert_eq!(received.len(), 2, "once before the dropped reply, once for good");
        assert_eq!(received[0].data, received[1].data);
        assert_eq!(outbox.row().attempts, 7);
    })
    .await;
}

#[tokio::test]
async fn a_lasting_refusal_is_dead_at_once_until_somebody_drives_it_again() {
    on_both(async |outbox| {
        outbox.queue("one");
        let server = SmtpServer::start().await;
        server.script().acts([Act::AtRecipient("550 no such user")]);
        let mailer = outbox.mailer(transport(server.address));
        assert_eq!(mailer.run_once(start()).await.unwrap(), DEAD);
        let row = outbox.row();
        assert_eq!((row.state.as_str(), row.attempts), ("dead", 1));
        assert!(row.last_error.as_deref().is_some_and(|words| words.contains("no such user")), "{row:?}");
        assert_eq!(mailer.run_once(after(100_000)).await.unwrap(), NOTHING);

        let monday = start() + Duration::days(7);
        let driven = |at: DateTime<Utc>| {
            let deadline = (at + retry::PATIENCE).naive_utc();
            outbox.store.write(|tx| outbox::redrive(tx, row.id, at.naive_utc(), deadline)).unwrap()
        };
        assert!(driven(monday));
        assert!(!driven(monday), "only a dead one");
        assert_eq!(mailer.run_once(monday).await.unwrap(), SENT);
        assert_eq!(outbox.row().state, "sent");
    })
    .await;
}

#[tokio::test]
async fn a_server_down_for_days_is_given_up_at_the_deadline() {
    let outbox = Outbox::new();
    outbox.queue("one");
    let memory = Memory::default();
    memory.script(vec![Outcome::Temporary("unreachable".to_owned()); 3]);
    let mailer = outbox.mailer(Transport::Memory(memory.clone()));
    let deadline = start() + retry::PATIENCE;
    assert_eq!(mailer.run_once(start()).await.unwrap(), RETRIED);
    assert_eq!(mailer.run_once(deadline - Duration::seconds(5)).await.unwrap(), RETRIED);
    assert_eq!(outbox.row().next_attempt_at, deadline.naive_utc(), "the last attempt is at the deadline itself");
    assert_eq!(mailer.run_once(deadline).await.unwrap(), DEAD);
    assert_eq!(outbox.row().last_error.as_deref(), Some("unreachable"));
    assert!(memory.sent().is_empty());
}

#[tokio::test]
async fn a_message_keeps_the_words_of_its_first_attempt() {
    let outbox = Outbox::new();
    outbox.queue("one");
    let memory = Memory::default();
    memory.script([Outcome::Temporary("busy".to_owned())]);
    outbox.mailer(Transport::Memory(memory.clone())).run_once(start()).await.unwrap();
    let second_edition: Renderer = Arc::new(|message: &Message| Ok(wording(message, "第二版")));
    let later = Mailer::new(outbox.store.clone(), Transport::Memory(memory.clone()), sender(), second_edition);
    assert_eq!(later.run_once(after(10)).await.unwrap(), SENT);
    assert_eq!(outbox.row().subject.as_deref(), Some("第一版 JX-2019-0042"));
    assert_eq!(memory.sent()[0].rendered.html, "<p>第一版</p>");
}

#[tokio::test]
async fn a_worker_that_died_leaves_its_messages_to_the_next_under_the_same_message_id() {
    on_both(async |outbox| {
        outbox.queue("one");
        let server = SmtpServer::start().await;
        let mailer = outbox.mailer(transport(server.address));
        // Leased and perhaps sent, never recorded: then the machine stopped.
        let lease_end = after(60);
        let leased =
            outbox.store.write(|tx| outbox::lease_due(tx, start().naive_utc(), lease_end.naive_utc(), 10)).unwrap();
        assert_eq!(leased.len(), 1);
        assert_eq!(mailer.run_once(after(59)).await.unwrap(), NOTHING, "somebody may be at it");
        let down = server.stop().await;
        assert_eq!(mailer.run_once(after(61)).await.unwrap(), RETRIED);
        let server = down.restart().await;
        assert_eq!(outbox.mailer(transport(server.address)).run_once(after(71)).await.unwrap(), SENT);
        let received = server.script().received();
        assert_eq!(received.len(), 1);
        assert_eq!(received[0].header("Message-ID"), jiangxin::mail::message_id("one", &sender()));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_written_down_is_dead_and_says_why() {
    let outbox = Outbox::new();
    let content = r#"{"path":"/claims/42","params":{}}"#;
    outbox.queue_as("unknown kind", "telegram", content);
    outbox.queue_as("broken payload", "claim-decided", "{");
    outbox.queue_as("a number", "claim-decided", r#"{"path":"/","params":{"id":{"text":"11010519491231002X"}}}"#);
    outbox.queue_as("no template", "task-waiting", content);
    outbox.queue("sound");
    let render: Renderer = Arc::new(|message: &Message| match message.kind().as_str() {
        "task-waiting" => Err("no such template".to_owned()),
        _ => Ok(wording(message, "第一版")),
    });
    let memory = Memory::default();
    let mailer = Mailer::new(outbox.store.clone(), Transport::Memory(memory.clone()), sender(), render);
    let round = mailer.run_once(start()).await.unwrap();
    assert_eq!(round, Round { taken: 5, sent: 1, retried: 0, dead: 4 });
    let told: Vec<String> =
        outbox.rows().into_iter().map(|row| format!("{}: {}", row.key, row.last_error.unwrap_or(row.state))).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    unknown kind: `telegram` is not a kind of message
    broken payload: payload: EOF while parsing an object at line 1 column 1
    a number: `id` holds what looks like an ID or account number
    no template: rendering: no such template
    sound: sent
    ");
    assert_eq!(memory.sent().len(), 1);
}

#[tokio::test]
async fn a_link_that_lets_its_bearer_in_is_forgotten_once_it_is_sent() {
    on_both(async |outbox| {
        outbox.queue_as("reset", "password-reset", r#"{"path":"/reset/SECRET","params":{}}"#);
        let memory = Memory::default();
        let mailer = outbox.mailer(Transport::Memory(memory.clone()));
        memory.script([Outcome::Temporary("busy".to_owned())]);
        assert_eq!(mailer.run_once(start()).await.unwrap(), RETRIED);
        assert_eq!(mailer.run_once(after(10)).await.unwrap(), SENT);
        assert!(memory.sent()[0].rendered.text.contains("/reset/SECRET"));
        assert!(!format!("{:?}", outbox.row()).contains("SECRET"));
    })
    .await;
}

/// Where letters are files they go with the personal data; others stay.
#[tokio::test]
async fn files_of_letters_go_with_personal_data() {
    on_both(async |outbox| {
        let folder =
            std::env::temp_dir().join(format!("jiangxin-letters-{}-{:p}", std::process::id(), &raw const outbox));
        let files = || std::fs::read_dir(&folder).map_or(0, Iterator::count);
        let mailer = outbox.mailer(Transport::Files(Files::new(&folder)));
        assert_eq!(mailer.sweep().await.unwrap(), 0, "a folder that is not there yet");
        outbox.queue_as("to a participant", "registration-admitted", r#"{"path":"/participation/x","params":{}}"#);
        mailer.run_once(start()).await.unwrap();
        assert_eq!((files(), mailer.sweep().await.unwrap()), (1, 0));
        let gone = outbox.store.write(|tx| outbox::forget_people(tx, "JX-2019-0042", start().naive_utc()));
        assert_eq!(gone.expect("forgotten"), 1);
        outbox.queue("a later one");
        mailer.run_once(start()).await.unwrap();
        assert_eq!((mailer.sweep().await.unwrap(), files()), (1, 1), "the later one stays");
        std::fs::remove_dir_all(&folder).expect("the folder");
    })
    .await;
}

/// Many letters over several connections, with troubles strewn in, by two workers at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_letters_none_is_lost_and_none_comes_twice() {
    on_both(async |outbox| {
        const LETTERS: usize = 120;
        for number in 0..LETTERS {
            outbox.queue(&format!("letter {number}"));
        }
        let server = SmtpServer::start().await;
        server.script().acts((0..LETTERS).map(|number| match number % 7 {
            3 => Act::AtRecipient("450 busy"),
            5 => Act::DropInLetter,
            _ => Act::Accept,
        }));
        let config = SmtpConfig {
            port: server.address.port(),
            security: Security::None,
            connections: 3,
            ..SmtpConfig::new(server.address.ip().to_string())
        };
        let mailers: Vec<Mailer> =
            (0..2).map(|_| outbox.mailer(Transport::Smtp(Smtp::new(config.clone()).unwrap()))).collect();
        let mut now = start();
        while outbox.rows().iter().any(|row| row.state == "queued") {
            let (one, other) = tokio::join!(mailers[0].run_once(now), mailers[1].run_once(now));
            one.unwrap();
            other.unwrap();
            now += Duration::seconds(5);
            assert!(now < after(3_600), "it comes to an end");
        }
        let received = server.script().received();
        let ids: BTreeSet<&str> = received.iter().map(|letter| letter.header("Message-ID")).collect();
        assert_eq!((received.len(), ids.len()), (LETTERS, LETTERS));
        assert!(outbox.rows().iter().all(|row| row.state == "sent"));
    })
    .await;
}

#[tokio::test]
async fn the_loop_empties_the_outbox_and_stops_when_told() {
    let outbox = Outbox::new();
    for number in 0..20 {
        outbox.queue(&format!("letter {number}"));
    }
    let memory = Memory::default();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let looping = tokio::spawn(worker::run(outbox.mailer(Transport::Memory(memory.clone())), start, async {
        let _ = stopped.await;
    }));
    while memory.sent().len() < 20 {
        tokio::task::yield_now().await;
    }
    stop.send(()).unwrap();
    looping.await.unwrap();
    assert!(outbox.rows().iter().all(|row| row.state == "sent"));
}

#[tokio::test]
async fn a_stopping_mailer_gives_back_what_it_has_not_begun() {
    let outbox = Outbox::new();
    outbox.queue("one");
    let memory = Memory::default();
    let stopping = outbox.mailer(Transport::Memory(memory.clone()));
    stopping.stop();
    assert_eq!(stopping.run_once(start()).await.unwrap(), Round { taken: 1, ..NOTHING });
    assert_eq!(outbox.row().attempts, 0);
    let next = outbox.mailer(Transport::Memory(memory.clone()));
    assert_eq!(next.run_once(start()).await.unwrap(), SENT, "at once, without waiting for a lease to end");
}
