//! The desk at the door in a real browser, with the connection cut.

use super::chromium::Browser;
use crate::attendance::{NAMES, class, code};
use crate::support::Server;
use jiangxin::demo;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A wire between browser and server that can be cut.
pub(super) struct Wire {
    pub(super) port: u16,
    cut: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Wire {
    pub(super) fn to(server: u16) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let (cut, open) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (is_cut, kept) = (Arc::clone(&cut), Arc::clone(&open));
        std::thread::spawn(move || {
            for browser in listener.incoming().flatten() {
                if is_cut.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(office) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                for (from, to) in [(&browser, &office), (&office, &browser)] {
                    let (from, to) = (from.try_clone().expect("a stream"), to.try_clone().expect("a stream"));
                    std::thread::spawn(move || copy(from, to));
                }
                kept.lock().expect("the streams").extend([browser, office]);
            }
        });
        Wire { port, cut, open }
    }

    pub(super) fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        for stream in self.open.lock().expect("the streams").drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    pub(super) fn mend(&self) {
        self.cut.store(false, Ordering::SeqCst);
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 16 << 10];
    while let Ok(read) = from.read(&mut buffer) {
        if read == 0 || to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

#[test]
fn scans_survive_a_cut_connection_and_a_reload() {
    let server = Server::sqlite();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (event, ids) = class(&server, "HD-2019-9105", "seminar");
    server.sign_in("host").post(&format!("/events/{event}/passes"), &[]);
    let codes: Vec<String> = ids.iter().map(|id| code(&server, *id)).collect();
    let (door, table) = (format!("/events/{event}/check-in"), format!("/events/{event}/attendance"));
    let wire = Wire::to(server.port);
    runtime.block_on(async {
        let Some(browser) = Browser::open(wire.port).await else { return };
        browser.set_clock("2019-11-18T01:00:00Z");
        browser.goto("/sign-in").await;
        browser.type_into("email", "host@demo.example").await;
        browser.type_into("password", demo::PASSWORD).await;
        browser.press("form[action='/sign-in'] button").await;
        browser.goto(&door).await;
        browser.until("return document.getElementById('desk').dataset.ready === 'true'").await;
        browser.until("return Boolean((await navigator.serviceWorker.ready).active)").await;
        browser.shoot("check-in").await;

        wire.cut();
        let enter = "document.getElementById('desk-form').requestSubmit(); return true";
        browser.type_into("code", &codes[0].to_lowercase()).await;
        browser.script(enter, &[]).await;
        browser.until("return document.body.innerText.includes('待发送 1 条')").await;
        browser.until("return document.body.innerText.includes('没有网络')").await;
        // The phone was put away and the page loaded anew: all is still there.
        browser.goto(&door).await;
        browser.until("return document.body.innerText.includes('待发送 1 条')").await;
        browser.type_into("code", &format!("http://127.0.0.1:8000/pass/{}", codes[1])).await;
        browser.script(enter, &[]).await;
        browser.until("return document.body.innerText.includes('待发送 2 条')").await;
        browser.says("测***甲").await;
        assert!(!browser.text().await.contains(NAMES[1]), "the phone knows masked names only");

        wire.mend();
        browser.until("return document.body.innerText.includes('全部已发送')").await;
        browser.goto(&table).await;
        let text = browser.text().await;
        assert_eq!(text.matches("样例建筑公司\t到\t").count(), 2, "two came: {text}");
        browser.shoot("attendance").await;
        let kept = "return Object.keys(localStorage).filter((key) => key.startsWith('check-in:roster')).length";
        assert_eq!(browser.script(kept, &[]).await, 1);
        browser.press("form[action='/sign-out'] button").await;
        assert_eq!(browser.script(kept, &[]).await, 0, "signing out takes the list away");
        browser.close().await;
    });
}
