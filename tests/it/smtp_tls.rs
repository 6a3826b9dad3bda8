//! The SMTP transport under TLS: who is believed, what is said before that, and signing in.

use crate::smtp::{letter, sender};
use jiangxin::domain::retry::Outcome;
use jiangxin::mail::{Credentials, Security, Smtp, SmtpConfig, Transport};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// `office` and `secret`, as PLAIN and LOGIN write them.
const PLAIN: &str = "AG9mZmljZQBzZWNyZXQ=";
const USER: &str = "b2ZmaWNl";
const PASSWORD: &str = "c2VjcmV0";

/// An authority of its own, which has made a certificate for `name`.
struct Authority {
    pem: String,
    acceptor: TlsAcceptor,
}

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let own = KeyPair::generate().expect("a key");
    let authority = CertifiedIssuer::self_signed(params, own).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let names = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    let certificate = names.signed_by(&key, &authority).expect("a certificate");
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).expect("a server");
    Authority { pem: authority.pem(), acceptor: TlsAcceptor::from(Arc::new(config)) }
}

/// What the server does about TLS and signing in.
#[derive(Clone, Copy)]
struct Manner {
    tls: Security,
    /// The mechanisms it offers.
    auth: &'static str,
    /// Sent in the clear in one go with the answer to STARTTLS.
    injected: &'static str,
    /// The reply to a password.
    reply: &'static str,
}

const MANNER: Manner = Manner { tls: Security::StartTls, auth: "PLAIN LOGIN", injected: "", reply: "235 welcome" };

/// A server on loopback and every line it was told, `tls ` before those under TLS.
struct Server {
    address: SocketAddr,
    told: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(manner: Manner, acceptor: TlsAcceptor) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let address = listener.local_addr().expect("an address");
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, heard) = (acceptor.clone(), Arc::clone(&heard));
                tokio::spawn(async move {
                    let mut stream = BufReader::new(stream);
                    if manner.tls == Security::StartTls {
                        let upgrade = talk(&mut stream, manner, &heard, false).await;
                        if upgrade.is_none() {
                            return;
                        }
                    }
                    if let Ok(stream) = acceptor.accept(stream).await {
                        talk(&mut BufReader::new(stream), manner, &heard, true).await;
                    }
                });
            }
        });
        Server { address, told }
    }

    fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }
}

/// One conversation; `Some` where it goes on under TLS.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufReader<S>,
    manner: Manner,
    heard: &Mutex<Vec<String>>,
    secured: bool,
) -> Option<()> {
    let greet = manner.tls == Security::Tls || !secured;
    if greet {
        stream.write_all(b"220 loopback\r\n").await.ok()?;
    }
    let mut in_letter = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_owned();
        heard.lock().unwrap().push(format!("{}{line}", if secured { "tls " } else { "" }));
        if in_letter && line != "." {
            continue;
        }
        let reply = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" if secured => format!("250-loopback\r\n250 AUTH {}", manner.auth),
            // A server that offers to sign in before TLS must not be answered.
            "EHLO" => "250-loopback\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS".to_owned(),
            "STARTTLS" => {
                stream.write_all(format!("220 go on\r\n{}", manner.injected).as_bytes()).await.ok()?;
                return Some(());
            }
            "AUTH" if line == "AUTH LOGIN" => "334 VXNlcm5hbWU6".to_owned(),
            "AUTH" => manner.reply.to_owned(),
            text if text == USER => "334 UGFzc3dvcmQ6".to_owned(),
            text if text == PASSWORD => manner.reply.to_owned(),
            "DATA" => {
                in_letter = true;
                "354 go on".to_owned()
            }
            "." => {
                in_letter = false;
                "250 taken over".to_owned()
            }
            _ => "250 ok".to_owned(),
        };
        stream.write_all(format!("{reply}\r\n").as_bytes()).await.ok()?;
    }
}

fn transport(server: &Server, security: Security, authorities: Option<&str>) -> Transport {
    let config = SmtpConfig {
        port: server.address.port(),
        security,
        credentials: Some(Credentials { user: "office".into(), password: "secret".into() }),
        hello: Some("jiangxin.example".to_owned()),
        authorities: authorities.map(|pem| pem.as_bytes().to_vec()),
        timeout: Duration::from_secs(5),
        connections: 1,
        ..SmtpConfig::new("localhost")
    };
    Transport::Smtp(Smtp::new(config).expect("sound settings"))
}

/// Nothing that could tell the password was said.
fn kept_secret(told: &[String]) -> bool {
    !told.iter().any(|line| line.contains("AUTH") || line.contains(PLAIN) || line.contains(PASSWORD))
}

#[tokio::test]
async fn a_proven_server_is_signed_in_to_under_tls_only() {
    let authority = authority("localhost");
    for tls in [Security::StartTls, Security::Tls] {
        for (auth, said) in [("PLAIN LOGIN", format!("tls AUTH PLAIN {PLAIN}")), ("LOGIN", format!("tls {PASSWORD}"))] {
            let server = Server::start(Manner { tls, auth, ..MANNER }, authority.acceptor.clone()).await;
            let sent = transport(&server, tls, Some(&authority.pem)).deliver(&letter("one")).await;
            assert_eq!(sent, Outcome::Sent, "{tls:?} {auth}: {:?}", server.told());
            let told = server.told();
            assert!(told.contains(&said), "{tls:?} {auth}: {told:?}");
            let clear: Vec<&String> = told.iter().filter(|line| !line.starts_with("tls ")).collect();
            assert!(clear.iter().all(|line| line.starts_with("EHLO") || *line == "STARTTLS"), "{clear:?}");
            let address = sender().address;
            assert!(told.iter().any(|line| line.starts_with("tls MAIL") && line.contains(address.as_str())));
        }
    }
}

#[tokio::test]
async fn a_server_that_is_not_proven_gets_no_password_and_no_letter() {
    let (own, other, elsewhere) = (authority("localhost"), authority("localhost"), authority("mail.example"));
    let cases = [
        (&own, None, "comes from an authority that is not trusted here; where the office has its own"),
        (&own, Some(&other.pem), "JIANGXIN_SMTP_CA"),
        (&elsewhere, Some(&elsewhere.pem), "the certificate is not that of localhost; set JIANGXIN_SMTP_HOST"),
    ];
    for tls in [Security::StartTls, Security::Tls] {
        for (authority, trusted, sentence) in cases {
            let server = Server::start(Manner { tls, ..MANNER }, authority.acceptor.clone()).await;
            let refused = transport(&server, tls, trusted.map(String::as_str)).deliver(&letter("one")).await;
            assert!(matches!(&refused, Outcome::Temporary(words) if words.contains(sentence)), "{tls:?} {refused:?}");
            let told = server.told();
            assert!(kept_secret(&told) && !told.iter().any(|line| line.contains("MAIL")), "{told:?}");
        }
    }
}

#[tokio::test]
async fn a_refused_password_and_unknown_mechanisms_are_said_and_tried_again() {
    let authority = authority("localhost");
    for (manner, words) in [
        (Manner { reply: "535 5.7.8 no such user", ..MANNER }, "signing in: permanent error (535): 5.7.8 no such user"),
        (Manner { auth: "XOAUTH2", ..MANNER }, "No compatible authentication mechanism"),
    ] {
        let server = Server::start(manner, authority.acceptor.clone()).await;
        let refused = transport(&server, Security::StartTls, Some(&authority.pem)).deliver(&letter("one")).await;
        assert!(matches!(&refused, Outcome::Temporary(said) if said.contains(words)), "{refused:?}");
        assert!(!format!("{refused:?}").contains("secret"));
        assert!(!server.told().iter().any(|line| line.contains("MAIL")));
    }
}

/// Somebody between us and the server answers, in the clear, what is asked under TLS.
#[tokio::test]
async fn words_slipped_in_before_tls_are_not_taken_for_the_servers() {
    let authority = authority("localhost");
    let injected = "250-evil\r\n250 AUTH XEVIL\r\n";
    let server = Server::start(Manner { injected, ..MANNER }, authority.acceptor.clone()).await;
    let outcome = transport(&server, Security::StartTls, Some(&authority.pem)).deliver(&letter("one")).await;
    assert_ne!(outcome, Outcome::Sent, "{:?}", server.told());
    assert!(kept_secret(&server.told()), "{:?}", server.told());
}
