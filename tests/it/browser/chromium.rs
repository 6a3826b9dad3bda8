//! Chromium without a screen, driven over WebDriver.

use crate::support::skip;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// A browser window with its driver; both end with it.
pub struct Browser {
    client: Client,
    base: String,
    session: String,
    driver: Driver,
}

struct Driver {
    child: Child,
    port: u16,
    /// The browser's own folder, new for every test.
    profile: PathBuf,
}

impl Driver {
    /// Has the driver close its browser, which would outlive it otherwise when a test fails.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut line = TcpStream::connect(("127.0.0.1", self.port))?;
        line.set_read_timeout(Some(Duration::from_secs(10)))?;
        line.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        line.read_to_end(&mut Vec::new()).map(|_| ())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.shut_down();
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// The first of these programs on the path, or in `/usr/bin`.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain([PathBuf::from("/usr/bin")]).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

impl Driver {
    /// `None` where there is no driver; one line says so.
    fn start() -> Option<Driver> {
        let Some(file) = program(&["chromedriver"]) else {
            skip("Chromium: chromedriver is not installed");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("chromium-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&profile).expect("a folder for the browser");
        let quiet = Stdio::null;
        let child = Command::new(file)
            .arg(format!("--port={port}"))
            .stdout(quiet())
            .stderr(quiet())
            .spawn()
            .expect("chromedriver starts");
        Some(Driver { child, port, profile })
    }
}

impl Browser {
    /// A new window before the server at that port; `None` where there is no Chromium.
    pub async fn open(server: u16) -> Option<Browser> {
        let driver = Driver::start()?;
        let Some(chromium) = program(&["chromium", "chromium-browser", "google-chrome"]) else {
            skip("Chromium: it is not installed");
            return None;
        };
        let args = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--window-size=1280,900".to_owned(),
            format!("--user-data-dir={}", driver.profile.display()),
        ];
        let options = json!({ "binary": chromium, "args": args });
        let mut wanted = Capabilities::new();
        wanted.insert("goog:chromeOptions".to_owned(), options);
        // The questions before what cannot be undone are answered with yes.
        wanted.insert("unhandledPromptBehavior".to_owned(), json!("accept"));
        let address = format!("http://127.0.0.1:{}", driver.port);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let began = std::time::Instant::now();
        let client = loop {
            match builder.connect(&address).await {
                Ok(client) => break client,
                Err(error) if began.elapsed() > PATIENCE => panic!("no browser: {error}"),
                // The driver has not opened its port yet.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        let session = client.session_id().await.expect("a session").expect("its name");
        Some(Browser { client, base: format!("http://127.0.0.1:{server}"), session, driver })
    }

    pub async fn close(self) {
        self.client.close().await.expect("the window closes");
    }

    pub async fn goto(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.expect("a page");
    }

    /// Path and query of the page shown.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.expect("an address");
        url.as_str().trim_start_matches(&self.base).to_owned()
    }

    /// All that the page says.
    pub async fn text(&self) -> String {
        self.script("return document.body.innerText", &[]).await.as_str().unwrap_or_default().to_owned()
    }

    pub async fn says(&self, words: &str) {
        let text = self.text().await;
        assert!(text.contains(words), "{} does not say {words}:\n{text}", self.path().await);
    }

    /// What a script on the page gives back.
    pub async fn script(&self, script: &str, args: &[&str]) -> Value {
        let args = args.iter().map(|arg| json!(arg)).collect();
        self.client.execute(script, args).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until a script on the page says true; it may wait itself.
    pub async fn until(&self, script: &str) {
        let waiting = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {script} }})().then(done, () => done(false));"
        );
        let began = std::time::Instant::now();
        while !self.client.execute_async(&waiting, Vec::new()).await.is_ok_and(|answer| answer == json!(true)) {
            assert!(began.elapsed() < PATIENCE, "never true: {script}\n{}", self.text().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Types into the field of that name, as a person does.
    pub async fn type_into(&self, name: &str, text: &str) {
        let css = format!("main [name='{name}']");
        let field = self.client.find(Locator::Css(&css)).await;
        let field = match field {
            Ok(field) => field,
            Err(error) => panic!("no field {name} on {}: {error}\n{}", self.path().await, self.text().await),
        };
        field.clear().await.expect("a field");
        field.send_keys(text).await.expect("a field that can be typed into");
    }

    /// Types into whatever has the focus; `\u{e004}` is the tabulator.
    pub async fn keys(&self, text: &str) {
        let active = self.client.active_element().await.expect("something has the focus");
        active.send_keys(text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
    }

    /// Whether the page has what the selector finds.
    pub async fn has(&self, css: &str) -> bool {
        self.script("return document.querySelector(arguments[0]) !== null", &[css]).await == json!(true)
    }

    /// From now on the window is this large.
    pub fn resize(&self, width: u32, height: u32) {
        self.frame(width, height);
    }

    /// Whether nothing reaches beyond the width.
    pub async fn fits(&self) -> bool {
        let fits = "return document.documentElement.scrollWidth <= window.innerWidth";
        self.script(fits, &[]).await == json!(true)
    }

    /// Chooses, ticks or dates: whatever a person does with the pointer.
    pub async fn set(&self, name: &str, value: &str) {
        let done = self
            .script(
                "const [name, value] = arguments; \
                 const all = [...document.querySelectorAll(`main [name='${name}']`)]; \
                 const one = all.find((e) => ['radio', 'checkbox'].includes(e.type) && (e.value === value)); \
                 if (one) { if (!one.checked) one.click(); return true; } \
                 if (!all.length) return false; \
                 all[0].value = value; all[0].dispatchEvent(new Event('input', { bubbles: true })); \
                 return all[0].value === value;",
                &[name, value],
            )
            .await;
        assert_eq!(done, json!(true), "{name} is set to {value} on {}\n{}", self.path().await, self.text().await);
    }

    /// Ticks the box, or chooses the option, whose words contain this.
    pub async fn choose(&self, name: &str, words: &str) {
        let done = self
            .script(
                "const [name, words] = arguments; \
                 for (const e of document.querySelectorAll(`main [name='${name}']`)) { \
                   if (e.tagName === 'SELECT') { \
                     const option = [...e.options].find((o) => o.text.includes(words)); \
                     if (option) { e.value = option.value; return true; } \
                   } else if ((e.closest('tr, label') ?? e).textContent.includes(words)) { \
                     if (!e.checked) e.click(); return true; \
                   } \
                 } return false;",
                &[name, words],
            )
            .await;
        assert_eq!(done, json!(true), "{name} offers {words} on {}\n{}", self.path().await, self.text().await);
    }

    /// Presses what the selector finds and waits for the next page.
    pub async fn press(&self, css: &str) {
        self.leave(Locator::Css(css), css).await;
    }

    /// Follows the link with these words.
    pub async fn follow(&self, words: &str) {
        self.leave(Locator::LinkText(words), words).await;
    }

    async fn leave(&self, what: Locator<'_>, named: &str) {
        self.script("window.before = true", &[]).await;
        match self.client.find(what).await {
            Ok(found) => found.click().await.unwrap_or_else(|error| panic!("{named}: {error}")),
            Err(error) => panic!("no {named} on {}: {error}\n{}", self.path().await, self.text().await),
        }
        let began = std::time::Instant::now();
        loop {
            let ready = "return !window.before && document.readyState === 'complete'";
            // In between two pages, or with a question open, there is no answer yet.
            let arrived = self.client.execute(ready, Vec::new()).await;
            if arrived.is_ok_and(|arrived| arrived == json!(true)) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "{named} leads nowhere");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Hands a file in by the form around the first file field that the selector finds.
    pub async fn attach(&self, css: &str, file: &Path) {
        let field = self.client.find(Locator::Css(css)).await;
        let field = match field {
            Ok(field) => field,
            Err(error) => panic!("no {css} on {}: {error}", self.path().await),
        };
        field.send_keys(&file.display().to_string()).await.expect("a file is chosen");
    }

    /// Forgets who is signed in.
    pub async fn forget(&self) {
        self.goto("/sign-in").await;
        self.client.delete_all_cookies().await.expect("cookies");
    }

    /// With `JIANGXIN_SCREENS` set: the page in both languages, on a desk and on a phone, into
    /// `target/screens`. Nothing may reach beyond the width. The page is loaded anew: what was typed
    /// is gone.
    pub async fn shoot(&self, name: &str) {
        if std::env::var_os("JIANGXIN_SCREENS").is_none() {
            return;
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screens");
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = self.path().await;
        for lang in ["en", "zh"] {
            self.goto(&format!("/lang?lang={lang}&to={}", path.replace('?', "%3F").replace('&', "%26"))).await;
            for width in [1280, 390] {
                self.frame(width, 900);
                let measured = self
                    .script(
                        "return `${document.documentElement.scrollWidth} ${document.documentElement.scrollHeight}`",
                        &[],
                    )
                    .await;
                let measured = measured.as_str().unwrap_or_default().to_owned();
                let (wide, high) = measured.split_once(' ').expect("two numbers");
                // A scroll bar may take some of it.
                assert!(wide.parse().is_ok_and(|wide: u32| wide <= width), "{path} in {lang}: {wide} of {width}");
                self.frame(width, high.parse().expect("a height"));
                let image = self.client.screenshot().await.expect("an image");
                std::fs::write(folder.join(format!("{name}-{lang}-{width}.png")), image).expect("an image on disk");
            }
        }
        self.command("Emulation.clearDeviceMetricsOverride", json!({}));
    }

    fn frame(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.command("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Lets the pages opened from now on believe that it is this moment, as the office's clock has it.
    pub fn set_clock(&self, moment: &str) {
        let source = format!(
            "{{ const Real = Date; const shift = Real.parse('{moment}') - Real.now(); \
             globalThis.Date = class extends Real {{ \
               constructor(...given) {{ if (given.length) super(...given); else super(Real.now() + shift); }} \
               static now() {{ return Real.now() + shift; }} }}; }}"
        );
        self.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
    }

    /// A command of the browser itself, which WebDriver has no word for.
    fn command(&self, cmd: &str, params: Value) {
        let address = format!("http://127.0.0.1:{}/session/{}/goog/cdp/execute", self.driver.port, self.session);
        let body = json!({ "cmd": cmd, "params": params }).to_string();
        ureq::post(address).header("Content-Type", "application/json").send(body).expect("the browser obeys");
    }
}
