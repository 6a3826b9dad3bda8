//! A browser without a screen: keeps its cookies and the token of its forms, follows nothing by
//! itself.

use std::cell::RefCell;

/// Somebody at a browser.
pub struct Client {
    agent: ureq::Agent,
    base: String,
    csrf: RefCell<Option<String>>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub location: Option<String>,
    pub media_type: String,
    pub disposition: Option<String>,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Whether the page says this.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The value of the first hidden or typed field of this name.
    pub fn value(&self, field: &str) -> Option<String> {
        let text = self.text();
        let rest = text.split(&format!("name=\"{field}\"")).nth(1)?;
        let rest = rest.split("value=\"").nth(1)?;
        Some(rest.split('"').next()?.to_owned())
    }
}

impl Client {
    pub fn new(port: u16) -> Client {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        Client { agent: config.into(), base: format!("http://127.0.0.1:{port}"), csrf: RefCell::new(None) }
    }

    pub fn get(&self, path: &str) -> Reply {
        let sent = self.agent.get(format!("{}{path}", self.base)).header("Accept", "text/html").call();
        self.reply(sent.expect("an answer"))
    }

    /// Sends a form as a browser does from this address.
    pub fn post_from(&self, referer: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.token();
        let fields = fields.iter().copied().chain([("csrf", token.as_str())]);
        let request = self.agent.post(format!("{}{path}", self.base)).header("Accept", "text/html");
        self.reply(request.header("Referer", referer).send_form(fields).expect("an answer"))
    }

    /// The address of this server: `http://127.0.0.1:8000`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Sends a form with the token of the last page seen.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.token();
        let fields = fields.iter().copied().chain([("csrf", token.as_str())]);
        let sent = self.agent.post(format!("{}{path}", self.base)).send_form(fields);
        self.reply(sent.expect("an answer"))
    }

    /// Sends a form with the token of the last page seen, and asks for JSON.
    pub fn post_as_program(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.token();
        let fields = fields.iter().copied().chain([("csrf", token.as_str())]);
        let request = self.agent.post(format!("{}{path}", self.base)).header("Accept", "application/json");
        self.reply(request.send_form(fields).expect("an answer"))
    }

    /// Sends a form as it is: without a token, or with a wrong one.
    pub fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let sent = self.agent.post(format!("{}{path}", self.base)).send_form(fields.iter().copied());
        self.reply(sent.expect("an answer"))
    }

    /// Sends a form with one file.
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], field: &str, name: &str, content: &[u8]) -> Reply {
        const EDGE: &str = "----jiangxin-test-boundary";
        let token = self.token();
        let mut body = Vec::new();
        for (name, value) in fields.iter().copied().chain([("csrf", token.as_str())]) {
            let part = format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        let sent = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("Content-Type", format!("multipart/form-data; boundary={EDGE}"))
            .send(&body[..]);
        self.reply(sent.expect("an answer"))
    }

    /// What the browser sends of its cookies.
    pub fn cookies(&self) -> String {
        let jar = self.agent.cookie_jar_lock();
        jar.iter().map(|cookie| format!("{}={}", cookie.name(), cookie.value())).collect::<Vec<_>>().join("; ")
    }

    /// The token of the last page seen.
    pub fn token(&self) -> String {
        if self.csrf.borrow().is_none() {
            self.get("/");
        }
        if self.csrf.borrow().is_none() {
            self.get("/sign-in");
        }
        self.csrf.borrow().clone().unwrap_or_default()
    }

    fn reply(&self, mut response: ureq::http::Response<ureq::Body>) -> Reply {
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let (location, disposition) = (header("location"), header("content-disposition"));
        let media_type = header("content-type").unwrap_or_default();
        let status = response.status().as_u16();
        // A new session has a new token.
        if header("set-cookie").is_some_and(|cookie| cookie.contains("jx_session") || cookie.contains("jx_visit")) {
            self.csrf.replace(None);
        }
        let bytes = response.body_mut().with_config().limit(64 << 20).read_to_vec().expect("a body");
        let reply = Reply { status, location, media_type, disposition, bytes };
        if reply.media_type.starts_with("text/html")
            && let Some(token) = reply.value("csrf")
        {
            self.csrf.replace(Some(token));
        }
        reply
    }
}
