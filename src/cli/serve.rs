//! `jiangxin serve`: the composition root of the running office.

use super::database::{self, DATABASE, DEMO_DATABASE, NoDatabase};
use super::settings::{self, Given, MailSettings, Settings, SettingsError};
use crate::demo;
use crate::domain::calendar::CalendarYearError;
use crate::mail::{Files, Sender, Smtp, Transport};
use crate::platform::clock::Clock;
use crate::platform::{assets, policies};
use crate::service::setup::{self, SetupError};
use crate::service::{App, ServiceError};
use crate::storage::{StorageError, Store, audit};
use crate::text;
use crate::web::{self, Edge};
use crate::worker::{self, Mailer};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Serve the office on this machine
#[derive(clap::Args)]
pub struct Serve {
    /// Load a demonstration year and run on its clock, which starts on 2019-11-18
    #[arg(long)]
    demo: bool,
    /// Address to listen on (default: Rocket.toml, else 127.0.0.1)
    #[arg(long)]
    address: Option<String>,
    /// Port to listen on (default: Rocket.toml, else 8000)
    #[arg(long)]
    port: Option<u16>,
}

const MAIL_FOLDER: &str = "var/mail";

/// Why the server did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("{0}")]
    Settings(#[from] SettingsError),
    #[error("{0}")]
    Setup(#[from] SetupError),
    #[error("{0}")]
    Demo(#[from] demo::DemoError),
    #[error("{0}")]
    Database(#[from] NoDatabase),
    #[error("数据库无法使用：{0}")]
    Storage(#[from] StorageError),
    #[error("{0}")]
    Service(#[from] ServiceError),
    #[error("随程序附带的日历有误：{0}")]
    Calendar(#[from] CalendarYearError),
    #[error("{0}")]
    Web(String),
    #[error(
        "--demo 只用自己的数据库：请去掉环境变量 DATABASE_URL（--demo keeps a database of its own: unset DATABASE_URL）"
    )]
    DemoDatabase,
}

impl Serve {
    /// Serves until told to stop (Ctrl-C, SIGTERM).
    pub fn run(&self) -> ExitCode {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let served = match runtime {
            Ok(runtime) => runtime.block_on(self.serve()),
            Err(error) => Err(Failure::Web(error.to_string())),
        };
        match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                eprintln!("{failure}");
                ExitCode::FAILURE
            }
        }
    }

    async fn serve(&self) -> Result<(), Failure> {
        let config = web::Config::read(self.address.as_deref(), self.port).map_err(Failure::Web)?;
        let given = Given::read()?;
        if self.demo && given.database_url.is_some() {
            return Err(Failure::DemoDatabase);
        }
        let database = Path::new(if self.demo { DEMO_DATABASE } else { DATABASE });
        let times = settings::office(given.office.as_deref(), Path::new(""))?;
        let settings = Settings::check(given, database, config.address(), config.port())?;
        let (store, app) = self.open(&settings)?;
        let app = Arc::new(app.with_times(times));
        let demo_users = if self.demo { demo::users() } else { Vec::new() };
        text::render::warm();
        let mailer = mailer(&settings, store, &app)?;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (halt, halted) = tokio::sync::oneshot::channel::<()>();
        let offering = tokio::spawn(worker::offers::run(Arc::clone(&app), async {
            let _ = halted.await;
        }));
        let clock = Arc::clone(&app);
        let mailing = tokio::spawn(worker::run(mailer, move || clock.now(), async {
            // A dropped sender stops the loop, too.
            let _ = stopped.await;
        }));
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let daily = tokio::spawn(worker::daily(Arc::clone(&app), async {
            let _ = ended.await;
        }));
        let welcome = self.welcome(&settings);
        let registrations = settings.registrations;
        let edge = Edge { secure_cookies: settings.secure_cookies, demo_users, registrations };
        let served = web::serve(config, app, edge, move |_, _| print!("{welcome}")).await;
        let _ = stop.send(());
        let _ = halt.send(());
        let _ = end.send(());
        let _ = mailing.await;
        let _ = offering.await;
        let _ = daily.await;
        served.map_err(Failure::Web)
    }

    /// Opens the database and sets the office up.
    fn open(&self, settings: &Settings) -> Result<(Store, App), Failure> {
        if self.demo {
            return demonstration(settings);
        }
        let store = database::open(&settings.database_url)?;
        let app = office(&store, Clock::System, settings.base_url.clone())?;
        Ok((store, app))
    }

    fn welcome(&self, settings: &Settings) -> String {
        let mut text = format!("\n匠心 Jiangxin  {}\n", settings.base_url);
        if self.demo {
            text.push_str("\n演示系统：演示时钟自 2019-11-18 起走（the demonstration clock starts on 2019-11-18）\n");
            text.push_str("每个角色一个账号，密码均为 one sign-in per role, password: ");
            text.push_str(demo::PASSWORD);
            text.push('\n');
            for user in demo::users() {
                text.push_str(&format!("  {:<28} {}（{}）\n", user.email, user.name, user.organisation));
            }
        }
        text.push_str("\nCtrl-C 停止 (stops)\n");
        text
    }
}

/// The demonstration, on a clock that goes on from what it holds.
fn demonstration(settings: &Settings) -> Result<(Store, App), Failure> {
    let (store, found) = demo::open(Path::new(&settings.database_url), &settings.base_url)?;
    if found == demo::Found::CutShort {
        eprintln!("上次演示数据没有装完，已重新装载 (the demonstration was loaded half-way and has been loaded anew)");
    }
    let last = store.read(audit::last_at)?;
    let app = match office(&store, Clock::demo(last.map(|at| at.and_utc())), settings.base_url.clone()) {
        Err(Failure::Setup(SetupError::PolicyEdited { .. })) => return Err(demo::DemoError::Outdated.into()),
        app => app?,
    };
    Ok((store, app))
}

/// The office on an opened database, with the policies and calendars the program brings.
pub(super) fn office(store: &Store, clock: Clock, base_url: String) -> Result<App, Failure> {
    Ok(setup::office(store, clock, policy_files(), assets::calendar()?, base_url)?)
}

/// The policy files built into the program.
fn policy_files() -> impl Iterator<Item = (String, &'static str)> {
    policies::texts().filter(|(name, _)| policies::is_policy(name))
}

fn mailer(settings: &Settings, store: Store, app: &Arc<App>) -> Result<Mailer, Failure> {
    let wrong = |error: String| Failure::Settings(SettingsError(error));
    let (transport, address) = match &settings.mail {
        MailSettings::Files => (Transport::Files(Files::new(MAIL_FOLDER)), "jiangxin@localhost.localdomain".to_owned()),
        MailSettings::Smtp { server, from } => {
            let smtp = Smtp::new(server.clone()).map_err(|error| wrong(error.to_string()))?;
            (Transport::Smtp(smtp), from.clone())
        }
    };
    let address =
        address.parse().map_err(|_| wrong(format!("JIANGXIN_MAIL_FROM is not an e-mail address: {address}")))?;
    let sender = Sender { name: "匠心".to_owned(), address, reply_to: None };
    Ok(Mailer::new(store, transport, sender, worker::words(app.base_url.clone())))
}
