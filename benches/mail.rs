//! How many mails a second leave the house: `cargo bench --bench mail`.
//!
//! The sink is a real SMTP server in a thread of its own, on loopback. Goal: 1,000 mails at 1,500 a
//! second over the transport; the whole way (outbox, words, transport, record) is told beside it.

#[path = "../tests/it/smtp_server.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod smtp_server;

use chrono::{DateTime, Utc};
use jiangxin::domain::lang::Lang;
use jiangxin::domain::retry;
use jiangxin::mail::{Letter, Rendered, Security, Sender, Smtp, SmtpConfig, Transport, Wire};
use jiangxin::storage::outbox::{self, NewMessage};
use jiangxin::storage::{StorageError, Store};
use jiangxin::worker::{Mailer, words};
use smtp_server::SmtpServer;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};

const MAILS: usize = 1_000;

fn main() {
    let sink = sink();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    for connections in [1, 2, 4, 10] {
        let transport = transport(sink, connections);
        let wires: Arc<Vec<Wire>> = Arc::new((0..MAILS).map(wire).collect());
        report(&format!("transport, {connections} connections"), || hand_over(&runtime, transport, wires));
    }
    for connections in [2, 10] {
        let transport = transport(sink, connections);
        let (store, folder) = full_outbox();
        let mailer = Mailer::new(store, transport, sender(), words("https://jiangxin.example".to_owned()));
        report(&format!("outbox, {connections} connections"), || runtime.block_on(empty(mailer)));
        std::fs::remove_dir_all(folder).expect("removed");
    }
}

fn report(name: &str, work: impl FnOnce()) {
    let begun = Instant::now();
    work();
    let took = begun.elapsed();
    println!(
        "{name:28} {MAILS} mails in {:4} ms, {:5.0} a second",
        took.as_millis(),
        MAILS as f64 / took.as_secs_f64()
    );
}

fn sink() -> SocketAddr {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let server = SmtpServer::start().await;
            tell.send(server.address).expect("somebody listens");
            std::future::pending::<()>().await;
        });
    });
    told.recv().expect("an address")
}

fn hand_over(runtime: &Runtime, transport: Transport, wires: Arc<Vec<Wire>>) {
    let (transport, next) = (Arc::new(transport), Arc::new(AtomicUsize::new(0)));
    runtime.block_on(async {
        let lanes: Vec<_> = (0..transport.parallel())
            .map(|_| {
                let (transport, wires, next) = (Arc::clone(&transport), Arc::clone(&wires), Arc::clone(&next));
                tokio::spawn(async move {
                    while let Some(wire) = wires.get(next.fetch_add(1, Ordering::Relaxed)) {
                        assert_eq!(transport.deliver(wire).await, retry::Outcome::Sent);
                    }
                })
            })
            .collect();
        for lane in lanes {
            lane.await.expect("sent");
        }
        transport.close().await;
    });
}

async fn empty(mailer: Mailer) {
    let mut sent = 0;
    while sent < MAILS {
        sent += mailer.run_once(morning()).await.expect("a round").sent;
    }
    mailer.close().await;
}

fn full_outbox() -> (Store, std::path::PathBuf) {
    let folder = std::env::temp_dir().join(format!("jiangxin-bench-mail-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let store = Store::open(&folder.join("bench.db").to_string_lossy()).expect("a database");
    let at = morning().naive_utc();
    store
        .write(|tx| {
            (0..MAILS).try_for_each(|number| {
                outbox::enqueue(
                    tx,
                    &NewMessage {
                        key: &format!("claim-decided:claim:{number}:v1:u1"),
                        kind: "claim-decided",
                        lang: "zh",
                        to_address: "host@example.com",
                        to_name: "王小明",
                        reference: "JX-2019-0042",
                        payload: r#"{"path":"/claims/42","params":{"title":{"text":"焊工"},"amount":{"money":5000000}}}"#,
                        state: "queued",
                        next_attempt_at: at,
                        deadline_at: at + retry::PATIENCE,
                        created_at: at,
                    },
                )
            })?;
            Ok::<(), StorageError>(())
        })
        .expect("queued");
    (store, folder)
}

fn transport(sink: SocketAddr, connections: usize) -> Transport {
    let config = SmtpConfig {
        port: sink.port(),
        security: Security::None,
        connections,
        ..SmtpConfig::new(sink.ip().to_string())
    };
    Transport::Smtp(Smtp::new(config).expect("sound settings"))
}

fn sender() -> Sender {
    Sender {
        name: "温州市人力资源和社会保障局".to_owned(),
        address: "noreply@jiangxin.example".parse().expect("an address"),
        reply_to: None,
    }
}

fn wire(number: usize) -> Wire {
    let text = "您申领的补助已审定。\n".repeat(12);
    let rendered = Rendered { subject: "补助已审定".to_owned(), html: format!("<p>{text}</p>"), text };
    let letter = Letter {
        key: &number.to_string(),
        to: &"host@example.com".parse().expect("an address"),
        to_name: "王小明",
        reference: "JX-2019-0042",
        lang: Lang::Zh,
        date: morning(),
        rendered: &rendered,
        invites: &[],
    };
    letter.build(&sender()).expect("a letter")
}

fn morning() -> DateTime<Utc> {
    "2019-11-18T01:00:00Z".parse().expect("an instant")
}
